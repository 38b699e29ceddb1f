import type { Article, Post } from '#src/records.ts'
import { render } from './template.ts'

/**
 * Composes the post of one channel from one revision of an article. Pure; nothing is measured here.
 * @throws where the template breaks a rule or a limit of Liquid.
 */
export function compose(article: Article, template: string): Post {
  return {
    segments: render(template, {
      title: article.title,
      summary: article.sentences.length > 0,
      link: article.url,
      author: article.authors[0] ?? null,
      category: article.categories[0] ?? null,
      feed: article.feed,
    }),
    sentences: article.sentences,
    link: article.url,
    language: article.language,
  }
}
