import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Outcome } from '#src/records.ts'
import type { Reader, Writer } from './open.ts'
import { IN_FLIGHT } from './schema.ts'

/** A sliding window: at most `max` calls within `within` milliseconds; of the account, or of each place. */
export interface Window {
  readonly of: 'account' | 'place'
  readonly max: number
  readonly within: Millis
}

/** Logs a call before it is made. It fills its place in every window until it has ended. Answers its id. */
export async function logCall(
  writer: Writer,
  call: {
    readonly part: string
    readonly account: string
    readonly place: string
    readonly at: Millis
    readonly usd: number
    /** The newest message known to stand in the place. */
    readonly after?: string | null
  },
): Promise<string> {
  const id = randomId()
  const { after = null, ...rest } = call
  await writer
    .insertInto('send_log')
    .values({ id, ...rest, after_ref: after, counts_from: IN_FLIGHT, outcome: null, why: null })
    .execute()
  return id
}

/**
 * Logs how a call ended. Windows count from its end: the platform saw it between its start and its end, so a window
 * that is full by our log is never overfull by the platform's.
 */
export async function logOutcome(writer: Writer, call: string, outcome: Outcome, now: Millis): Promise<void> {
  const happened = outcome.is === 'sent' || outcome.is === 'unknown'
  await writer
    .updateTable('send_log')
    .set({
      // What never left counts nowhere.
      counts_from: outcome.is === 'not-sent' ? 0 : now,
      outcome: outcome.is,
      why: 'why' in outcome ? scrub(outcome.why) : null,
      // A request that the platform did not carry out is not billed (X, post-cap FAQ).
      ...(!happened && { usd: 0 }),
    })
    .where('id', '=', call)
    .execute()
}

/** How many calls of an account were told to wait since `since`. */
export async function toldToWaitSince(reader: Reader, account: string, since: Millis): Promise<number> {
  const rows = await reader
    .selectFrom('send_log')
    .select('id')
    .where('account', '=', account)
    .where('counts_from', '>', since)
    .where('outcome', '=', 'later')
    .limit(10)
    .execute()
  return rows.length
}

/** What was found out later about a call of unknown fate: the message stands, or is proven not to. */
export async function concludeCall(writer: Writer, call: string, outcome: 'found' | 'absent'): Promise<void> {
  await writer
    .updateTable('send_log')
    .set({ outcome, ...(outcome === 'absent' && { usd: 0 }) })
    .where('id', '=', call)
    .execute()
}

/** Calls that a dead process left open end now, with an unknown outcome. */
export async function closeOpenCalls(writer: Writer, why: string, now: Millis): Promise<void> {
  await writer
    .updateTable('send_log')
    .set({ counts_from: now, outcome: 'unknown', why })
    .where('counts_from', '=', IN_FLIGHT)
    .execute()
}

/**
 * When the next call to `place` may start, as far as `windows` say: `now` or earlier where there is room,
 * {@link IN_FLIGHT} where a call under way must end first.
 */
export async function roomAt(
  reader: Reader,
  account: string,
  place: string,
  windows: readonly Window[],
  now: Millis,
): Promise<Millis> {
  let at = now
  for (const window of windows) {
    if (window.max <= 0) return IN_FLIGHT
    const blocking = await reader
      .selectFrom('send_log')
      .select('counts_from')
      .where('account', '=', account)
      .$if(window.of === 'place', (query) => query.where('place', '=', place))
      .where('counts_from', '>', now - window.within)
      .orderBy('counts_from', 'desc')
      .limit(1)
      .offset(window.max - 1)
      .executeTakeFirst()
    if (blocking?.counts_from === IN_FLIGHT) return IN_FLIGHT
    if (blocking) at = Math.max(at, blocking.counts_from + window.within)
  }
  return at
}

/** US dollars spent by `account` since `since`, calls under way and of unknown outcome included. */
export async function spentSince(reader: Reader, account: string, since: Millis): Promise<number> {
  const row = await reader
    .selectFrom('send_log')
    .select(sql<number | null>`sum(usd)`.as('usd'))
    .where('account', '=', account)
    .where('counts_from', '>=', since)
    .executeTakeFirst()
  return row?.usd ?? 0
}

export interface LoggedCall {
  readonly part: string
  readonly at: Millis
  readonly ended: Millis | null
  readonly outcome: string | null
  readonly why: string | null
}

/** Every call made for the parts of a delivery, oldest first. */
export async function callsOf(reader: Reader, delivery: string): Promise<readonly LoggedCall[]> {
  const rows = await reader
    .selectFrom('send_log')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select(['send_log.part', 'send_log.at', 'send_log.counts_from', 'send_log.outcome', 'send_log.why'])
    .where('part.delivery', '=', delivery)
    .orderBy('send_log.at')
    .execute()
  return rows.map((row) => ({
    part: row.part,
    at: row.at,
    ended: row.counts_from === IN_FLIGHT || row.counts_from === 0 ? null : row.counts_from,
    outcome: row.outcome,
    why: row.why,
  }))
}
