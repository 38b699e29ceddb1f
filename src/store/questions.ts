import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { QuestionTable } from './schema.ts'

/** What the gate asks staff, once for all articles that it is about. */
export interface Question {
  readonly id: string
  /** Null where it is about all feeds: Crier was away from all of them. */
  readonly feed: string | null
  readonly kind: QuestionTable['kind']
  readonly asked: Millis
  /** How many new articles the feed usually brings at once. */
  readonly usual: number
}

/** An article that a question is about. */
export interface Questioned {
  readonly id: string
  /** The feed that it waits to be news in. */
  readonly feed: string
  readonly title: string
  readonly published: Millis
}

/**
 * Puts `article` under the open question of this kind about `feed`; asks it where there is none, and answers it then
 * as `asked`.
 */
export async function questionFor(
  writer: Writer,
  about: Omit<Question, 'id'>,
): Promise<{ readonly question: Question; readonly isNew: boolean }> {
  const open = await writer
    .selectFrom('question')
    .selectAll()
    .where('feed', about.feed === null ? 'is' : '=', about.feed)
    .where('kind', '=', about.kind)
    .where('answer', 'is', null)
    .executeTakeFirst()
  if (open) return { question: toQuestion(open), isNew: false }
  const question = { id: randomId(), ...about }
  await writer
    .insertInto('question')
    .values({ ...question, answer: null, answered: null, who: null })
    .execute()
  return { question, isNew: true }
}

/** Puts `articles`, found in `feed`, under a question. */
export async function addQuestioned(
  writer: Writer,
  question: string,
  feed: string,
  articles: readonly string[],
): Promise<void> {
  for (const article of articles) await ADD_QUESTIONED.run(writer, { question, feed, article })
}

const ADD_QUESTIONED = prepare<{ readonly question: string; readonly feed: string; readonly article: string }>(
  (db, blank) =>
    db
      .insertInto('questioned')
      .values({ question: blank('question'), feed: blank('feed'), article: blank('article') })
      .onConflict((conflict) => conflict.doNothing()),
)

/** The questions that wait for an answer, the oldest first. */
export async function openQuestions(reader: Reader): Promise<readonly Question[]> {
  return (await OPEN.all(reader, {})).map(toQuestion)
}

const OPEN = prepare<object, Selectable<QuestionTable>>((db) =>
  db.selectFrom('question').selectAll().where('answer', 'is', null).orderBy('asked'),
)

/** The feeds in which an article waits for the answer to a question, with the question. */
export async function askedInOf(reader: Reader, article: string): Promise<ReadonlyMap<string, string>> {
  const rows = await ASKED_IN.all(reader, { article })
  return new Map(rows.map(({ feed, question }) => [feed, question]))
}

const ASKED_IN = prepare<{ readonly article: string }, { readonly feed: string; readonly question: string }>(
  (db, blank) =>
    db
      .selectFrom('questioned')
      .innerJoin('question', 'question.id', 'questioned.question')
      .select(['questioned.feed', 'questioned.question'])
      .where('questioned.article', '=', blank('article'))
      .where('question.answer', 'is', null),
)

/** A question and how it was answered; null where it still waits. */
export async function questionById(
  reader: Reader,
  id: string,
): Promise<{ readonly question: Question; readonly answer: string | null } | undefined> {
  const row = await reader.selectFrom('question').selectAll().where('id', '=', id).executeTakeFirst()
  return row && { question: toQuestion(row), answer: row.answer }
}

/** The articles that a question is about, the newest first. */
export async function questionedBy(reader: Reader, question: string): Promise<readonly Questioned[]> {
  return reader
    .selectFrom('questioned')
    .innerJoin('article', 'article.id', 'questioned.article')
    .select(['article.id', 'questioned.feed', 'article.title', 'article.published'])
    .where('questioned.question', '=', question)
    .orderBy('article.published', 'desc')
    .orderBy('article.queued', 'desc')
    .execute()
}

export async function noteAnswer(
  writer: Writer,
  question: string,
  answer: string,
  by: { readonly who: string; readonly at: Millis },
): Promise<void> {
  await writer
    .updateTable('question')
    .set({ answer, answered: by.at, who: by.who })
    .where('id', '=', question)
    .execute()
}

function toQuestion({ id, feed, kind, asked, usual }: Selectable<QuestionTable>): Question {
  return { id, feed, kind, asked, usual }
}
