import { wordsOf } from '#src/text/words.ts'

// Shorter words are mostly articles and prepositions; in scripts without spaces two characters are a word.
const SHORT = 3
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

// What says nothing new in so many UTF-16 units says nothing.
const ENOUGH = 2_000

/** The words of `text` that say something. */
export function contentWords(text: string): readonly string[] {
  return wordsOf(text).filter((word) => word.length > SHORT || /\p{N}/u.test(word) || DENSE.test(word))
}

/**
 * Whether `sentence` says something that `known` does not. Words of one stem count as one, since a headline's grammar
 * differs from a sentence's.
 */
export function addsTo(sentence: string, known: string): boolean {
  const stems = [...new Set(contentWords(known).map(stemOf))]
  const words = new Set(contentWords(sentence.slice(0, ENOUGH)).map(stemOf))
  const fresh = [...words].filter(
    (word) => !stems.some((stem) => stem.startsWith(word) || word.startsWith(stem)),
  ).length
  return fresh >= Math.min(3, Math.max(1, words.size / 4))
}

/** A word without what grammar may change: its first five letters, or four of five. */
function stemOf(word: string): string {
  return DENSE.test(word) ? word : word.slice(0, word.length > 6 ? 5 : 4)
}
