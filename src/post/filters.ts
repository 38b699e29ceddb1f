import type { Context } from 'liquidjs'
import type { Wording } from '#src/records.ts'
import { graphemes, isWithin, shorten } from '#src/text/graphemes.ts'
import { sentences } from '#src/text/sentences.ts'
import { formatDate, type Readers } from './dates.ts'
import { handleOf, hashtagFrom } from './hashtags.ts'
import { LEAD, signMark, signsIn, SUMMARY } from './marks.ts'
import { shown } from './shown.ts'

/** What filters know beside their value: for whom a post is written. */
export interface Telling extends Readers {
  readonly handles: Wording['handles']
  /** Signs by index, those that filters add too. */
  readonly signs: string[]
}

/** What liquidjs calls a filter with. */
export interface Filter {
  readonly context: Context
}

type Words = (value: unknown, args: readonly unknown[], telling: Telling) => unknown

/** The filters that Crier adds to Liquid's, or puts in the place of Liquid's own: for words of any language. */
export const filters: Readonly<Record<string, Words>> = {
  date(value, [format], telling) {
    if (value === null || value === undefined) return null
    if (!(value instanceof Date)) throw new Error('the filter date needs a date: write {{ date | date: "%d.%m.%Y" }}')
    return typeof format === 'string' ? formatDate(value.getTime(), format, telling) : shown(value, telling)
  },
  upcase: (value, _, telling) => shown(value, telling).toLocaleUpperCase(telling.locale),
  downcase: (value, _, telling) => shown(value, telling).toLocaleLowerCase(telling.locale),
  capitalize: (value, _, telling) =>
    shown(value, telling).replace(/^./u, (first) => first.toLocaleUpperCase(telling.locale)),
  hashtag: (value, _, telling) =>
    each(value, telling, ' ', (text) => {
      const hashtag = hashtagFrom(text, telling.locale)
      return hashtag === null ? '' : sign(hashtag, telling)
    }),
  handles: (value, _, telling) =>
    each(value, telling, ', ', (text) => {
      const handle = handleOf(text, telling.handles)
      return handle === null ? text : sign(handle, telling)
    }),
  first_sentence: (value, _, telling) =>
    value === SUMMARY || value === LEAD ? LEAD : (sentences(shown(value, telling), telling.locale)[0] ?? ''),
  truncate: (value, [most], telling) => cut(shown(value, telling), most),
  truncate_sentences(value, [most], telling) {
    const text = shown(value, telling)
    const whole = sentences(text, telling.locale)
    for (let count = whole.length; count > 0; count--) {
      const run = whole.slice(0, count).join(' ')
      if (isWithin(run, number(most))) return run
    }
    return cut(text, most)
  },
  slice(value, [from, count], telling) {
    const start = number(from)
    const end = count === undefined ? start + 1 : start + number(count)
    const members = Array.isArray(value) ? (value as readonly unknown[]) : graphemes(shown(value, telling))
    const sliced = members.slice(start, start < 0 && end >= 0 ? undefined : end)
    return Array.isArray(value) ? sliced : sliced.join('')
  },
}

/** At most so many characters as readers count them, between words, with an ellipsis where something was cut off. */
function cut(text: string, most: unknown): string {
  return shorten(text, (candidate) => isWithin(candidate, number(most))) ?? ''
}

function number(value: unknown): number {
  const read = Number(value)
  if (!Number.isFinite(read)) throw new Error('a whole number is needed here, for instance truncate: 80')
  return Math.trunc(read)
}

function each(value: unknown, telling: Telling, between: string, one: (text: string) => string): string {
  const members = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  return members
    .map((member) => shown(member, telling))
    .map((text) => (signsIn(text).some((piece) => typeof piece === 'number') ? text : one(text)))
    .filter((text) => text !== '')
    .join(between)
}

function sign(text: string, { signs }: Telling): string {
  signs.push(text)
  return signMark(signs.length - 1)
}
