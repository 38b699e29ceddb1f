import { wordsOf } from './words.ts'

// Who compares texts wants to know whether they begin alike, and finding words takes time.
const BEGINNING = 3_000

/**
 * How much of the shorter of two headlines stands in the other, by the letters of its words: 0 to 1, and 0 where either
 * has none. Long words count for more than the articles and prepositions that all headlines have.
 */
export function sharedWords(one: string, other: string): number {
  const [a, b] = [new Set(wordsOf(one)), new Set(wordsOf(other))]
  const letters = (words: ReadonlySet<string>): number => [...words].reduce((sum, { length }) => sum + length, 0)
  const smaller = Math.min(letters(a), letters(b))
  return smaller === 0 ? 0 : letters(a.intersection(b)) / smaller
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
