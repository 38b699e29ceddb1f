import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Draft, PartState, Ref } from '#src/records.ts'
import { CRIER, note } from './history.ts'
import type { Reader, Writer } from './open.ts'
import type { Reason } from './reasons.ts'
import type { DeliveryTable, PartTable } from './schema.ts'

export type Delivery = Readonly<Selectable<DeliveryTable>>
export type Part = Readonly<Selectable<PartTable>>

/** A delivery as it is first stored: routed, composed and measured. */
export interface NewDelivery {
  readonly article: string
  readonly channel: string
  readonly account: string
  readonly apiRoot: string
  readonly remoteId: string | null
  readonly published: Millis
  /** Order among deliveries of the same time of publication. */
  readonly queued: number
  readonly state: 'ready' | 'held' | 'dropped'
  readonly reason: Reason
  readonly parts: readonly { readonly draft: Draft['parts'][number]; readonly usd: number }[]
}

/** Stores a delivery with its parts. An article goes to a channel once: a second delivery is refused by the store. */
export async function addDelivery(writer: Writer, delivery: NewDelivery, now: Millis): Promise<string> {
  const id = randomId()
  const { article, channel, account, published, queued, state, reason } = delivery
  await writer
    .insertInto('delivery')
    .values({ id, article, channel, account, api_root: delivery.apiRoot, remote_id: delivery.remoteId, created: now })
    .execute()
  await writer
    .insertInto('part')
    .values(
      delivery.parts.map(({ draft, usd }, ordinal) => ({
        id: randomId(),
        delivery: id,
        ordinal,
        channel,
        account,
        state,
        reason,
        key: randomId(),
        bytes: JSON.stringify(draft.body),
        text: draft.text,
        link: draft.link,
        used: draft.length.used,
        allowed: draft.length.allowed,
        usd,
        published,
        queued,
        attempts: 0,
        ref_id: null,
        ref_url: null,
        changed: now,
      })),
    )
    .execute()
  await note(writer, { at: now, article, delivery: id, was: null, became: state, why: reason, who: CRIER })
  return id
}

/** The channels that have a delivery of `article`. */
export async function channelsOf(reader: Reader, article: string): Promise<ReadonlySet<string>> {
  const rows = await reader.selectFrom('delivery').select('channel').where('article', '=', article).execute()
  return new Set(rows.map((row) => row.channel))
}

/** The first part that is ready in a channel: by publication, and never before the parts ahead of it are sent. */
export async function nextReady(reader: Reader, channel: string): Promise<Part | undefined> {
  return reader
    .selectFrom('part')
    .selectAll()
    .where('channel', '=', channel)
    .where('state', '=', 'ready')
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('part as ahead')
            .select('ahead.id')
            .whereRef('ahead.delivery', '=', 'part.delivery')
            .whereRef('ahead.ordinal', '<', 'part.ordinal')
            .where('ahead.state', '<>', 'sent'),
        ),
      ),
    )
    .orderBy('published')
    .orderBy('queued')
    .orderBy('ordinal')
    .limit(1)
    .executeTakeFirst()
}

