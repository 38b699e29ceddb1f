import type { Millis } from '#src/base/clock.ts'
import type { Article, Origins, Picture } from '#src/records.ts'
import type { Better } from '#src/store/articles.ts'
import { isDatedByPage } from '#src/store/embargo.ts'
import { ruleOf, UNDATED, UNDATED_NEWS } from '#src/store/reasons.ts'
import { linesOf, withoutRecurring } from './boilerplate.ts'
import { aheadBy, dateDeclared } from './declared-date.ts'
import type { Pages, PageAnswer, Since } from './fetch-page.ts'
import { lastBefore } from './page/line-dates.ts'
import type { Page } from './page/page.ts'
import { isSameFile } from './page/picture.ts'
import { isStandIn } from './page/stand-in-picture.ts'
import { suffices, summaryOf } from './summarise.ts'

/** What reading remembers of pages and sites. */
export interface ReadingMemory {
  /** The page as it was read before. */
  recall(article: string): Promise<(Since & { readonly page: Page }) | null>
  /** Which of `lines` recur over the site, this article aside. */
  recurring(
    site: string,
    article: Pick<Article, 'id' | 'title'>,
    lines: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** Which lines of what its feed says of `article` recur over others of that feed. */
  recurringInFeed(article: Article): Promise<ReadonlySet<string>>
  /** Older articles whose pages are to be read first, so that what recurs is known; none where enough are known. */
  baseline(article: Article): Promise<readonly Pick<Article, 'id' | 'url'>[]>
  /** Does `work` once per site: who asks while it is under way waits for it. It is done again where it failed. */
  once(site: string, work: () => Promise<void>): Promise<void>
  /** Keeps what was read. */
  keep(article: Pick<Article, 'id' | 'url'>, answer: Extract<PageAnswer, { is: 'page' }>): Promise<void>
}

/** What is told of an article. */
export interface Telling {
  readonly sentences: readonly string[]
  readonly better: Better
  readonly origins: Origins
  /** Where it is from, for staff: "the feed", "its page". */
  readonly from: string
}

/** What an article is told from: its page where that was needed and could be read. */
export interface Source {
  readonly page: Page | null
  readonly from: string
  /** Why its page could not be read, where it was tried. */
  readonly unread?: string
  /** Lines of the feed's that are none of the story. */
  readonly recurring: ReadonlySet<string>
}

/** What an article is told from whose page was read. */
export interface PageSource extends Source {
  readonly page: Page
}

/** When something is told, and in which time zone. */
export interface Here {
  readonly now: Millis
  readonly timezone: string
}

/** The way to the pages of a feed's articles. */
export interface FeedPages {
  readonly pages: Pages
  /** Whether what only the page tells is wanted, however much the feed gives. */
  readonly isAsked: (article: Article) => boolean
}

/**
 * What an article is read from: its feed alone where that gives enough and a date, else its page too. Where the page
 * cannot be had, or takes too long, the feed's own words go. The very same for `run` and `preview`.
 * @throws the signal's reason when that aborts, and what `memory` throws.
 */
export async function sourceOf(
  article: Article,
  way: FeedPages | null,
  memory: ReadingMemory,
  signal: AbortSignal,
): Promise<Source> {
  const undated = [UNDATED, UNDATED_NEWS].includes(ruleOf(article.reason))
  const recurring = await memory.recurringInFeed(article)
  const enough = !undated && way !== null && !way.isAsked(article) && suffices(article, recurring)
  if (way === null || article.url === '' || enough) return { page: null, from: 'the feed', recurring }
  const { pages } = way
  const [answer] = await Promise.all([readOne(article, pages, memory, signal), learn(article, pages, memory, signal)])
  if (answer.is === 'no-page') {
    const unread = `its page could not be read: ${answer.why}`
    return { page: null, from: `the feed, as ${unread}`, unread, recurring }
  }
  return ofPage(await withoutSiteLines(article, answer.page, memory), recurring)
}

/** What an article is told from whose page was read already, with the lines that recur over its site left out. */
export async function sourceOfPage(
  article: Article,
  page: Page,
  memory: Pick<ReadingMemory, 'recurring' | 'recurringInFeed'>,
): Promise<PageSource> {
  return ofPage(...(await Promise.all([withoutSiteLines(article, page, memory), memory.recurringInFeed(article)])))
}

function ofPage(page: Page, recurring: ReadonlySet<string>): PageSource {
  return { page, from: 'its page', recurring }
}

/** The page of an article without the lines that recur over its site. */
export async function withoutSiteLines(
  article: Article,
  page: Page,
  memory: Pick<ReadingMemory, 'recurring'>,
): Promise<Page> {
  const { title, url } = article
  return withoutRecurring(page, await memory.recurring(siteOf(url), article, linesOf(page, title)), title)
}

/** What is told of an article, and what its page says better than its feed. */
export function tell(article: Article, { page, from, recurring }: Source): Telling {
  // A feed's text begins with a logo, an author's face or an emoji as often as with a picture.
  const pictures = article.pictures.filter(({ url }) => !isStandIn(url, article.url || url))
  const better = {
    ...(pictures.length < article.pictures.length && { pictures }),
    ...(page !== null && improve({ ...article, pictures }, page)),
  }
  const { sentences, from: summary } = summaryOf({ ...article, ...better }, page, recurring)
  return { sentences, better, from, origins: { ...originsOf(article, better), ...(summary !== null && { summary }) } }
}

/** As {@link tell}, with the date that only its page declares, where that is in the future: before it nothing goes. */
export function tellDated(article: Article, source: Source, { now, timezone }: Here): Telling {
  const told = tell(article, source)
  const until = source.page && aheadBy(dateDeclared(article, source.page, timezone), now)
  if (until === null) return told
  return { ...told, better: { ...told.better, published: until }, origins: { ...told.origins, date: 'its page' } }
}

/** Under which name the lines of an article's page are learnt. */
export function siteOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^(?:www|m|amp)\./, '') ?? ''
}

