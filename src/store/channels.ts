import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'

/** A channel's first sight: it gets articles first seen from then on. Notes it where it is new. */
export async function meetChannel(writer: Writer, id: string, now: Millis): Promise<Millis> {
  await writer
    .insertInto('channel')
    .values({ id, first_seen: now, place: null, waits_for: null, waits_until: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const row = await writer.selectFrom('channel').select('first_seen').where('id', '=', id).executeTakeFirstOrThrow()
  return row.first_seen
}

/** Since when each channel is there. */
export async function firstSights(reader: Reader): Promise<ReadonlyMap<string, Millis>> {
  const rows = await reader.selectFrom('channel').select(['id', 'first_seen']).execute()
  return new Map(rows.map((row) => [row.id, row.first_seen]))
}

/** Notes the platform's own id of the place that a channel posts to. */
export async function rememberPlace(writer: Writer, channel: string, place: string): Promise<void> {
  await writer.updateTable('channel').set({ place }).where('id', '=', channel).execute()
}

/** Notes why a channel's first ready part does not go for now; null: nothing keeps it. */
export async function noteWait(
  writer: Writer,
  channel: string,
  wait: { readonly why: string; readonly until: Millis | null } | null,
): Promise<void> {
  await writer
    .updateTable('channel')
    .set({ waits_for: wait?.why ?? null, waits_until: wait?.until ?? null })
    .where('id', '=', channel)
    .execute()
}

/** Why a channel's first ready part did not go, as it was last noted. */
export async function waitOf(reader: Reader, channel: string): Promise<string | null> {
  const row = await reader.selectFrom('channel').select('waits_for').where('id', '=', channel).executeTakeFirst()
  return row?.waits_for ?? null
}

/** The place of a channel; its own id until the platform has told another. */
export async function placeOf(reader: Reader, channel: string): Promise<string> {
  const row = await reader.selectFrom('channel').select('place').where('id', '=', channel).executeTakeFirst()
  return row?.place ?? channel
}

/** The account on a platform that credentials were proven to belong to. */
export interface ProvenAccount {
  readonly id: string
  readonly apiRoot: string
  /** The platform's own id. */
  readonly remoteId: string
  readonly name: string
}

export async function rememberAccount(writer: Writer, account: ProvenAccount, now: Millis): Promise<void> {
  const row = { api_root: account.apiRoot, remote_id: account.remoteId, name: account.name, proven: now }
  await writer
    .insertInto('account')
    .values({ id: account.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** The account as it was last proven at `apiRoot`. */
export async function provenAccount(reader: Reader, id: string, apiRoot: string): Promise<ProvenAccount | undefined> {
  const row = await reader
    .selectFrom('account')
    .selectAll()
    .where('id', '=', id)
    .where('api_root', '=', apiRoot)
    .executeTakeFirst()
  return row && { id, apiRoot, remoteId: row.remote_id, name: row.name }
}
