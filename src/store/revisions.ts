/** What a feed says of an article now, where that is no longer what its posts were composed from. */
import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { ArticleState } from '#src/records.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'

/** What a feed says of an article; summary and content may be HTML. */
export interface Words {
  readonly title: string
  readonly summary: string | null
  readonly content: string | null
}

/** An article with the newest words that are known of it. */
export interface Worded extends Words {
  readonly id: string
  readonly state: ArticleState
}

const WORDS = ['title', 'summary', 'content'] as const

/** Those of `articles` that came from `feed`, are in one of `states` and not forgotten, in their newest words. */
export async function newestWords(
  reader: Reader,
  feed: string,
  articles: readonly string[],
  states: readonly ArticleState[],
): Promise<readonly Worded[]> {
  if (articles.length === 0) return []
  const found = await reader
    .selectFrom('article')
    .select(['id', 'state', ...WORDS])
    .where('id', 'in', articles)
    .where('feed', '=', feed)
    .where('state', 'in', states)
    // Written out, as in the index of what is kept: SQLite prepares the query anew every time for a value.
    .where('kept', '=', sql.lit(1))
    .execute()
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const newer = await reader
    .selectFrom('revision')
    .select(['article', ...WORDS])
    .where('article', 'in', ids)
    .orderBy('revision')
    .execute()
  const newest = new Map(newer.map(({ article, ...words }) => [article, words]))
  return found.map((article) => ({ ...article, ...newest.get(article.id) }))
}

/** Takes new words over where nothing has been made of the old ones. */
export async function reword(writer: Writer, article: string, words: Words): Promise<void> {
  const { title, summary, content } = words
  await writer.updateTable('article').set({ title, summary, content }).where('id', '=', article).execute()
}

/**
 * Remembers the newest words of an article; the article itself keeps those that its posts were composed from, until it
 * is {@link renew}ed. Of the revisions between only those are kept that a delivery was made from.
 */
export async function addRevision(writer: Writer, article: string, words: Words, at: Millis): Promise<void> {
  const { title, summary, content } = words
  const own = await writer
    .selectFrom('article')
    .select(['revision', ...WORDS])
    .where('id', '=', article)
    .executeTakeFirstOrThrow()
  const last = await newestRevision(writer, article)
  if (last === undefined)
    await writer
      .insertInto('revision')
      .values({ article, at, ...own })
      .execute()
  const revision = Math.max(own.revision, last ?? 0) + 1
  await writer
    .deleteFrom('revision')
    .where('article', '=', article)
    .where('revision', '<>', own.revision)
    .where('revision', 'not in', (is) => is.selectFrom('delivery').select('revision').where('article', '=', article))
    .execute()
  await writer.insertInto('revision').values({ article, revision, at, title, summary, content }).execute()
}

/** Takes the newest words of an article over, for what is composed from it next. */
export async function renew(writer: Writer, article: string): Promise<void> {
  const newest = await writer
    .selectFrom('revision')
    .select(['revision', ...WORDS])
    .where('article', '=', article)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest) await writer.updateTable('article').set(newest).where('id', '=', article).execute()
}

/** How the article of a delivery has changed since the delivery was made from it; null where it has not. */
export async function changedSince(
  reader: Reader,
  delivery: { readonly article: string; readonly revision: number },
): Promise<{ readonly before: Words; readonly now: Words } | null> {
  const rows = await REVISIONS.all(reader, { article: delivery.article })
  const before = rows.find(({ revision }) => revision === delivery.revision)
  const now = rows.at(-1)
  if (before === undefined || now === undefined) return null
  // An edit that was taken back leaves nothing to tell.
  return WORDS.every((key) => before[key] === now[key]) ? null : { before, now }
}

const REVISIONS = prepare<{ readonly article: string }, Words & { readonly revision: number }>((db, blank) =>
  db
    .selectFrom('revision')
    .select(['revision', ...WORDS])
    .where('article', '=', blank('article'))
    .orderBy('revision'),
)

async function newestRevision(reader: Reader, article: string): Promise<number | undefined> {
  const row = await reader
    .selectFrom('revision')
    .select('revision')
    .where('article', '=', article)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.revision
}