type Read = { readonly is: 'page'; readonly page: Page } | { readonly is: 'no-page'; readonly why: string }

async function readOne(
  article: Pick<Article, 'id' | 'url'>,
  pages: Pages,
  memory: ReadingMemory,
  signal: AbortSignal,
): Promise<Read> {
  const known = await memory.recall(article.id)
  const answer = await pages.read(article.url, known, signal)
  if (answer.is === 'page') await memory.keep(article, answer)
  if (answer.is === 'page' || known === null) {
    return answer.is === 'unchanged' ? { is: 'no-page', why: 'its server says that nothing has changed' } : answer
  }
  return { is: 'page', page: known.page }
}

async function learn(article: Article, pages: Pages, memory: ReadingMemory, signal: AbortSignal): Promise<void> {
  await memory.once(siteOf(article.url), async () => {
    const older = await memory.baseline(article)
    await Promise.all(older.map((each) => readOne(each, pages, memory, signal)))
  })
}

/** What the page says where the feed says nothing, or only the beginning. */
function improve(article: Article, page: Page): Better {
  const cut = article.title === '' || /(?:…|\.\.\.)$/.test(article.title)
  const pictures = page.picture === null ? article.pictures : withAlt(article.pictures, page.picture)
  const tags = [page.section, ...page.tags].filter((tag) => tag !== null)
  // Without a date of the feed's an article counts from its first sight; the page may only make it older.
  const published = page.published ?? (page.day === null ? null : lastBefore(page.day, article.seen))
  const older = article.published === article.seen && published !== null && published < article.seen
  return {
    ...(cut && page.headline !== null && { title: page.headline }),
    ...(article.language === null && page.language !== null && { language: page.language }),
    ...(article.authors.length === 0 && page.authors.length > 0 && { authors: page.authors }),
    ...(article.categories.length === 0 && tags.length > 0 && { categories: tags }),
    ...(pictures.length > 0 && { pictures }),
    section: page.section,
    tags: page.tags,
    flags: page.flags,
    ...(older && { published }),
  }
}

/** What a post tells beside its summary comes from the feed, unless its page says it better. */
function originsOf(article: Article, better: Better): Origins {
  const from = (ofPage: unknown): string => (ofPage === undefined ? 'the feed' : 'its page')
  const redated = better.published !== undefined || isDatedByPage(article)
  return {
    title: from(better.title),
    date: !redated && article.published === article.seen ? 'when it was first seen' : from(redated || undefined),
    ...((better.authors ?? article.authors).length > 0 && { author: from(better.authors) }),
    ...((better.section ?? null) !== null
      ? { section: 'its page' }
      : (better.categories ?? article.categories).length > 0 && { section: from(better.categories) }),
  }
}

function withAlt(pictures: readonly Picture[], lead: Picture): readonly Picture[] {
  const [first, ...rest] = pictures
  if (first === undefined) return [lead]
  return [{ ...first, alt: first.alt ?? (isSameFile(first.url, lead.url) ? lead.alt : null) }, ...rest]
}
