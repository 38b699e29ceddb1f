import { plainText } from '#src/text/html.ts'
import { isWhole, sentences } from '#src/text/sentences.ts'
import type { Article } from '#src/records.ts'

const MOST_SENTENCES = 12

/**
 * Whole sentences for a post, in order, from what the feed gave: its summary where it is more than the headline again,
 * else the start of its text. A sentence that was cut off, or that repeats the headline, is left out.
 */
export function summarise(article: Pick<Article, 'title' | 'summary' | 'content' | 'language'>): readonly string[] {
  for (const source of [article.summary, article.content]) {
    if (source === null) continue
    const found = wholeSentences(source, article.language, article.title)
    if (found.length > 0) return found
  }
  return []
}

function wholeSentences(html: string, language: string | null, title: string): readonly string[] {
  const headline = bare(title)
  const whole: string[] = []
  for (const paragraph of plainText(html).split(/\n+/)) {
    for (const sentence of sentences(paragraph, language)) {
      if (whole.length >= MOST_SENTENCES) return whole
      if (!isWhole(sentence)) {
        // After a gap the next sentence would lean on words that are not there.
        if (whole.length > 0) return whole
        continue
      }
      if (bare(sentence) !== headline) whole.push(sentence)
    }
  }
  return whole
}

/** Letters and digits only, for comparing. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
