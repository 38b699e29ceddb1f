import { sql } from 'kysely'
import { MINUTE, type Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Outcome } from '#src/records.ts'
import type { Reader, Writer } from './open.ts'
import { latestEnd } from './pauses.ts'
import { prepare, prepareEach, type Prepared } from './prepared.ts'

/** Later than any time: a call under way fills its place in every window. */
export const IN_FLIGHT: Millis = Number.MAX_SAFE_INTEGER

/** A sliding window: at most `max` calls within `within` milliseconds; of the account, or of each place. */
export interface Window {
  readonly of: 'account' | 'place'
  readonly max: number
  readonly within: Millis
  /** What staff know it by. */
  readonly name?: string
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
  await LOG.run(writer, { after: null, ...call, id })
  return id
}

const LOG = prepare<Parameters<typeof logCall>[1] & { readonly id: string; readonly after: string | null }>(
  (db, blank) =>
    db.insertInto('send_log').values((is) => ({
      id: blank('id'),
      part: blank('part'),
      channel: is.fn.coalesce(is.selectFrom('part').select('channel').where('id', '=', blank('part')), is.val('')),
      account: blank('account'),
      place: blank('place'),
      at: blank('at'),
      usd: blank('usd'),
      after_ref: blank('after'),
      counts_from: IN_FLIGHT,
      outcome: null,
      why: null,
      reached: null,
      wait_until: null,
      untimed: 0,
    })),
)

/**
 * Logs how a call ended. Windows count from its end: the platform saw it between its start and its end, so a window
 * that is full by our log is never overfull by the platform's.
 */
export async function logOutcome(writer: Writer, call: string, outcome: Outcome, now: Millis): Promise<void> {
  const happened = outcome.is === 'sent' || outcome.is === 'unknown'
  await END.run(writer, {
    call,
    // What never left counts nowhere, nor what the platform could not take for anybody's.
    from: outcome.is === 'not-sent' || (outcome.is === 'later' && outcome.clockOff) ? 0 : now,
    outcome: outcome.is,
    why: 'why' in outcome ? scrub(outcome.why) : null,
    reached: outcome.is === 'later' ? (outcome.reached ?? null) : null,
    until: outcome.is === 'later' && outcome.firm && outcome.at !== null ? latestEnd(outcome.at, now) : null,
    // A request that the platform did not carry out is not billed (X, post-cap FAQ).
    billed: happened ? 1 : 0,
  })
}

interface Ended {
  readonly call: string
  readonly from: Millis
  readonly outcome: Outcome['is']
  readonly why: string | null
  readonly reached: string | null
  readonly until: Millis | null
  readonly billed: 0 | 1
}

const END = prepare<Ended>((db, blank) =>
  db
    .updateTable('send_log')
    .set((is) => ({
      counts_from: blank('from'),
      outcome: blank('outcome'),
      why: blank('why'),
      reached: blank('reached'),
      wait_until: blank('until'),
      usd: is('usd', '*', blank('billed')),
    }))
    .where('id', '=', blank('call')),
)

/**
 * How many calls of an account in a row were told to wait (429) by a platform that counts itself, up to now: between the
 * first and the last lies less than a minute, the waits aside that were asked for.
 */
export async function toldToWaitInARow(reader: Reader, account: string): Promise<number> {
  let times = 0
  let [free, next] = [0, 0]
  for (const { at, wait_until: until } of await WAITS.all(reader, { account })) {
    free += times === 0 ? 0 : Math.max(next - until, 0)
    if (free >= MINUTE) break
    times += 1
    next = at
  }
  return times
}

const MOST_WAITS = 10

const WAITS = prepare<{ readonly account: string }, { readonly at: Millis; readonly wait_until: Millis }>((db, blank) =>
  db
    .selectFrom('send_log')
    .select(['at', 'wait_until'])
    .where('account', '=', blank('account'))
    .where('wait_until', 'is not', null)
    .orderBy('counts_from', 'desc')
    .limit(MOST_WAITS)
    .$narrowType<{ wait_until: Millis }>(),
)

/**
 * What was found out later about a call of unknown fate: the message stands, or is proven not to; then nothing but the
 * looks for it was billed.
 */
export async function concludeCall(writer: Writer, call: string, outcome: 'found' | 'absent'): Promise<void> {
  await CONCLUDE(outcome).run(writer, { call })
}

const CONCLUDE = prepareEach((outcome: 'found' | 'absent') =>
  prepare<{ readonly call: string }>((db, blank) =>
    db
      .updateTable('send_log')
      .set((is) => ({
        outcome,
        ...(outcome === 'absent' && {
          usd: is.fn.coalesce(
            is
              .selectFrom('look')
              .select(({ fn }) => fn.sum<number>('usd').as('usd'))
              .where('call', '=', blank('call')),
            sql<number>`0`,
          ),
        }),
      }))
      .where('id', '=', blank('call')),
  ),
)

/** Calls that a dead process left open end now, with an unknown outcome. */
export async function closeOpenCalls(writer: Writer, why: string, now: Millis): Promise<void> {
  await CLOSE.run(writer, { why, now })
}

const CLOSE = prepare<{ readonly why: string; readonly now: Millis }>((db, blank) =>
  db
    .updateTable('send_log')
    .set({ counts_from: blank('now'), outcome: 'unknown', why: blank('why') })
    .where('counts_from', '=', IN_FLIGHT),
)

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
  return (await roomIn(reader, account, place, windows, now)).at
}

