/** What the store forgets, so that it stays small; and what it keeps, so that nothing old ever returns as new. */
import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { PartState } from '#src/records.ts'
import { CRIER } from './history.ts'
import type { Reader, Writer } from './open.ts'
import { membersOf, prepare } from './prepared.ts'

const ON_THEIR_WAY = ['seen', 'waiting', 'read'] as const
const AT_THEIR_END = ['sent', 'dropped', 'removed'] as const satisfies readonly PartState[]

/** What is left of the text of a part once it is forgotten. */
const EMPTIED = { bytes: '{}', text: '', link: null, picture: null }

/** Whether the text of a part is forgotten: only where it stands is known. */
export function isForgotten({ bytes }: { readonly bytes: string }): boolean {
  return bytes === EMPTIED.bytes
}

/**
 * Forgets what articles said, and how it was decided what became of them, where both are older than `before`: their
 * texts, those of their posts, revisions, looks, and Crier's own decisions. Their names, states, attempts, and what
 * people did, stay. At most `limit` at once; answers how many.
 */
export async function forgetTexts(writer: Writer, before: Millis, limit: number): Promise<number> {
  const ids = await finished(writer, before, limit, 'seen')
  if (ids.length === 0) return 0
  // Taken out and put back: a row that shrinks where it stands leaves its room to nobody else.
  const articles = await writer.deleteFrom('article').where('id', 'in', ids).returningAll().execute()
  const parts = await writer.deleteFrom('part').where('article', 'in', ids).returningAll().execute()
  const gone = { summary: null, content: null, sentences: '[]', pictures: '[]', tags: '[]', origins: '{}', kept: 0 }
  for (const article of articles)
    await writer
      .insertInto('article')
      .values({ ...article, ...gone })
      .execute()
  for (const part of parts)
    await writer
      .insertInto('part')
      .values({ ...part, ...EMPTIED })
      .execute()
  await forgetLooks(writer, ids)
  await writer.deleteFrom('history').where('article', 'in', ids).where('who', '=', CRIER).execute()
  await writer.updateTable('history').set({ earlier: null }).where('article', 'in', ids).execute()
  await writer.deleteFrom('revision').where('article', 'in', ids).execute()
  await writer.deleteFrom('outdated').where('article', 'in', ids).execute()
  await writer.deleteFrom('placement').where('article', 'in', ids).execute()
  await writer.deleteFrom('made_for').where('article', 'in', ids).execute()
  return ids.length
}

/**
 * Forgets articles altogether that no feed has shown since `before`, with their deliveries and attempts; but nothing of a
 * feed that is read and has brought nothing new since then: it may show them still. At most `limit` at once; answers how
 * many.
 */
export async function forgetArticles(writer: Writer, before: Millis, limit: number): Promise<number> {
  const ids = await finished(writer, before, limit, 'shown')
  if (ids.length === 0) return 0
  await forgetLooks(writer, ids)
  const parts = writer.selectFrom('part').select('id').where('article', 'in', ids)
  await writer.deleteFrom('send_log').where('part', 'in', parts).execute()
  for (const table of [
    'part',
    'delivery',
    'history',
    'identity',
    'likeness',
    'outdated',
    'sighting',
    'page',
    'questioned',
  ] as const) {
    await writer.deleteFrom(table).where('article', 'in', ids).execute()
  }
  await writer.deleteFrom('article').where('id', 'in', ids).execute()
  return ids.length
}

/** Forgets questions that were answered, and notices that were told, before `before`. */
export async function forgetAnswered(writer: Writer, before: Millis): Promise<void> {
  const answered = writer.selectFrom('question').select('id').where('answered', '<', before)
  await writer.deleteFrom('questioned').where('question', 'in', answered).execute()
  await writer.deleteFrom('question').where('answered', '<', before).execute()
  await writer.deleteFrom('notice').where('told', '<', before).execute()
}

/** Forgets what people did to neither an article nor a delivery before `before`. */
export async function forgetActions(writer: Writer, before: Millis): Promise<void> {
  await writer.deleteFrom('history').where('article', 'is', null).where('at', '<', before).execute()
}

/** Remembers that a feed shows these articles still: what it shows is never forgotten, however old. */
export async function noteShown(
  writer: Writer,
  articles: readonly string[],
  now: Millis,
  atLeast: Millis,
): Promise<void> {
  if (articles.length === 0) return
  await NOTE_SHOWN.run(writer, { articles: JSON.stringify(articles), now, before: now - atLeast })
}

const NOTE_SHOWN = prepare<{ readonly articles: string; readonly now: Millis; readonly before: Millis }>((db, blank) =>
  db
    .updateTable('article')
    .set({ shown: blank('now') })
    .where('id', 'in', membersOf(blank('articles')))
    .where('shown', '<', blank('before')),
)

/**
 * Articles at the end of their way, with all that was made of them, since before `before`. Written out and
 * told by what they are not, they are found by the indexes of what is kept and of when it was shown.
 */
async function finished(
  reader: Reader,
  before: Millis,
  limit: number,
  by: 'seen' | 'shown',
): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('article')
    .select('id')
    .$if(by === 'seen', (query) => query.where('kept', '=', sql.lit(1)))
    .$if(by === 'shown', (query) =>
      query.where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom('sighting')
              .innerJoin('feed', 'feed.id', 'sighting.feed')
              .select('feed.id')
              .whereRef('sighting.article', '=', 'article.id')
              .where('feed.ok_at', '>=', before)
              .where((each) =>
                each.not(
                  each.exists(
                    each
                      .selectFrom('sighting as newer')
                      .select('newer.article')
                      .whereRef('newer.feed', '=', 'feed.id')
                      .where('newer.seen', '>=', before),
                  ),
                ),
              ),
          ),
        ),
      ),
    )
    .where(by, '<', before)
    .where('state', 'not in', ON_THEIR_WAY)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('part')
            .select('part.id')
            .whereRef('part.article', '=', 'article.id')
            .where((each) => each.or([each('part.state', 'not in', AT_THEIR_END), each('part.changed', '>=', before)])),
        ),
      ),
    )
    .orderBy(by)
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function forgetLooks(writer: Writer, articles: readonly string[]): Promise<void> {
  const calls = writer
    .selectFrom('send_log')
    .innerJoin('part', 'part.id', 'send_log.part')
    .select('send_log.id')
    .where('part.article', 'in', articles)
  await writer.deleteFrom('look').where('call', 'in', calls).execute()
}
