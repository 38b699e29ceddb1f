import type { Selectable } from 'kysely'
import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import { scrub } from '#src/base/secret.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import { ruleOf } from './reasons.ts'
import type { Schema } from './schema.ts'

/** What may not go for now. */
export interface Pause {
  /**
   * `all`, `account:<id>`, `channel:<id>`, `place:<account>/<place>`, `besides:<account>` (looks, notices),
   * `check:<account>`, `upload:<account>` (pictures), `describe:<account>` (what they show) or `staffChat:<account>`.
   */
  readonly scope: string
  readonly askedBy: 'staff' | 'platform'
  /** Null: until staff resume it. */
  readonly until: Millis | null
  readonly why: string
  readonly at: Millis
  /** True where the platform itself counts (429): staff may not end it early. */
  readonly firm?: boolean
}

// A year, which no platform counts: a later end is a number that slipped. The largest could not even be read again.
const LONGEST_PAUSE: Millis = 366 * DAY

/** When a pause that is set `now`, until a platform's `end`, ends at the latest. */
export function latestEnd(end: Millis, now: Millis): Millis {
  return Math.min(end, now + LONGEST_PAUSE)
}

/**
 * Sets a pause. One of the same scope and asker is replaced, but never by an earlier end; what a platform counts stands
 * beside what staff may end, so that ending the one does not end the other. Answers whether that is news: false where
 * one was in force already for the same reason, or until staff end it. One until a time that nobody means ends after a
 * year, or as soon as staff resume it.
 */
export async function pause(writer: Writer, asked: Pause): Promise<boolean> {
  const isAbsurd = asked.until !== null && asked.until > latestEnd(asked.until, asked.at)
  const wanted = isAbsurd ? { ...asked, until: latestEnd(asked.until, asked.at), firm: false } : asked
  const key = keyOf(wanted)
  const before = await ASKED.first(writer, key)
  if (before && before.until === null && wanted.until !== null) return false
  const until =
    wanted.until === null ? null : before?.until != null ? Math.max(before.until, wanted.until) : wanted.until
  const why = scrub(wanted.why)
  await SET.run(writer, { ...key, until, why, at: wanted.at })
  const inForce = before !== undefined && (before.until === null || before.until > wanted.at)
  return !inForce || before.why !== why
}

/** A wait that a platform asked for and counts. */
export interface ToldWait {
  readonly until: Millis
  readonly why: string
}

/** Takes note of what a platform asked for, so that it is kept over a restart: staff may not end it early. */
export async function pauseAsTold(writer: Writer, scope: string, wait: ToldWait, at: Millis): Promise<void> {
  await pause(writer, { scope, askedBy: 'platform', ...wait, at, firm: true })
}

/** As {@link pause}, for what is tried again as long as it lasts: news is only where it begins. */
export async function pauseOnceMore(writer: Writer, asked: Pause): Promise<boolean> {
  const before = await ASKED.first(writer, keyOf(asked))
  await pause(writer, asked)
  const lasts = before !== undefined && (before.until === null || before.until > asked.at - STILL_THE_SAME)
  return !lasts || ruleOf(before.why) !== ruleOf(asked.why)
}

// A start that finds the same is no news.
const STILL_THE_SAME: Millis = HOUR

type Key = Pick<Selectable<Schema['pause']>, 'scope' | 'asked_by' | 'firm'>

function keyOf({ scope, askedBy, firm }: Pause): Key {
  return { scope, asked_by: askedBy, firm: firm ? 1 : 0 }
}

const ASKED = prepare<Key, Selectable<Schema['pause']>>((db, blank) =>
  db
    .selectFrom('pause')
    .selectAll()
    .where('scope', '=', blank('scope'))
    .where('asked_by', '=', blank('asked_by'))
    .where('firm', '=', blank('firm')),
)

