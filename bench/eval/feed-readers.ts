import { parseFeed } from 'feedsmith'
import RssParser from 'rss-parser'
import { readFeed } from '#src/feed/read-feed.ts'
import type { FeedCase } from './feed-cases.ts'

/** What a reader made of one item. Dates in any spelling; the first of a list is what a caller would take. */
export interface FoundItem {
  readonly title: string | null
  /** The link that readers get, then other addresses that the feed gives for the same story. */
  readonly links: readonly (string | null)[]
  readonly id: string | null
  readonly dates: readonly (string | number)[]
  readonly texts: readonly string[]
  readonly authors: readonly string[]
  readonly categories: readonly string[]
  readonly enclosures: readonly string[]
  readonly images: readonly string[]
}

export interface FoundFeed {
  readonly title: string | null
  readonly link: string | null
  readonly language: string | null
  readonly items: readonly FoundItem[]
}

/** Reads a case; null or an error where it cannot. */
export interface FeedReader {
  readonly name: string
  read(each: FeedCase): Promise<FoundFeed | null>
}

/** Crier's own reader, from the bytes. */
export const crier: FeedReader = {
  name: 'crier',
  async read({ body, contentType, url }) {
    const parsed = readFeed({ body, contentType: contentType ?? null, url, language: null })
    if (parsed.is === 'not-a-feed') return null
    return {
      ...parsed,
      items: parsed.entries.map((entry) => ({
        title: entry.title,
        links: [entry.link, ...entry.addresses],
        id: entry.guid,
        dates: [entry.published, entry.updated].filter((date) => date !== null),
        texts: [entry.summary, entry.content].filter((text) => text !== null),
        authors: entry.authors,
        categories: entry.categories,
        enclosures: entry.enclosures.map((enclosure) => enclosure.url),
        images: entry.pictures.map((picture) => picture.url),
      })),
    }
  },
}

/** feedsmith as it comes, over text that was decoded by its mark, its header or its declaration. */
export const plainFeedsmith: FeedReader = {
  name: 'feedsmith',
  async read(each) {
    const { feed } = parseFeed(decodedPlainly(each)) as { feed: Raw }
    return {
      title: textOf(feed['title']),
      link: linkOf(feed),
      language: textOf(feed['language']),
      items: rows(feed['items'] ?? feed['entries']).map(fromFeedsmith),
    }
  },
}

/** rss-parser as it comes, over the same text. */
export const plainRssParser: FeedReader = {
  name: 'rss-parser',
  async read(each) {
    const feed = (await new RssParser().parseString(decodedPlainly(each))) as Raw
    return {
      title: textOf(feed['title']),
      link: textOf(feed['link']),
      language: textOf(feed['language']),
      items: rows(feed['items']).map(fromRssParser),
    }
  },
}

type Raw = Readonly<Record<string, unknown>>

function decodedPlainly({ body, contentType }: FeedCase): string {
  const [a, b] = body
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null
  const header = /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]
  const declared = /<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(Buffer.from(body).toString('latin1', 0, 500))
  for (const label of [marked, header, declared?.[1]]) {
    try {
      if (label) return new TextDecoder(label).decode(body)
    } catch {
      continue
    }
  }
  return new TextDecoder().decode(body)
}

function fromFeedsmith(item: Raw): FoundItem {
  const at = (...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (isRaw(value) ? value[key] : undefined), item)
  const texts = [item['description'], item['summary'], item['content'], at('content', 'encoded')]
  const media = [item['media'], ...rows(at('media', 'groups'))].filter(isRaw)
  return {
    title: textOf(item['title']),
    links: [linkOf(item)],
    id: textOf(item['id']) ?? textOf(item['guid']) ?? textOf(at('rdf', 'about')),
    dates: strings(
      item['pubDate'],
      item['published'],
      item['updated'],
      item['date_published'],
      item['date_modified'],
      at('dc', 'dates'),
    ),
    texts: strings(...texts, item['content_html'], item['content_text'], item['summary']),
    authors: strings(item['authors'], at('dc', 'creators'), at('itunes', 'author')),
    categories: strings(item['categories'], item['tags'], at('dc', 'subjects')),
    enclosures: [
      ...rows(item['enclosures']),
      ...rows(item['attachments']),
      ...rows(item['links']).filter((link) => link['rel'] === 'enclosure'),
    ].flatMap((each) => strings(each['url'], each['href'])),
    images: [
      ...strings(item['image'], at('itunes', 'image')),
      ...media.flatMap((group) => [...rows(group['contents']), ...rows(group['thumbnails'])].flatMap(urlsOf)),
    ],
  }
}

function fromRssParser(item: Raw): FoundItem {
  return {
    title: textOf(item['title']),
    links: [textOf(item['link'])],
    id: textOf(item['guid']) ?? textOf(item['id']),
    dates: strings(item['isoDate'], item['pubDate']),
    texts: strings(item['content'], item['content:encoded'], item['summary']),
    authors: strings(item['creator'], item['author']),
    categories: strings(item['categories']),
    enclosures: strings(isRaw(item['enclosure']) ? item['enclosure']['url'] : undefined),
    images: [],
  }
}

function linkOf(of: Raw): string | null {
  const links = rows(of['links'])
  const alternate = links.find(({ rel }) => rel === undefined || rel === 'alternate')
  return textOf(of['link']) ?? textOf(of['url']) ?? textOf(of['home_page_url']) ?? textOf(alternate?.['href'])
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null
}

function rows(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : []
}

function urlsOf(of: Raw): readonly string[] {
  return strings(of['url'])
}

/** The plain value of a field that a parser gives as text, or as an object around it. */
function textOf(value: unknown): string | null {
  return strings(value)[0] ?? null
}

function strings(...values: readonly unknown[]): readonly string[] {
  return values.flatMap((value): readonly string[] => {
    if (typeof value === 'string') return [value]
    if (Array.isArray(value)) return strings(...(value as readonly unknown[]))
    if (!isRaw(value)) return []
    return strings(value['value'] ?? value['name'] ?? value['label'] ?? value['term'] ?? value['email'] ?? value['_'])
  })
}
