import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'

/** A channel's first sight: it gets articles first seen from then on. Notes it where it is new. */
export async function meetChannel(writer: Writer, id: string, now: Millis): Promise<Millis> {
  await MEET.run(writer, { id, now })
  return (await CHANNEL.first(writer, { id }))!.first_seen
}

const MEET = prepare<{ readonly id: string; readonly now: Millis }>((db, blank) =>
  db
    .insertInto('channel')
    .values({
      id: blank('id'),
      first_seen: blank('now'),
      place: null,
      anew: 0,
      composition: null,
      waits_for: null,
      waits_until: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
)

const CHANNEL = prepare<{ readonly id: string }, Selectable<Schema['channel']>>((db, blank) =>
  db.selectFrom('channel').selectAll().where('id', '=', blank('id')),
)

/** Where a channel posts to, and since when, as far as that is known; undefined before its first sight. */
export async function channelById(reader: Reader, id: string): Promise<Selectable<Schema['channel']> | undefined> {
  return CHANNEL.first(reader, { id })
}

/** Notes what the posts of a channel are composed by. Answers whether they were composed by something else before. */
export async function noteComposition(writer: Writer, id: string, composition: string): Promise<boolean> {
  const known = (await channelById(writer, id))!
  if (known.composition === composition) return false
  await SET_COMPOSITION.run(writer, { id, composition })
  return known.composition !== null
}

const SET_COMPOSITION = prepare<{ readonly id: string; readonly composition: string }>((db, blank) =>
  db
    .updateTable('channel')
    .set({ composition: blank('composition') })
    .where('id', '=', blank('id')),
)

/** Since when each channel is there. */
export async function firstSights(reader: Reader): Promise<ReadonlyMap<string, Millis>> {
  const rows = await FIRST_SIGHTS.all(reader, {})
  return new Map(rows.map((row) => [row.id, row.first_seen]))
}

const FIRST_SIGHTS = prepare<object, { readonly id: string; readonly first_seen: Millis }>((db) =>
  db.selectFrom('channel').select(['id', 'first_seen']),
)

/** Notes the platform's own id of the place that a channel posts to. Answers whether it was another before. */
export async function rememberPlace(writer: Writer, channel: string, place: string): Promise<boolean> {
  const row = await channelById(writer, channel)
  if (row?.place === place) return false
  await SET_PLACE.run(writer, { channel, place })
  return row !== undefined && row.place !== null
}

const SET_PLACE = prepare<{ readonly channel: string; readonly place: string }>((db, blank) =>
  db
    .updateTable('channel')
    .set({ place: blank('place') })
    .where('id', '=', blank('channel')),
)

/** Notes that a channel posts as another account or to another place from now on. */
export async function beginAnew(writer: Writer, channel: string, now: Millis): Promise<void> {
  await writer.updateTable('channel').set({ anew: now }).where('id', '=', channel).execute()
}

/** Notes why a channel's first ready part does not go for now; null: nothing keeps it. */
export async function noteWait(
  writer: Writer,
  channel: string,
  wait: { readonly why: string; readonly until: Millis | null } | null,
): Promise<void> {
  await WAIT.run(writer, { channel, why: wait?.why ?? null, until: wait?.until ?? null })
}

const WAIT = prepare<{ readonly channel: string; readonly why: string | null; readonly until: Millis | null }>(
  (db, blank) =>
    db
      .updateTable('channel')
      .set({ waits_for: blank('why'), waits_until: blank('until') })
      .where('id', '=', blank('channel')),
)

/** Why a channel's first ready part did not go, as it was last noted. */
export async function waitOf(
  reader: Reader,
  channel: string,
): Promise<{ readonly why: string; readonly until: Millis | null } | null> {
  const row = await channelById(reader, channel)
  return row === undefined || row.waits_for === null ? null : { why: row.waits_for, until: row.waits_until }
}

/** The place of a channel; its own id until the platform has told another. */
export async function placeOf(reader: Reader, channel: string): Promise<string> {
  return (await channelById(reader, channel))?.place ?? channel
}

/** The account on a platform that credentials were proven to belong to. */
export interface ProvenAccount {
  readonly id: string
  readonly apiRoot: string
  /** The platform's own id. */
  readonly remoteId: string
  readonly name: string
}

/** What an id was proven to be last, wherever that was reached; undefined where it never was. */
export async function accountById(reader: Reader, id: string): Promise<Selectable<Schema['account']> | undefined> {
  return ACCOUNT.first(reader, { id })
}

export async function rememberAccount(writer: Writer, account: ProvenAccount, now: Millis): Promise<boolean> {
  const before = await accountById(writer, account.id)
  const row = { api_root: account.apiRoot, remote_id: account.remoteId, name: account.name, proven: now }
  await REMEMBER_ACCOUNT.run(writer, { id: account.id, ...row })
  return before !== undefined && (before.remote_id !== account.remoteId || before.api_root !== account.apiRoot)
}

const ACCOUNT = prepare<{ readonly id: string }, Selectable<Schema['account']>>((db, blank) =>
  db.selectFrom('account').selectAll().where('id', '=', blank('id')),
)

const REMEMBER_ACCOUNT = prepare<Selectable<Schema['account']>>((db, blank) => {
  const row = {
    api_root: blank('api_root'),
    remote_id: blank('remote_id'),
    name: blank('name'),
    proven: blank('proven'),
  }
  return db
    .insertInto('account')
    .values({ id: blank('id'), ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
})

/** The account as it was last proven at `apiRoot`. */
export async function provenAccount(reader: Reader, id: string, apiRoot: string): Promise<ProvenAccount | undefined> {
  const row = await PROVEN.first(reader, { id, apiRoot })
  return row && { id, apiRoot, remoteId: row.remote_id, name: row.name }
}

const PROVEN = prepare<{ readonly id: string; readonly apiRoot: string }, Selectable<Schema['account']>>((db, blank) =>
  db.selectFrom('account').selectAll().where('id', '=', blank('id')).where('api_root', '=', blank('apiRoot')),
)
