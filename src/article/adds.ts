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
  const { fresh, all } = freshWords(wordsOf(sentence.slice(0, ENOUGH)), knownOf(known))
  return fresh >= Math.min(3, Math.max(1, all / 4))
}

// Fewer words stand in another sentence by chance.
const TELLING_WORDS = 4
// No post has more sentences; to hold each against all of a long text takes quadratic time.
const MOST_TOLD = 16

/**
 * Whether `sentence` is one of those that were `told`, or has no word that one of them has not. A short word may turn
 * what is said into its opposite, and another number is another fact.
 */
export function repeats(sentence: string, told: readonly string[]): boolean {
  const same = bare(sentence)
  const known = told.slice(0, MOST_TOLD).map(knownOf)
  if (known.some((other) => other.bare() === same)) return true
  const words = wordsOf(sentence.slice(0, ENOUGH))
  return known.some((other) => {
    const { fresh, all } = freshWords(words, other)
    return fresh === 0 && all >= TELLING_WORDS && words.every((word) => isContent(word) || other.words.has(word))
  })
}

function freshWords(sentence: readonly string[], known: Known): { readonly fresh: number; readonly all: number } {
  const short = isShort(sentence)
  const words = new Set((short ? sentence : sentence.filter(isContent)).map(stemOf))
  const stems = short ? known.all : known.content
  const fresh = [...words].filter((word) => !isAmong(stems(), word))
  return { fresh: fresh.length, all: words.size }
}

/** A text in which words are looked up. */
interface Known {
  readonly bare: () => string
  readonly words: ReadonlySet<string>
  readonly all: () => Stems
  readonly content: () => Stems
}

interface Stems {
  readonly whole: ReadonlySet<string>
  /** Of how many UTF-16 units there are any. */
  readonly lengths: ReadonlySet<number>
  readonly beginnings: ReadonlySet<string>
}

// A headline is asked about sentence by sentence, and so are those that were told.
const MOST_KNOWN = MOST_TOLD + 4
const lately = new Map<string, Known>()

function knownOf(text: string): Known {
  const beginning = text.slice(0, ENOUGH)
  const known = lately.get(beginning) ?? wordsKnown(beginning)
  lately.delete(beginning)
  lately.set(beginning, known)
  if (lately.size > MOST_KNOWN) lately.delete(lately.keys().next().value!)
  return known
}

function wordsKnown(text: string): Known {
  const words = wordsOf(text)
  let all: Stems | undefined
  let content: Stems | undefined
  let same: string | undefined
  return {
    bare: () => (same ??= bare(text)),
    words: new Set(words),
    all: () => (all ??= stemsOf(words)),
    content: () => (content ??= stemsOf(words.filter(isContent))),
  }
}

function stemsOf(words: readonly string[]): Stems {
  const whole = new Set(words.map(stemOf))
  const beginnings = [...whole].flatMap((stem) => Array.from({ length: stem.length }, (_, at) => stem.slice(0, at + 1)))
  return { whole, lengths: new Set(Array.from(whole, ({ length }) => length)), beginnings: new Set(beginnings) }
}

/**
 * Whether one of the stems is the word's, or begins as it does. Of a number's or a short word's beginning nothing is
 * known: 31 is not 3, "not" not "note".
 */
function isAmong({ whole, lengths, beginnings }: Stems, word: string): boolean {
  if (whole.has(word)) return true
  const dense = DENSE.test(word)
  if (!dense && (/^\p{N}/u.test(word) || word.length <= SHORT)) return false
  if (beginnings.has(word)) return true
  return [...lengths].some((length) => (dense || length > SHORT) && whole.has(word.slice(0, length)))
}

/** A word without what grammar may change: its first five letters, or four of five; of a number with letters the number. */
function stemOf(word: string): string {
  const number = /^\p{N}+(?:[.,٫٬'’]\p{N}+)*/u.exec(word)?.[0]
  if (number !== undefined) return number
  return DENSE.test(word) ? word : word.slice(0, word.length > 6 ? 5 : 4)
}
