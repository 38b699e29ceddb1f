import { Parser } from 'htmlparser2'
import type { Entry } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import { firstDate, firstUrl, languageOf, languagesOf, names, type Languages } from './fields.ts'
import type { Parsed } from './parsed.ts'
import { picturesOf } from './pictures.ts'

// Google's own limit for news sitemaps.
const MOST_ENTRIES = 1000

/**
 * A news sitemap (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). Only what has a
 * `news:title` is an entry; a sitemap without any is no feed.
 */
export function readSitemap(xml: string, above: Languages): Parsed {
  const { root, urls, whole } = readUrls(xml)
  if (root === 'sitemapindex') {
    return { is: 'not-a-feed', why: 'this is an index of sitemaps; name one of its news sitemaps instead' }
  }
  const entries = urls.map((url) => readEntry(url, above)).filter((entry) => entry !== null)
  if (entries.length === 0 && urls.length > 0) {
    return { is: 'not-a-feed', why: 'this sitemap has no news entries: their titles and dates are missing' }
  }
  return {
    is: 'feed',
    kind: 'sitemap',
    title: plainTitle(urls[0]?.get('publication/name')?.[0] ?? ''),
    link: null,
    language: languageOf(urls[0]?.get('publication/language')?.[0]),
    entries,
    ttl: null,
    skips: null,
    hubs: [],
    self: null,
    whole,
    warnings: whole ? [] : ['is not well-formed (its end is missing): read as far as it goes'],
  }
}

type Fields = ReadonlyMap<string, readonly string[]>

function readEntry(fields: Fields, above: Languages): Entry | null {
  const loc = fields.get('url/loc')?.[0]
  const title = fields.get('news/title')?.[0]
  const link = loc === undefined ? null : firstUrl(loc, loc)
  if (link === null || title === undefined) return null
  const languages = languagesOf(above, fields.get('publication/language')?.[0])
  const captions = fields.get('image/caption') ?? []
  const pictures = (fields.get('image/loc') ?? []).map((url, index) => ({ url, alt: captions[index] }))
  return {
    guid: null,
    link,
    addresses: [],
    title: plainTitle(title),
    summary: null,
    content: null,
    authors: [],
    categories: names((fields.get('news/keywords')?.[0] ?? '').split(',')),
    published: firstDate(languages, fields.get('news/publication_date')?.[0], fields.get('url/lastmod')?.[0]),
    updated: firstDate(languages, fields.get('url/lastmod')?.[0]),
    pictures: picturesOf(link, pictures, null),
    enclosures: [],
  }
}

interface Urls {
  readonly root: string
  readonly urls: readonly Fields[]
  /** Whether it goes to its end, or to more than is read. */
  readonly whole: boolean
}

/** The texts below each `url` that is closed, by the names of an element and the one above it, prefixes aside. */
function readUrls(xml: string): Urls {
  const urls: Fields[] = []
  const path: string[] = []
  let root = ''
  let fields = new Map<string, string[]>()
  let text = ''
  const parser = new Parser(
    {
      onopentagname(written) {
        const name = local(written)
        root ||= name
        path.push(name)
        text = ''
        if (name === 'url') fields = new Map()
      },
      ontext: (data) => (text += data),
      onclosetag() {
        const name = path.pop() ?? ''
        if (text.trim() !== '') {
          const key = `${path.at(-1) ?? ''}/${name}`
          fields.set(key, [...(fields.get(key) ?? []), text.trim()])
        }
        text = ''
        if (name === 'url' && urls.push(fields) >= MOST_ENTRIES) parser.pause()
      },
    },
    { xmlMode: true },
  )
  // Its end would close what a cut left open, and take half a title for one.
  parser.write(xml)
  return { root, urls, whole: path.length === 0 || urls.length >= MOST_ENTRIES }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}
