import { MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { bareText, fingerprint } from '#src/text/fingerprint.ts'
import { plainText } from '#src/text/html.ts'
import { measureOf } from '#src/text/measure.ts'
import { pageKey, urlKey, withoutParameters } from '#src/text/urls.ts'
import { isInstant } from './dated.ts'

/** What an article says, in short: by this it may be found again when all its names have changed. */
export interface Likeness {
  /** `title:<fingerprint>`; null without a headline. */
  readonly title: string | null
  /** `text:<fingerprint>` of the summary and of the content. */
  readonly texts: readonly string[]
  /** The measure of the longest text: its letters and digits, where it is written in an alphabet. */
  readonly length: number
  /** The measure of the headline. */
  readonly headline: number
}

/** The key of the time at which `feed` dates a story; none without a time of day. */
export function timeKeys(feed: string, published: Millis | null): readonly string[] {
  return isInstant(published) ? [`at:${feed}:${published}`] : []
}

/**
 * The keys of a headline in the minutes from `published` less `around` to `published` and as much, whatever feed tells
 * it; none without a time of day.
 */
export function minuteKeys(
  { title }: Pick<Likeness, 'title'>,
  published: Millis | null,
  around = 0,
): readonly string[] {
  if (title === null || !isInstant(published)) return []
  const [first, last] = [published - around, published + around].map((time) => Math.floor(time / MINUTE))
  return Array.from({ length: last! - first! + 1 }, (_, index) => `minute:${first! + index}:${title}`)
}

/** The key of the page that `link` leads to, whatever device and place it is for; none for a front page. */
export function pageKeys(link: string | null): readonly string[] {
  const key = link === null ? null : pageKey(link)
  return key === null ? [] : [`page:${fingerprint(key)}`]
}

/** The keys of what is left of an entry's address, and of its guid, where parameters are left out. */
export function partKeys({ link, guid }: Pick<Entry, 'link' | 'guid'>): readonly string[] {
  const parts = [link, guid].flatMap((url) => (url === null ? [] : withoutParameters(urlKey(url))))
  return [...new Set(parts)].map(partKey)
}

/** The key of what is left of an address where parameters are left out of it. */
export function partKey(part: string): string {
  return `part:${fingerprint(part)}`
}

/** How much of a text's markup it is known again by. */
export const BEGINNING = 50_000
/** By their measure. Shorter texts are "More soon" and "Watch live". */
export const SHORTEST_TEXT = 20

/** Every key of a likeness. */
export function likenessKeys({ title, texts }: Likeness): readonly string[] {
  return title === null ? texts : [title, ...texts]
}

export function likenessOf(entry: Pick<Entry, 'title' | 'summary' | 'content'>): Likeness {
  const title = bareText(entry.title)
  const texts = [entry.summary, entry.content]
    .map((html) => bareText(plainText((html ?? '').slice(0, BEGINNING))))
    .map((text) => ({ text, length: measureOf(text) }))
    .filter(({ text, length }) => length >= SHORTEST_TEXT && text !== title)
  return {
    title: title === '' ? null : `title:${fingerprint(title)}`,
    texts: [...new Set(texts.map(({ text }) => `text:${fingerprint(text)}`))],
    length: Math.max(0, ...texts.map(({ length }) => length)),
    headline: measureOf(title),
  }
}
