import { wordsOf } from './words.ts'

// Who compares texts wants to know whether they begin alike, and finding words takes time.
const BEGINNING = 3_000

/** The words of a headline, and how many letters they have. */
export interface Letters {
  readonly words: ReadonlySet<string>
  readonly count: number
}

/** The words of a headline. */
export function lettersOf(title: string): Letters {
  const words = new Set(wordsOf(title))
  return { words, count: countLetters(words) }
}

/**
 * How much of the shorter of two headlines stands in the other, by the letters of its words: 0 to 1, and 0 where either
 * has none. Long words count for more than the articles and prepositions that all headlines have.
 */
export function sharedLetters(one: Letters, other: Letters): number {
  const smaller = Math.min(one.count, other.count)
  return smaller === 0 ? 0 : countLetters(one.words.intersection(other.words)) / smaller
}

function countLetters(words: ReadonlySet<string>): number {
  return words.values().reduce((sum, { length }) => sum + length, 0)
}

const RUN = 3

/** The runs of three words of a plain text; of a long one, of its beginning. */
export function runsOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text.slice(0, BEGINNING))
  return new Set(words.slice(0, 1 - RUN).map((_, at) => words.slice(at, at + RUN).join(' ')))
}

/** How much of the smaller of two sets is in the other: 0 to 1, and 0 where either is empty. */
export function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const smaller = Math.min(one.size, other.size)
  return smaller === 0 ? 0 : one.intersection(other).size / smaller
}

/**
 * Two texts without what both end in, where both have something before: a footer. Where one has nothing else, it is a
 * part of the other.
 */
export function withoutFooter(
  one: ReadonlySet<string>,
  other: ReadonlySet<string>,
): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const [runs, others] = [[...one], [...other]]
  let footer = 0
  while (footer < Math.min(runs.length, others.length) && runs.at(-1 - footer) === others.at(-1 - footer)) footer += 1
  if (footer === 0 || footer === runs.length || footer === others.length) return [one, other]
  return [new Set(runs.slice(0, -footer)), new Set(others.slice(0, -footer))]
}
