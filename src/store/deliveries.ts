import type { Selectable, SqlBool } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Draft, DraftPart, PartState, Ref } from '#src/records.ts'
import { CRIER, note } from './history.ts'
import { replaceMedia } from './media.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Reason } from './reasons.ts'
import type { DeliveryTable, PartTable } from './schema.ts'

export type Delivery = Readonly<Selectable<DeliveryTable>>
export type Part = Readonly<Selectable<PartTable>>

/** A part whose turn it is, with what decides whether it may go. */
export interface ReadyPart extends Part {
  /** The platform and the account its delivery was made for. */
  readonly api_root: string
  readonly remote_id: string | null
  /** The platform's own id of the channel's place; the channel's id until the platform has told another. */
  readonly place: string
  /** Since when its channel posts as this account to this place; 0: from its beginning. */
  readonly anew: Millis
  /** The feed of its article, when that was first seen, when it was looked at again, and why it seems withdrawn. */
  readonly feed: string | null
  readonly seen: Millis | null
  readonly looked: Millis | null
  readonly gone: string | null
  /** Whether a person asked for it: the reason tells the last change only. */
  readonly asked: SqlBool
  /** Whether one let it go after it was held since its page seems not to be there. */
  readonly knowing: SqlBool
}

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
  /** True where it goes first, and past its channel's rhythm. */
  readonly urgent?: boolean
  /** Which delivery of the article to the channel this is; the first unless a person asked for it once more. */
  readonly round?: number
  readonly state: 'ready' | 'held' | 'dropped'
  readonly reason: Reason
  readonly parts: readonly { readonly draft: Draft['parts'][number]; readonly usd: number }[]
}

/**
 * Stores a delivery with its parts. An article goes to a channel once in each round: a second delivery is refused by the
 * store.
 */
export async function addDelivery(writer: Writer, delivery: NewDelivery, now: Millis): Promise<string> {
  const id = randomId()
  const { article, channel, account, published, queued, state, reason, round = 0 } = delivery
  const { apiRoot, remoteId } = delivery
  await ADD.run(writer, { id, article, channel, account, api_root: apiRoot, remote_id: remoteId, created: now, round })
  for (const [ordinal, { draft, usd }] of delivery.parts.entries()) {
    await ADD_PART.run(writer, {
      id: randomId(),
      delivery: id,
      ordinal,
      article,
      channel,
      account,
      state,
      reason,
      key: randomId(),
      rank: delivery.urgent ? 0 : 1,
      ...columnsOf(draft),
      usd,
      published,
      queued,
      changed: now,
    })
  }
  await note(writer, { at: now, article, delivery: id, was: null, became: state, why: reason, who: CRIER })
  return id
}

/** What a part keeps of its message. */
export function columnsOf(draft: DraftPart) {
  return {
    bytes: JSON.stringify(draft.body),
    text: draft.text,
    link: draft.link,
    picture: draft.picture && JSON.stringify(draft.picture),
    used: draft.length.used,
    allowed: draft.length.allowed,
  }
}

const ADD = prepare<Omit<Delivery, 'revision'>>((db, blank) =>
  db.insertInto('delivery').values((is) => ({
    id: blank('id'),
    article: blank('article'),
    channel: blank('channel'),
    account: blank('account'),
    api_root: blank('api_root'),
    remote_id: blank('remote_id'),
    created: blank('created'),
    round: blank('round'),
    revision: is.fn.coalesce(is.selectFrom('article').select('revision').where('id', '=', blank('article')), is.lit(0)),
  })),
)

const ADD_PART = prepare<Omit<Part, 'media' | 'media_until' | 'attempts' | 'tries' | 'ref_id' | 'ref_url'>>(
  (db, blank) =>
    db.insertInto('part').values({
      id: blank('id'),
      delivery: blank('delivery'),
      ordinal: blank('ordinal'),
      article: blank('article'),
      channel: blank('channel'),
      account: blank('account'),
      state: blank('state'),
      reason: blank('reason'),
      key: blank('key'),
      rank: blank('rank'),
      bytes: blank('bytes'),
      text: blank('text'),
      link: blank('link'),
      picture: blank('picture'),
      media: null,
      media_until: null,
      used: blank('used'),
      allowed: blank('allowed'),
      usd: blank('usd'),
      published: blank('published'),
      queued: blank('queued'),
      attempts: 0,
      tries: 0,
      ref_id: null,
      ref_url: null,
      changed: blank('changed'),
    }),
)

/** The channels that have a delivery of `article`, with the round of the newest. */
export async function roundsOf(reader: Reader, article: string): Promise<ReadonlyMap<string, number>> {
  const rows = await ROUNDS.all(reader, { article })
  return new Map(rows.map(({ channel, round }) => [channel, round]))
}

const ROUNDS = prepare<{ readonly article: string }, Pick<Delivery, 'channel' | 'round'>>((db, blank) =>
  db.selectFrom('delivery').select(['channel', 'round']).where('article', '=', blank('article')).orderBy('round'),
)

