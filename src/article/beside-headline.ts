import { nfkc } from '#src/text/normal-form.ts'
import { goesOn } from '#src/text/goes-on.ts'
import { isWhole } from '#src/text/sentences.ts'
import { contentWords } from './adds.ts'

// A longer line says more than its headline; and looking for words takes time.
const LONGEST = 1_000

/**
 * What a line says beside the headline that it holds word by word: a sentence that is set off behind it, alone; the
 * whole line where that goes on from the headline, or holds none. Null where there is next to nothing: the house's name,
 * a label, "Read … on …".
 */
export function besideHeadline(line: string, headline: string): string | null {
  const place = placeOf(line, headline)
  if (place === null) return line
  const [before, after] = [line.slice(0, place.start), line.slice(place.end)]
  const labelled = PARTED.test(before) && contentWords(before).length <= LABEL
  const others = contentWords(before).length + contentWords(after).length
  const [parting] = NO_WORD.exec(after) ?? ['']
  if ((WORD.test(before) && !labelled) || (WORD.test(after) && !PARTED.test(parting))) {
    if (place.words < TELLING || (isWhole(line) && !place.quoted)) return line
    return others > (WORD.test(before) ? AROUND : BEHIND) ? line : null
  }
  const rest = after.slice(parting.length)
  // "Three dead – two of them children – in …": the headline's words are the sentence's own.
  const isRest = goesOn(rest)
  if (isWhole(rest) && (isRest || isSubject(line.slice(place.start, place.end), place.words, parting, rest)))
    return line
  if (contentWords(rest).length < (isWhole(rest) ? SENTENCE : OPEN)) return null
  return isRest ? line : after.slice(parting.length - (/["'“„«‘「『]+$/u.exec(parting)?.[0].length ?? 0))
}

/**
 * Whether a dash does not set off what stands behind the headline, but belongs to a sentence that begins with it, which
 * is a name: it has another, with which it sets off a few words, or stands for "is". A spaced hyphen is rather one that
 * software sets behind a headline.
 */
function isSubject(headline: string, words: number, parting: string, rest: string): boolean {
  const dash = /^\s[-–—](?=\s)/.exec(parting)?.[0]
  if (dash === undefined) return false
  const [sentence = ''] = rest.split(/(?<=[.!?؟])\s/u)
  const [between = '', behind, ...more] = sentence.split(`${dash} `)
  const pair = behind !== undefined && more.length % 2 === 0 && wordsIn(between).length <= ASIDE
  if (WITHOUT_CAPITALS.test(headline)) return pair && words < TELLING
  if (!NAME.test(headline)) return false
  if (pair && goesOn(behind) && (wordsIn(between).length <= NOUN || !BEGINNING.test(between))) return true
  return dash !== ' -' && /^\P{L}*\p{Script=Cyrillic}/u.test(headline)
}

const WITHOUT_CAPITALS = /^\P{L}*(?:\p{Lo}|\p{Script=Georgian})/u
// "King Juan Carlos of Spain".
const NAME =
  /^\P{L}*(?:\p{Lu}[\p{L}\p{M}.'’-]*\s(?:\p{Ll}{1,3}\s){0,2}){0,3}\p{Lu}[\p{L}\p{M}.'’-]*[^\p{L}\p{M}.'’-]*$/u
// Of words between two dashes.
const ASIDE = 6
// And of a noun with its article: no sentence has as few.
const NOUN = 2
// What has a capital within a sentence is a name or a noun: no short word, but for one of capitals.
const BEGINNING = /^\P{L}*\p{Lu}\p{Ll}{0,2}(?![\p{L}\p{M}])/u

/** What lines say beside the headline, those that say anything. */
export function linesBeside(lines: readonly string[], headline: string): readonly string[] {
  return lines.map((line) => besideHeadline(line, headline)).filter((line) => line !== null)
}

// Of words that say something: before a headline that a label announces; around and behind one that runs on; of what
// stands behind one with a full stop and without.
const LABEL = 3
const AROUND = 4
const BEHIND = 2
const SENTENCE = 3
const OPEN = 8
// A headline of fewer words may stand in any sentence.
const TELLING = 3
const SHORTEST = 2

const WORD = /[\p{L}\p{N}]/u
const NO_WORD = /^[^\p{L}\p{N}]+/u
const PARTED = /\s-\s|[–—―|｜:：·•]/u

interface Place {
  readonly start: number
  readonly end: number
  /** Of the headline. */
  readonly words: number
  /** Whether something stands before it, though it is written as a beginning: no part of a sentence is. */
  readonly quoted: boolean
}

/** Where the headline stands in a line, with its own marks behind the last word; null where it does not. */
function placeOf(line: string, headline: string): Place | null {
  // Of many short lines each would cost a look through a long headline.
  if (line.length > LONGEST || line.length * 2 < headline.length) return null
  const [sought, all] = [wordsIn(headline), wordsIn(line)]
  if (sought.length < SHORTEST) return null
  const at = all.findIndex((_, from) => sought.every(({ word }, index) => all[from + index]?.word === word))
  const [first, last, end] = [all[at], all[at + sought.length - 1], sought.at(-1)]
  if (first === undefined || last === undefined || end === undefined) return null
  const marks = headline.slice(end.end)
  const own = line.startsWith(marks, last.end) ? marks.length : 0
  const quoted = at > 0 && /^\P{Ll}/u.test(line.slice(first.start))
  return { start: first.start, end: last.end + own, words: sought.length, quoted }
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

function wordsIn(text: string): readonly { readonly word: string; readonly start: number; readonly end: number }[] {
  return Array.from(segmenter.segment(text))
    .filter((part) => part.isWordLike)
    .map(({ segment, index }) => ({
      word: nfkc(segment).toLowerCase(),
      start: index,
      end: index + segment.length,
    }))
}
