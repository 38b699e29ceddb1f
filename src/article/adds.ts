import { wordsOf } from '#src/text/words.ts'
import { bare } from './same.ts'

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
  const { fresh, all } = freshWords(sentence, known)
  return fresh >= Math.min(3, Math.max(1, all / 4))
}

// Fewer words stand in another sentence by chance.
const TELLING_WORDS = 4

/** Whether `sentence` is one of those that were `told`, or has no word that one of them has not. */
export function repeats(sentence: string, told: readonly string[]): boolean {
  return told.some((other) => {
    if (bare(other) === bare(sentence)) return true
    const { fresh, all } = freshWords(sentence, other)
    return fresh === 0 && all >= TELLING_WORDS
  })
}

function freshWords(sentence: string, known: string): { readonly fresh: number; readonly all: number } {
  const stems = [...new Set(contentWords(known.slice(0, ENOUGH)).map(stemOf))]
  const words = new Set(contentWords(sentence.slice(0, ENOUGH)).map(stemOf))
  const fresh = [...words].filter((word) => !stems.some((stem) => stem.startsWith(word) || word.startsWith(stem)))
  return { fresh: fresh.length, all: words.size }
}

/** A word without what grammar may change: its first five letters, or four of five. */
function stemOf(word: string): string {
  return DENSE.test(word) ? word : word.slice(0, word.length > 6 ? 5 : 4)
}
