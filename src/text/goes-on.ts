import { wordsOf } from './words.ts'

/**
 * Whether `text` begins as no sentence does: in small letters, of a script that has others. The names of some makers do so
 * too (eBay, macOS), and Georgian, whose capitals are for headings alone.
 */
export function goesOn(text: string): boolean {
  return /^["'“‘„«(]?(?!\p{Ll}+\p{Lu}|\p{Script=Georgian})\p{Ll}/u.test(text)
}

/**
 * Whether `text` may be the rest of a sentence that `line`, which has no end, begins. A line of a word or two is a place
 * or a label, and what follows it begins with a name such as adidas.
 */
export function goesOnFrom(line: string, text: string): boolean {
  return goesOn(text) && wordsOf(line).length >= WORDS
}

/**
 * Whether `text`, set apart from `line`, still is the rest of its sentence: such begins with a short word, and another in
 * small letters ("to build …", but adidas, de Volkskrant); or `line` is the large initial of its first word.
 */
export function isRestOf(line: string, text: string): boolean {
  return /^\P{L}*\p{L}\P{L}*$/u.test(line) ? goesOn(text) : goesOnFrom(line, text) && /^\p{Ll}{1,3}\s\p{Ll}/u.test(text)
}

const WORDS = 3
