import { gunzipSync } from 'node:zlib'
import { parseFeed } from 'feedsmith'
import { unreachable } from '#src/base/errors.ts'
import { decodeBody } from '#src/text/charset.ts'
import { windowsControls } from '#src/text/clean.ts'
import { languageIn } from '#src/text/language-told.ts'
import type { Entry } from '#src/records.ts'
import { bounded } from './bounded.ts'
import { expandDeclared } from './declared-entities.ts'
import type { Languages } from './fields.ts'
import { knownWords } from './foreign.ts'
import type { Body, Feed, Parsed } from './parsed.ts'
import { readAtom } from './read-atom.ts'
import { readJson } from './read-json.ts'
import { readRss } from './read-rss.ts'
import { readSitemap } from './read-sitemap.ts'
import { salvage, swallows } from './salvage.ts'
import { withoutCutEnd, withoutLastCommas } from './stray.ts'
import { titled } from './titled.ts'
import { whatElse } from './what-else.ts'

const LARGEST = 20 * 1024 * 1024
/** More than any feed shows; a hostile one could hold a million. */
const MOST_ENTRIES = 2000

/** Reads a feed of any kind. Pure, and never throws; takes long on a large or hostile body, so run it in a worker. */
export function readFeed({ body: given, contentType, url, language }: Body): Parsed {
  const body = unzipped(given)
  if (body.byteLength > LARGEST) {
    return { is: 'not-a-feed', why: `it is ${Math.round(body.byteLength / 1024 / 1024)} MiB large` }
  }
  const binary = whatElse(body)
  if (binary !== null) return { is: 'not-a-feed', why: binary }
  const decoded = decodeBody(body, contentType)
  const { text: whole, junk } = trimmed(decoded.text)
  const text = whole.startsWith('{') ? whole : knownWords(expandDeclared(whole))
  const known = [decoded.warning, junk].filter((warning) => warning !== null)
  const languages = language === null ? [] : [language]
  const warned = (parsed: Parsed, ...more: readonly string[]) => finished(parsed, language, [...known, ...more])

  if (/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/i.test(text.slice(0, 5000))) return warned(readSitemap(text, languages))
  const read = (document: string) => readDocument(document, url, languages)
  try {
    const feed = read(text)
    const all = feed.kind !== 'json' && swallows(text) ? salvage(text, read) : null
    if (all === null || all.entries.length <= feed.entries.length) return warned(withBlanks(feed, text))
    return warned({ ...all, whole: false }, 'is not well-formed (an entry has no end): read nevertheless')
  } catch (error) {
    const mended = text.startsWith('{') ? attempt(() => read(withoutLastCommas(text))) : null
    if (mended !== null) return warned(mended, 'is not well-formed (a comma too many): read nevertheless')
    const begun = text.startsWith('{') ? attempt(() => read(withoutCutEnd(text))) : null
    if (begun !== null && begun.entries.length > 0)
      return warned({ ...begun, whole: false }, 'is cut off: read as far as it goes')
    const other = whatElse(text, url)
    if (other !== null) return { is: 'not-a-feed', why: other }
    const rest = salvage(text, read)
    if (rest === null) return { is: 'not-a-feed', why: `no entry could be read of it: ${reasonOf(error)}` }
    return warned({ ...rest, whole: false }, `is not well-formed (${reasonOf(error)}): read as far as it goes`)
  }
}

/** A file that was compressed, as `sitemap.xml.gz` is, and is sent as it lies there; as it was given where it is none. */
function unzipped(body: Uint8Array): Uint8Array {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST })
  } catch {
    return body // Cut off, or a bomb: told as a gzip file.
  }
}

function attempt(reading: () => Feed): Feed | null {
  try {
    return reading()
  } catch {
    return null
  }
}

function readDocument(text: string, url: string, languages: Languages): Feed {
  const parsed = parseFeed(text, { maxItems: MOST_ENTRIES })
  switch (parsed.format) {
    case 'rss':
    case 'rdf':
      return readRss(parsed, url, languages)
    case 'atom':
      return readAtom(parsed.feed, url, languages)
    case 'json':
      return readJson(parsed.feed, url, languages)
    default:
      return unreachable(parsed)
  }
}

const ENTRY = /<(?:\w+:)?(?:item|entry)[\s/>]/gi

/** Where no entry says anything, those that say nothing count: whoever reads the feed is told of them. */
function withBlanks(feed: Feed, text: string): Feed {
  if (feed.entries.length > 0) return feed
  return { ...feed, entries: [...text.matchAll(ENTRY)].slice(0, MOST_ENTRIES).map(() => BLANK) }
}

const BLANK: Entry = {
  guid: null,
  link: null,
  addresses: [],
  title: '',
  summary: null,
  content: null,
  authors: [],
  categories: [],
  published: null,
  updated: null,
  pictures: [],
  enclosures: [],
}

// By these the language of all is known.
const FIRST = 20

function finished(parsed: Parsed, language: string | null, warnings: readonly string[]): Parsed {
  if (parsed.is !== 'feed') return parsed
  const headlines = parsed.entries.slice(0, FIRST).map(({ title }) => title)
  const own = languageIn(parsed.language, headlines.join(' '))
  const entries = parsed.entries.map((entry) => titled(entry, own ?? language))
  return { ...bounded({ ...parsed, language: own, entries }), warnings: [...warnings, ...parsed.warnings] }
}

const START = /<\?xml|<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]/i
const END = /<\/(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\s*>/gi

/** The document without what stands before and behind it (blank lines, a script's warnings) and what XML forbids. */
function trimmed(text: string): { readonly text: string; readonly junk: string | null } {
  // oxlint-disable-next-line no-control-regex -- XML 1.0 section 2.2 allows no others
  const allowed = windowsControls(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')).trim()
  const head = allowed.slice(0, 20_000)
  const start = head.startsWith('<!') || head.startsWith('{') ? 0 : (START.exec(head)?.index ?? 0)
  const end = [...allowed.matchAll(END)].at(-1)
  const stop = end === undefined ? allowed.length : end.index + end[0].length
  const junk = start > 0 ? `${start} characters stand before its start` : null
  return { text: allowed.slice(start, stop), junk }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const message = cause instanceof Error ? cause.message : ''
  return message.replace(/\s+/g, ' ').slice(0, 200) || 'unknown error'
}