const SET = prepare<Selectable<Schema['pause']>>((db, blank) => {
  const row = { until: blank('until'), why: blank('why'), at: blank('at') }
  return db
    .insertInto('pause')
    .values({ scope: blank('scope'), asked_by: blank('asked_by'), firm: blank('firm'), ...row })
    .onConflict((conflict) => conflict.columns(['scope', 'asked_by', 'firm']).doUpdateSet(row))
})

/**
 * Ends what staff may end: their own pauses, and a platform's but for those that it counts itself (429): these are
 * obeyed to their end. Answers the scopes that were resumed.
 */
export async function resume(writer: Writer, scopes: readonly string[]): Promise<readonly string[]> {
  const rows = await writer
    .deleteFrom('pause')
    .where('scope', 'in', scopes)
    .where('firm', '=', 0)
    .returning('scope')
    .execute()
  return [...new Set(rows.map((row) => row.scope))]
}

/** Ends what a platform's refusal paused until staff act, once the platform itself no longer refuses. */
export async function endPlatformPause(writer: Writer, scope: string): Promise<void> {
  await END.run(writer, { scope })
}

const END = prepare<{ readonly scope: string }>((db, blank) =>
  db
    .deleteFrom('pause')
    .where('scope', '=', blank('scope'))
    .where('asked_by', '=', 'platform')
    .where('until', 'is', null),
)

/** The pauses in force on any of `scopes`; those whose time has come are not. */
export async function pausesOn(reader: Reader, scopes: readonly string[], now: Millis): Promise<readonly Pause[]> {
  return (await allPauses(reader, now)).filter((pause) => scopes.includes(pause.scope))
}

/** Every pause in force; of a scope first what ends last. */
export async function allPauses(reader: Reader, now: Millis): Promise<readonly Pause[]> {
  const rows = await IN_FORCE.all(reader, { now })
  return rows.map((row) => ({
    scope: row.scope,
    askedBy: row.asked_by === 'staff' ? 'staff' : 'platform',
    until: row.until,
    firm: row.firm === 1,
    why: row.why,
    at: row.at,
  }))
}

const IN_FORCE = prepare<{ readonly now: Millis }, Selectable<Schema['pause']>>((db, blank) =>
  db
    .selectFrom('pause')
    .selectAll()
    .where((is) => is.or([is('until', 'is', null), is('until', '>', blank('now'))]))
    .orderBy('scope')
    .orderBy('until', (order) => order.desc().nullsFirst()),
)

/** Everything that a message to `place` of `channel` on `account` must find unpaused. */
export function scopesOf(account: string, channel: string, place: string): readonly string[] {
  return ['all', `account:${account}`, `channel:${channel}`, placeScope(account, place)]
}

/** What an account is asked besides posts: looks for what was lost, notices to staff. */
export function besidesScope(account: string): string {
  return `besides:${account}`
}

/** An account's check, by which it is proven: what it was told for posts and looks says nothing of this one. */
export function checkScope(account: string): string {
  return `check:${account}`
}

/** The uploads of an account's pictures, where its platform counts them by themselves: posts go on meanwhile. */
export function uploadScope(account: string): string {
  return `upload:${account}`
}

/** The descriptions of an account's pictures, which are counted apart from the pictures. */
export function describeScope(account: string): string {
  return `describe:${account}`
}

/** An account's chat of staff, where nothing may be told or forwarded. */
export function staffChatScope(account: string): string {
  return `staffChat:${account}`
}

export function placeScope(account: string, place: string): string {
  return `place:${account}/${place}`
}

/** The scope of account `from` as that of account `to`; null where it is not one of `from`. */
export function scopeFor(scope: string, from: string, to: string): string | null {
  const own = /^(?<kind>account|besides|check|place|upload|describe):(?<account>[^/]+)(?<place>\/.*)?$/s.exec(
    scope,
  )?.groups
  return own?.['account'] === from ? `${own['kind']}:${to}${own['place'] ?? ''}` : null
}
