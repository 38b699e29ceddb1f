/** What a person wants in a channel, whether a feed brings it or not. */
import type { Millis } from '#src/base/clock.ts'
import type { Writer, Reader } from './open.ts'
import { prepare } from './prepared.ts'
import type { Reason } from './reasons.ts'

/** One article wanted in one channel. */
export interface Placement {
  readonly article: string
  readonly channel: string
  /** Which delivery of the article to the channel it asks for: 0 is the first. */
  readonly round: number
  readonly who: string
  readonly at: Millis
  /** True where it goes past what the channel chooses, and past its age. */
  readonly anyway: boolean
}

/** Asks for an article in a channel. One that was refused, or not yet carried out, is asked for anew. */
export async function place(writer: Writer, { anyway, ...placement }: Placement): Promise<void> {
  const row = { ...placement, anyway: anyway ? 1 : 0, refused: null }
  await writer
    .insertInto('placement')
    .values(row)
    .onConflict((conflict) => conflict.columns(['article', 'channel', 'round']).doUpdateSet(row))
    .execute()
}

/** For every channel the newest placement of an article that no rule has refused. */
export async function placementsOf(reader: Reader, article: string): Promise<ReadonlyMap<string, Placement>> {
  const rows = await PLACEMENTS.all(reader, { article })
  return new Map(rows.map((row) => [row.channel, { ...row, anyway: row.anyway === 1 }]))
}

const PLACEMENTS = prepare<{ readonly article: string }, Omit<Placement, 'anyway'> & { readonly anyway: number }>(
  (db, blank) =>
    db
      .selectFrom('placement')
      .select(['article', 'channel', 'round', 'who', 'at', 'anyway'])
      .where('article', '=', blank('article'))
      .where('refused', 'is', null)
      .orderBy('round'),
)

/** What became of a placement: why a rule refused it; null where none has. */
export async function refusalOf(reader: Reader, { article, channel, round }: Placement): Promise<string | null> {
  const row = await reader
    .selectFrom('placement')
    .select('refused')
    .where('article', '=', article)
    .where('channel', '=', channel)
    .where('round', '=', round)
    .executeTakeFirst()
  return row?.refused ?? null
}

export async function refusePlacement(writer: Writer, placement: Placement, why: Reason): Promise<void> {
  await writer
    .updateTable('placement')
    .set({ refused: why })
    .where('article', '=', placement.article)
    .where('channel', '=', placement.channel)
    .where('round', '=', placement.round)
    .execute()
}

/** What was wanted of `article` is wanted of `other` from now on, where nobody wanted that yet. Answers whether any was. */
export async function movePlacements(writer: Writer, article: string, other: string): Promise<boolean> {
  const wanted = await placementsOf(writer, article)
  for (const placement of wanted.values()) {
    const { anyway, ...row } = placement
    await writer
      .insertInto('placement')
      .values({ ...row, article: other, anyway: anyway ? 1 : 0, refused: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await writer.deleteFrom('placement').where('article', '=', article).execute()
  return wanted.size > 0
}
