import { CallerMistake, unreachable } from '#src/base/errors.ts'
import type { Article } from '#src/records.ts'
import { articlesById, beginsAgain, moveArticle, setNews } from '#src/store/articles.ts'
import { note } from '#src/store/history.ts'
import { forgetLikeness } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { noteAnswer, questionById, questionedBy } from '#src/store/questions.ts'
import { ANSWER, embargoed, REISSUE, REISSUE_AFTER, type Reason } from '#src/store/reasons.ts'
import { noteAction, type Desk } from './actions.ts'

/** What staff say to a question of the gate. */
export type Answer =
  | { readonly is: 'post' }
  | { readonly is: 'drop' }
  /** So many go, by their time of publication; the others are dropped. */
  | { readonly is: 'newest'; readonly count: number }

/** What an answer did. */
export interface Answered {
  readonly posted: number
  readonly dropped: number
}

/**
 * Answers a question of the gate: its articles go on as news, or are old from now on.
 * @throws CallerMistake where there is no such question, or it has been answered.
 */
export async function answer({ store, clock, who }: Desk, id: string, given: Answer): Promise<Answered> {
  const at = clock.now()
  return store.write(async (writer) => {
    const asked = await questionById(writer, id)
    if (!asked) throw new CallerMistake(`There is no question ${id}. \`crier held\` lists what waits.`)
    if (asked.answer !== null) throw new CallerMistake(`${id} has been answered: ${asked.answer}.`)
    const { kind } = asked.question
    const newestFirst = await questionedBy(writer, id)
    const going = new Set(newestFirst.slice(0, countOf(given, newestFirst.length)).map((article) => article.id))
    const words = wordsOf(given)
    await noteAnswer(writer, id, words, { who, at })
    const feeds = new Map(newestFirst.map((article) => [article.id, article.feed]))
    const about = asked.question.feed ?? 'all feeds'
    const action = { was: `${kind} of ${about} asked as ${id}`, became: `${id} answered: ${words}`, who, at }
    await noteAction(writer, { ...action, why: `answer: ${newestFirst.length} articles` })
    const articles = await articlesById(
      writer,
      newestFirst.map((article) => article.id),
    )
    const together = Map.groupBy(articles, ({ seen }) => seen)
    for (const article of articles) {
      const posted = going.has(article.id)
      const why: Reason = `${ANSWER}: ${words}, to ${id}`
      if (posted) await letGo(writer, article, feeds.get(article.id)!, why, { at, who })
      // What was old already is so by staff's word now, for every feed that shows it next.
      else if (article.state === 'waiting' || article.state === 'old')
        await moveArticle(writer, article, { to: 'old', why, at, who })
      // It is another article over again: what it is like is no evidence against the next one. Staff who let one go that
      // came alone, as each of several alerts under one question did, or after all that it looks like, say that its words
      // recur; who let an archive go, which comes in the place of what it is, do not.
      const recurs = together.get(article.seen)?.length === 1 || article.reason.startsWith(REISSUE_AFTER)
      if (kind === REISSUE && !(posted && recurs)) await forgetLikeness(writer, article.id)
    }
    return { posted: going.size, dropped: newestFirst.length - going.size }
  })
}

async function letGo(
  writer: Writer,
  article: Article,
  feed: string,
  why: Reason,
  by: { readonly at: number; readonly who: string },
): Promise<void> {
  await setNews(writer, article.id, feed)
  switch (article.state) {
    case 'waiting': {
      const embargo = embargoed(article.published, by.at)
      const next = embargo === null ? ({ to: 'seen', why } as const) : ({ to: 'waiting', why: embargo } as const)
      return moveArticle(writer, article, { ...next, ...by })
    }
    case 'old':
      return moveArticle(writer, article, { to: 'seen', why, ...by })
    case 'routed':
      return moveArticle(writer, article, { to: beginsAgain(article), why, ...by })
    case 'seen':
    case 'read':
    case 'aside': {
      const state = { was: article.state, became: article.state }
      return note(writer, { article: article.id, delivery: null, ...state, why, ...by })
    }
    default:
      return unreachable(article.state)
  }
}

function countOf(given: Answer, all: number): number {
  switch (given.is) {
    case 'post':
      return all
    case 'drop':
      return 0
    case 'newest':
      return Math.min(given.count, all)
    default:
      return unreachable(given)
  }
}

function wordsOf(given: Answer): string {
  return given.is === 'newest' ? `the newest ${given.count}` : given.is
}

/**
 * An answer as staff write it: `post`, `drop`, `newest 3`.
 * @throws CallerMistake where it is none of them.
 */
export function readAnswer(id: string, [word, number]: readonly string[]): Answer {
  if (word === 'post' || word === 'drop') {
    if (number === undefined) return { is: word }
    throw new CallerMistake(
      `${word} takes no number: it is for all of them. For some of them: crier answer ${id} newest 3.`,
    )
  }
  const digits = number ?? '3'
  const count = Number(digits)
  if (word === 'newest' && /^\d+$/.test(digits) && count > 0) return { is: 'newest', count }
  throw new CallerMistake(`Say what to do: crier answer ${id} post | drop | newest 3.`)
}
