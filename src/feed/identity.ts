import { urlKey } from '#src/text/urls.ts'
import type { Entry } from '#src/records.ts'

/**
 * By what an entry's article is known again: its guid within the feed, and its URL with tracking parameters, scheme,
 * trailing slash and fragment aside, over all feeds. Empty where nothing names it.
 */
export function keysOf(feed: string, entry: Entry): readonly string[] {
  return [
    ...(entry.guid === null ? [] : [`guid:${feed}:${entry.guid}`]),
    ...(entry.link === null ? [] : [`url:${urlKey(entry.link)}`]),
  ]
}
