import { DAY, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Enclosure } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import { absoluteUrl } from '#src/text/urls.ts'
import { readDate } from '#src/text/dates.ts'

/** The first that is neither absent nor blank. */
export function first(...values: readonly (string | undefined)[]): string | null {
  return values.find((value) => value !== undefined && value.trim() !== '')?.trim() ?? null
}

/** The languages that dates may be written in, the likeliest first: what stands nearer goes before what is `above`. */
export type Languages = readonly string[]

/** The languages of an element that says `own` of itself, below what says `above`. */
export function languagesOf(above: Languages, ...own: readonly (string | undefined)[]): Languages {
  const language = languageOf(...own)
  return language === null ? above : [language, ...above]
}

/** The first date among `values` that can be read in one of `languages`. */
export function firstDate(languages: Languages, ...values: readonly (string | undefined)[]): Millis | null {
  const tried = languages.length === 0 ? [null] : languages
  for (const value of values) {
    if (value === undefined) continue
    for (const language of tried) {
      const date = readDate(value, language)
      if (date !== null) return date
    }
  }
  return null
}

/** The first of `values` that is an http(s) URL, relative to `base`. */
export function firstUrl(base: string, ...values: readonly (string | undefined)[]): string | null {
  for (const value of values) {
    // An address that was broken over several indented lines is still one.
    const whole = value?.replace(/\s*[\r\n]\s*/g, '') ?? ''
    const url = whole.trim() === '' ? null : absoluteUrl(whole, base)
    if (url !== null) return url
  }
  return null
}

/** The files that an entry brings along, each once, relative to `base`. */
export function enclosuresOf(
  base: string,
  files: readonly { readonly url?: string | undefined; readonly type?: string | undefined }[],
): readonly Enclosure[] {
  const found = new Map<string, Enclosure>()
  for (const { url, type } of files) {
    const absolute = firstUrl(base, url)
    if (absolute !== null && !found.has(absolute)) found.set(absolute, { url: absolute, type: first(type) })
  }
  return [...found.values()]
}

/** What readers follow where an entry has no page: its sound or film. */
export function playable(files: readonly Enclosure[]): string | null {
  return files.find(({ type }) => type !== null && /^(?:audio|video)\//i.test(type))?.url ?? null
}

/** Those of `values` that are http(s) URLs, relative to `base`, each once and without `link`. */
export function addressesOf(
  base: string,
  link: string | null,
  ...values: readonly (string | undefined)[]
): readonly string[] {
  const urls = values.map((value) => firstUrl(base, value)).filter((url) => url !== null && url !== link)
  return [...new Set(urls)] as readonly string[]
}

/** Where links below an element start: its `xml:base`, relative to what is above. */
export function baseOf(above: string, element: { readonly base?: string } | undefined): string {
  return (element?.base === undefined ? null : absoluteUrl(element.base, above)) ?? above
}

/** Names as plain text, each once, blanks left out. */
export function names(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.map((value) => plainTitle(value ?? '')).filter(Boolean))]
}

/** The names of people, without the address that stands with them: `a@b.c (Name)` (RFC 822), `Name <a@b.c>`. */
export function people(values: readonly (string | undefined)[]): readonly string[] {
  return names(values.map((value) => value?.replace(ADDRESS_WITH_NAME, (_, a?: string, b?: string) => a ?? b ?? '')))
}

const ADDRESS_WITH_NAME =
  /^\s*[^\s@<>()]+@[^\s@<>()]+\s+\(([^()@]+)\)\s*$|^([^@<>()]*[^\s@<>()])\s*[(<][^\s@<>()]+@[^\s@<>()]+[)>]\s*$/

/** Plain text as HTML. Many feeds call HTML text: what closes a tag or holds an escape is taken for HTML. */
export function asHtml(text: string): string {
  if (/<\/[a-z]|<(?:p|br|img)[\s/>]|&(?:#\d+|#x[\da-f]+|[a-z]+\d?);/i.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')
}

/** A language as a tag: `en_us` is `en-US`. Null where it is none. */
export function languageOf(...values: readonly (string | undefined)[]): string | null {
  for (const value of values) {
    try {
      const tag = Intl.getCanonicalLocales(value?.trim().replaceAll('_', '-'))[0]
      if (tag !== undefined && tag !== 'und') return tag
    } catch {
      continue // "English", "utf-8"
    }
  }
  return null
}

// Far beyond what is heeded, and what a row can hold.
const LONGEST_TTL: Millis = 366 * DAY

/**
 * How long a feed asks to be left alone: its `ttl` in minutes, at most a year. What `sy:updatePeriod` says is no request:
 * WordPress writes "hourly" into every feed.
 */
export function ttlOf(minutes: number | undefined): Millis | null {
  return minutes !== undefined && minutes > 0 ? Math.min(minutes * MINUTE, LONGEST_TTL) : null
}
