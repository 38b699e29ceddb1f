import { sql, type SqlBool } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { ReadyPart } from './deliveries.ts'
import { CRIER, isDecided } from './history.ts'
import type { Reader } from './open.ts'
import { prepare } from './prepared.ts'
import { MISSING } from './reasons.ts'
import { IN_FLIGHT } from './sends.ts'
import { FIRST_POSTS, standingAt } from './trust.ts'

/** Which end of the time of publication comes first. */
type Order = 'oldest' | 'newest'

/** A channel, with what decides whether its first posts wait for a person. */
interface Asking {
  readonly id: string
  readonly account: string
  readonly approve: 'never' | 'first' | 'always'
}

/**
 * The part of a channel whose turn it is: the first that is ready ({@link nextReady}). While the first posts of the
 * channel wait for a person, those that one let go come before what nobody has seen, be that urgent or first by its time:
 * it waits for them to stand, and would keep them waiting.
 */
export async function nextToGo(
  reader: Reader,
  { id, account, approve }: Asking,
  first: Order,
  seenBy: Millis = IN_FLIGHT,
): Promise<ReadyPart | undefined> {
  const next = await nextReady(reader, id, first, seenBy)
  if (approve !== 'first' || next === undefined || next.ordinal > 0) return next
  const { place, anew, delivery } = next
  const { stand } = await standingAt(reader, { channel: id, account, place, anew }, FIRST_POSTS)
  if (stand === FIRST_POSTS || (await isDecided(reader, delivery))) return next
  return (await firstOf(reader, 'let-go', id, first, seenBy)) ?? next
}

/**
 * The first part that is ready in a channel: what is urgent, then by publication, the oldest or the newest first, and
 * never before the parts ahead of it are sent. An article that was first seen after `seenBy` keeps no other waiting: it
 * is answered only where there is nothing else.
 */
export async function nextReady(
  reader: Reader,
  channel: string,
  first: Order = 'oldest',
  seenBy: Millis = IN_FLIGHT,
): Promise<ReadyPart | undefined> {
  return firstOf(reader, 'any', channel, first, seenBy)
}

/** Of which parts the first is asked: of any, or of those that nobody is to be asked for any more. */
type Of = 'any' | 'let-go'

async function firstOf(
  reader: Reader,
  of: Of,
  channel: string,
  first: Order,
  seenBy: Millis,
): Promise<ReadyPart | undefined> {
  const values = { channel, seenBy }
  const settled = seenBy === IN_FLIGHT ? undefined : await NEXT[of][first].settled.first(reader, values)
  return settled ?? NEXT[of][first].all.first(reader, values)
}

const ASKED = sql<SqlBool>`exists (select 1 from placement where placement.article = delivery.article
  and placement.channel = delivery.channel and placement.round = delivery.round)`
// By the order in which they were written: the clock may have been set between the two.
const KNOWING = sql<SqlBool>`exists (select 1 from history as yes join history as held on held.delivery = yes.delivery
  where yes.delivery = delivery.id and yes.who <> ${sql.lit(CRIER)} and held.became = 'held'
    and held.why like ${sql.lit(`${MISSING}:%`)} and held.rowid < yes.rowid)`
const DECIDED = sql<SqlBool>`exists (select 1 from history where history.delivery = part.delivery
  and history.who <> ${sql.lit(CRIER)})`

const nextReadyBy = (order: 'asc' | 'desc', who: Of, of: 'all' | 'settled') =>
  prepare<{ readonly channel: string; readonly seenBy: Millis }, ReadyPart>((db, blank) =>
    db
      .selectFrom('part')
      .innerJoin('delivery', 'delivery.id', 'part.delivery')
      .leftJoin('channel', 'channel.id', 'part.channel')
      .leftJoin('article', 'article.id', 'part.article')
      .selectAll('part')
      .select([
        'delivery.api_root',
        'delivery.remote_id',
        'article.feed',
        'article.seen',
        'article.looked',
        'article.gone',
      ])
      .select((is) => [
        is.fn.coalesce('channel.place', 'part.channel').as('place'),
        is.fn.coalesce('channel.anew', sql<Millis>`0`).as('anew'),
      ])
      .select([ASKED.as('asked'), KNOWING.as('knowing')])
      .where('part.channel', '=', blank('channel'))
      .where('part.state', '=', 'ready')
      .where((is) =>
        is.or([
          is('part.ordinal', '=', 0),
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
        ]),
      )
      .$if(who === 'let-go', (query) => query.where((is) => is.or([is('part.ordinal', '>', 0), DECIDED])))
      .$if(of === 'settled', (query) =>
        query.where((is) =>
          is.or([
            is('article.seen', 'is', null),
            is('article.seen', '<=', blank('seenBy')),
            is('part.rank', '=', 0),
            is('part.ordinal', '>', 0),
            ASKED,
          ]),
        ),
      )
      .orderBy('part.rank')
      .orderBy('part.published', order)
      .orderBy('part.queued', order)
      .orderBy('part.ordinal')
      .limit(1),
  )

const nextBy = (order: 'asc' | 'desc', who: Of) => ({
  all: nextReadyBy(order, who, 'all'),
  settled: nextReadyBy(order, who, 'settled'),
})

const NEXT = {
  any: { oldest: nextBy('asc', 'any'), newest: nextBy('desc', 'any') },
  'let-go': { oldest: nextBy('asc', 'let-go'), newest: nextBy('desc', 'let-go') },
} as const