export async function deliveryById(reader: Reader, id: string): Promise<Delivery | undefined> {
  return DELIVERY.first(reader, { id })
}

const DELIVERY = prepare<{ readonly id: string }, Delivery>((db, blank) =>
  db.selectFrom('delivery').selectAll().where('id', '=', blank('id')),
)

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
  return PARTS_OF.all(reader, { delivery })
}

const PARTS_OF = prepare<{ readonly delivery: string }, Part>((db, blank) =>
  db.selectFrom('part').selectAll().where('delivery', '=', blank('delivery')).orderBy('ordinal'),
)

export async function partById(reader: Reader, id: string): Promise<Part | undefined> {
  return BY_ID.first(reader, { id })
}

const BY_ID = prepare<{ readonly id: string }, Part>((db, blank) =>
  db.selectFrom('part').selectAll().where('id', '=', blank('id')),
)

/**
 * Counts a try of a part, or that it broke its lane. Answers how often it has been counted since it came to its state;
 * undefined where there is no such part any more.
 */
export async function countTry(writer: Writer, part: string): Promise<number | undefined> {
  return (await COUNT_TRY.first(writer, { part }))?.tries
}

const COUNT_TRY = prepare<{ readonly part: string }, { readonly tries: number }>((db, blank) =>
  db
    .updateTable('part')
    .set((is) => ({ tries: is('tries', '+', 1) }))
    .where('id', '=', blank('part'))
    .returning('tries'),
)

/** Takes back the count of a try that the process has outlived. */
export async function uncountTry(writer: Writer, part: string): Promise<void> {
  await UNCOUNT_TRY.run(writer, { part })
}

const UNCOUNT_TRY = prepare<{ readonly part: string }>((db, blank) =>
  db
    .updateTable('part')
    .set((is) => ({ tries: is('tries', '-', 1) }))
    .where('id', '=', blank('part'))
    .where('tries', '>', 0),
)

const MOST_PARTS = 1_000

/** Parts in `state`, the longest there first, {@link MOST_PARTS} at most. */
export async function partsIn(reader: Reader, state: PartState): Promise<readonly Part[]> {
  return PARTS_IN.all(reader, { state })
}

const PARTS_IN = prepare<{ readonly state: PartState }, Part>((db, blank) =>
  db
    .selectFrom('part')
    .selectAll()
    .where('state', '=', blank('state'))
    .orderBy('changed')
    .orderBy('queued')
    .limit(MOST_PARTS),
)

/** The parts of an account whose fate is unknown, the longest there first, {@link MOST_PARTS} at most. */
export async function unknownOf(reader: Reader, account: string): Promise<readonly Part[]> {
  return UNKNOWN_OF.all(reader, { account })
}

const UNKNOWN_OF = prepare<{ readonly account: string }, Part>((db, blank) =>
  db
    .selectFrom('part')
    .selectAll()
    .where('account', '=', blank('account'))
    .where('state', '=', 'unknown')
    .orderBy('changed')
    .orderBy('queued')
    .limit(MOST_PARTS),
)

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
  const row = await MOVE.first(writer, {
    id: part.id,
    was: part.state,
    to: change.to,
    why,
    at: change.at,
    refId: change.ref?.id ?? null,
    refUrl: change.ref?.url ?? null,
    attempts: change.attempts ?? null,
    bytes: change.bytes ?? null,
  })
  if (!row) throw new Error(`part ${part.id} is no longer ${part.state}`)
  const moved = row.media !== null && ENDS.has(row.state) ? await replaceMedia(writer, row, null) : row
  await note(writer, {
    at: change.at,
    article: part.article,
    delivery: part.delivery,
    was: part.state,
    became: change.to,
    why,
    who: change.who ?? CRIER,
  })
  return moved
}

/** A picture is kept only for what may still go; a refused part that staff try again has it prepared anew. */
const ENDS: ReadonlySet<PartState> = new Set(['sent', 'refused', 'dropped', 'removed'])

interface Move {
  readonly id: string
  readonly was: PartState
  readonly to: PartState
  readonly why: string
  readonly at: Millis
  /** What is null stays as it is. */
  readonly refId: string | null
  readonly refUrl: string | null
  readonly attempts: number | null
  readonly bytes: string | null
}

const MOVE = prepare<Move, Part>((db, blank) =>
  db
    .updateTable('part')
    .set((is) => ({
      state: blank('to'),
      reason: blank('why'),
      changed: blank('at'),
      ref_id: is.fn.coalesce(blank('refId'), 'ref_id'),
      ref_url: is.fn.coalesce(blank('refUrl'), 'ref_url'),
      attempts: is.fn.coalesce(blank('attempts'), 'attempts'),
      tries: 0,
      bytes: is.fn.coalesce(blank('bytes'), 'bytes'),
    }))
    .where('id', '=', blank('id'))
    .where('state', '=', blank('was'))
    .returningAll(),
)

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