export async function deliveryById(reader: Reader, id: string): Promise<Delivery | undefined> {
  return reader.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function deliveriesOf(reader: Reader, article: string): Promise<readonly Delivery[]> {
  return reader
    .selectFrom('delivery')
    .selectAll()
    .where('article', '=', article)
    .orderBy('created')
    .orderBy('id')
    .execute()
}

export async function partsOf(reader: Reader, delivery: string): Promise<readonly Part[]> {
  return reader.selectFrom('part').selectAll().where('delivery', '=', delivery).orderBy('ordinal').execute()
}

export async function partById(reader: Reader, id: string): Promise<Part | undefined> {
  return reader.selectFrom('part').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Parts in `state`, the longest there first. */
export async function partsIn(reader: Reader, state: PartState, limit = 1_000): Promise<readonly Part[]> {
  return reader
    .selectFrom('part')
    .selectAll()
    .where('state', '=', state)
    .orderBy('changed')
    .orderBy('queued')
    .limit(limit)
    .execute()
}

/** Which account of the platform a delivery is for, once that is known. */
export async function bindDelivery(writer: Writer, delivery: string, remoteId: string): Promise<void> {
  await writer.updateTable('delivery').set({ remote_id: remoteId }).where('id', '=', delivery).execute()
}

const NEXT: Readonly<Record<PartState, readonly PartState[]>> = {
  ready: ['sending', 'held', 'dropped'],
  sending: ['sent', 'ready', 'refused', 'unknown'],
  unknown: ['sent', 'ready', 'held', 'dropped'],
  held: ['ready', 'sent', 'dropped'],
  refused: ['ready', 'dropped'],
  sent: ['removed'],
  dropped: [],
  removed: [],
}

/**
 * Moves a part from the state it was read in to the next, with the reason. Answers the part as it is now.
 * @throws where the states do not follow each other, or where it is no longer in that state.
 */
export async function movePart(
  writer: Writer,
  part: Part,
  change: {
    readonly to: PartState
    readonly why: Reason
    readonly at: Millis
    readonly ref?: Ref
    readonly attempts?: number
    readonly bytes?: string
    readonly who?: string
  },
): Promise<Part> {
  if (!NEXT[part.state].includes(change.to)) throw new Error(`a part never goes from ${part.state} to ${change.to}`)
  const why = scrub(change.why)
  const row = await writer
    .updateTable('part')
    .set({
      state: change.to,
      reason: why,
      changed: change.at,
      ...(change.ref && { ref_id: change.ref.id, ref_url: change.ref.url }),
      ...(change.attempts !== undefined && { attempts: change.attempts }),
      ...(change.bytes !== undefined && { bytes: change.bytes }),
    })
    .where('id', '=', part.id)
    .where('state', '=', part.state)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new Error(`part ${part.id} is no longer ${part.state}`)
  const delivery = await writer
    .selectFrom('delivery')
    .select('article')
    .where('id', '=', part.delivery)
    .executeTakeFirstOrThrow()
  await note(writer, {
    at: change.at,
    article: delivery.article,
    delivery: part.delivery,
    was: part.state,
    became: change.to,
    why,
    who: change.who ?? CRIER,
  })
  return row
}

/** Drops what is ready behind a part that is given up: it would wait for ever. */
export async function dropBehind(
  writer: Writer,
  part: Part,
  change: { readonly why: Reason; readonly at: Millis; readonly who?: string },
): Promise<void> {
  for (const behind of await partsOf(writer, part.delivery)) {
    if (behind.ordinal > part.ordinal && behind.state === 'ready') {
      await movePart(writer, behind, { to: 'dropped', ...change })
    }
  }
}

/** How many posts of a channel were let through so far, by a person or by its rules; counts to `enough` at most. */
export async function letThrough(reader: Reader, channel: string, enough: number): Promise<number> {
  const rows = await reader
    .selectFrom('part')
    .select('id')
    .where('channel', '=', channel)
    .where('state', 'in', ['ready', 'sending', 'sent', 'unknown', 'removed'])
    .limit(enough)
    .execute()
  return rows.length
}

/** The newest message known to stand in a place, by the platform's own growing ids; null where none is known. */
export async function newestRef(reader: Reader, account: string, place: string): Promise<string | null> {
  const rows = await reader
    .selectFrom('send_log')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select('part.ref_id')
    .where('send_log.account', '=', account)
    // Not the channel's place: it may have been another when a message was sent, and ids mean something only within one.
    .where('send_log.place', '=', place)
    .where('part.state', '=', 'sent')
    .orderBy('send_log.counts_from', 'desc')
    .limit(20)
    .execute()
  const ids = rows.map((row) => row.ref_id).filter((id) => id !== null)
  // Compared as numbers that may be beyond what a double holds.
  return ids.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1) ?? null
}

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
  const row = await reader
    .selectFrom('delivery as mine')
    .innerJoin('delivery', 'delivery.article', 'mine.article')
    .innerJoin('part', 'part.delivery', 'delivery.id')
    .select('part.id')
    .where('mine.id', '=', part.delivery)
    .where('part.account', '=', part.account)
    .where('part.id', '<>', part.id)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Where a delivery comes from, for the log. */
export interface Origin {
  readonly article: string
  readonly feed: string | undefined
}

export async function originOf(reader: Reader, delivery: string): Promise<Origin> {
  const row = await reader
    .selectFrom('delivery')
    .leftJoin('article', 'article.id', 'delivery.article')
    .select(['delivery.article', 'article.feed'])
    .where('delivery.id', '=', delivery)
    .executeTakeFirstOrThrow()
  return { article: row.article, feed: row.feed ?? undefined }
}

/** Forgets a delivery that was never sent, so that it can be composed anew. Its history stays. */
export async function forgetDelivery(writer: Writer, delivery: string): Promise<void> {
  await writer.deleteFrom('part').where('delivery', '=', delivery).execute()
  await writer.deleteFrom('delivery').where('id', '=', delivery).execute()
}

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
