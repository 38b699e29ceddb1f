import { sql, type Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Article, ArticleState, Flag, Origins, Picture } from '#src/records.ts'
import { CRIER, note } from './history.ts'
import { EMBARGO, type Reason } from './reasons.ts'
import type { Reader, Writer } from './open.ts'
import type { ArticleTable } from './schema.ts'

/** An article as it is first stored. */
export type NewArticle = Omit<Article, 'sentences' | 'origins'>

/**
 * Stores a new article, with its first decision in the history. `queued` orders articles of the same time of
 * publication.
 */
export async function addArticle(writer: Writer, article: NewArticle, queued: number): Promise<void> {
  await writer
    .insertInto('article')
    .values({
      ...article,
      authors: JSON.stringify(article.authors),
      categories: JSON.stringify(article.categories),
      pictures: JSON.stringify(article.pictures),
      tags: JSON.stringify(article.tags),
      flags: JSON.stringify(article.flags),
      sentences: '[]',
      origins: '{}',
      queued,
      failures: 0,
      revision: 0,
      looked: null,
      gone: null,
    })
    .execute()
  const { id, state, reason, seen } = article
  await note(writer, { at: seen, article: id, delivery: null, was: null, became: state, why: reason, who: CRIER })
}

/** The article that any of `keys` names. */
export async function articleByKeys(reader: Reader, keys: readonly string[]): Promise<Article | undefined> {
  if (keys.length === 0) return undefined
  const row = await reader
    .selectFrom('identity')
    .innerJoin('article', 'article.id', 'identity.article')
    .selectAll('article')
    .where('identity.key', 'in', keys)
    .limit(1)
    .executeTakeFirst()
  return row && toArticle(row)
}

export async function articleById(reader: Reader, id: string): Promise<Article | undefined> {
  const row = await reader.selectFrom('article').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toArticle(row)
}

