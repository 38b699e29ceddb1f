import { channelById } from './channels.ts'
import { prepareEach, prepare } from './prepared.ts'
import type { Reader } from './open.ts'

/** A channel, and the account that it posts with by the config. */
interface Posting {
  readonly id: string
  readonly account: string
}

/**
 * How many posts of a channel were let through to the place and as the account that it has now, by a person or its
 * rules, replies aside; counts to `enough` at most. What went to another place says nothing of this one.
 */
export async function letThrough(reader: Reader, { id, account }: Posting, enough: number): Promise<number> {
  const own = await channelById(reader, id)
  const values = { channel: id, account, place: own?.place ?? id, anew: own?.anew ?? 0 }
  const went = await WENT(enough).all(reader, values)
  if (went.length >= enough) return enough
  return Math.min(enough, went.length + (await GOING(enough).all(reader, values)).length)
}

interface Values {
  readonly channel: string
  readonly account: string
  readonly place: string
  readonly anew: number
}

const WENT = prepareEach((enough: number) =>
  prepare<Values, { readonly id: string }>((db, blank) =>
    db
      .selectFrom('send_log')
      .innerJoin('part', 'part.id', 'send_log.part')
      .select('part.id')
      .distinct()
      .where('send_log.account', '=', blank('account'))
      .where('send_log.place', '=', blank('place'))
      .where('send_log.counts_from', '>', blank('anew'))
      .where('part.channel', '=', blank('channel'))
      .where('part.ordinal', '=', 0)
      .where('part.state', 'in', ['sending', 'sent', 'unknown', 'removed'])
      .limit(enough),
  ),
)

const GOING = prepareEach((enough: number) =>
  prepare<Values, { readonly id: string }>((db, blank) =>
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
