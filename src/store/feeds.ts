import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'

/** When a feed asks not to be read, of UTC: hours from 0 to 23, days from 0 (Sunday) to 6. */
export interface Skips {
  readonly hours: readonly number[]
  readonly days: readonly number[]
}

/** How often a feed brings something, by what it has brought; counts fade. */
export interface Rhythm {
  /** From when on it is known what came. */
  readonly since: Millis
  /** Up to when counts are faded. */
  readonly at: Millis
  /** Articles by their hour of publication (UTC), 24 counts. */
  readonly hours: readonly number[]
  /** Articles of the last hours. */
  readonly lately: number
  /** The newest time of publication that is counted. */
  readonly newest: Millis
  /** The longest silence between two articles. */
  readonly longest: Millis
}

/** What Crier remembers of a feed between polls. */
export interface FeedMemory {
  readonly url: string
  /** Validators, verbatim and from the same whole answer (RFC 9110, 13.1), and the URL that they are good for. */
  readonly etag: string | null
  readonly lastModified: string | null
  readonly validates: string | null
  readonly bodyHash: string | null
  /** When its first sight was taken; null before. */
  readonly baseline: Millis | null
  /** How many answers in a row were cut off. */
  readonly cutOff: number
  /** No request before this time, restarts included. */
  readonly nextAt: Millis
  readonly failures: number
  readonly error: string | null
  readonly okAt: Millis | null
  /** Where it is polled in its URL's place; null: at its URL. */
  readonly polledAt: string | null
  /** Where permanent redirects lead now, since when, and how often that was seen. */
  readonly movedTo: string | null
  readonly movedSince: Millis | null
  readonly movedSeen: number
  /** When its server said that it is gone for good: it is polled no more. */
  readonly goneAt: Millis | null
  /** For how long its newest answer asked to be taken for fresh. */
  readonly freshFor: Millis
  readonly ttl: Millis | null
  readonly skips: Skips | null
  readonly rhythm: Rhythm | null
  /** The hub that pushes it, and the address that the hub knows it by; null: it names none. */
  readonly hub: string | null
  readonly topic: string | null
  /** Since when every look has failed, and when staff were told; null: it does not, or they were not. */
  readonly failingSince: Millis | null
  readonly toldFailing: Millis | null
  /** When staff were told that it is unusually quiet; null once something has come. */
  readonly toldQuiet: Millis | null
  /** When staff were told that its dates are off by hours; null once they are right. */
  readonly toldClock: Millis | null
  /** Whether the next look must be at the whole of it, though nothing may have changed. Remembering a feed leaves it. */
  readonly doubted: boolean
}

/** What is known of a feed that nobody has looked at yet. */
export function unseenFeed(url: string): FeedMemory {
  return {
    url,
    etag: null,
    lastModified: null,
    validates: null,
    bodyHash: null,
    baseline: null,
    cutOff: 0,
    nextAt: 0,
    failures: 0,
    error: null,
    okAt: null,
    polledAt: null,
    movedTo: null,
    movedSince: null,
    movedSeen: 0,
    goneAt: null,
    freshFor: 0,
    ttl: null,
    skips: null,
    rhythm: null,
    hub: null,
    topic: null,
    failingSince: null,
    toldFailing: null,
    toldQuiet: null,
    toldClock: null,
    doubted: false,
  }
}

export async function recallFeed(reader: Reader, id: string): Promise<FeedMemory | undefined> {
  const row = await RECALL.first(reader, { id })
  return (
    row && {
      url: row.url,
      etag: row.etag,
      lastModified: row.last_modified,
      validates: row.validates,
      bodyHash: row.body_hash,
      baseline: row.baseline,
      cutOff: row.cut_off,
      nextAt: row.next_at,
      failures: row.failures,
      error: row.error,
      okAt: row.ok_at,
      polledAt: row.polled_at,
      movedTo: row.moved_to,
      movedSince: row.moved_since,
      movedSeen: row.moved_seen,
      goneAt: row.gone_at,
      freshFor: row.fresh_for,
      ttl: row.ttl,
      skips: row.skips === null ? null : (JSON.parse(row.skips) as Skips),
      rhythm: row.rhythm === null ? null : (JSON.parse(row.rhythm) as Rhythm),
      hub: row.hub,
      topic: row.topic,
      failingSince: row.failing_since,
      toldFailing: row.told_failing,
      toldQuiet: row.told_quiet,
      toldClock: row.told_clock,
      doubted: row.doubted === 1,
    }
  )
}

/** Lets a feed go on that is gone for good by its server's word. False where it is not, or is unknown. */
export async function endGone(writer: Writer, id: string): Promise<boolean> {
  const revived = await writer
    .updateTable('feed')
    .set({ gone_at: null })
    .where('id', '=', id)
    .where('gone_at', 'is not', null)
    .executeTakeFirst()
  return revived.numUpdatedRows > 0n
}

/** Lets a feed be asked at `nextAt`, where it would be later. */
export async function bringForward(writer: Writer, id: string, nextAt: Millis): Promise<void> {
  await writer.updateTable('feed').set({ next_at: nextAt }).where('id', '=', id).where('next_at', '>', nextAt).execute()
}

/** Notes whether the next look at a feed must be at the whole of it: what was said of an article has to be confirmed. */
export async function doubtFeed(writer: Writer, id: string, doubted: boolean): Promise<void> {
  await writer
    .updateTable('feed')
    .set({ doubted: doubted ? 1 : 0 })
    .where('id', '=', id)
    .execute()
}

export async function rememberFeed(writer: Writer, id: string, memory: FeedMemory): Promise<void> {
  const { skips, rhythm, ...rest } = memory
  await REMEMBER.run(writer, {
    id,
    ...rest,
    skips: skips && JSON.stringify(skips),
    rhythm: rhythm && JSON.stringify(rhythm),
  })
}

const RECALL = prepare<{ readonly id: string }, Selectable<Schema['feed']>>((db, blank) =>
  db.selectFrom('feed').selectAll().where('id', '=', blank('id')),
)

interface FeedValues extends Omit<FeedMemory, 'skips' | 'rhythm'> {
  readonly id: string
  readonly skips: string | null
  readonly rhythm: string | null
}

const REMEMBER = prepare<FeedValues>((db, blank) => {
  const row = {
    url: blank('url'),
    etag: blank('etag'),
    last_modified: blank('lastModified'),
    validates: blank('validates'),
    body_hash: blank('bodyHash'),
    baseline: blank('baseline'),
    cut_off: blank('cutOff'),
    next_at: blank('nextAt'),
    failures: blank('failures'),
    error: blank('error'),
    ok_at: blank('okAt'),
    polled_at: blank('polledAt'),
    moved_to: blank('movedTo'),
    moved_since: blank('movedSince'),
    moved_seen: blank('movedSeen'),
    gone_at: blank('goneAt'),
    fresh_for: blank('freshFor'),
    ttl: blank('ttl'),
    skips: blank('skips'),
    rhythm: blank('rhythm'),
    hub: blank('hub'),
    topic: blank('topic'),
    failing_since: blank('failingSince'),
    told_failing: blank('toldFailing'),
    told_quiet: blank('toldQuiet'),
    told_clock: blank('toldClock'),
  }
  return db
    .insertInto('feed')
    .values({ id: blank('id'), ...row, doubted: 0 })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
})
