import { HOUR, type Millis } from '#src/base/clock.ts'
import { nfkc } from '#src/text/normal-form.ts'
import { lettersOf, sharedLetters } from '#src/text/overlap.ts'
import { wordsOf } from '#src/text/words.ts'
import type { Told } from './told.ts'

/**
 * How a headline goes with another one that is not the same: in part, as the next number of a series, or not at all.
 */
export type Headlines = 'alike' | 'next' | 'unlike'

// Of all pairs of stories in real feeds one in a hundred has so much in common.
const ALIKE = 0.5
// A count in a headline rises within hours; what comes daily, or is dated otherwise, has the next number.
const COUNTING: Millis = 12 * HOUR

/** Compares two headlines, told so far apart; null where that is not known. */
export function compareHeadlines(one: Told, other: Told, apart: Millis | null): Headlines {
  if (sharedLetters(one.titleLetters(), other.titleLetters()) < ALIKE) return 'unlike'
  if (haveLabel(one.title, other.title)) return 'unlike'
  const [numbers, others] = [numbersOf(one.title), numbersOf(other.title)]
  if (new Set(numbers).symmetricDifference(new Set(others)).size === 0) return 'alike'
  if (isStep(numbers, others) || (apart !== null && apart >= COUNTING)) return 'next'
  return apart === null ? 'unlike' : 'alike'
}

function numbersOf(title: string): readonly string[] {
  return nfkc(title).match(/\p{N}+/gu) ?? []
}

/** Whether one number is the next, or the one before, and the others are the same: counts of the dead rise by any number. */
function isStep(numbers: readonly string[], others: readonly string[]): boolean {
  const changed = numbers.flatMap((number, index) => (number === others[index] ? [] : [[number, others[index]]]))
  const [[number, other] = []] = changed
  return numbers.length === others.length && changed.length === 1 && Math.abs(Number(number) - Number(other)) === 1
}

const DIVIDED = /^(.*?\S)\s*(?:[:|–—]|\s-)\s+(.*)$/su
const LONGEST = 1_000
// So many words at the beginning are a label where as many others follow.
const MANY = 3

/**
 * Whether headlines have no more in common than a label: what stands before a colon or a dash, or many words at the
 * beginning, with other words behind.
 */
function haveLabel(one: string, other: string): boolean {
  const [rest, otherRest] = afterLabel(one.slice(0, LONGEST), other.slice(0, LONGEST))
  return rest !== '' && otherRest !== '' && sharedLetters(lettersOf(rest), lettersOf(otherRest)) < ALIKE
}

/** What follows the label that both begin with; nothing where there is none, or no words follow it. */
function afterLabel(one: string, other: string): readonly [string, string] {
  const [, label, rest = ''] = DIVIDED.exec(one) ?? []
  const [, otherLabel, otherRest = ''] = DIVIDED.exec(other) ?? []
  if (label !== undefined && label === otherLabel) return [wordsIn(rest, 1), wordsIn(otherRest, 1)]
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const differs = words.findIndex((word, index) => word !== others[index])
  if (differs < MANY) return ['', '']
  return [words, others].map((all) => wordsIn(all.slice(differs).join(' '), MANY)) as [string, string]
}

/** A text of so many words at least, numbers not counted; else nothing. */
function wordsIn(text: string, least: number): string {
  return wordsOf(text).filter((word) => /\p{L}/u.test(word)).length >= least ? text : ''
}
