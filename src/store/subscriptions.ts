import type { Insertable, Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import type { Schema } from './schema.ts'

/** What a hub was asked to push. */
export interface Subscription {
  /** The last part of its callback, which nobody can guess. */
  readonly path: string
  readonly feed: string
  readonly hub: string
  /** The address that the hub knows the feed by. */
  readonly topic: string
  readonly callback: string
  /** By which the hub signs. */
  readonly secret: string
  /** `wanted`: the hub is to be asked. `asked`: it has to prove that it is. `ending`: it is to push no more. */
  readonly state: Selectable<Schema['subscription']>['state']
  /** When the hub was last asked for it; null: not yet. */
  readonly asked: Millis | null
  /** How often in a row it was asked in vain. */
  readonly tries: number
  /** When the hub is asked the next time: for it, for its end, or for the one that takes its place. */
  readonly nextAt: Millis
  /** When the hub's lease ends; null before there is one. */
  readonly until: Millis | null
}

export async function allSubscriptions(reader: Reader): Promise<readonly Subscription[]> {
  const rows = await reader.selectFrom('subscription').selectAll().orderBy('next_at').orderBy('path').execute()
  return rows.map(({ next_at: nextAt, ...rest }) => ({ ...rest, nextAt }))
}

export async function subscriptionAt(reader: Reader, path: string): Promise<Subscription | undefined> {
  const row = await reader.selectFrom('subscription').selectAll().where('path', '=', path).executeTakeFirst()
  if (row === undefined) return undefined
  const { next_at: nextAt, ...rest } = row
  return { ...rest, nextAt }
}

export async function putSubscription(writer: Writer, { nextAt, ...rest }: Subscription): Promise<void> {
  const row: Insertable<Schema['subscription']> = { ...rest, next_at: nextAt }
  await writer
    .insertInto('subscription')
    .values(row)
    .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
    .execute()
}

export async function removeSubscription(writer: Writer, path: string): Promise<void> {
  await writer.deleteFrom('subscription').where('path', '=', path).execute()
}

/** What feeds name to be asked of which hub, by feed, with the URL that each was read by. */
export async function offeredTopics(
  reader: Reader,
): Promise<ReadonlyMap<string, { readonly url: string; readonly hub: string; readonly topic: string }>> {
  const rows = await reader
    .selectFrom('feed')
    .select(['id', 'url', 'hub', 'topic'])
    .where('hub', 'is not', null)
    .where('gone_at', 'is', null)
    .execute()
  return new Map(
    rows.flatMap(({ id, url, hub, topic }) => (hub === null || topic === null ? [] : [[id, { url, hub, topic }]])),
  )
}
