import type { Clock } from '#src/base/clock.ts'
import { oldArticles } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import { articlesRead, recallPage, recurringLines, rememberLines, rememberPage } from '#src/store/pages.ts'
import { linesOf, RECURS } from './boilerplate.ts'
import type { Page } from './page/page.ts'
import { siteOf, type ReadingMemory } from './tell.ts'

const BASELINE = 3
const LOOK_BACK = 20
// Beyond any story; keeps what one page can add to the store within bounds.
const MOST_LINES = 400

/** What reading remembers, in the store. */
export function storedMemory(store: Store, clock: Clock): ReadingMemory {
  // Asked once per site and process: a site whose old pages cannot be had is not asked at every article.
  const asked = new Set<string>()
  return {
    async recall(article) {
      const known = await recallPage(store.read, article)
      return known === undefined ? null : { ...known, page: JSON.parse(known.read) as Page }
    },
    recurring: (site, article, lines) => recurringLines(store.read, site, article, lines, RECURS),
    async baseline(article) {
      const site = siteOf(article.url)
      if (asked.has(site)) return []
      asked.add(site)
      if ((await articlesRead(store.read, site)) >= BASELINE) return []
      const old = await oldArticles(store.read, article.feed, LOOK_BACK)
      return old.filter(({ url }) => siteOf(url) === site).slice(0, BASELINE)
    },
    async keep({ id, url }, { page, etag, lastModified }) {
      const read = JSON.stringify(page)
      await store.write(async (writer) => {
        const at = clock.now()
        await rememberPage(writer, { article: id, url, at, etag, lastModified, read })
        await rememberLines(writer, { site: siteOf(url), article: id, at }, linesOf(page).slice(0, MOST_LINES))
      })
    },
  }
}

/** As {@link storedMemory}, for looking only: a preview leaves no trace. */
export function readOnlyMemory(store: Store): ReadingMemory {
  return {
    recall: async () => null,
    recurring: (site, article, lines) => recurringLines(store.read, site, article, lines, RECURS),
    baseline: async () => [],
    keep: async () => {},
  }
}

/** Of one who has seen nothing yet. */
export const NO_MEMORY: ReadingMemory = {
  recall: async () => null,
  recurring: async () => new Set(),
  baseline: async () => [],
  keep: async () => {},
}
