import { createHash } from 'node:crypto'
import { DAY, HOUR, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { jitter } from '#src/base/random.ts'
import type { Fetch, Fetched } from '#src/net/fetch.ts'
import { recallFeed, rememberFeed, type FeedMemory } from '#src/store/feeds.ts'
import type { Store } from '#src/store/open.ts'
import type { Feed, Parser } from './parse.ts'
import { takeEntries, type Taken, type TakenFeed } from './take.ts'

/** A feed as staff configured it. */
export interface WatchedFeed extends TakenFeed {
  readonly url: string
  /** At least this long between two polls. */
  readonly every: Millis
}

export interface PollParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly fetch: Fetch
  readonly parser: Parser
}

const LONGEST_PAUSE: Millis = HOUR
const FEED_BYTES = 10 * 2 ** 20

/** What one look at a feed brought. */
type Look =
  | { readonly is: 'unchanged'; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly is: 'read'
      readonly feed: Feed
      readonly hash: string
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly is: 'failed'; readonly why: string; readonly notBefore: Millis }

/** What a poll brought: how many articles are new, when the next poll may be, and what is odd about the feed. */
export interface Polled {
  readonly news: number
  readonly nextAt: Millis
  /** Null where the feed was not read anew. */
  readonly warnings: readonly string[] | null
}

/** What Crier knows of `feed`; as of one never seen where it is new or its address has changed. */
export async function memoryOf(store: Store, feed: WatchedFeed): Promise<FeedMemory> {
  const known = await recallFeed(store.read, feed.id)
  if (known?.url === feed.url) return known
  return {
    url: feed.url,
    etag: null,
    lastModified: null,
    bodyHash: null,
    baseline: null,
    cutOff: 0,
    nextAt: 0,
    failures: 0,
    error: null,
    okAt: null,
  }
}

/**
 * Polls a feed once and commits what it brought, validators and entries in one transaction: a crash in between loses
 * neither.
 */
export async function poll(
  feed: WatchedFeed,
  memory: FeedMemory,
  parts: PollParts,
  signal: AbortSignal,
): Promise<Polled> {
  const { store, clock, log } = parts
  const look = await lookAt(feed, memory, parts, signal)
  signal.throwIfAborted()
  const now = clock.now()
  if (look.is === 'failed') {
    const failures = memory.failures + 1
    const pause = Math.min(feed.every * 2 ** Math.min(memory.failures, 20), Math.max(LONGEST_PAUSE, feed.every))
    const nextAt = Math.max(Math.round(now + jitter(pause)), look.notBefore)
    await store.write((writer) => rememberFeed(writer, feed.id, { ...memory, failures, error: look.why, nextAt }))
    log.warn({ feed: feed.id, failures, error: look.why, retryInMs: Math.round(nextAt - now) }, 'feed failed')
    return { news: 0, nextAt, warnings: null }
  }

  const nextAt = Math.round(now + feed.every + jitter(feed.every / 20, 1))
  const fresh: FeedMemory = { ...memory, ...learnt(look, memory, now), failures: 0, error: null, okAt: now, nextAt }
  const taken = await store.write(async (writer) => {
    await rememberFeed(writer, feed.id, fresh)
    return look.is === 'read' ? takeEntries(writer, feed, look.feed, memory, now) : null
  })
  if (memory.failures > 0) log.info({ feed: feed.id, failures: memory.failures }, 'feed is back')
  if (look.is === 'unchanged' || taken === null) return { news: 0, nextAt, warnings: null }
  tell(feed.id, taken, memory.baseline === null, log)
  const nameless =
    taken.nameless > 0 ? [`${taken.nameless} entries have neither a title nor a text, and are not posted`] : []
  return { news: taken.news, nextAt, warnings: [...look.feed.warnings, ...nameless] }
}

// A feed that never comes whole is not waited for any longer.
const MOST_CUT_OFF = 3

/**
 * What an answer tells of its feed. One that was cut off is no baseline, as what it lacks would be taken for news; and
 * its validators are not kept, or a 304 would hide what it lacks until the feed changes.
 */
function learnt(
  look: Exclude<Look, { is: 'failed' }>,
  memory: FeedMemory,
  now: Millis,
): Pick<FeedMemory, 'baseline' | 'cutOff' | 'etag' | 'lastModified' | 'bodyHash'> {
  const { etag, lastModified, bodyHash } = memory
  const known = { etag, lastModified, bodyHash }
  if (look.is === 'unchanged') return { ...known, baseline: memory.baseline ?? now, cutOff: memory.cutOff }
  if (!look.feed.whole) {
    const cutOff = memory.cutOff + 1
    return { ...known, cutOff, baseline: memory.baseline ?? (cutOff < MOST_CUT_OFF ? null : now) }
  }
  const { etag: tag = null, 'last-modified': modified = null } = look.headers
  return { etag: tag, lastModified: modified, bodyHash: look.hash, cutOff: 0, baseline: memory.baseline ?? now }
}

function tell(feed: string, { news, old, embargoed, held }: Taken, firstSight: boolean, log: Log): void {
  if (firstSight) log.info({ feed, articles: old }, 'feed seen for the first time')
  else if (old > 0) log.info({ feed, articles: old }, 'articles are too old for every channel')
  if (news > 0) log.info({ feed, articles: news }, 'new articles')
  if (embargoed > 0)
    log.warn({ feed, articles: embargoed }, 'articles are dated in the future: they wait for that time')
  if (held > 0) log.warn({ feed, articles: held }, 'articles wait for an answer: see `crier held`')
}

async function lookAt(
  feed: WatchedFeed,
  memory: FeedMemory,
  { clock, fetch, parser }: PollParts,
  signal: AbortSignal,
): Promise<Look> {
  const answer = await fetch(feed.url, {
    trust: 'configured',
    maxBytes: FEED_BYTES,
    signal,
    headers: {
      accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
      ...(memory.etag !== null && { 'if-none-match': memory.etag }),
      ...(memory.lastModified !== null && { 'if-modified-since': memory.lastModified }),
    },
  })
  if (answer.is === 'failed') return { is: 'failed', why: answer.why, notBefore: 0 }
  const conditional = memory.etag !== null || memory.lastModified !== null
  if (answer.status === 304 && conditional) return { is: 'unchanged', headers: answer.headers }
  if (answer.status !== 200) {
    return {
      is: 'failed',
      why: `the server answered ${answer.status}`,
      notBefore: retryAfter(answer, clock.now()),
    }
  }
  const hash = createHash('sha256').update(answer.body).digest('hex')
  // Servers that change the ETag of unchanged bytes (Apache's -gzip) cost nothing further.
  if (hash === memory.bodyHash) return { is: 'unchanged', headers: answer.headers }
  const contentType = answer.headers['content-type'] ?? null
  const parsed = await parser.parse({ body: answer.body, contentType, url: answer.url }, signal)
  if (parsed.is === 'not-a-feed') return { is: 'failed', why: parsed.why, notBefore: 0 }
  return { is: 'read', feed: parsed, hash, headers: answer.headers }
}

/** The time before which the server wants no request (RFC 9110, 10.2.3: seconds or a date), at most a day ahead. */
function retryAfter({ headers }: Extract<Fetched, { is: 'answer' }>, now: Millis): Millis {
  const value = headers['retry-after']
  if (value === undefined) return 0
  const at = /^\d+$/.test(value) ? now + Number(value) * SECOND : Date.parse(value)
  return Number.isNaN(at) ? 0 : Math.min(at, now + DAY)
}
