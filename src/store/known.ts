/** What the store knows of the messages among which one of unknown fate is looked for. */
import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Part } from './deliveries.ts'
import type { Reader } from './open.ts'
import { prepare } from './prepared.ts'

/**
 * The newest message known to stand in a place, by the platform's own growing ids; null where none is known. Only what
 * the platform itself answered: a link that staff gave for a lost message may be any, and would hide what stands before it.
 */
export async function newestRef(reader: Reader, account: string, place: string): Promise<string | null> {
  const rows = await NEWEST.all(reader, { account, place })
  const ids = rows.map((row) => row.ref_id).filter((id) => id !== null)
  // Compared as numbers that may be beyond what a double holds.
  return ids.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? null
}

const NEWEST = prepare<{ readonly account: string; readonly place: string }, Pick<Part, 'ref_id'>>((db, blank) =>
  db
    .selectFrom('send_log')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select('part.ref_id')
    .where('send_log.account', '=', blank('account'))
    // Not the channel's place: it may have been another when a message was sent, and ids mean something only within one.
    .where('send_log.place', '=', blank('place'))
    .where('send_log.outcome', '=', 'sent')
    .where('part.state', '=', 'sent')
    .orderBy('send_log.counts_from', 'desc')
    .limit(20),
)

/**
 * A message that its platform took in `place` by a call begun after `since`, the first such: whatever the platform had
 * taken there by then is older. Null where there is none. `untimed` is what is left out of `since` of the time that nobody
 * ran; of the calls' own, what was left out after them is.
 */
export async function firstRefSince(
  reader: Reader,
  account: string,
  place: string,
  { since, untimed }: { readonly since: Millis; readonly untimed: Millis },
): Promise<string | null> {
  const atLeast = Math.min(since, since - untimed)
  return (await FIRST_SINCE.first(reader, { account, place, since, atLeast }))?.ref_id ?? null
}

interface PlaceSince {
  readonly account: string
  readonly place: string
  readonly since: Millis
  readonly atLeast: Millis
}

const FIRST_SINCE = prepare<PlaceSince, Pick<Part, 'ref_id'>>((db, blank) =>
  db
    .selectFrom('send_log')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select('part.ref_id')
    .where('send_log.account', '=', blank('account'))
    .where('send_log.place', '=', blank('place'))
    // The index knows the end of a call, which comes after its start.
    .where('send_log.counts_from', '>', blank('atLeast'))
    .where(sql<Millis>`send_log.at + send_log.untimed`, '>', blank('since'))
    // Not what staff gave a link for, or a look took for it: only the platform's own answer tells an id for certain.
    .where('send_log.outcome', '=', 'sent')
    .where('part.ref_id', 'is not', null)
    .orderBy('send_log.counts_from')
    .limit(1),
)

/** Whether a message of `place` is known to be another part's. */
export async function isRecorded(reader: Reader, account: string, place: string, ref: string): Promise<boolean> {
  const row = await reader
    .selectFrom('part')
    .innerJoin('send_log', 'send_log.part', 'part.id')
    .select('part.id')
    .where('part.account', '=', account)
    .where('part.ref_id', '=', ref)
    .where('send_log.place', '=', place)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether the same article goes through the account in another message too: its link then proves nothing. */
export async function hasTwin(reader: Reader, part: Part): Promise<boolean> {
  const { id, article, account } = part
  return (await TWIN.first(reader, { id, article, account })) !== undefined
}

const TWIN = prepare<Pick<Part, 'id' | 'article' | 'account'>, Pick<Part, 'id'>>((db, blank) =>
  db
    .selectFrom('part')
    .select('part.id')
    .where('part.article', '=', blank('article'))
    .where('part.account', '=', blank('account'))
    .where('part.id', '<>', blank('id'))
    .limit(1),
)

/** Whether another message of the same words is under way to the same place, or of unknown fate there. */
export async function hasLikeness(reader: Reader, part: Part): Promise<boolean> {
  const row = await reader
    .selectFrom('part')
    .innerJoin('channel', 'channel.id', 'part.channel')
    .innerJoin('channel as mine', 'mine.place', 'channel.place')
    .select('part.id')
    .where('mine.id', '=', part.channel)
    .where('part.account', '=', part.account)
    .where('part.state', 'in', ['sending', 'unknown'])
    .where('part.text', '=', part.text)
    .where('part.id', '<>', part.id)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
