import { hash } from 'node:crypto'
import type { Clock } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { oldArticles, othersOfFeed, type Said } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import { articlesRead, articlesWithLines, recallPage, rememberLines, rememberPage } from '#src/store/pages.ts'
import { linesOf, OPENING, recurringIn, type Lined } from './boilerplate.ts'
import { feedLines } from './feed-text.ts'
import type { Page } from './page/page.ts'
import { siteOf, type ReadingMemory } from './tell.ts'

const BASELINE = 3
const LOOK_BACK = 20
// Beyond any story; keeps what one page can add to the store within bounds.
const MOST_LINES = 400

/** What reading remembers, in the store. */
export function storedMemory(store: Store, clock: Clock): ReadingMemory {
  const recurringAmong = openRecurring()
  return {
    async recall(article) {
      const known = await recallPage(store.read, article)
      return known === undefined ? null : { ...known, page: JSON.parse(known.read) as Page }
    },
    async recurring(site, { id, title }, lines) {
      return recurringIn({ title, lines }, await articlesWithLines(store.read, site, id, lines, OPENING))
    },
    recurringInFeed: (article) => recurringAmong(article, () => othersOfFeed(store.read, article, OTHERS)),
    baseline: (article) => olderOf(store, article),
    once: oncePerSite(),
    async keep({ id, url }, { page, etag, lastModified }) {
      const read = JSON.stringify(page)
      await store.write(async (writer) => {
        const at = clock.now()
        await rememberPage(writer, { article: id, url, at, etag, lastModified, read })
        await rememberLines(
          writer,
          { site: siteOf(url), article: id, at },
          linesOf(page, page.headline ?? '').slice(0, MOST_LINES),
        )
      })
    },
  }
}

/**
 * As {@link storedMemory}, for looking only: a preview leaves no trace. Where the store does not know enough of a site
 * (it is null where Crier has never run), the pages of `others` are its baseline, as they will be when it runs.
 */
export function passingMemory(store: Store | null, others: readonly Other[]): ReadingMemory {
  const baseline = new Map<string, readonly string[]>()
  const recurringAmong = openRecurring()
  return {
    recall: async () => null,
    async recurring(site, { id, title }, lines) {
      const known = store === null ? [] : await articlesWithLines(store.read, site, id, lines, OPENING)
      const titles = new Map(others.map((other) => [other.id, other.title]))
      const here = [...baseline].map(([article, its]) => ({ article, title: titles.get(article) ?? '', lines: its }))
      const all = new Map([...known, ...here].map((each) => [each.article, each]))
      all.delete(id)
      return recurringIn({ title, lines }, [...all.values()])
    },
    recurringInFeed: (article) =>
      recurringAmong(article, async () => {
        const near = others.filter(({ id }) => id !== article.id).slice(0, OTHERS)
        return near.length > 0 || store === null ? near : othersOfFeed(store.read, article, OTHERS)
      }),
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
      if (baseline.has(id)) baseline.set(id, linesOf(page, page.headline ?? ''))
    },
  }
}

/** An article beside one that is previewed, as its feed tells of it. */
type Other = Said & Pick<Article, 'id' | 'url'>

// Enough to tell what recurs.
const OTHERS = 8

// Those of a hundred busy feeds.
const KEPT = 1_000

/**
 * Answers which lines of what the feed says of `own` recur over the others of it, which are asked for only where it
 * says any.
 */
function openRecurring(): (own: Said, others: () => Promise<readonly Said[]>) => Promise<ReadonlySet<string>> {
  // Every article stands beside the next ones too, and says what it said.
  const known = new Map<string, Lined>()
  const lined = (article: Said): Lined => {
    const { title, summary, content, authors } = article
    const said = hash('sha256', JSON.stringify([title, summary, content, authors]), 'base64')
    const found = known.get(said) ?? { title, lines: linesOf(feedLines(article), title) }
    known.delete(said)
    known.set(said, found)
    if (known.size > KEPT) known.delete(known.keys().next().value!)
    return found
  }
  return async (own, others) => {
    const it = lined(own)
    return it.lines.length === 0 ? new Set() : recurringIn(it, (await others()).map(lined))
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
