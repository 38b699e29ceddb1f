import { partsIn, type Part } from '#src/store/deliveries.ts'
import type { Reader } from '#src/store/open.ts'
import { wordQuestion } from '#src/store/question-words.ts'
import { openQuestions, questionedBy, type Question, type Questioned } from '#src/store/questions.ts'
import { wayOut } from './actions.ts'
import { showPost, showTime } from './show.ts'

/** A post that waits for a person, with the way out. */
export interface Waiting {
  readonly delivery: string
  readonly channel: string
  readonly account: string
  readonly state: string
  readonly reason: string
  readonly since: number
  readonly text: string
  readonly used: number
  readonly allowed: number
  readonly wayOut: string
}

/** A question of the gate, with the articles that wait for its answer, the newest first. */
export interface Asked extends Question {
  readonly articles: readonly Questioned[]
}

/** Everything that waits for a person, the longest waiting first. */
export interface Held {
  readonly questions: readonly Asked[]
  readonly posts: readonly Waiting[]
}

export async function held(reader: Reader): Promise<Held> {
  const parts = [...(await partsIn(reader, 'held')), ...(await partsIn(reader, 'refused'))]
  const questions: Asked[] = []
  for (const question of await openQuestions(reader)) {
    questions.push({ ...question, articles: await questionedBy(reader, question.id) })
  }
  return { questions, posts: parts.map(toWaiting) }
}

export function showHeld(
  { questions, posts }: Held,
  platformOf: (account: string) => string,
  timezone: string,
): string {
  if (questions.length + posts.length === 0) return 'Nothing waits for you.'
  return [
    ...questions.map((asked) => {
      return `${asked.id}  question since ${showTime(asked.asked, timezone)}\n${wordQuestion(asked, asked.articles)}`
    }),
    ...posts.map((post) => {
      const note = `since ${showTime(post.since, timezone)}`
      const frame = showPost({ ...post, platform: platformOf(post.account), note })
      return `${post.delivery}  ${post.state}: ${post.reason}\n${frame}\n${post.wayOut}`
    }),
  ].join('\n\n')
}

/** The same as JSON: one list, in which a question has a `question` and a post a `delivery`. */
export function listHeld({ questions, posts }: Held): string {
  const asked = questions.map(({ id, asked: since, ...rest }) => ({
    question: id,
    since,
    ...rest,
    wayOut: `crier answer ${id} post | drop | newest N`,
  }))
  return JSON.stringify([...asked, ...posts], null, 2)
}

function toWaiting(part: Part): Waiting {
  const { delivery, channel, account, state, reason, text, used, allowed } = part
  return {
    delivery,
    channel,
    account,
    state,
    reason,
    since: part.changed,
    text,
    used,
    allowed,
    wayOut: wayOut(delivery, part),
  }
}
