import { HOUR, MINUTE, showSpan, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { doubtFeed, recallFeed, rememberFeed, unseenFeed, type FeedMemory, type Rhythm } from '#src/store/feeds.ts'
import type { Store } from '#src/store/open.ts'
import { dueAfter, dueAfterFailure, restOf, slowest, type Pace } from './due.ts'
import { lookAt, MOST_CUT_OFF, type Look, type LookParts } from './look.ts'
import { follow, turnBack } from './moved.ts'
import { isWorthTelling, tellBack, tellGone, tellMove, tellQuiet, tellTrouble } from './notices.ts'
import type { Feed } from './parsed.ts'
import { firstRhythm, learn, quietOf } from './rhythm.ts'
import { watchDates } from './zone-off.ts'
import { takeEntries, type Taken, type TakenFeed } from './take.ts'

/** A feed as staff configured it. */
export interface WatchedFeed extends TakenFeed, Pace {
  readonly url: string
}

export interface PollParts extends LookParts {
  /** Which feeds are pushed as well, as far as that can be relied on; without it none is. */
  readonly pushed?: {
    readonly isPushed: (feed: string) => boolean
    /** A look has found what was not pushed. */
    readonly missed: (feed: string) => void
  }
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

/** What a poll brought: how many articles are new, when the next poll may be, and what is odd about the feed. */
export interface Polled {
  readonly news: number
  readonly nextAt: Millis
  /** Whether it names another hub than before. */
  readonly hubChanged: boolean
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
  known: FeedMemory,
  parts: PollParts,
  signal: AbortSignal,
): Promise<Polled> {
  const { store, clock, log } = parts
  const memory: FeedMemory = known.doubted ? { ...known, ...ANYTHING } : known
  const asked = { ...memory, nextAt: Math.ceil(clock.now() + feed.every.atLeast) }
  await store.write(async (writer) => {
    await rememberFeed(writer, feed.id, asked)
    // What is pushed from now on may be newer than the answer.
    if (known.doubted) await doubtFeed(writer, feed.id, false)
  })
  const look = await lookAt(memory, feed.language, parts, signal)
  signal.throwIfAborted()
  const now = clock.now()
  if (look.is === 'failed') return noteFailure(feed, memory, look, now, parts)

  const pushed = parts.pushed?.isPushed(feed.id) ?? false
  const place = follow(memory, look.movedTo, now)
  const moved = place.polledAt !== memory.polledAt ? place.polledAt : null
  const { nextAt, taken, hubChanged } = await store.write(async (writer) => {
    const taken = look.is === 'read' ? await takeEntries(writer, feed, look.feed, memory, now) : null
    const fresh = { ...learnt(look, memory, taken, now), ...place, ...WELL, okAt: now }
    const quiet = fresh.rhythm === null || fresh.toldQuiet !== null ? null : quietOf(fresh.rhythm, now)
    const toldClock =
      taken === null || isNothing(taken) ? memory.toldClock : await watchDates(writer, feed, memory, now)
    const nextAt = dueAfter(pushed ? slowest(feed) : feed, fresh, now)
    await rememberFeed(writer, feed.id, { ...fresh, nextAt, toldClock, ...(quiet !== null && { toldQuiet: now }) })
    if (moved !== null) await tellMove(writer, feed, moved, now)
    if (quiet !== null) await tellQuiet(writer, feed, quiet, now)
    if (memory.toldFailing !== null) await tellBack(writer, feed, memory.failingSince ?? memory.toldFailing, now)
    const hubChanged = fresh.hub !== memory.hub || fresh.topic !== memory.topic
    return { nextAt, taken, hubChanged }
  })
  if (memory.failures > 0) log.info({ feed: feed.id, failures: memory.failures }, 'feed is back')
  if (moved !== null) log.warn({ feed: feed.id, to: moved }, 'feed has moved for good')
  if (look.is === 'unchanged' || taken === null) return { news: 0, nextAt, hubChanged, warnings: null }
  if (taken.news > 0) parts.pushed?.missed(feed.id)
  tell(feed.id, taken, memory.baseline === null, log)
  return { news: taken.news, nextAt, hubChanged, warnings: [...look.feed.warnings, ...oddities(feed, look, taken)] }
}

// Known of nothing: it is answered in full, and read though it may be the same as before.
const ANYTHING = { etag: null, lastModified: null, validates: null, bodyHash: null } as const

function isNothing({ news, old, embargoed }: Taken): boolean {
  return news + old + embargoed === 0
}

const WELL = { failures: 0, error: null, failingSince: null, toldFailing: null } as const

function oddities(feed: WatchedFeed, look: Extract<Look, { is: 'read' }>, { nameless }: Taken): readonly string[] {
  const rest = feed.freshness === 'wait' ? restOf({ freshFor: look.freshFor, ttl: look.feed.ttl }) : 0
  return [
    ...(nameless > 0 ? [`${nameless} entries have neither a title nor a text, and are not posted`] : []),
    ...(rest > LONG_REST
      ? [
          `it asks to be read only every ${showSpan(Math.round(rest / MINUTE) * MINUTE)}, so its articles may come that late`,
        ]
      : []),
  ]
}

// News that is an hour late is worth a word to staff.
const LONG_REST: Millis = HOUR / 2

async function noteFailure(
  feed: WatchedFeed,
  memory: FeedMemory,
  look: Extract<Look, { is: 'failed' }>,
  now: Millis,
  { store, log }: PollParts,
): Promise<Polled> {
  const failures = memory.failures + 1
  const nextAt = dueAfterFailure(feed, { ...memory, failures }, look.notBefore, now)
  const place = memory.polledAt === null || look.busy ? {} : turnBack()
  // What its redirects led to may be gone without the feed.
  const goneAt = look.gone && memory.polledAt === null ? now : null
  const failingSince = memory.failingSince ?? now
  const telling = goneAt === null && memory.toldFailing === null && isWorthTelling(failures, failingSince, now)
  const toldFailing = telling ? now : memory.toldFailing
  const failed = { failures, error: look.why, nextAt, goneAt, failingSince, toldFailing }
  await store.write(async (writer) => {
    await rememberFeed(writer, feed.id, { ...memory, ...place, ...failed })
    if (goneAt !== null) await tellGone(writer, feed, now)
    if (telling) await tellTrouble(writer, feed, look, failingSince, now)
  })
  if (goneAt !== null) log.error({ feed: feed.id }, 'feed is gone for good, and polled no more')
  else {
    const retryInMs = Math.round(nextAt - now)
    log.warn({ feed: feed.id, failures, error: look.why, retryInMs }, 'feed failed')
  }
  return { news: 0, nextAt, hubChanged: false, warnings: null }
}

/**
 * What an answer tells of its feed. One that was cut off is no baseline, as what it lacks would be taken for news; and
 * its validators are not kept, or a 304 would hide what it lacks until the feed changes. They are once the same bytes
 * have come again and again: it is broken, not cut off.
 */
function learnt(
  look: Exclude<Look, { is: 'failed' }>,
  memory: FeedMemory,
  taken: Taken | null,
  now: Millis,
): FeedMemory {
  const { freshFor } = look
  if (look.is === 'unchanged' || taken === null) {
    return { ...memory, ...look.validators, freshFor, baseline: memory.baseline ?? now }
  }
  const { feed, validators, hash: bodyHash, topic } = look
  const { ttl, skips } = feed
  const rhythm = rhythmOf(feed, memory, taken, now)
  const toldQuiet = rhythm.newest === memory.rhythm?.newest ? memory.toldQuiet : null
  const told: FeedMemory = { ...memory, freshFor, ttl, skips, rhythm, toldQuiet }
  if (!feed.whole) {
    const cutOff = memory.cutOff + 1
    return { ...told, bodyHash, cutOff, baseline: memory.baseline ?? (cutOff < MOST_CUT_OFF ? null : now) }
  }
  const pushed = { hub: topic?.hub ?? null, topic: topic?.topic ?? null }
  return { ...told, ...pushed, ...validators, bodyHash, cutOff: 0, baseline: memory.baseline ?? now }
}

function rhythmOf({ entries }: Feed, { rhythm }: FeedMemory, { news }: Taken, now: Millis): Rhythm {
  const times = entries.flatMap(({ published }) => published ?? [])
  return rhythm === null ? firstRhythm(times, now) : learn(rhythm, times, news, now)
}

/** Tells the log what a document brought. */
export function tell(feed: string, { news, old, embargoed, held }: Taken, firstSight: boolean, log: Log): void {
  if (firstSight) log.info({ feed, articles: old }, 'feed seen for the first time')
  else if (old > 0) log.info({ feed, articles: old }, 'articles are too old for every channel')
  if (news > 0) log.info({ feed, articles: news }, 'new articles')
  if (embargoed > 0)
    log.warn({ feed, articles: embargoed }, 'articles are dated in the future: they wait for that time')
  if (held > 0) log.warn({ feed, articles: held }, 'articles wait for an answer: see `crier held`')
}
