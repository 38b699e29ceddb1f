import { createHash } from 'node:crypto'
import { SECOND, type Millis } from '#src/base/clock.ts'
import { writeRss, type Published } from './rss.ts'

/**
 * Answers a request for a feed, with 304 where the reader holds the same bytes (RFC 9110, section 13.1: If-None-Match
 * goes before If-Modified-Since).
 */
export function answerFeed(
  request: Request,
  feed: string,
  newestFirst: readonly Published[],
  changed: Millis,
  now: Millis,
): Response {
  const body = writeRss(feed, newestFirst)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = new Headers({ etag, 'cache-control': 'max-age=0' })
  // A date counts whole seconds: until this one is over, the feed may change without a change of date.
  const dated = Math.floor(changed / SECOND) < Math.floor(now / SECOND)
  if (dated) headers.set('last-modified', new Date(changed).toUTCString())
  if (isSame(request.headers, etag, dated ? changed : null)) return new Response(null, { status: 304, headers })
  headers.set('content-type', 'application/rss+xml; charset=utf-8')
  return new Response(body, { headers })
}

function isSame(headers: Headers, etag: string, changed: Millis | null): boolean {
  const held = headers.get('if-none-match')
  if (held !== null) {
    const tags = held.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    return tags.includes(etag) || tags.includes('*')
  }
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return changed !== null && Math.floor(changed / SECOND) * SECOND <= since
}
