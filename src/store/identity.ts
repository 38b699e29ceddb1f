import { sql, type Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { membersOf, prepare, prepareEach } from './prepared.ts'
import { REISSUE } from './reasons.ts'
import type { Schema } from './schema.ts'

/** In place of an article: a name that stands on several of them, and names none. */
const SHARED = ''

/** Which article each of `keys` names; null where it is known to name several. */
export async function namedBy(reader: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const rows = await NAMED_BY.all(reader, { keys: JSON.stringify(keys) })
  return new Map(rows.map(({ key, article }) => [key, article === SHARED ? null : article]))
}

const NAMED_BY = prepare<{ readonly keys: string }, Selectable<Schema['identity']>>((db, blank) =>
  db
    .selectFrom('identity')
    .selectAll()
    .where('key', 'in', membersOf(blank('keys'))),
)

/**
 * Remembers that `keys` name `article`; a key that names another one already keeps doing so. Of its addresses, and of the
 * guids of a feed that are addresses, only the first ones and the newest stay: some sites change them at every look.
 * Answers whether others were forgotten.
 */
export async function addKeys(writer: Writer, article: string, keys: readonly string[]): Promise<boolean> {
  if (keys.length === 0) return false
  await ADD_KEYS.run(writer, { article, keys: JSON.stringify(keys) })
  let isBeyond = false
  for (const beginning of new Set(keys.flatMap((key) => ADDRESS.exec(key)?.[0] ?? []))) {
    const forgotten = await FORGET_BETWEEN.all(writer, { article, beginning, length: beginning.length })
    isBeyond ||= forgotten.length > 0
  }
  return isBeyond
}

const ADDRESS = /^(?:url:|guid:[^:]*:https?:)/i
const MOST_FIRST = 8
const MOST_NEWEST = 8

interface Keys {
  readonly article: string
  readonly keys: string
}

// `where true`: without it SQLite takes "on conflict" for a condition of a join.
const ADD_KEYS = prepare<Keys>((db, blank) =>
  db
    .insertInto('identity')
    .columns(['key', 'article'])
    .expression(sql`select value, ${blank('article')} from json_each(${blank('keys')}) where true`)
    .onConflict((conflict) => conflict.column('key').doNothing()),
)

interface Beginning {
  readonly article: string
  readonly beginning: string
  readonly length: number
}

// Rows are numbered as they come; the index by article has them in that order.
const FORGET_BETWEEN = prepare<Beginning, { readonly key: string }>((db, blank) => {
  const begins = sql<boolean>`article = ${blank('article')} and substr(key, 1, ${blank('length')}) = ${blank('beginning')}`
  return db
    .deleteFrom('identity')
    .where(
      sql<boolean>`rowid in (select rowid from identity where ${begins} order by rowid desc limit -1 offset ${sql.lit(MOST_NEWEST)})`,
    )
    .where(
      sql<boolean>`rowid not in (select rowid from identity where ${begins} order by rowid limit ${sql.lit(MOST_FIRST)})`,
    )
    .returning('key')
})

/** Forgets what `keys` name: they were given to another article. */
export async function forgetKeys(writer: Writer, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await writer.deleteFrom('identity').where('key', 'in', keys).execute()
}

/** Remembers that `keys` stand on several articles: from now on they name none. */
export async function markShared(writer: Writer, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await writer
    .insertInto('identity')
    .values(keys.map((key) => ({ key, article: SHARED })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ article: SHARED }))
    .execute()
}

/** Remembers what `article` is like. */
export async function addLikeness(writer: Writer, article: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await ADD_LIKENESS.run(writer, { article, keys: JSON.stringify(keys) })
}

const ADD_LIKENESS = prepare<Keys>((db, blank) =>
  db
    .insertInto('likeness')
    .columns(['key', 'article'])
    .expression(sql`select value, ${blank('article')} from json_each(${blank('keys')}) where true`)
    .onConflict((conflict) => conflict.columns(['key', 'article']).doNothing()),
)

/** Forgets what `article` is like: it was another one over again. */
export async function forgetLikeness(writer: Writer, article: string): Promise<void> {
  await writer.deleteFrom('likeness').where('article', '=', article).execute()
}

/** An article that is like an entry, as far as that can be compared. */
export interface Alike {
  readonly article: string
  /** Whether the feed in question has shown it. */
  readonly inFeed: boolean
  readonly url: string
  /** Without a date of the feed's own this is when it was first seen. */
  readonly published: Millis
  /** Whether staff are being asked about it as another one over again. */
  readonly isCopy: boolean
}

