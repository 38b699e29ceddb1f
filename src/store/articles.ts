import { sql, type Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Article, Entry, ArticleState, Flag, Origins, Picture } from '#src/records.ts'
import { CRIER, note } from './history.ts'
import { EMBARGO, type Reason } from './reasons.ts'
import type { Reader, Writer } from './open.ts'
import { membersOf, prepare, prepareEach } from './prepared.ts'
import type { ArticleTable, Schema } from './schema.ts'

type Row = Readonly<Selectable<ArticleTable>>

/** An article as it is first stored. */
export type NewArticle = Omit<Article, 'sentences' | 'origins'>

/** What an entry of a feed says of its article; its page has not been read. */
export function unread(entry: Entry, feed: string, language: string | null) {
  const { link, title, summary, content, authors, categories, pictures } = entry
  const fromFeed = { feed, url: link ?? '', title, summary, content, language, authors, categories, pictures }
  return { ...fromFeed, section: null, tags: [], flags: [] } satisfies Partial<NewArticle>
}

/**
 * Stores a new article, with its first decision in the history. `queued` orders articles of the same time of
 * publication; `updated` is when its words were written, as its feed says.
 */
export async function addArticle(
  writer: Writer,
  article: NewArticle,
  queued: number,
  updated: Millis | null = null,
): Promise<void> {
  await ADD.run(writer, {
    ...article,
    authors: JSON.stringify(article.authors),
    categories: JSON.stringify(article.categories),
    pictures: JSON.stringify(article.pictures),
    tags: JSON.stringify(article.tags),
    flags: JSON.stringify(article.flags),
    queued,
    updated,
  })
  const { id, state, reason, seen } = article
  await note(writer, { at: seen, article: id, delivery: null, was: null, became: state, why: reason, who: CRIER })
}

const ADD = prepare<
  Omit<Row, 'sentences' | 'origins' | 'failures' | 'revision' | 'kept' | 'shown' | 'looked' | 'gone'>
>((db, blank) =>
  db.insertInto('article').values({
    id: blank('id'),
    state: blank('state'),
    reason: blank('reason'),
    feed: blank('feed'),
    url: blank('url'),
    title: blank('title'),
    summary: blank('summary'),
    content: blank('content'),
    language: blank('language'),
    authors: blank('authors'),
    categories: blank('categories'),
    pictures: blank('pictures'),
    section: blank('section'),
    tags: blank('tags'),
    flags: blank('flags'),
    published: blank('published'),
    seen: blank('seen'),
    queued: blank('queued'),
    sentences: '[]',
    origins: '{}',
    kept: 1,
    updated: blank('updated'),
    shown: blank('seen'),
    looked: null,
    gone: null,
    failures: 0,
    revision: 0,
  }),
)

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
  const row = await BY_ID.first(reader, { id })
  return row && toArticle(row)
}

const BY_ID = prepare<{ readonly id: string }, Selectable<Schema['article']>>((db, blank) =>
  db.selectFrom('article').selectAll().where('id', '=', blank('id')),
)

/** Remembers that `feed` shows `article`. Answers whether that is news. */
export async function addSighting(
  writer: Writer,
  sighting: { readonly article: string; readonly feed: string; readonly seen: Millis; readonly baseline: boolean },
): Promise<boolean> {
  const added = await ADD_SIGHTING.first(writer, { ...sighting, baseline: sighting.baseline ? 1 : 0 })
  return added !== undefined
}

const ADD_SIGHTING = prepare<Selectable<Schema['sighting']>, { readonly article: string }>((db, blank) =>
  db
    .insertInto('sighting')
    .values({ article: blank('article'), feed: blank('feed'), seen: blank('seen'), baseline: blank('baseline') })
    .onConflict((conflict) => conflict.columns(['article', 'feed']).doNothing())
    .returning('article'),
)

/** From now on `article` is news from `feed`, which had been kept back by the gate. */
export async function setNews(writer: Writer, article: string, feed: string): Promise<void> {
  await SET_NEWS.run(writer, { article, feed })
}

const SET_NEWS = prepare<{ readonly article: string; readonly feed: string }>((db, blank) =>
  db
    .updateTable('sighting')
    .set({ baseline: 0 })
    .where('article', '=', blank('article'))
    .where('feed', '=', blank('feed')),
)

/** The feeds in which an article was news, and those that held it at their own first sight. */
export async function sightingsOf(
  reader: Reader,
  article: string,
): Promise<{ readonly newsIn: readonly string[]; readonly oldIn: readonly string[] }> {
  const rows = await SIGHTINGS.all(reader, { article })
  return {
    newsIn: rows.filter((row) => row.baseline === 0).map((row) => row.feed),
    oldIn: rows.filter((row) => row.baseline === 1).map((row) => row.feed),
  }
}

const SIGHTINGS = prepare<{ readonly article: string }, Selectable<Schema['sighting']>>((db, blank) =>
  db.selectFrom('sighting').selectAll().where('article', '=', blank('article')).orderBy('seen'),
)

/** Articles in `state`, oldest publication first. */
export async function articlesIn(reader: Reader, state: ArticleState, limit: number): Promise<readonly Article[]> {
  return (await IN_STATE(limit).all(reader, { state })).map(toArticle)
}

const IN_STATE = prepareEach((limit: number) =>
  prepare<{ readonly state: ArticleState }, Row>((db, blank) =>
    db
      .selectFrom('article')
      .selectAll()
      .where('state', '=', blank('state'))
      .orderBy('published')
      .orderBy('queued')
      .limit(limit),
  ),
)

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
  return (await BY_IDS.all(reader, { ids: JSON.stringify(ids) })).map(toArticle)
}

