import type { Article } from '#src/records.ts'
import type { Page } from './page/page.ts'
import { withoutSiteLines, type ReadingMemory } from './tell.ts'

/** What a page says of its story, for rules that go by words. */
export function textOfPage({ headline, standfirsts, paragraphs }: Page): string {
  return [headline ?? '', ...standfirsts.map(({ text }) => text), ...paragraphs].join('\n')
}

/** What the page of an article said when it was read, without its site's own lines; null where it was not read. */
export async function readPageText(
  article: Article,
  memory: Pick<ReadingMemory, 'recall' | 'recurring'>,
): Promise<string | null> {
  const known = await memory.recall(article.id)
  return known === null ? null : textOfPage(await withoutSiteLines(article, known.page, memory))
}
