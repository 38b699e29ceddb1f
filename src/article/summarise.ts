import { plainText } from '#src/text/html.ts'
import type { Article } from '#src/records.ts'
import { leadSentences } from './lead.ts'
import type { Page } from './page/page.ts'
import type { Standfirst } from './page/standfirst.ts'
import { standfirstSentences } from './standfirst.ts'

/** What is said of an article for readers: by its feed, and by its page where that was read. */
export type Told = Pick<Article, 'title' | 'summary' | 'content' | 'language' | 'authors'>

// A post is as long as it should be, not as long as it could be: what an editor writes under a headline. One sentence
// always goes, whatever its length; a post without room for it stands with headline and link alone.
const ENOUGH = 400
const MOST_SENTENCES = 5
// A text in which every character is a word's part says as much in fewer.
const ENOUGH_DENSE = 160

/**
 * The sentences of a post, in the article's order and words: the newsroom's own standfirst where it is real, else the
 * story's first sentences. The standfirst that readers see under the headline goes before those for machines, and
 * those of the page before the feed's summary, which is more often cut off; all are judged alike.
 */
export function summarise(article: Told, page: Page | null = null): readonly string[] {
  const language = article.language ?? page?.language ?? null
  const summary = article.summary === null ? [] : linesOf(article.summary)
  const content = article.content === null ? [] : linesOf(article.content)
  const body = page !== null && page.paragraphs.length > 0 ? page.paragraphs : content
  const authors = [...article.authors, ...(page?.authors ?? [])]
  const candidates: readonly Standfirst[] = [
    ...(page?.standfirsts ?? []),
    ...(summary.length > 0 ? [{ text: summary.join('\n'), shown: false }] : []),
  ]
  for (const candidate of candidates) {
    const others = candidates.filter((other) => other !== candidate).map(({ text }) => text)
    const story = { headline: article.title, authors, language, paragraphs: body, others }
    const found = standfirstSentences(candidate, story)
    if (found.length > 0) return enough(found)
  }
  for (const paragraphs of [body, content, summary]) {
    const found = leadSentences({ headline: article.title, language, paragraphs }, MOST_SENTENCES)
    if (found.length > 0) return enough(found)
  }
  return []
}

function enough(sentences: readonly string[]): readonly string[] {
  const limit = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sentences[0]!) ? ENOUGH_DENSE : ENOUGH
  let used = 0
  const end = sentences.findIndex((sentence, index) => (used += sentence.length + 1) > limit + 1 && index > 0)
  return end === -1 ? sentences : sentences.slice(0, end)
}

function linesOf(html: string): readonly string[] {
  return plainText(html).split(/\n+/).filter(Boolean)
}