/** As {@link roomAt}, with the window that is full for longest; null where there is room. */
export async function roomIn(
  reader: Reader,
  account: string,
  place: string,
  windows: readonly Window[],
  now: Millis,
): Promise<{ readonly at: Millis; readonly full: Window | null }> {
  if (windows.length === 0) return { at: now, full: null }
  const shut = windows.find((window) => window.max <= 0)
  if (shut) return { at: IN_FLIGHT, full: shut }
  const asked = BLOCKING.get(windows) ?? blockingIn(windows)
  BLOCKING.set(windows, asked)
  const blocking = await asked.first(reader, { account, place, now })
  let [at, full]: [Millis, Window | null] = [now, null]
  for (const [index, window] of windows.entries()) {
    const from = blocking?.[index]
    if (from === IN_FLIGHT) return { at: IN_FLIGHT, full: window }
    if (from != null && from + window.within > at) [at, full] = [from + window.within, window]
  }
  return { at, full }
}

interface Room {
  readonly account: string
  readonly place: string
  readonly now: Millis
}

/** For each window, by its index: when the call that fills it began to count; null where there is room. */
type Blocking = Readonly<Record<number, Millis | null>>

const BLOCKING = new WeakMap<readonly Window[], Prepared<Room, Blocking>>()

function blockingIn(windows: readonly Window[]): Prepared<Room, Blocking> {
  return prepare((db, blank) =>
    db.selectNoFrom((is) =>
      windows.map((window, index) =>
        is
          .selectFrom('send_log')
          .select('counts_from')
          .where('account', '=', blank('account'))
          .$if(window.of === 'place', (query) => query.where('place', '=', blank('place')))
          .where('counts_from', '>', sql<number>`${blank('now')} - ${sql.lit(window.within)}`)
          .orderBy('counts_from', 'desc')
          .limit(1)
          .offset(window.max - 1)
          .as(String(index)),
      ),
    ),
  )
}

/** A sliding window over the posts of a place, replies aside. */
export type PostWindow = Omit<Window, 'of'>

/**
 * When the next post of a place may start, as far as `windows` over its posts say, as {@link roomIn} does. Only what
 * stands counts, or may stand: a call that was refused has troubled no follower.
 */
export async function postRoomAt(
  reader: Reader,
  account: string,
  place: string,
  windows: readonly PostWindow[],
  now: Millis,
): Promise<{ readonly at: Millis; readonly full: PostWindow | null }> {
  let [at, full]: [Millis, PostWindow | null] = [now, null]
  for (const window of windows) {
    const found = await NTH_POST(window.max).first(reader, { account, place, since: now - window.within })
    if (found?.counts_from === IN_FLIGHT) return { at: IN_FLIGHT, full: window }
    if (found && found.counts_from + window.within > at) [at, full] = [found.counts_from + window.within, window]
  }
  return { at, full }
}

interface PostsSince {
  readonly account: string
  readonly place: string
  readonly since: Millis
}

/** When the `max`th newest post of a place began to count. */
const NTH_POST = prepareEach((max: number) =>
  prepare<PostsSince, { readonly counts_from: Millis }>((db, blank) =>
    db
      .selectFrom('send_log')
      .innerJoin('part', 'part.id', 'send_log.part')
      .select('send_log.counts_from')
      .where('send_log.account', '=', blank('account'))
      .where('send_log.place', '=', blank('place'))
      .where('send_log.counts_from', '>', blank('since'))
      .where('part.ordinal', '=', 0)
      .where((is) => is.or([is('send_log.outcome', 'is', null), is('send_log.outcome', 'in', STANDS)]))
      .orderBy('send_log.counts_from', 'desc')
      .limit(1)
      .offset(max - 1),
  ),
)

// Found: what was of unknown fate, and stands.
const STANDS = ['sent', 'unknown', 'found'] as const

/** US dollars spent by `account` since `since`, calls under way and of unknown outcome included. */
export async function spentSince(reader: Reader, account: string, since: Millis): Promise<number> {
  return (await SPENT.first(reader, { account, since }))?.usd ?? 0
}

const SPENT = prepare<{ readonly account: string; readonly since: Millis }, { readonly usd: number | null }>(
  (db, blank) =>
    db
      .selectFrom('send_log')
      .select(sql<number | null>`sum(usd)`.as('usd'))
      .where('account', '=', blank('account'))
      .where('counts_from', '>=', blank('since')),
)

/** US dollars spent by `account` since the start of a day and since that of its month, as {@link spentSince} counts. */
export async function spentIn(
  reader: Reader,
  account: string,
  starts: { readonly day: Millis; readonly month: Millis },
): Promise<{ readonly day: number; readonly month: number }> {
  const spent = await SPENT_IN.first(reader, { account, ...starts })
  return { day: spent?.day ?? 0, month: spent?.month ?? 0 }
}

const SPENT_IN = prepare<
  { readonly account: string; readonly day: Millis; readonly month: Millis },
  { readonly day: number | null; readonly month: number | null }
>((db, blank) =>
  db
    .selectFrom('send_log')
    .select([
      sql<number | null>`sum(case when counts_from >= ${blank('day')} then usd end)`.as('day'),
      sql<number | null>`sum(usd)`.as('month'),
    ])
    .where('account', '=', blank('account'))
    .where('counts_from', '>=', blank('month')),
)

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
