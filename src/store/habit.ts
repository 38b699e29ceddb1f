import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import { sql } from 'kysely'
import type { Reader } from './open.ts'
import { prepare, prepareEach } from './prepared.ts'
import { BELOW, REISSUE } from './reasons.ts'

/** What a feed is used to bring. */
export interface Habit {
  /** The median of what came at once; 1 where nothing has come yet. */
  readonly usual: number
  /** So many or more have come at once in each of several hours, and passed by themselves. */
  readonly often: number
  /** The same of all that went on, by staff's answers too. */
  readonly oftenLetGo: number
  /** New articles an hour. */
  readonly perHour: number
}

const ARRIVALS = 50
// What came once or twice is no habit yet; and a habit that each burst widens at once would stop none.
const SEVERAL_TIMES = 3
const WEEK = 7 * DAY

/**
 * How `feed` has behaved: by what it brought and the gate let through, and before that by the dates of what it held at
 * first sight (`baseline`).
 */
export async function habitOf(reader: Reader, feed: string, baseline: Millis, now: Millis): Promise<Habit> {
  const arrivals = await reader
    .selectFrom('sighting')
    .select((is) => [
      'seen',
      is.fn.countAll<number>().as('count'),
      is
        .exists(is.selectFrom('questioned').select('question').whereRef('questioned.article', '=', 'sighting.article'))
        .as('asked'),
    ])
    .where('feed', '=', feed)
    .where('baseline', '=', 0)
    .where('seen', '>', now - WEEK)
    .groupBy(['seen', 'asked'])
    .orderBy('seen', 'desc')
    .execute()
  const counts = arrivals.slice(0, ARRIVALS).map(({ count }) => count)
  const came = arrivals.reduce((sum, { count }) => sum + count, 0)
  const hours = Math.max(Math.min(now - baseline, WEEK) / HOUR, 1)
  return {
    usual: counts.length === 0 ? 1 : counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)]!,
    often: often(arrivals.filter(({ asked }) => !asked)),
    oftenLetGo: often(arrivals),
    perHour: Math.max(came / hours, await publishedPerHour(reader, feed, baseline)),
  }
}

/** What came at once in the most productive look of an hour, and did so in several hours. */
function often(arrivals: readonly { readonly seen: Millis; readonly count: number }[]): number {
  const hours = Map.groupBy(arrivals, ({ seen }) => Math.floor(seen / HOUR))
  const highest = [...hours.values()].map((hour) => Math.max(...hour.map(({ count }) => count)))
  return highest.toSorted((a, b) => b - a)[SEVERAL_TIMES - 1] ?? 0
}

/** When an article appeared in a feed, and how that dated it. */
export interface Appeared {
  readonly seen: Millis
  readonly published: Millis
}

/**
 * The articles of `feed` that it has shown for the first time after `since`, with dates of its own, the newest first,
 * `most` at most; not what came to light below them.
 */
export async function appearedSince(
  reader: Reader,
  feed: string,
  since: Millis,
  most: number,
): Promise<readonly Appeared[]> {
  return APPEARED(most).all(reader, { feed, since })
}

const APPEARED = prepareEach((most: number) =>
  prepare<{ readonly feed: string; readonly since: Millis }, Appeared>((db, blank) =>
    db
      .selectFrom('sighting')
      .innerJoin('article', 'article.id', 'sighting.article')
      .select(['sighting.seen', 'article.published'])
      .where('sighting.feed', '=', blank('feed'))
      .where('sighting.seen', '>', blank('since'))
      .whereRef('article.feed', '=', 'sighting.feed')
      // What has no date counts from its first sight, or has that of its page.
      .whereRef('article.published', '<>', 'sighting.seen')
      .where(sql<boolean>`article.origins ->> '$.date' is not 'its page'`)
      .where('article.reason', 'not like', sql.lit(`${BELOW}:%`))
      .orderBy('sighting.seen', 'desc')
      .limit(most),
  ),
)

/** How many articles `feed` brought, and the gate let through, after `since`. */
export async function broughtSince(reader: Reader, feed: string, since: Millis): Promise<number> {
  const row = await reader
    .selectFrom('sighting')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('feed', '=', feed)
    .where('baseline', '=', 0)
    .where('seen', '>', since)
    .executeTakeFirstOrThrow()
  return row.count
}