/** The only one that is alike; null where several are, or none: what recurs says nothing of which is meant. */
export function onlyAlike<One extends Pick<Alike, 'article'>>(alike: readonly One[]): One | null {
  return alike.length === 1 ? alike[0]! : null
}

/** The articles with one of these likenesses, those of `feed` first and copies last, `most` at most. */
export async function alikeBy(
  reader: Reader,
  feed: string,
  keys: readonly string[],
  most: number,
): Promise<readonly Alike[]> {
  if (keys.length === 0) return []
  const rows = await ALIKE(most).all(reader, { feed, keys: JSON.stringify(keys) })
  return rows.map((row) => ({ ...row, inFeed: row.inFeed !== null, isCopy: Boolean(row.isCopy) }))
}

interface AlikeRow extends Pick<Alike, 'article' | 'url' | 'published'> {
  readonly inFeed: string | null
  readonly isCopy: unknown
}

// What so many are like is a label. All of thousands, for each of thousands of entries, would keep the store for minutes.
const MOST_COMPARED = 100

const ALIKE = prepareEach((most: number) =>
  prepare<{ readonly feed: string; readonly keys: string }, AlikeRow>((db, blank) =>
    db
      .selectFrom((from) =>
        from
          .selectFrom('likeness')
          .select('article')
          .distinct()
          .where('key', 'in', membersOf(blank('keys')))
          .limit(MOST_COMPARED)
          .as('like'),
      )
      .innerJoin('article', 'article.id', 'like.article')
      .leftJoin('sighting', (join) =>
        join.onRef('sighting.article', '=', 'article.id').on('sighting.feed', '=', blank('feed')),
      )
      .select(['article.id as article', 'article.url', 'article.published', 'sighting.feed as inFeed'])
      .select((is) => is('article.reason', 'like', sql.lit(`${REISSUE}: %`)).as('isCopy'))
      .orderBy('sighting.feed', (order) => order.desc().nullsLast())
      .orderBy('isCopy')
      .limit(most),
  ),
)

/** The articles of `feed` with this likeness or name, but no copies; `most` at most. */
export async function ownBy(
  reader: Reader,
  feed: string,
  { likeness, name, most }: { readonly likeness: string; readonly name: string; readonly most: number },
): Promise<readonly string[]> {
  return (await OWN_BY(most).all(reader, { feed, likeness, name })).map(({ article }) => article)
}

// Some sites have one page for all their articles: the first of them are enough.
const MOST_OF_A_PAGE = 50

const OWN_BY = prepareEach((most: number) =>
  prepare<{ readonly feed: string; readonly likeness: string; readonly name: string }, { readonly article: string }>(
    (db, blank) =>
      db
        .selectFrom((from) =>
          from
            .selectFrom(
              from
                .selectFrom('likeness')
                .select('article')
                .where('key', '=', blank('likeness'))
                .limit(MOST_OF_A_PAGE)
                .as('like'),
            )
            .select('article')
            .unionAll(from.selectFrom('identity').select('article').where('key', '=', blank('name')))
            .as('found'),
        )
        // Cross, so that SQLite begins with what was found: all that the feed has ever shown seemed fewer to it.
        .crossJoin('article')
        .crossJoin('sighting')
        .select('article.id as article')
        .whereRef('article.id', '=', 'found.article')
        .whereRef('sighting.article', '=', 'article.id')
        .where('sighting.feed', '=', blank('feed'))
        .where('article.reason', 'not like', sql.lit(`${REISSUE}: %`))
        // What staff took for another one over again keeps its names, and is like nothing.
        .where((is) =>
          is.exists(is.selectFrom('likeness').select('key').whereRef('likeness.article', '=', 'article.id')),
        )
        .limit(most),
  ),
)

/** The names of `article` that begin so, `most` at most. */
export async function namesFrom(
  reader: Reader,
  article: string,
  beginning: string,
  most: number,
): Promise<readonly string[]> {
  const rows = await NAMES_FROM(most).all(reader, { article, beginning, length: beginning.length })
  return rows.map(({ key }) => key)
}

const NAMES_FROM = prepareEach((most: number) =>
  prepare<{ readonly article: string; readonly beginning: string; readonly length: number }, { readonly key: string }>(
    (db, blank) =>
      db
        .selectFrom('identity')
        .select('key')
        .where('article', '=', blank('article'))
        .where(sql`substr(key, 1, ${blank('length')})`, '=', blank('beginning'))
        .limit(most),
  ),
)

/** An article that a feed has shown. */
export type Shown = Pick<Alike, 'article' | 'url' | 'published' | 'isCopy'>

/** What `feed` has shown for the first time after `since`, the newest first, `most` at most. */
export async function shownSince(reader: Reader, feed: string, since: Millis, most: number): Promise<readonly Shown[]> {
  const rows = await SHOWN_SINCE(most).all(reader, { feed, since })
  return rows.map((row) => ({ ...row, isCopy: Boolean(row.isCopy) }))
}