/** Remembers that `feed` shows `article`. Answers whether that is news. */
export async function addSighting(
  writer: Writer,
  sighting: { readonly article: string; readonly feed: string; readonly seen: Millis; readonly baseline: boolean },
): Promise<boolean> {
  const result = await writer
    .insertInto('sighting')
    .values({ ...sighting, baseline: sighting.baseline ? 1 : 0 })
    .onConflict((conflict) => conflict.columns(['article', 'feed']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** From now on `article` is news from `feed`, which had been kept back by the gate. */
export async function setNews(writer: Writer, article: string, feed: string): Promise<void> {
  await writer
    .updateTable('sighting')
    .set({ baseline: 0 })
    .where('article', '=', article)
    .where('feed', '=', feed)
    .execute()
}

/** The feeds in which an article was news, and those that held it at their own first sight. */
export async function sightingsOf(
  reader: Reader,
  article: string,
): Promise<{ readonly newsIn: readonly string[]; readonly oldIn: readonly string[] }> {
  const rows = await reader.selectFrom('sighting').selectAll().where('article', '=', article).orderBy('seen').execute()
  return {
    newsIn: rows.filter((row) => row.baseline === 0).map((row) => row.feed),
    oldIn: rows.filter((row) => row.baseline === 1).map((row) => row.feed),
  }
}

/** Articles in `state`, oldest publication first. */
export async function articlesIn(reader: Reader, state: ArticleState, limit: number): Promise<readonly Article[]> {
  const rows = await reader
    .selectFrom('article')
    .selectAll()
    .where('state', '=', state)
    .orderBy('published')
    .orderBy('queued')
    .limit(limit)
    .execute()
  return rows.map(toArticle)
}

/** What reading an article's page may change of it. */
export type Better = Partial<
  Pick<
    Article,
    'title' | 'language' | 'authors' | 'categories' | 'pictures' | 'section' | 'tags' | 'flags' | 'published'
  >
>

function toColumns({ authors, categories, pictures, tags, flags, ...rest }: Better) {
  return {
    ...rest,
    ...(authors && { authors: JSON.stringify(authors) }),
    ...(categories && { categories: JSON.stringify(categories) }),
    ...(pictures && { pictures: JSON.stringify(pictures) }),
    ...(tags && { tags: JSON.stringify(tags) }),
    ...(flags && { flags: JSON.stringify(flags) }),
  }
}

/** Articles by their ids; ids that name none are left out. */
export async function articlesById(reader: Reader, ids: readonly string[]): Promise<readonly Article[]> {
  if (ids.length === 0) return []
  const rows = await reader.selectFrom('article').selectAll().where('id', 'in', ids).execute()
  return rows.map(toArticle)
}

/** Articles dated in the future whose time has come, the oldest first. */
export async function dueEmbargoes(reader: Reader, now: Millis, limit: number): Promise<readonly Article[]> {
  const rows = await reader
    .selectFrom('article')
    .selectAll()
    .where('state', '=', 'waiting')
    // Written out: SQLite prepares a statement anew for every pattern that is a parameter.
    .where('reason', 'like', sql.lit(`${EMBARGO}:%`))
    .where('published', '<=', now)
    .orderBy('published')
    .limit(limit)
    .execute()
  return rows.map(toArticle)
}

/** Articles of `feed` that were there before Crier, the newest first: never posted, but written by the same hands. */
export async function oldArticles(reader: Reader, feed: string, limit: number): Promise<readonly Article[]> {
  const rows = await reader
    .selectFrom('article')
    .selectAll()
    .where('feed', '=', feed)
    .where('state', '=', 'old')
    .orderBy('published', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toArticle)
}

/**
 * Moves an article from the state it was read in to the next, with the reason.
 * @throws where it is no longer in that state: two stages must never both take it.
 */
export async function moveArticle(
  writer: Writer,
  article: Article,
  change: {
    readonly to: ArticleState
    readonly why: string
    readonly at: Millis
    readonly sentences?: readonly string[]
    readonly origins?: Origins
    /** What its page says better than its feed did. */
    readonly better?: Better
    readonly who?: string
  },
): Promise<void> {
  const { numUpdatedRows } = await writer
    .updateTable('article')
    .set({
      state: change.to,
      reason: change.why,
      failures: 0,
      ...(change.sentences && { sentences: JSON.stringify(change.sentences) }),
      ...(change.origins && { origins: JSON.stringify(change.origins) }),
      ...(change.better && toColumns(change.better)),
    })
    .where('id', '=', article.id)
    .where('state', '=', article.state)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Error(`article ${article.id} is no longer ${article.state}`)
  await note(writer, {
    at: change.at,
    article: article.id,
    delivery: null,
    was: article.state,
    became: change.to,
    why: change.why,
    who: change.who ?? CRIER,
  })
}

/** Sends an article that is at rest on its way once more: to be read, unless it was and what was read is still known. */
export async function setOut(
  writer: Writer,
  article: Article,
  change: { readonly why: Reason; readonly at: Millis; readonly who?: string },
): Promise<void> {
  const known = article.state === 'routed' && article.sentences.length > 0
  await moveArticle(writer, article, { to: known ? 'read' : 'seen', ...change })
}

/** Counts a try of a stage on this article. Answers how many there are that did not end well, this one included. */
export async function countFailure(writer: Writer, article: string): Promise<number> {
  const row = await writer
    .updateTable('article')
    .set((is) => ({ failures: is('failures', '+', 1) }))
    .where('id', '=', article)
    .returning('failures')
    .executeTakeFirstOrThrow()
  return row.failures
}

/** The greatest guid that starts with `prefix`, over all feeds; null where there is none. */
export async function greatestGuid(reader: Reader, prefix: string): Promise<string | null> {
  const rows = await reader.selectFrom('identity').select('key').where('key', 'like', `guid:%:${prefix}%`).execute()
  const guids = rows.map((row) => row.key.slice(row.key.indexOf(prefix)))
  return guids.toSorted().at(-1) ?? null
}

function toArticle(row: Selectable<ArticleTable>): Article {
  const { failures: _, queued: __, revision: ___, looked: ____, gone: _____, ...rest } = row
  return {
    ...rest,
    authors: JSON.parse(row.authors) as string[],
    categories: JSON.parse(row.categories) as string[],
    pictures: JSON.parse(row.pictures) as Picture[],
    tags: JSON.parse(row.tags) as string[],
    flags: JSON.parse(row.flags) as Flag[],
    sentences: JSON.parse(row.sentences) as string[],
    origins: JSON.parse(row.origins) as Origins,
  }
}
