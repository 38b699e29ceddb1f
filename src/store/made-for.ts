import type { Delivery } from './deliveries.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'

/** Which account of a platform a delivery is for. */
type Identity = Pick<Delivery, 'api_root' | 'remote_id'>

/** Which of an article's deliveries to a channel. */
type Which = Pick<Delivery, 'article' | 'channel' | 'round'>

/** Keeps for which account a delivery is that is taken back: composed anew, it is for no other. */
export async function keepMadeFor(writer: Writer, delivery: Which & Identity): Promise<void> {
  const { article, channel, round, api_root, remote_id } = delivery
  await KEEP.run(writer, { article, channel, round, api_root, remote_id })
}

const KEEP = prepare<Which & Identity>((db, blank) =>
  db
    .insertInto('made_for')
    .values({
      article: blank('article'),
      channel: blank('channel'),
      round: blank('round'),
      api_root: blank('api_root'),
      remote_id: blank('remote_id'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['article', 'channel', 'round'])
        .doUpdateSet({ api_root: blank('api_root'), remote_id: blank('remote_id') }),
    ),
)

/** Forgets that: a person wants it composed for the account of now. */
export async function forgetMadeFor(writer: Writer, { article, channel, round }: Which): Promise<void> {
  await FORGET.run(writer, { article, channel, round })
}

const FORGET = prepare<Which>((db, blank) =>
  db
    .deleteFrom('made_for')
    .where('article', '=', blank('article'))
    .where('channel', '=', blank('channel'))
    .where('round', '=', blank('round')),
)

/** For which account a delivery was before it was taken back; undefined where it never was. */
export async function madeFor(reader: Reader, { article, channel, round }: Which): Promise<Identity | undefined> {
  return MADE_FOR.first(reader, { article, channel, round })
}

const MADE_FOR = prepare<Which, Identity>((db, blank) =>
  db
    .selectFrom('made_for')
    .select(['api_root', 'remote_id'])
    .where('article', '=', blank('article'))
    .where('channel', '=', blank('channel'))
    .where('round', '=', blank('round')),
)
