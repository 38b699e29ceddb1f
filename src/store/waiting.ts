import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { articleById, moveArticle } from './articles.ts'
import { partsOf, type Delivery, type Part } from './deliveries.ts'
import { CRIER, isDecided, note } from './history.ts'
import { forgetMadeFor, keepMadeFor } from './made-for.ts'
import { replaceMedia } from './media.ts'
import type { Reader, Writer } from './open.ts'
import { membersOf, prepare, prepareEach } from './prepared.ts'
import { ruleOf, type Reason } from './reasons.ts'

/**
 * Parts that are ready in none of `channels`: nothing would ever send them. Those of a delivery in their order; what
 * follows a part that still waits for something else goes the way of that one.
 */
export async function readyOutside(reader: Reader, channels: readonly string[]): Promise<readonly Part[]> {
  return READY_OUTSIDE.all(reader, { channels: JSON.stringify(channels) })
}

const READY_OUTSIDE = prepare<{ readonly channels: string }, Part>((db, blank) =>
  db
    .selectFrom('part')
    .selectAll()
    .where('state', '=', 'ready')
    .where('channel', 'not in', membersOf(blank('channels')))
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('part as ahead')
            .select('ahead.id')
            .whereRef('ahead.delivery', '=', 'part.delivery')
            .whereRef('ahead.ordinal', '<', 'part.ordinal')
            .where('ahead.state', 'in', ['sending', 'unknown', 'held', 'refused']),
        ),
      ),
    )
    .orderBy('changed')
    .orderBy('ordinal'),
)

/** From `start` to before `end`. */
export interface Span {
  readonly start: Millis
  readonly end: Millis
}

/** Whether anything waits to go in `channel` that was published in `span`, but for what is urgent. */
export async function cameIn(reader: Reader, channel: string, span: Span): Promise<boolean> {
  return (await PUBLISHED_IN.first(reader, { channel, ...span })) !== undefined
}

const PUBLISHED_IN = prepare<Span & { readonly channel: string }, { readonly id: string }>((db, blank) =>
  db
    .selectFrom('part')
    .select('id')
    .where('channel', '=', blank('channel'))
    .where('state', '=', 'ready')
    .where('rank', '>', 0)
    .where('published', '>=', blank('start'))
    .where('published', '<', blank('end'))
    .limit(1),
)

/** Which of `channels` have something urgent that is ready. */
export async function urgentIn(reader: Reader, channels: readonly string[]): Promise<readonly string[]> {
  const rows = await URGENT_IN.all(reader, { channels: JSON.stringify(channels) })
  return rows.map(({ channel }) => channel)
}

const URGENT_IN = prepare<{ readonly channels: string }, { readonly channel: string }>((db, blank) =>
  db
    .selectFrom('part')
    .select('channel')
    .distinct()
    .where('channel', 'in', membersOf(blank('channels')))
    .where('state', '=', 'ready')
    .where('rank', '=', 0),
)

/** Whose deliveries are asked for. */
type Whose = { readonly article: string } | { readonly channels: readonly string[] }

/**
 * Deliveries of some channels or of an article that stand as Crier composed them, and that only their turn, a person's
 * yes or their template keeps: nobody has decided on them or changed their text, and no call was ever made for them.
 */
export async function untouched(reader: Reader, whose: Whose): Promise<readonly Delivery[]> {
  if ('channels' in whose && whose.channels.length === 0) return []
  const parts =
    'article' in whose
      ? await UNTOUCHED_OF('article').all(reader, { of: whose.article })
      : await UNTOUCHED_OF('channels').all(reader, { of: JSON.stringify(whose.channels) })
  const kept = parts.filter(({ state, reason }) => state === 'held' && !COMPOSED_ANEW.has(ruleOf(reason)))
  const own = new Set(parts.map(({ delivery }) => delivery)).difference(new Set(kept.map(({ delivery }) => delivery)))
  return own.size === 0 ? [] : DELIVERIES.all(reader, { ids: JSON.stringify([...own]) })
}

