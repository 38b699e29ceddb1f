import { HOUR, MINUTE, showSpan, type Millis } from '#src/base/clock.ts'
import { addNotice, dropUntold, LONGEST_TO_SETTLE } from './notices.ts'
import type { Writer } from './open.ts'
import { questionedBy, type Question, type Questioned } from './questions.ts'

const SAMPLES = 3

/** The question in words, with how to answer it. */
export function wordQuestion({ id, feed, kind, usual, asked }: Question, articles: readonly Questioned[]): string {
  const count = articles.length
  const many = count === 1 ? '1 article' : `${count} articles`
  const newest = count > SAMPLES ? `, or the newest ${SAMPLES}` : ''
  const what: Readonly<Record<Question['kind'], string>> = {
    burst: `${many} at once from ${feed}, usual ${usual}`,
    reissue: `${many} from ${feed} that stood there before under other names, issued again or rewritten`,
    edit: `${many} from ${feed} under ${count === 1 ? 'the guid or address of another' : 'guids or addresses of others'}: rewritten, or new`,
    undated: `${many} from ${feed} without a date`,
    absence: `${many} from ${feedsOf(articles)} of the last ${sinceOldest(articles, asked)}, while Crier was away`,
  }
  return [
    `${what[kind]}: post${count > SAMPLES ? ', drop' : ' or drop'}${newest}?`,
    ...articles.slice(0, SAMPLES).map(({ title }) => `· ${title}`),
    ...(count > SAMPLES ? [`· and ${count - SAMPLES} more`] : []),
    `crier answer ${id} post | drop${count > SAMPLES ? ` | newest ${SAMPLES}` : ''}`,
  ].join('\n')
}

function feedsOf(articles: readonly Questioned[]): string {
  const feeds = new Set(articles.map(({ feed }) => feed))
  return feeds.size > SAMPLES ? `${feeds.size} feeds` : [...feeds].toSorted().join(', ')
}

function sinceOldest(articles: readonly Questioned[], asked: Millis): string {
  const oldest = Math.min(asked, ...articles.map(({ published }) => published))
  const unit = asked - oldest > 2 * HOUR ? HOUR : MINUTE
  return showSpan(Math.max(Math.ceil((asked - oldest) / unit), 1) * unit)
}

/** Tells staff of a new question, in the transaction that asks it. */
export async function tellQuestion(writer: Writer, question: Question): Promise<void> {
  const articles = await questionedBy(writer, question.id)
  await addNotice(writer, wordQuestion(question, articles), question.asked)
}

/** Tells staff of a question that all feeds join one by one after a start: once for those that do so within a minute. */
export async function tellJoined(writer: Writer, question: Question, now: Millis): Promise<void> {
  const alike = `question ${question.id}`
  await dropUntold(writer, alike)
  const articles = await questionedBy(writer, question.id)
  await addNotice(writer, wordQuestion(question, articles), now, { alike, settles: now + LONGEST_TO_SETTLE })
}
