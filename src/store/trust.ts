import type { Millis } from '#src/base/clock.ts'
import type { PartState } from '#src/records.ts'
import { channelById } from './channels.ts'
import { prepareEach, prepare } from './prepared.ts'
import type { Reader } from './open.ts'
import type { Reason } from './reasons.ts'

/** "The first posts of a channel" (approve: first). */
export const FIRST_POSTS = 3

/** Why a post waits that is one of them. */
export function firstWait(channel: string): Reason {
  return `approve: the first ${FIRST_POSTS} posts of ${channel} wait for a person`
}

/** Why a post waits behind one that a person let go. */
export function letGoFirst(channel: string): Reason {
  return `approve: until the first ${FIRST_POSTS} posts of ${channel} stand, those that a person let go come first`
}

/** A channel, and the account that it posts with by the config. */
interface Posting {
  readonly id: string
  readonly account: string
}

/**
 * How many posts of a channel were let through to the place and as the account that it has now, by a person or its
 * rules, replies aside; counts to `enough` at most. What went to another place says nothing of this one.
 */
export async function letThrough(reader: Reader, channel: Posting, enough: number): Promise<number> {
  const { may } = await standing(reader, channel, enough)
  if (may >= enough) return enough
  return Math.min(enough, may + (await GOING(enough).all(reader, await spotOf(reader, channel))).length)
}

/**
 * How many posts of a channel stand, or have stood, at the place and with the account that it has now, replies aside;
 * to `enough` at most. `may` counts those too that are under way or of unknown fate.
 */
export async function standing(
  reader: Reader,
  channel: Posting,
  enough: number,
): Promise<{ readonly stand: number; readonly may: number }> {
  return standingAt(reader, await spotOf(reader, channel), enough)
}

/** As {@link standing}, where it is known already where a channel posts now. */
export async function standingAt(
  reader: Reader,
  spot: Spot,
  enough: number,
): Promise<{ readonly stand: number; readonly may: number }> {
  const stand = (await STAND(enough).all(reader, spot)).length
  if (stand >= enough) return { stand, may: stand }
  const more = (await MAY_STAND(enough).all(reader, spot)).length
  return { stand, may: Math.min(enough, stand + more) }
}

async function spotOf(reader: Reader, { id, account }: Posting): Promise<Spot> {
  const own = await channelById(reader, id)
  return { channel: id, account, place: own?.place ?? id, anew: own?.anew ?? 0 }
}

/** Where a channel posts now: with this account, at this place, since `anew`. */
interface Spot {
  readonly channel: string
  readonly account: string
  readonly place: string
  readonly anew: Millis
}

// By the channel's own calls to the place since it began anew: it may have made a million posts to another one before,
// and other channels a million to this one.
const went = (states: readonly PartState[]) =>
  prepareEach((enough: number) =>
    prepare<Spot, { readonly id: string }>((db, blank) =>
      db
        .selectFrom('send_log')
        .innerJoin('part', 'part.id', 'send_log.part')
        .select('part.id')
        .distinct()
        .where('send_log.channel', '=', blank('channel'))
        .where('send_log.account', '=', blank('account'))
        .where('send_log.place', '=', blank('place'))
        .where('send_log.counts_from', '>', blank('anew'))
        .where('part.ordinal', '=', 0)
        .where('part.state', 'in', states)
        .limit(enough),
    ),
  )

const STAND = went(['sent', 'removed'])
const MAY_STAND = went(['sending', 'unknown'])

const GOING = prepareEach((enough: number) =>
  prepare<Spot, { readonly id: string }>((db, blank) =>
    db
      .selectFrom('part')
      .innerJoin('delivery', 'delivery.id', 'part.delivery')
      .select('part.id')
      .where('part.channel', '=', blank('channel'))
      .where('part.account', '=', blank('account'))
      .where('part.state', '=', 'ready')
      .where('part.ordinal', '=', 0)
      .where('delivery.created', '>=', blank('anew'))
      .limit(enough),
  ),
)
