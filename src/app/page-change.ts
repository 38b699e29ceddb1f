import { openExtractor } from '#src/article/extract.ts'
import { openPages } from '#src/article/fetch-page.ts'
import { changeOfPage } from '#src/article/look-again.ts'
import { storedMemory } from '#src/article/memory.ts'
import type { Clock } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import type { Config } from '#src/config/config.ts'
import type { PageChange } from '#src/desk/changed.ts'
import { articleById } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import { recallPage } from '#src/store/pages.ts'
import { pagesByFeed } from './page-rules.ts'
import { openWayOut } from './way-out.ts'

/**
 * How the page of an article has changed since the article was told from it, by one look of ten seconds at most; null
 * where it has not, where its page was not read or may not be, or where nobody can say. Leaves no trace in the store.
 */
export async function pageChange(
  store: Store,
  id: string,
  { config, clock, userAgent }: { readonly config: Config; readonly clock: Clock; readonly userAgent: string },
): Promise<PageChange | null> {
  const article = await articleById(store.read, id)
  if (article === undefined || (await recallPage(store.read, id)) === undefined) return null
  await using stack = new AsyncDisposableStack()
  const { fetch } = stack.use(openWayOut(config, { clock, userAgent }))
  const extractor = stack.use(openExtractor({ clock, log: silentLog }))
  const pages = openPages({ clock, fetch, extractor })
  if (pagesByFeed(config, pages)(article.feed) === null) return null
  return await changeOfPage(article, pages, storedMemory(store, clock), new AbortController().signal)
}