const UNTOUCHED_OF = prepareEach((of: 'article' | 'channels') =>
  prepare<{ readonly of: string }, Pick<Part, 'delivery' | 'state' | 'reason'>>((db, blank) =>
    db
      .selectFrom('part')
      .select(['part.delivery', 'part.state', 'part.reason'])
      // One article, and no list: SQLite would rather look through everything that waits than take its index for a list.
      .where((is) =>
        of === 'article' ? is('part.article', '=', blank('of')) : is('part.channel', 'in', membersOf(blank('of'))),
      )
      .where('part.state', 'in', ['ready', 'held'])
      .where((is) =>
        is.not(
          is.or([
            is.exists(
              is
                .selectFrom('history')
                .select('history.id')
                .whereRef('history.delivery', '=', 'part.delivery')
                // Written out: beside an index of some rows only, SQLite prepares a query with a value anew every time.
                .where('history.who', '<>', sql.lit(CRIER)),
            ),
            // A call for any part, or one that is at its end: the post has begun to go.
            is.exists(
              is
                .selectFrom('part as other')
                .leftJoin('send_log', 'send_log.part', 'other.id')
                .select('other.id')
                .whereRef('other.delivery', '=', 'part.delivery')
                .where((each) =>
                  each.or([each('other.state', 'not in', ['ready', 'held']), each('send_log.id', 'is not', null)]),
                ),
            ),
          ]),
        ),
      ),
  ),
)

const DELIVERIES = prepare<{ readonly ids: string }, Delivery>((db, blank) =>
  db
    .selectFrom('delivery')
    .selectAll()
    .where('id', 'in', membersOf(blank('ids'))),
)

const TAKEN_BACK = 'taken back from '

/** The channel that a delivery was taken back from, by how the history says so; null where it says something else. */
export function takenBackFrom(became: string): string | null {
  return became.startsWith(TAKEN_BACK) ? became.slice(TAKEN_BACK.length) : null
}

/**
 * Takes a delivery that was never sent back, so that its article may be routed to its channel again: for the account
 * that it was for, unless a person wants it anew. Its history stays.
 */
export async function takeBack(
  writer: Writer,
  delivery: Delivery,
  { why, at, who = CRIER }: { readonly why: Reason; readonly at: Millis; readonly who?: string },
): Promise<void> {
  const { id, article, channel } = delivery
  const parts = await partsOf(writer, id)
  for (const part of parts) {
    if (part.media !== null) await replaceMedia(writer, part, null)
  }
  await writer.deleteFrom('part').where('delivery', '=', id).execute()
  await writer.deleteFrom('delivery').where('id', '=', id).execute()
  await (who === CRIER ? keepMadeFor(writer, delivery) : forgetMadeFor(writer, delivery))
  const was = parts[0]?.state ?? null
  // A text that a person wrote or read stays to be asked for.
  const earlier = who === CRIER ? null : (parts[0]?.text ?? null)
  await note(writer, { at, article, delivery: id, was, became: `${TAKEN_BACK}${channel}`, why, who, earlier })
}

/**
 * Takes back what waits in `channels` untouched ({@link untouched}), so that it is routed and composed anew; only what
 * `is` says, if it is given. Answers how many posts that were.
 */
export async function routeAnew(
  writer: Writer,
  channels: readonly string[],
  at: Millis,
  why: (channel: string) => Reason,
  is: (delivery: Delivery) => boolean = () => true,
): Promise<number> {
  const waiting = (await untouched(writer, { channels })).filter(is)
  for (const delivery of waiting) {
    await takeBack(writer, delivery, { why: why(delivery.channel), at })
    const article = await articleById(writer, delivery.article)
    // One that is still on its way is routed anyway; one that waits for its date had this post before it, by a wish.
    if (article?.state === 'routed' || article?.state === 'waiting')
      await moveArticle(writer, article, { to: 'read', why: why(delivery.channel), at })
  }
  return waiting.length
}

/** Whether a person has decided on a delivery or changed its text, or a call was made for it. */
export async function isTouched(reader: Reader, delivery: string): Promise<boolean> {
  if (await isDecided(reader, delivery)) return true
  const called = await reader
    .selectFrom('part')
    .innerJoin('send_log', 'send_log.part', 'part.id')
    .select('send_log.id')
    .where('part.delivery', '=', delivery)
    .limit(1)
    .execute()
  return called.length > 0
}

// What these rules hold, they hold again where they still apply; what others do (a page that is missing among them: a
// channel without a second look would let it go), a person is to settle.
const COMPOSED_ANEW: ReadonlySet<string> = new Set(['approve', 'hold-words', 'format', 'budget', 'aside'])