const BY_IDS = prepare<{ readonly ids: string }, Row>((db, blank) =>
  db
    .selectFrom('article')
    .selectAll()
    .where('id', 'in', membersOf(blank('ids'))),
)

/** Articles dated in the future whose time has come, the oldest first. */
export async function dueEmbargoes(reader: Reader, now: Millis, limit: number): Promise<readonly Article[]> {
  return (await DUE(limit).all(reader, { now })).map(toArticle)
}

const DUE = prepareEach((limit: number) =>
  prepare<{ readonly now: Millis }, Row>((db, blank) =>
    db
      .selectFrom('article')
      .selectAll()
      .where('state', '=', 'waiting')
      // Written out: SQLite prepares a statement anew for every pattern that is a parameter.
      .where('reason', 'like', sql.lit(`${EMBARGO}:%`))
      .where('published', '<=', blank('now'))
      .orderBy('published')
      .limit(limit),
  ),
)

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

/** What a feed says of an article. */
export type Said = Pick<Article, 'title' | 'summary' | 'content' | 'authors'>

/** What `feed` says of other articles, those last seen first. */
export async function othersOfFeed(
  reader: Reader,
  { id, feed }: Pick<Article, 'id' | 'feed'>,
  limit: number,
): Promise<readonly Said[]> {
  const rows = await OTHERS(limit).all(reader, { id, feed })
  return rows.map((row) => ({ ...row, authors: JSON.parse(row.authors) as string[] }))
}

const OTHERS = prepareEach((limit: number) =>
  prepare<Pick<Article, 'id' | 'feed'>, Pick<Row, 'title' | 'summary' | 'content' | 'authors'>>((db, blank) =>
    db
      .selectFrom('sighting')
      .innerJoin('article', 'article.id', 'sighting.article')
      .select(['article.title', 'article.summary', 'article.content', 'article.authors'])
      .where('sighting.feed', '=', blank('feed'))
      .where('article.id', '<>', blank('id'))
      .orderBy('sighting.seen', 'desc')
      .limit(limit),
  ),
)

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
  const moved = await MOVE.first(writer, {
    id: article.id,
    was: article.state,
    to: change.to,
    why: change.why,
    sentences: change.sentences ? JSON.stringify(change.sentences) : null,
    origins: change.origins ? JSON.stringify(change.origins) : null,
    kept: change.sentences ? 1 : null,
  })
  if (!moved) throw new Error(`article ${article.id} is no longer ${article.state}`)
  const better = toColumns(change.better ?? {})
  if (Object.values(better).some((value) => value !== undefined)) {
    await writer.updateTable('article').set(better).where('id', '=', article.id).execute()
  }
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

interface Move {
  readonly id: string
  readonly was: ArticleState
  readonly to: ArticleState
  readonly why: string
  /** What is null stays as it is. */
  readonly sentences: string | null
  readonly origins: string | null
  readonly kept: 1 | null
}

const MOVE = prepare<Move, { readonly id: string }>((db, blank) =>
  db
    .updateTable('article')
    .set((is) => ({
      state: blank('to'),
      reason: blank('why'),
      failures: 0,
      sentences: is.fn.coalesce(blank('sentences'), 'sentences'),
      origins: is.fn.coalesce(blank('origins'), 'origins'),
      kept: is.fn.coalesce(blank('kept'), 'kept'),
    }))
    .where('id', '=', blank('id'))
    .where('state', '=', blank('was'))
    .returning('id'),
)

/** Where an article that was routed begins its way once more: where it was read, and what it said is still known. */
export function beginsAgain({ sentences }: Article): 'seen' | 'read' {
  return sentences.length > 0 ? 'read' : 'seen'
}

/** Sends an article that is at rest on its way once more. */
export async function setOut(
  writer: Writer,
  article: Article,
  change: { readonly why: Reason; readonly at: Millis; readonly who?: string },
): Promise<void> {
  await moveArticle(writer, article, { to: article.state === 'routed' ? beginsAgain(article) : 'seen', ...change })
}

/** Counts a try of a stage on this article. Answers how many there are that did not end well, this one included. */
export async function countFailure(writer: Writer, article: string): Promise<number> {
  const row = await COUNT_FAILURE.first(writer, { article })
  if (!row) throw new Error(`there is no article ${article}`)
  return row.failures
}

const COUNT_FAILURE = prepare<{ readonly article: string }, { readonly failures: number }>((db, blank) =>
  db
    .updateTable('article')
    .set((is) => ({ failures: is('failures', '+', 1) }))
    .where('id', '=', blank('article'))
    .returning('failures'),
)

/** The greatest guid that starts with `prefix`, over all feeds; null where there is none. */
export async function greatestGuid(reader: Reader, prefix: string): Promise<string | null> {
  const rows = await reader.selectFrom('identity').select('key').where('key', 'like', `guid:%:${prefix}%`).execute()
  const guids = rows.map((row) => row.key.slice(row.key.indexOf(prefix)))
  return guids.toSorted().at(-1) ?? null
}

function toArticle(row: Row): Article {
  const {
    failures: _,
    queued: __,
    revision: ___,
    kept: ____,
    shown: _____,
    looked: ______,
    gone: _______,
    updated: ________,
    ...rest
  } = row
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