const SHOWN_SINCE = prepareEach((most: number) =>
  prepare<{ readonly feed: string; readonly since: Millis }, Omit<Shown, 'isCopy'> & { readonly isCopy: unknown }>(
    (db, blank) =>
      db
        .selectFrom('sighting')
        .innerJoin('article', 'article.id', 'sighting.article')
        .select(['article.id as article', 'article.url', 'article.published'])
        .select((is) => is('article.reason', 'like', sql.lit(`${REISSUE}: %`)).as('isCopy'))
        .where('sighting.feed', '=', blank('feed'))
        .where('sighting.seen', '>', blank('since'))
        .orderBy('sighting.seen', 'desc')
        .orderBy('article.published', 'desc')
        .limit(most),
  ),
)

/** The headlines under which `articles` are stored. */
export async function titlesOf(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await TITLES_OF.all(reader, { articles: JSON.stringify(articles) })
  return new Map(rows.map(({ id, title }) => [id, title]))
}

const TITLES_OF = prepare<{ readonly articles: string }, { readonly id: string; readonly title: string }>((db, blank) =>
  db
    .selectFrom('article')
    .select(['id', 'title'])
    .where('id', 'in', membersOf(blank('articles'))),
)

/** How `articles` are dated: what gave no date, by its first sight. */
export async function datesOf(reader: Reader, articles: readonly string[]): Promise<ReadonlyMap<string, Millis>> {
  const rows = await DATES_OF.all(reader, { articles: JSON.stringify(articles) })
  return new Map(rows.map(({ id, published }) => [id, published]))
}

const DATES_OF = prepare<{ readonly articles: string }, { readonly id: string; readonly published: Millis }>(
  (db, blank) =>
    db
      .selectFrom('article')
      .select(['id', 'published'])
      .where('id', 'in', membersOf(blank('articles'))),
)

/** Which of `articles` the feed has shown before, and since when. */
export async function sightedIn(
  reader: Reader,
  feed: string,
  articles: readonly string[],
): Promise<ReadonlyMap<string, Millis>> {
  const rows = await SIGHTED_IN.all(reader, { feed, articles: JSON.stringify(articles) })
  return new Map(rows.map(({ article, seen }) => [article, seen]))
}

const SIGHTED_IN = prepare<
  { readonly feed: string; readonly articles: string },
  Pick<Selectable<Schema['sighting']>, 'article' | 'seen'>
>((db, blank) =>
  db
    .selectFrom('sighting')
    .select(['article', 'seen'])
    .where('feed', '=', blank('feed'))
    .where('article', 'in', membersOf(blank('articles'))),
)

/** Which of `articles` were news in the feed, be it by an answer of staff. */
export async function newsIn(reader: Reader, feed: string, articles: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await NEWS_IN.all(reader, { feed, articles: JSON.stringify(articles) })
  return new Set(rows.map(({ article }) => article))
}

const NEWS_IN = prepare<{ readonly feed: string; readonly articles: string }, { readonly article: string }>(
  (db, blank) =>
    db
      .selectFrom('sighting')
      .select('article')
      .where('feed', '=', blank('feed'))
      .where('baseline', '=', 0)
      .where('article', 'in', membersOf(blank('articles'))),
)

/** Which of `articles` have a name that begins so. */
export async function namedFrom(
  reader: Reader,
  articles: readonly string[],
  beginning: string,
): Promise<ReadonlySet<string>> {
  if (articles.length === 0) return new Set()
  const values = { articles: JSON.stringify(articles), beginning, length: beginning.length }
  return new Set((await NAMED_FROM.all(reader, values)).map(({ id }) => id))
}

// The first name that fits is enough: some feeds give an article a new guid at every look.
const NAMED_FROM = prepare<
  { readonly articles: string; readonly beginning: string; readonly length: number },
  { readonly id: string }
>((db, blank) =>
  db
    .selectFrom('article')
    .select('id')
    .where('id', 'in', membersOf(blank('articles')))
    .where((is) =>
      is.exists(
        is
          .selectFrom('identity')
          .select('key')
          .whereRef('identity.article', '=', 'article.id')
          .where(sql`substr(key, 1, ${blank('length')})`, '=', blank('beginning')),
      ),
    ),
)

/** Whether `feed` has shown any article. */
export async function hasShown(reader: Reader, feed: string): Promise<boolean> {
  const row = await reader.selectFrom('sighting').select('article').where('feed', '=', feed).limit(1).executeTakeFirst()
  return row !== undefined
}
