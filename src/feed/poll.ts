import { HOUR, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { jitter } from '#src/base/random.ts'
import { recallFeed, rememberFeed, unseenFeed, type FeedMemory } from '#src/store/feeds.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { lookAt, type Look, type LookParts } from './look.ts'
import { follow, turnBack } from './moved.ts'
import { takeEntries, type Taken, type TakenFeed } from './take.ts'

/** A feed as staff configured it. */
export interface WatchedFeed extends TakenFeed {
  readonly url: string
  /** At least this long between two polls. */
  readonly every: Millis
}

export interface PollParts extends LookParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

const LONGEST_PAUSE: Millis = HOUR

/** What a poll brought: how many articles are new, when the next poll may be, and what is odd about the feed. */
export interface Polled {
  readonly news: number
  readonly nextAt: Millis
  /** Null where the feed was not read anew. */
  readonly warnings: readonly string[] | null
}

/**
 * What Crier knows of `feed`; as of one never seen where it is new or its address has changed. Where staff write down
 * what its redirects say, it is the same feed, and nothing is missed.
 */
export async function memoryOf(store: Store, feed: WatchedFeed): Promise<FeedMemory> {
  const known = await recallFeed(store.read, feed.id)
  if (known?.url === feed.url) return known
  if (known === undefined || (known.polledAt !== feed.url && known.movedTo !== feed.url)) return unseenFeed(feed.url)
  return { ...known, ...turnBack(), url: feed.url, goneAt: null }
}

/**
 * Polls a feed once and commits what it brought, validators and entries in one transaction: a crash in between loses
 * neither. That it was asked stands in the store before it is: one that ends the process is not asked again at once.
 */
export async function poll(
  feed: WatchedFeed,
  memory: FeedMemory,
  parts: PollParts,
  signal: AbortSignal,
): Promise<Polled> {
  const { store, clock, log } = parts
  const asked = { ...memory, nextAt: Math.ceil(clock.now() + feed.every) }
  await store.write((writer) => rememberFeed(writer, feed.id, asked))
  const look = await lookAt(memory, parts, signal)
  signal.throwIfAborted()
  const now = clock.now()
  if (look.is === 'failed') return noteFailure(feed, memory, look, now, parts)

  const nextAt = later(now + feed.every, feed.every)
  const place = follow(memory, look.movedTo, now)
  const fresh: FeedMemory = {
    ...memory,
    ...learnt(look, memory, now),
    ...place,
    failures: 0,
    error: null,
    okAt: now,
    nextAt,
  }
  const moved = place.polledAt !== memory.polledAt ? place.polledAt : null
  const taken = await store.write(async (writer) => {
    await rememberFeed(writer, feed.id, fresh)
    if (moved !== null) await addNotice(writer, wordMove(feed.id, moved), now)
    return look.is === 'read' ? takeEntries(writer, feed, look.feed, memory, now) : null
  })
  if (memory.failures > 0) log.info({ feed: feed.id, failures: memory.failures }, 'feed is back')
  if (moved !== null) log.warn({ feed: feed.id, to: moved }, 'feed has moved for good')
  if (look.is === 'unchanged' || taken === null) return { news: 0, nextAt, warnings: null }
  tell(feed.id, taken, memory.baseline === null, log)
  const nameless =
    taken.nameless > 0 ? [`${taken.nameless} entries have neither a title nor a text, and are not posted`] : []
  return { news: taken.news, nextAt, warnings: [...look.feed.warnings, ...nameless] }
}

async function noteFailure(
  feed: WatchedFeed,
  memory: FeedMemory,
  look: Extract<Look, { is: 'failed' }>,
  now: Millis,
  { store, log }: PollParts,
): Promise<Polled> {
  const failures = memory.failures + 1
  const pause = Math.min(feed.every * 2 ** Math.min(memory.failures, 20), Math.max(LONGEST_PAUSE, feed.every))
  const nextAt = Math.max(later(now + pause, pause), Math.ceil(look.notBefore))
  const place = memory.polledAt === null || look.busy ? {} : turnBack()
  // What its redirects led to may be gone without the feed.
  const goneAt = look.gone && memory.polledAt === null ? now : null
  await store.write(async (writer: Writer) => {
    await rememberFeed(writer, feed.id, { ...memory, ...place, failures, error: look.why, nextAt, goneAt })
    if (goneAt !== null) await addNotice(writer, wordGone(feed), now)
  })
  if (goneAt !== null) log.error({ feed: feed.id }, 'feed is gone for good, and polled no more')
  else {
    const retryInMs = Math.round(nextAt - now)
    log.warn({ feed: feed.id, failures, error: look.why, retryInMs }, 'feed failed')
  }
  return { news: 0, nextAt, warnings: null }
}

/** `at`, and up to a tenth of `span` later, so that polls do not fall together; never before. */
function later(at: Millis, span: Millis): Millis {
  return Math.ceil(at + jitter(span / 20, 1))
}

function wordMove(feed: string, to: string): string {
  return `The feed ${feed} has moved for good, and is polled there from now on. Write its new address into crier.yaml:\n\n${to}`
}

function wordGone({ id, url }: WatchedFeed): string {
  return `The server says that the feed ${id} is gone for good (410). It is polled no more. Give it its new address in crier.yaml, or take it out; if it is back: crier resume ${id}\n\n${url}`
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
): Pick<FeedMemory, 'baseline' | 'cutOff' | 'etag' | 'lastModified' | 'validates' | 'bodyHash'> {
  if (look.is === 'unchanged') {
    return { ...look.validators, bodyHash: memory.bodyHash, baseline: memory.baseline ?? now, cutOff: memory.cutOff }
  }
  if (!look.feed.whole) {
    const { etag, lastModified, validates, bodyHash } = memory
    const cutOff = memory.cutOff + 1
    const baseline = memory.baseline ?? (cutOff < MOST_CUT_OFF ? null : now)
    return { etag, lastModified, validates, bodyHash, cutOff, baseline }
  }
  return { ...look.validators, bodyHash: look.hash, cutOff: 0, baseline: memory.baseline ?? now }
}

function tell(feed: string, { news, old, embargoed, held }: Taken, firstSight: boolean, log: Log): void {
  if (firstSight) log.info({ feed, articles: old }, 'feed seen for the first time')
  else if (old > 0) log.info({ feed, articles: old }, 'articles are too old for every channel')
  if (news > 0) log.info({ feed, articles: news }, 'new articles')
  if (embargoed > 0)
    log.warn({ feed, articles: embargoed }, 'articles are dated in the future: they wait for that time')
  if (held > 0) log.warn({ feed, articles: held }, 'articles wait for an answer: see `crier held`')
}
