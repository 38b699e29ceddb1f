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
 * or a label, and what follows it begins with a name such as adidas; one of a single letter is a text's large initial.
 */
export function goesOnFrom(line: string, text: string): boolean {
  return goesOn(text) && (wordsOf(line).length >= WORDS || /^\P{L}*\p{L}\P{L}*$/u.test(line))
}

const WORDS = 3
