import type { Millis } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { moveArticle } from '#src/store/articles.ts'
import type { Writer } from '#src/store/open.ts'
import { tellQuestion } from '#src/store/question-words.ts'
import { addQuestioned, questionFor } from '#src/store/questions.ts'
import { ruleOf, UNDATED } from '#src/store/reasons.ts'
import type { Source } from './tell.ts'

/** Whether nobody knows how old an article is, and it goes only if somebody says so. */
export function isDateless(article: Article, { page }: Source): boolean {
  return ruleOf(article.reason) === UNDATED && (page?.published ?? page?.day ?? null) === null
}

/** Keeps articles of unknown age until staff have answered, under one question for each feed. */
export async function holdDateless(writer: Writer, articles: readonly Article[], at: Millis): Promise<void> {
  for (const [feed, those] of Map.groupBy(articles, (article) => article.feed)) {
    const { question, isNew } = await questionFor(writer, { feed, kind: 'undated', asked: at, usual: 0 })
    const why = `${UNDATED}: neither ${feed} nor its page has a date; asked as ${question.id}`
    for (const article of those) await moveArticle(writer, article, { to: 'waiting', why, at })
    await addQuestioned(
      writer,
      question.id,
      feed,
      those.map(({ id }) => id),
    )
    if (isNew) await tellQuestion(writer, question)
  }
}
