import { wordsOf } from '#src/text/words.ts'
import { bare } from './same.ts'

// Shorter words are mostly articles and prepositions; in scripts without spaces two characters are a word, and in those
// of syllables too.
const SHORT = 3
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
const SYLLABLES =
  /[\p{Script=Ethiopic}\p{Script=Cherokee}\p{Script=Canadian_Aboriginal}\p{Script=Yi}\p{Script=Vai}]{2}/u

// What says nothing new in so many UTF-16 units says nothing.
const ENOUGH = 2_000

/** The words of `text` that say something. */
export function contentWords(text: string): readonly string[] {
  return wordsOf(text).filter(isContent)
}

/** As {@link contentWords}; all words where few are long and short ones say as much as others, as in Vietnamese. */
export function tellingWords(text: string): readonly string[] {
  const words = wordsOf(text)
  return words.filter(isShort(words) ? () => true : isContent)
}

function isContent(word: string): boolean {
  return word.length > SHORT || /\p{N}/u.test(word) || DENSE.test(word) || SYLLABLES.test(word)
}

const FEW_LONG = 0.4
const MARKED = 0.5
// What says much in few letters: a syllable with a mark of tone, as Vietnamese and Yoruba write them, and a word whose
// script writes vowels as marks or not at all. Short words of other alphabets are mostly articles and auxiliaries.
const NO_ALPHABET = String.raw`^(?![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}])\p{L}`
const TONE = new RegExp(String.raw`[ơư\u1ea0-\u1ef9]|${NO_ALPHABET}`, 'u')
const MARK = new RegExp(String.raw`(?!\p{ASCII})\p{Script=Latin}|${NO_ALPHABET}`, 'u')

function isShort(words: readonly string[]): boolean {
  return (
    words.filter(isContent).length <= words.length * FEW_LONG &&
    words.some((word) => TONE.test(word)) &&
    words.filter((word) => MARK.test(word)).length >= words.length * MARKED
  )
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

/**
 * Whether `sentence` is one of those that were `told`, or has no word that one of them has not. A short word may turn
 * what is said into its opposite, and another number is another fact.
 */
export function repeats(sentence: string, told: readonly string[]): boolean {
  return told.some((other) => {
    if (bare(other) === bare(sentence)) return true
    const { fresh, all } = freshWords(sentence, other)
    if (fresh > 0 || all < TELLING_WORDS) return false
    const known = new Set(wordsOf(other.slice(0, ENOUGH)))
    return wordsOf(sentence.slice(0, ENOUGH)).every((word) => isContent(word) || known.has(word))
  })
}

function freshWords(sentence: string, known: string): { readonly fresh: number; readonly all: number } {
  const given = wordsOf(sentence.slice(0, ENOUGH))
  const telling = isShort(given) ? () => true : isContent
  const stems = [...new Set(wordsOf(known.slice(0, ENOUGH)).filter(telling).map(stemOf))]
  const words = new Set(given.filter(telling).map(stemOf))
  const fresh = [...words].filter((word) => !stems.some((stem) => isSame(stem, word)))
  return { fresh: fresh.length, all: words.size }
}

/** Of a number's or a short word's beginning nothing is known: 31 is not 3, "not" not "note". */
function isSame(stem: string, word: string): boolean {
  if (stem === word) return true
  if (/^\p{N}/u.test(word) || word.length <= SHORT || stem.length <= SHORT)
    return DENSE.test(word) && isPart(stem, word)
  return isPart(stem, word)
}

function isPart(stem: string, word: string): boolean {
  return stem.startsWith(word) || word.startsWith(stem)
}

/** A word without what grammar may change: its first five letters, or four of five; of a number with letters the number. */
function stemOf(word: string): string {
  const number = /^\p{N}+(?:[.,٫٬'’]\p{N}+)*/u.exec(word)?.[0]
  if (number !== undefined) return number
  return DENSE.test(word) ? word : word.slice(0, word.length > 6 ? 5 : 4)
}
