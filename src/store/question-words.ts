import { addNotice } from './notices.ts'
import type { Writer } from './open.ts'
import { questionedBy, type Question, type Questioned } from './questions.ts'

const SAMPLES = 3

/** The question in words, with how to answer it. */
export function wordQuestion({ id, feed, kind, usual }: Question, articles: readonly Questioned[]): string {
  const count = articles.length
  const many = count === 1 ? '1 article' : `${count} articles`
  const newest = count > SAMPLES ? `, or the newest ${SAMPLES}` : ''
  const what: Readonly<Record<Question['kind'], string>> = {
    burst: `${many} at once from ${feed}, usual ${usual}`,
    reissue: `${many} from ${feed} that stood there before under other names, as when an archive is issued again`,
    undated: `${many} from ${feed} without a date`,
  }
  return [
    `${what[kind]}: post${count > SAMPLES ? ', drop' : ' or drop'}${newest}?`,
    ...articles.slice(0, SAMPLES).map(({ title }) => `· ${title}`),
    ...(count > SAMPLES ? [`· and ${count - SAMPLES} more`] : []),
    `crier answer ${id} post | drop${count > SAMPLES ? ` | newest ${SAMPLES}` : ''}`,
  ].join('\n')
}

/** Tells staff of a new question, in the transaction that asks it. */
export async function tellQuestion(writer: Writer, question: Question): Promise<void> {
  const articles = await questionedBy(writer, question.id)
  await addNotice(writer, wordQuestion(question, articles), question.asked)
}
