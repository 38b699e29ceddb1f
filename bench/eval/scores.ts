import { bare } from '#src/article/same.ts'
import { wordsOf } from '#src/text/words.ts'
import { readDate } from '#src/text/dates.ts'

/** How much of `found` is right, and how much of `expected` was found. */
export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

const SHINGLE = 4
const HOUR = 3_600_000

/** By runs of four words, each as often as it occurs: the measure of scrapinghub's article-extraction-benchmark. */
export function bodyScore(found: string, expected: string): Score {
  return overlap(shingles(wordsOf(found), SHINGLE), shingles(wordsOf(expected), SHINGLE))
}

/** ROUGE-N as F1 over runs of `n` words. */
export function rouge(found: string, expected: string, n: number): number {
  return overlap(shingles(wordsOf(found), n), shingles(wordsOf(expected), n)).f1
}

/** ROUGE-L as F1 over the longest common subsequence of words. */
export function rougeL(found: string, expected: string): number {
  const [a, b] = [wordsOf(found), wordsOf(expected)]
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (const word of a) {
    const next = [0]
    for (const [j, other] of b.entries()) next.push(word === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!))
    row = next
  }
  return score(row.at(-1)!, a.length, b.length).f1
}

function shingles(words: readonly string[], n: number): readonly string[] {
  if (words.length > 0 && words.length < n) return [words.join(' ')]
  return words.slice(0, Math.max(0, words.length - n + 1)).map((_, at) => words.slice(at, at + n).join(' '))
}

function overlap(found: readonly string[], expected: readonly string[]): Score {
  const left = new Map<string, number>()
  for (const each of expected) left.set(each, (left.get(each) ?? 0) + 1)
  const common = found.filter((each) => {
    const count = left.get(each) ?? 0
    left.set(each, count - 1)
    return count > 0
  }).length
  return score(common, found.length, expected.length)
}

function score(common: number, found: number, expected: number): Score {
  const precision = found === 0 ? (expected === 0 ? 1 : 0) : common / found
  const recall = expected === 0 ? (found === 0 ? 1 : 0) : common / expected
  return {
    precision,
    recall,
    f1: common === 0 ? (found + expected === 0 ? 1 : 0) : (2 * precision * recall) / (precision + recall),
  }
}

// Where it is noon first, and last, in hours east of Greenwich.
const EAST = 14
const WEST = 12

/**
 * The same instant within a minute; where the expected one has no zone, the same time of day in some zone; where it has
 * no time either, the same day in some zone.
 */
export function sameTime(found: number | null, expected: string): boolean {
  const time = readDate(expected)
  if (found === null || time === null) return false
  const after = (found - time) / HOUR
  if (/\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/.test(expected.trim())) return Math.abs(after) * 60 < 1
  return after >= -EAST && after <= (/\d{2}:\d{2}/.test(expected) ? WEST : WEST + 24)
}

/** The same names, however written; "By" aside. */
export function sameAuthors(found: readonly string[], expected: readonly string[]): boolean {
  const keys = (names: readonly string[]): string =>
    names
      .map((name) => bare(name.replace(/^by\s/i, '')))
      .toSorted()
      .join()
  return keys(found) === keys(expected)
}
