import type { AtomFeed } from 'feedsmith'
import type { Entry } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import { asHtml, baseOf, first, firstDate, firstUrl, languageOf, names, ttlOf } from './fields.ts'
import type { Feed } from './parsed.ts'
import { isPicture, mediaPictures, picturesOf } from './pictures.ts'

/** Atom (RFC 4287). */
export function readAtom(feed: AtomFeed.Feed<string>, url: string): Feed {
  const base = baseOf(url, feed.xml)
  return {
    is: 'feed',
    kind: 'atom',
    title: plainTitle(feed.title?.value ?? ''),
    link: linkOf(feed.links, base),
    language: languageOf(feed.xml?.lang, feed.dc?.languages?.[0], feed.title?.xml?.lang),
    entries: (feed.entries ?? []).map((entry) => readEntry(entry, base, feed.authors ?? [])),
    ttl: ttlOf(undefined, feed.sy),
    whole: true,
    warnings: [],
  }
}

function readEntry(entry: AtomFeed.Entry<string>, above: string, feedAuthors: readonly AtomFeed.Person[]): Entry {
  const { media, dc, dcterms } = entry
  const base = baseOf(above, entry.xml)
  const content = htmlOf(entry.content)
  const summary = htmlOf(entry.summary) ?? first(media?.description?.value, media?.groups?.[0]?.description?.value)
  const links = entry.links ?? []
  return {
    guid: first(entry.id),
    link: linkOf(links, base) ?? firstUrl(base, /^https?:/i.test(entry.id ?? '') ? entry.id : undefined),
    title: plainTitle(first(entry.title?.value, dc?.titles?.[0], media?.title?.value) ?? ''),
    summary,
    content,
    authors: authorsOf(entry, feedAuthors),
    categories: names([
      ...(entry.categories ?? []).map(({ label, term }) => first(label, term) ?? ''),
      ...(dc?.subjects ?? []),
    ]),
    published: firstDate(
      entry.published,
      ...(dcterms?.issued ?? []),
      ...(dcterms?.created ?? []),
      ...(dc?.dates ?? []),
      entry.updated,
      ...(dcterms?.modified ?? []),
    ),
    updated: firstDate(entry.updated, ...(dcterms?.modified ?? [])),
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
  }
}

function authorsOf(entry: AtomFeed.Entry<string>, feedAuthors: readonly AtomFeed.Person[]): readonly string[] {
  // Section 4.2.1: an entry without authors has those of its source, else of its feed.
  const people = [entry.authors, entry.source?.authors, feedAuthors].find(
    (list) => list !== undefined && list.length > 0,
  )
  const named = names((people ?? []).map((person) => first(person.name, person.email) ?? ''))
  return named.length > 0 ? named : names(entry.dc?.creators ?? [])
}

function htmlOf(text: { readonly value?: string; readonly type?: string } | undefined): string | null {
  const value = first(text?.value)
  if (value === null) return null
  const type = text?.type ?? 'text'
  return type === 'text' || type === 'text/plain' ? asHtml(value) : value
}

/** The page for people: `alternate`, which a link is that does not say (section 4.2.7.2), HTML rather than not. */
function linkOf(links: readonly AtomFeed.Link<string>[] | undefined, base: string): string | null {
  const alternates = (links ?? []).filter(({ rel }) => rel === undefined || /(?:^|\/)alternate$/i.test(rel.trim()))
  const html = alternates.filter(({ type }) => type === undefined || /html/i.test(type))
  const others = (links ?? []).filter(({ rel }) => rel === 'related' || rel === 'via')
  return firstUrl(base, ...[...html, ...alternates, ...others].map(({ href }) => href))
}
