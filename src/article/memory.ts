import type { Clock } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
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
  return {
    async recall(article) {
      const known = await recallPage(store.read, article)
      return known === undefined ? null : { ...known, page: JSON.parse(known.read) as Page }
    },
    recurring: (site, article, lines) => recurringLines(store.read, site, article, lines, RECURS),
    baseline: (article) => olderOf(store, article),
    once: oncePerSite(),
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

/**
 * As {@link storedMemory}, for looking only: a preview leaves no trace. Where the store does not know enough of a site
 * (it is null where Crier has never run), the pages of `others` are its baseline, as they will be when it runs.
 */
export function passingMemory(store: Store | null, others: readonly Pick<Article, 'id' | 'url'>[]): ReadingMemory {
  const baseline = new Map<string, readonly string[]>()
  const knownTo = async (least: number, site: string, article: string, lines: readonly string[]) =>
    store === null ? new Set<string>() : await recurringLines(store.read, site, article, lines, least)
  return {
    recall: async () => null,
    async recurring(site, article, lines) {
      const [often, once] = await Promise.all([RECURS, 1].map((least) => knownTo(least, site, article, lines)))
      return new Set(
        lines.filter((line) => {
          const here = [...baseline].filter(([id, its]) => id !== article && its.includes(line)).length
          return often!.has(line) || here + Number(once!.has(line)) >= RECURS
        }),
      )
    },
    async baseline(article) {
      const site = siteOf(article.url)
      if (store !== null && (await articlesRead(store.read, site)) >= BASELINE) return []
      const older = store === null ? [] : await olderOf(store, article)
      const near = others.filter(({ id, url }) => id !== article.id && siteOf(url) === site)
      const chosen = older.length > 0 ? older : near.slice(0, BASELINE)
      for (const { id } of chosen) baseline.set(id, [])
      return chosen
    },
    once: oncePerSite(),
    async keep({ id }, { page }) {
      if (baseline.has(id)) baseline.set(id, linesOf(page))
    },
  }
}

/** A few articles of the same site that were there before Crier; none where enough of the site is known. */
async function olderOf(store: Store, { url, feed }: Article): Promise<readonly Article[]> {
  const site = siteOf(url)
  if ((await articlesRead(store.read, site)) >= BASELINE) return []
  const old = await oldArticles(store.read, feed, LOOK_BACK)
  return old.filter((each) => siteOf(each.url) === site).slice(0, BASELINE)
}

/** A site whose old pages cannot be had is not asked at every article: once per process. */
function oncePerSite(): ReadingMemory['once'] {
  const done = new Map<string, Promise<void>>()
  return async (site, work) => {
    const doing = done.get(site) ?? work()
    done.set(site, doing)
    try {
      await doing
    } catch (error) {
      if (done.get(site) === doing) done.delete(site)
      throw error
    }
  }
}
