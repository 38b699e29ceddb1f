import type { JsonFeed } from 'feedsmith'
import type { Entry } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import {
  addressesOf,
  asHtml,
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
import { selfOf } from './hubs.ts'
import type { Feed } from './parsed.ts'
import { isPicture, picturesOf } from './pictures.ts'

/** JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/). */
export function readJson(feed: JsonFeed.Feed<string>, url: string, above: Languages): Feed {
  const languages = languagesOf(above, feed.language)
  return {
    is: 'feed',
    kind: 'json',
    title: plainTitle(feed.title ?? ''),
    link: firstUrl(url, feed.home_page_url),
    language: languageOf(feed.language),
    entries: (feed.items ?? []).map((item) => readItem(item, url, feed.authors ?? [], languages)),
    ttl: null,
    skips: null,
    hubs: (feed.hubs ?? [])
      .filter(({ type }) => /^websub$/i.test(type ?? ''))
      .flatMap((hub) => firstUrl(url, hub.url) ?? []),
    self: selfOf(url, feed.feed_url),
    whole: true,
    warnings: feed.expired === true ? ['says that it has ended'] : [],
  }
}

function readItem(
  item: JsonFeed.Item<string>,
  url: string,
  feedAuthors: readonly JsonFeed.Author[],
  above: Languages,
): Entry {
  const languages = languagesOf(above, item.language)
  const text = first(item.content_text)
  const summary = first(item.summary)
  const content = first(item.content_html) ?? (text === null ? null : asHtml(text))
  const authors = people((item.authors ?? []).map(({ name }) => name))
  const id = /^https?:/i.test(item.id ?? '') ? item.id : undefined
  const link = firstUrl(url, item.url, item.external_url, id)
  return {
    guid: first(item.id),
    link,
    addresses: addressesOf(url, link, id),
    title: plainTitle(item.title ?? ''),
    summary: summary === null ? null : asHtml(summary),
    content,
    authors: authors.length > 0 ? authors : people(feedAuthors.map(({ name }) => name)),
    categories: names(item.tags ?? []),
    published: firstDate(languages, item.date_published, item.date_modified),
    updated: firstDate(languages, item.date_modified),
    pictures: picturesOf(
      link ?? url,
      [
        { url: item.image },
        { url: item.banner_image },
        ...(item.attachments ?? [])
          .filter((attachment) => isPicture(attachment.mime_type, attachment.url))
          .map((attachment) => ({ url: attachment.url, type: attachment.mime_type, alt: attachment.title })),
      ],
      content,
    ),
    enclosures: enclosuresOf(
      url,
      (item.attachments ?? []).map((attachment) => ({ url: attachment.url, type: attachment.mime_type })),
    ),
  }
}
