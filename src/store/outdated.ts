/** What feeds have said of an article and replaced since: who says it again is late, or goes back to it. */
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { membersOf, prepare } from './prepared.ts'

/** What has changed in what is said of an article, part by part: by names of what it was and of what took its place. */
export interface Replacing {
  readonly was: readonly string[]
  readonly became: readonly string[]
  /** When that was written, as the feed says; null where it does not. */
  readonly updated: Millis | null
}

/** What is outdated of an article, and when what is said of it now was written. */
export interface Outdated {
  readonly said: ReadonlySet<string>
  readonly updated: Millis | null
}

// A line that counts readers is another one at every look.
const MOST = 60

/** Remembers what has taken the place of what. */
export async function noteReplaced(
  writer: Writer,
  article: string,
  { was, became, updated }: Replacing,
  at: Millis,
): Promise<void> {
  await writer
    .insertInto('outdated')
    .values(was.map((said) => ({ article, said, at })))
    .onConflict((conflict) => conflict.columns(['article', 'said']).doUpdateSet({ at }))
    .execute()
  await writer.deleteFrom('outdated').where('article', '=', article).where('said', 'in', became).execute()
  await writer
    .deleteFrom('outdated')
    .where('article', '=', article)
    .where('said', 'not in', (is) =>
      is.selectFrom('outdated').select('said').where('article', '=', article).orderBy('at', 'desc').limit(MOST),
    )
    .execute()
  if (updated !== null) await writer.updateTable('article').set({ updated }).where('id', '=', article).execute()
}

/** What is outdated of each of `articles`. */
export async function outdatedOf(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, Outdated>> {
  const rows = await OUTDATED.all(reader, { articles: JSON.stringify(articles) })
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, all]) => [
      id,
      { said: new Set(all.flatMap(({ said }) => said ?? [])), updated: all[0]!.updated },
    ]),
  )
}

interface Row {
  readonly id: string
  readonly updated: Millis | null
  readonly said: string | null
}

const OUTDATED = prepare<{ readonly articles: string }, Row>((db, blank) =>
  db
    .selectFrom('article')
    .leftJoin('outdated', 'outdated.article', 'article.id')
    .select(['article.id', 'article.updated', 'outdated.said'])
    .where('article.id', 'in', membersOf(blank('articles'))),
)
