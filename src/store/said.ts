/** What articles have said of themselves, for comparing an entry with them. */
import type { Millis } from '#src/base/clock.ts'
import type { Reader } from './open.ts'
import type { Words } from './revisions.ts'

/** What is known of what one article says. */
export interface Said {
  readonly article: string
  readonly url: string
  /** Null where its feed gave no date. */
  readonly published: Millis | null
  /** As it was stored, and its newest revision; texts are null once they are forgotten. */
  readonly words: readonly Words[]
  /** Its likenesses, under earlier headlines too. */
  readonly likeness: readonly string[]
}

// Far below what one statement may be given.
const AT_ONCE = 500

/** What `articles` have said; those that are unknown are left out. */
export async function saidBy(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  for (let from = 0; from < articles.length; from += AT_ONCE) {
    const ids = articles.slice(from, from + AT_ONCE)
    const rows = await reader
      .selectFrom('article')
      .select(['id', 'url', 'published', 'seen', 'title', 'summary', 'content'])
      .where('id', 'in', ids)
      .execute()
    const newer = await reader
      .selectFrom('revision')
      .select(['article', 'title', 'summary', 'content'])
      .where('article', 'in', ids)
      .orderBy('revision')
      .execute()
    const newest = new Map(newer.map((words) => [words.article, words]))
    const keys = await reader.selectFrom('likeness').selectAll().where('article', 'in', ids).execute()
    const likeness = Map.groupBy(keys, ({ article }) => article)
    for (const { id, url, published, seen, ...words } of rows) {
      const last = newest.get(id)
      said.set(id, {
        article: id,
        url,
        published: published === seen ? null : published,
        words: last === undefined ? [words] : [words, last],
        likeness: (likeness.get(id) ?? []).map(({ key }) => key),
      })
    }
  }
  return said
}