/**
 * How many articles were news in `feed` after `since`, or after staff last let go what was kept back as told before, that
 * have headline and text of one article that the feed showed before them.
 */
export async function retoldSince(reader: Reader, feed: string, since: Millis): Promise<number> {
  const { answered } = await reader
    .selectFrom('question')
    .select((is) => is.fn.max<Millis | null>('answered').as('answered'))
    .where('feed', '=', feed)
    .where('kind', '=', REISSUE)
    .where('answer', '=', 'post')
    .executeTakeFirstOrThrow()
  // Written down between: what recurs has thousands of rows under one key, and must be left out before it is joined.
  const row = await reader
    .with(
      (is) => is('late').materialized(),
      (db) =>
        db
          .selectFrom('sighting')
          .innerJoin('likeness', 'likeness.article', 'sighting.article')
          .select(['sighting.article', 'sighting.seen', 'likeness.key'])
          .where('sighting.feed', '=', feed)
          .where('sighting.baseline', '=', 0)
          .where('sighting.seen', '>', Math.max(since, answered ?? 0))
          .where('likeness.key', '>', 'title:')
          .where('likeness.key', '<', 'title;'),
    )
    .with(
      (is) => is('twice').materialized(),
      (db) =>
        db
          .selectFrom('late')
          .selectAll()
          .where((is) =>
            is(
              is
                .selectFrom(
                  is
                    .selectFrom('likeness as any')
                    .select('any.key')
                    .whereRef('any.key', '=', 'late.key')
                    .limit(MOST + 1)
                    .as('few'),
                )
                .select(is.fn.countAll<number>().as('count')),
              '=',
              MOST,
            ),
          ),
    )
    .selectFrom('twice')
    .innerJoin('likeness as same', 'same.key', 'twice.key')
    .select((is) => is.fn.count<number>('twice.article').distinct().as('count'))
    .where((is) =>
      is.exists(
        is
          .selectFrom('sighting as before')
          .select('before.article')
          .whereRef('before.article', '=', 'same.article')
          .where('before.feed', '=', feed)
          .whereRef('before.seen', '<', 'twice.seen'),
      ),
    )
    .where((is) =>
      is.exists(
        is
          .selectFrom('likeness as text')
          .select('text.key')
          .whereRef('text.article', '=', 'twice.article')
          .where('text.key', '>', 'text:')
          .where('text.key', '<', 'text;')
          .where((inner) =>
            inner.exists(
              inner
                .selectFrom('likeness as again')
                .select('again.key')
                .whereRef('again.key', '=', 'text.key')
                .whereRef('again.article', '=', 'same.article'),
            ),
          ),
      ),
    )
    .executeTakeFirstOrThrow()
  return row.count
}

// The first telling and the second; what has more recurs.
const MOST = 2

/** The oldest date of what `feed` held at first sight; null where nothing there was dated before. */
export async function oldestAtFirst(reader: Reader, feed: string, baseline: Millis): Promise<Millis | null> {
  const row = await reader
    .selectFrom('sighting')
    .innerJoin('article', 'article.id', 'sighting.article')
    .select((is) => is.fn.min<Millis | null>('article.published').as('oldest'))
    .where('sighting.feed', '=', feed)
    .where('sighting.seen', '<=', baseline)
    .where('sighting.baseline', '=', 1)
    // What has no date counts from its first sight.
    .whereRef('article.published', '<', 'sighting.seen')
    .executeTakeFirstOrThrow()
  return row.oldest
}

/** By the dates of the day before the baseline. */
async function publishedPerHour(reader: Reader, feed: string, baseline: Millis): Promise<number> {
  const row = await reader
    .selectFrom('sighting')
    .innerJoin('article', 'article.id', 'sighting.article')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('sighting.feed', '=', feed)
    .where('sighting.baseline', '=', 1)
    .where('article.published', '>', baseline - DAY)
    // What has no date counts from its first sight.
    .where('article.published', '<', baseline)
    .executeTakeFirstOrThrow()
  return row.count / (DAY / HOUR)
}
