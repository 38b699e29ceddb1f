import { withoutEnd } from './ends.ts'

const byGrapheme = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const byWord = new Intl.Segmenter(undefined, { granularity: 'word' })

// Of these each is a character by itself (UAX #29, GB999), and told apart a hundred times faster.
const PLAIN = /^[\x20-\x7e\n]*$/

/** The user-perceived characters of `text`, in order (UAX #29). */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return text.split('')
  return Array.from(byGrapheme.segment(text), ({ segment }) => segment)
}

/** Whether `text` has at most so many user-perceived characters. Looks no further than those. */
export function isWithin(text: string, most: number): boolean {
  if (text.length <= most) return true
  let count = 0
  for (const _ of byGrapheme.segment(text)) if ((count += 1) > most) return false
  return true
}

/**
 * The beginning of `text`, in whole graphemes, in at most so many UTF-16 units; of a first one that is longer itself, its
 * whole characters. Always well formed: a lone half of a surrogate pair becomes U+FFFD, as no platform takes it.
 */
export function beginning(text: string, units: number): string {
  const whole = text.toWellFormed()
  if (whole.length <= units) return whole
  const { index } = byGrapheme.segment(whole).containing(units)!
  const end = index > 0 ? index : units
  return whole.slice(0, whole.slice(0, end).isWellFormed() ? end : end - 1)
}

/**
 * `text` itself where it fits, else its longest run of whole words with '…' behind it that does; null where not even
 * the first word fits. Never ends inside a grapheme, a word, a number, a URL, a hashtag or a mention. Text in scripts
 * without spaces ends between the words that a dictionary finds. `fits` must not take a longer run and refuse a
 * shorter one; whatever is answered has passed it.
 */
export function shorten(text: string, fits: (candidate: string) => boolean): string | null {
  return fits(text) ? text : longest(text, cuts(text), fits)
}

/**
 * A text whose first word alone is too long, as the last resort: its longest run of whole graphemes that fits with '…'
 * behind it. Null where none does. Never ends inside a URL, a hashtag or a mention; inside a name with dots only where
 * nothing else is left, and only before a dot: no other domain is left of it than stood in it. `fits` as for
 * {@link shorten}.
 */
export function cut(text: string, fits: (candidate: string) => boolean): string | null {
  if (fits(text)) return text
  const wholes = wholesIn(text, UNCUT)
  const ends: number[] = []
  let at = 0
  for (const { index } of byGrapheme.segment(text)) {
    while (at < wholes.length && wholes[at]!.to <= index) at += 1
    if (index > 0 && !(at < wholes.length && wholes[at]!.from < index)) ends.push(index)
  }
  return longest(text, ends, fits) ?? longest(text, dotsIn(text, wholes), fits)
}

/** The dots of names, those that begin with `www.` too. */
function dotsIn(text: string, wholes: ReturnType<typeof wholesIn>): readonly number[] {
  const names = wholes.filter(({ from }) => !/^(?:https?:\/\/|[#@])/i.test(text.slice(from, from + 8)))
  return names.flatMap(({ from, to }) => Array.from(text.slice(from, to).matchAll(/\./g), ({ index }) => from + index))
}

function longest(text: string, ends: readonly number[], fits: (candidate: string) => boolean): string | null {
  let best: string | null = null
  for (let low = 0, high = ends.length - 1; low <= high;) {
    const middle = (low + high) >> 1
    const candidate = ended(text.slice(0, ends[middle]))
    // What is nothing but punctuation says nothing: look further right.
    if (candidate === null) low = middle + 1
    else if (fits(candidate)) {
      best = candidate
      low = middle + 1
    } else high = middle - 1
  }
  return best
}

// What looks wrong in front of an ellipsis: separators, and openings of what is no longer there.
const DANGLING = /[\s.,;:…·‥、。，；：،؛।\-–—/|([{<«„“‘‹「『（【《〈¿¡]/u

function ended(run: string): string | null {
  const trimmed = withoutEnd(run, DANGLING)
  return /[\p{L}\p{N}\p{S}]/u.test(trimmed) ? `${trimmed}…` : null
}

// A no-break space joins; so does a space inside a number ("10 000").
const SPACE = /(?:(?<!\d)|(?!\s\d{3}(?!\d)))[^\S\u00a0\u2007\u202f]+/gu
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const WIDE_MARK = /[\u3001-\u3011\u30fb\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]/u
const WHOLE =
  /(?:https?:\/\/|www\.)[^\s\u3001-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]+|[#@][\p{L}\p{M}\p{N}_]+/giu

// The lookbehind keeps it linear: a run of letters is tried once, from its beginning.
const UNCUT = new RegExp(
  `${WHOLE.source}|(?<![\\p{L}\\p{M}\\p{N}_-])[\\p{L}\\p{M}\\p{N}_-]+(?:\\.[\\p{L}\\p{M}\\p{N}_-]+)+`,
  'giu',
)

function wholesIn(text: string, whole: RegExp): readonly { readonly from: number; readonly to: number }[] {
  return Array.from(text.matchAll(whole), (match) => ({ from: match.index, to: match.index + match[0].length }))
}

/** Offsets at which `text` may end, ascending. */
function cuts(text: string): number[] {
  const ends = Array.from(text.matchAll(SPACE), (match) => match.index)
  if (!UNSPACED.test(text)) return ends
  const wholes = wholesIn(text, WHOLE)
  let at = 0
  for (const { index } of byWord.segment(text)) {
    while (at < wholes.length && wholes[at]!.to <= index) at += 1
    const inside = at < wholes.length && wholes[at]!.from < index
    if (!inside && index > 0 && between(text, index)) ends.push(index)
  }
  return ends.toSorted((a, b) => a - b)
}

function between(text: string, index: number): boolean {
  const before = text.slice(0, index).at(-1)!
  const after = String.fromCodePoint(text.codePointAt(index)!)
  // A word that a dictionary ends before a combining mark would split a grapheme.
  if (/\p{M}|\u200d/u.test(after)) return false
  const last = /[\udc00-\udfff]/.test(before) ? text.slice(index - 2, index) : before
  if (WIDE_MARK.test(last) || WIDE_MARK.test(after)) return true
  return (UNSPACED.test(last) && /[\p{L}\p{N}#@]/u.test(after)) || (/[\p{L}\p{N}]/u.test(last) && UNSPACED.test(after))
}
