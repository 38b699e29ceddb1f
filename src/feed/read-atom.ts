import type { AtomFeed } from 'feedsmith'
import type { Entry } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import { fromBase64, ORIGINAL_REL } from './foreign.ts'
import {
  addressesOf,
  asHtml,
  baseOf,
  enclosuresOf,
  first,
  firstDate,
  firstUrl,
  languageOf,
  languagesOf,
  names,
  people,
  type Languages,
} from './fields.ts'
import { hubsOf } from './hubs.ts'
import type { Feed } from './parsed.ts'
import { isPicture, mediaPictures, picturesOf } from './pictures.ts'

/** Atom (RFC 4287). */
export function readAtom(feed: AtomFeed.Feed<string>, url: string, above: Languages): Feed {
  const base = baseOf(url, feed.xml)
  const language = languageOf(feed.xml?.lang, feed.dc?.languages?.[0], feed.title?.xml?.lang)
  const languages = language === null ? above : [language, ...above]
  return {
    is: 'feed',
    kind: 'atom',
    title: plainTitle(feed.title?.value ?? ''),
    link: linkOf(feed.links, base),
    language,
    entries: (feed.entries ?? []).map((entry) => readEntry(entry, base, feed.authors ?? [], languages)),
    ttl: null,
    skips: null,
    ...hubsOf(feed.links, base),
    whole: true,
    warnings: [],
  }
}

function readEntry(
  entry: AtomFeed.Entry<string>,
  above: string,
  feedAuthors: readonly AtomFeed.Person[],
  feedLanguages: Languages,
): Entry {
  const { media, dc, dcterms } = entry
  const base = baseOf(above, entry.xml)
  const languages = languagesOf(feedLanguages, entry.xml?.lang, dc?.languages?.[0], entry.title?.xml?.lang)
  const content = htmlOf(entry.content)
  const summary = htmlOf(entry.summary) ?? first(media?.description?.value, media?.groups?.[0]?.description?.value)
  const links = entry.links ?? []
  const counted = links.filter(({ rel }) => rel !== ORIGINAL_REL)
  const id = /^https?:/i.test(entry.id ?? '') ? entry.id : undefined
  const link = linkOf(links, base) ?? firstUrl(base, id)
  return {
    guid: first(entry.id),
    link,
    addresses: addressesOf(base, link, linkOf(counted, base) ?? undefined, id),
    title: plainTitle(
      first(valueOf(entry.title) ?? undefined, entry.title?.value, dc?.titles?.[0], media?.title?.value) ?? '',
    ),
    summary,
    content,
    authors: authorsOf(entry, feedAuthors),
    categories: names([
      ...(entry.categories ?? []).map(({ label, term }) => first(label, term) ?? ''),
      ...(dc?.subjects ?? []),
    ]),
    published: firstDate(
      languages,
      entry.published,
      ...(dcterms?.issued ?? []),
      ...(dcterms?.created ?? []),
      ...(dc?.dates ?? []),
      entry.updated,
      ...(dcterms?.modified ?? []),
    ),
    updated: firstDate(languages, entry.updated, ...(dcterms?.modified ?? [])),
    pictures: picturesOf(
      base,
      [
        ...mediaPictures(media),
        ...links
          .filter(({ rel, type, href }) => rel === 'enclosure' && isPicture(type, href))
          .map(({ href, type, title }) => ({ url: href, type, alt: title })),
      ],
      content ?? summary,
    ),
    enclosures: enclosuresOf(
      base,
      links.filter(({ rel }) => rel === 'enclosure').map(({ href, type }) => ({ url: href, type })),
    ),
  }
}

function authorsOf(entry: AtomFeed.Entry<string>, feedAuthors: readonly AtomFeed.Person[]): readonly string[] {
  // Section 4.2.1: an entry without authors has those of its source, else of its feed.
  const listed = [entry.authors, entry.source?.authors, feedAuthors].find(
    (list) => list !== undefined && list.length > 0,
  )
  const named = people((listed ?? []).map((person) => first(person.name, person.email) ?? ''))
  return named.length > 0 ? named : people(entry.dc?.creators ?? [])
}

interface Text {
  readonly value?: string
  readonly type?: string
}

function htmlOf(text: Text | undefined): string | null {
  const value = valueOf(text)
  if (value === null) return null
  const type = text?.type ?? 'text'
  return type === 'text' || type === 'text/plain' ? asHtml(value) : value
}

/**
 * What a text holds: base64 where it is of a media type that is neither text nor XML (section 4.1.3.3, rule 6), which
 * some write for texts too.
 */
function valueOf(text: Text | undefined): string | null {
  const value = first(text?.value)
  const type = text?.type?.trim() ?? ''
  const inline = !type.includes('/') || /^text\/|[/+](?:xml|json)\b/i.test(type)
  return value === null || inline ? value : fromBase64(value)
}

/** The page for people: `alternate`, which a link is that does not say (section 4.2.7.2), HTML rather than not. */
function linkOf(links: readonly AtomFeed.Link<string>[] | undefined, base: string): string | null {
  const original = (links ?? []).filter(({ rel }) => rel === ORIGINAL_REL)
  const alternates = (links ?? []).filter(({ rel }) => rel === undefined || /(?:^|\/)alternate$/i.test(rel.trim()))
  const html = alternates.filter(({ type }) => type === undefined || /html/i.test(type))
  const others = (links ?? []).filter(({ rel }) => rel === 'related' || rel === 'via')
  return firstUrl(base, ...[...original, ...html, ...alternates, ...others].map(({ href }) => href))
}
