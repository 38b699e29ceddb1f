import type { Article } from '#src/records.ts'
import { articleByKeys } from '#src/store/articles.ts'
import { addKeys } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { urlKey } from '#src/text/urls.ts'
import { contentWords } from './adds.ts'
import type { Page } from './page/page.ts'

// Of the words of the shorter headline so many stand in the other too: one of two newsrooms' headlines for one story.
const ALIKE = 0.6

/**
 * The article that is known under the canonical address of `article`'s page: the same, by another address. Where nobody
 * is, `article` is from now on known under it too. An address that is not the other's own must come with a like
 * headline, since some sites give the section's for every article; so must that of a live blog, which every post in it
 * gives.
 */
export async function knownAs(
  writer: Writer,
  article: Pick<Article, 'id' | 'url' | 'title'>,
  page: Pick<Page, 'canonical' | 'flags'>,
): Promise<Article | null> {
  const key = page.canonical === null ? null : urlKey(page.canonical)
  if (key === null || key === urlKey(article.url)) return null
  const other = await articleByKeys(writer, [`url:${key}`])
  const live = page.flags.includes('live')
  if (other === undefined) {
    if (!live) await addKeys(writer, article.id, [`url:${key}`])
    return null
  }
  // What could not be posted itself stands for nothing else.
  if (other.id === article.id || other.state === 'aside') return null
  const own = urlKey(other.url) === key && !live
  return own || areAlike(other.title, article.title) ? other : null
}

function areAlike(one: string, other: string): boolean {
  const [a, b] = [new Set(contentWords(one)), new Set(contentWords(other))]
  const smaller = Math.min(a.size, b.size)
  return smaller > 0 && a.intersection(b).size >= smaller * ALIKE
}
