import type { AnyFeed, AtomNs, RdfFeed, RssFeed } from 'feedsmith'
import type { Entry } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import {
  addressesOf,
  baseOf,
  enclosuresOf,
  first,
  firstDate,
  firstUrl,
  languageOf,
  languagesOf,
  names,
  people,
  playable,
  ttlOf,
  type Languages,
} from './fields.ts'
import { ORIGINAL_REL } from './foreign.ts'
import { hubsOf } from './hubs.ts'
import type { Feed } from './parsed.ts'
import { skipsOf } from './skips.ts'
import { isPicture, mediaPictures, picturesOf } from './pictures.ts'

/** RSS 0.9x and 2.0 (https://www.rssboard.org/rss-specification), and RSS 1.0 (https://web.resource.org/rss/1.0/spec). */
export function readRss(parsed: Extract<AnyFeed, { format: 'rss' | 'rdf' }>, url: string, above: Languages): Feed {
  const { feed, format } = parsed
  const base = baseOf(url, feed.xml)
  const rss = parsed.format === 'rss' ? parsed.feed : undefined
  const items: readonly Item[] = feed.items ?? []
  const language = languageOf(rss?.language, feed.dc?.languages?.[0], feed.xml?.lang)
  const languages = language === null ? above : [language, ...above]
  return {
    is: 'feed',
    kind: format,
    title: plainTitle(first(feed.title, feed.dc?.titles?.[0], feed.atom?.title?.value) ?? ''),
    link: firstUrl(base, feed.link, alternate(feed.atom)),
    language,
    entries: items.map((item) => readItem(item, base, languages)),
    ttl: ttlOf(rss?.ttl),
    skips: skipsOf(rss?.skipHours, rss?.skipDays),
    ...hubsOf(feed.atom?.links, base),
    whole: true,
    warnings: [],
  }
}

type Item = RssFeed.Item<string> & RdfFeed.Item<string>

function readItem(item: Item, above: string, feedLanguages: Languages): Entry {
  const { dc, dcterms, media, itunes, atom } = item
  const base = baseOf(above, item.xml)
  const languages = languagesOf(feedLanguages, dc?.languages?.[0], item.xml?.lang)
  const summary = first(
    item.description,
    atom?.summary?.value,
    dc?.descriptions?.[0],
    dcterms?.abstracts?.[0],
    media?.description?.value,
    itunes?.summary,
    itunes?.subtitle,
  )
  const content = first(item.content?.encoded, atom?.content?.value)
  const guid = first(item.guid?.value, item.rdf?.about, atom?.id, dc?.identifiers?.[0])
  // A guid is an address unless it says otherwise; one that says so is often none.
  const permalink = item.guid?.isPermaLink !== false && /^https?:/i.test(item.guid?.value ?? '') ? item.guid?.value : ''
  const addresses = [original(atom), item.link, alternate(atom), permalink, item.rdf?.about]
  const enclosures = enclosuresOf(base, [
    ...(item.enclosures ?? []),
    ...(atom?.links ?? []).filter(({ rel }) => rel === 'enclosure').map(({ href, type }) => ({ url: href, type })),
  ])
  const link = firstUrl(base, ...addresses) ?? playable(enclosures)
  return {
    guid,
    link,
    addresses: addressesOf(base, link, ...addresses),
    title: plainTitle(first(item.title, dc?.titles?.[0], media?.title?.value, atom?.title?.value, itunes?.title) ?? ''),
    summary,
    content,
    authors: authorsOf(item),
    categories: names([
      ...(item.categories ?? []).map(({ name }) => name),
      ...(dc?.subjects ?? []),
      ...(atom?.categories ?? []).map(({ label, term }) => first(label, term) ?? ''),
      ...(media?.categories ?? []).map(({ name, label }) => label ?? name),
    ]),
    published: firstDate(
      languages,
      item.pubDate,
      ...(dc?.dates ?? []),
      ...(dcterms?.issued ?? []),
      ...(dcterms?.created ?? []),
      ...(item.prism?.publicationDates ?? []),
      atom?.published,
      ...(dcterms?.dates ?? []),
      ...(dcterms?.modified ?? []),
      atom?.updated,
    ),
    updated: firstDate(languages, atom?.updated, ...(dcterms?.modified ?? []), item.prism?.modificationDate),
    pictures: picturesOf(
      base,
      [
        ...mediaPictures(media),
        ...(item.enclosures ?? []).filter(({ type, url }) => isPicture(type, url)),
        ...(itunes?.image === undefined ? [] : [{ url: itunes.image }]),
      ],
      content ?? summary,
    ),
    enclosures,
  }
}

function authorsOf({ dc, dcterms, authors, itunes, atom, media }: Item): readonly string[] {
  const given = [
    people([...(dc?.creators ?? []), ...(dcterms?.creators ?? [])]),
    people((authors ?? []).map((author) => author.name ?? author.email)),
    people((atom?.authors ?? []).map((author) => author.name)),
    people([itunes?.author]),
    people((media?.credits ?? []).filter(({ role }) => role === 'author').map(({ value }) => value)),
  ]
  return given.find((list) => list.length > 0) ?? []
}

function original(atom: AtomNs.Entry<string> | undefined): string | undefined {
  return atom?.links?.find(({ rel }) => rel === ORIGINAL_REL)?.href
}

function alternate(atom: AtomNs.Entry<string> | AtomNs.Feed<string> | undefined): string | undefined {
  return atom?.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href
}
