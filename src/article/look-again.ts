import type { Clock, Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import type { Article } from '#src/records.ts'
import { articleById, moveArticle } from '#src/store/articles.ts'
import { dropBehind, movePart, partsOf } from '#src/store/deliveries.ts'
import { addNotice } from '#src/store/notices.ts'
import { putUnderEmbargo } from '#src/store/embargo.ts'
import { LeaseLost } from '#src/store/lease.ts'
import { markLooked } from '#src/store/second-looks.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { embargoed, GONE, MISSING, type Reason } from '#src/store/reasons.ts'
import { changedSince, renew } from '#src/store/revisions.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import { takeBack, untouched } from '#src/store/waiting.ts'
import { aheadBy, dateDeclared, type PageDate } from './declared-date.ts'
import type { PageLook, PageLooks } from './fetch-page.ts'
import { textOfPage } from './page-text.ts'
import type { Page } from './page/page.ts'
import { storedMemory } from './memory.ts'
import { sourceOfPage, tell, type ReadingMemory } from './tell.ts'

export interface LookAgainParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The way to the pages of a feed's articles; null where staff forbid it. */
  readonly pagesOf: (feed: string) => PageLooks | null
  readonly rules: TextRules
  /** The newsroom's. */
  readonly timezone: string
  /** Told when articles are to be read or routed once more. */
  readonly onChange: () => void
}

/** What channels make of an article by words that stand on its page. */
export interface TextRules {
  /** What becomes of the article's post in a channel; null: it goes. */
  judge(
    channel: string,
    article: Article,
    page: string,
  ): { readonly to: 'held' | 'dropped'; readonly why: Reason } | null
}

/**
 * Answers how an article is looked at once more before a post of it goes: by its page, and by what its feed has shown
 * since. Writes down what was found: that it is gone, that it is dated in the future by now, or that it says something
 * else; its posts are then composed anew, but for those that a person has let go or written. Before a new date nothing
 * goes: what a person let go is held.
 */
export function openLookAgain(parts: LookAgainParts): (article: string, signal: AbortSignal) => Promise<void> {
  const { store, clock, log, pagesOf, rules, timezone, onChange } = parts
  const memory = storedMemory(store, clock)
  /** What breaks a look keeps no post. */
  const surely = async (article: Article, signal: AbortSignal): Promise<Found> => {
    try {
      return await lookAt(article, pagesOf(article.feed), memory, signal)
    } catch (error) {
      if (signal.aborted || isStoreFault(error) || error instanceof LeaseLost) throw error
      log.error({ article: article.id, feed: article.feed, error: describeError(error) }, 'a second look failed')
      return NOTHING
    }
  }
  return async (id, signal) => {
    const article = await articleById(store.read, id)
    if (article === undefined) return
    const found = await surely(article, signal)
    const changed = await store.write(async (writer) => {
      await markLooked(writer, id, clock.now(), found.gone)
      const now = await articleById(writer, id)
      if (now?.state !== 'routed') return null
      const at = clock.now()
      const until = aheadBy(dateGiven(now, found, timezone), at)
      return (
        (await takeBackChanged(writer, now, { page: found.page, until }, at)) ??
        (await applyRules(writer, now, found, rules, at))
      )
    })
    if (changed === null) return
    log.warn({ article: id, feed: article.feed, why: changed }, 'a second look keeps posts from going as they are')
    onChange()
  }
}

/** What a second look finds. */
interface Found {
  readonly gone: Reason | null
  /** Its page, where that says something else by now. */
  readonly page: Page | null
  /** Its page as it was read anew, and as it was read before; null where it was not. */
  readonly read: Page | null
  readonly was: Page | null
  /** What its page says, where it was read anew. */
  readonly text: string | null
}

const NOTHING: Found = { gone: null, page: null, read: null, was: null, text: null }

async function lookAt(
  article: Article,
  pages: PageLooks | null,
  memory: ReadingMemory,
  signal: AbortSignal,
): Promise<Found> {
  if (pages === null || article.url === '') return NOTHING
  const known = await memory.recall(article.id)
  const look = await pages.look(article.url, known, signal)
  if (look.is !== 'there') return { ...NOTHING, gone: goneBy(look, known !== null) }
  if (look.answer.is !== 'page') return NOTHING
  const { page } = look.answer
  const source = await sourceOfPage(article, page, memory)
  const text = textOfPage(source.page)
  // Told from its feed alone, it says nothing else because its page does; but for when it may be told at all.
  if (known === null) return { ...NOTHING, text, read: page }
  await memory.keep(article, look.answer)
  const told = tell(article, source)
  const retitled = isOfPage(article) && page.headline !== null && page.headline !== article.title
  const same = !retitled && JSON.stringify(told.sentences) === JSON.stringify(article.sentences)
  return { gone: null, page: same ? null : page, read: page, was: known.page, text }
}

/**
 * The date that its page has been given since it was read; else what it declares against the feed's, where the article
 * was told without it.
 */
function dateGiven(article: Article, { read, was }: Found, timezone: string): PageDate | null {
  if (read === null) return null
  const { published: at } = read
  if (was === null || at === was.published) return dateDeclared(article, read, timezone)
  return at === null ? null : { at, earliest: at }
}

/** How an article and what its page says now differ; null where they do not, or where nobody can say. Keeps nothing. */
export async function changeOfPage(
  article: Article,
  pages: PageLooks,
  memory: ReadingMemory,
  signal: AbortSignal,
): Promise<{ readonly before: ToldWords; readonly now: ToldWords } | null> {
  const { page } = await lookAt(article, pages, { ...memory, keep: async () => {} }, signal)
  if (page === null) return null
  const { title, sentences } = article
  const now = tell(article, await sourceOfPage(article, page, memory))
  const headline = isOfPage(article) ? page.headline : null
  return { before: { title, sentences }, now: { title: headline ?? title, sentences: now.sentences } }
}

type ToldWords = Pick<Article, 'title' | 'sentences'>

function isOfPage({ origins }: Article): boolean {
  return origins.title === 'its page'
}

/** A page that was there is withdrawn; one that nobody has seen yet may only be late, and a person is to decide. */
function goneBy(look: Exclude<PageLook, { is: 'there' }>, wasThere: boolean): Reason | null {
  switch (look.is) {
    case 'missing':
      return look.status === 410 || wasThere
        ? `${GONE}: its page is no longer there (${look.status})`
        : `${MISSING}: its page is not there (404)`
    case 'front-page':
      return `${MISSING}: its address leads to the front page`
    default:
      return null
  }
}

/** Holds or drops what channels' rules keep by the words of the page. Answers why, null where all may go. */
async function applyRules(
  writer: Writer,
  article: Article,
  { text }: Found,
  rules: TextRules,
  at: Millis,
): Promise<Reason | null> {
  if (text === null) return null
  let kept: Reason | null = null
  for (const { id, channel } of await untouched(writer, { article: article.id })) {
    const [part] = await partsOf(writer, id)
    const judged = part?.state === 'ready' ? rules.judge(channel, article, text) : null
    if (part === undefined || judged === null) continue
    const { to, why } = judged
    await movePart(writer, part, { to, why, at })
    if (to === 'dropped') await dropBehind(writer, part, { why, at })
    const way = to === 'held' ? '\n\nSee: crier held' : ''
    await addNotice(writer, `A post for ${channel} is ${to} (${why}):\n\n${part.text}${way}`, at)
    kept = why
  }
  return kept
}

/** Takes back what was composed from other words or before another date. Answers why, null where all may go. */
async function takeBackChanged(
  writer: Writer,
  article: Article,
  { page, until }: Pick<Found, 'page'> & { readonly until: Millis | null },
  at: Millis,
): Promise<Reason | null> {
  const headline = isOfPage(article) ? page?.headline : null
  const retitled = headline ? { title: headline } : {}
  const embargo = until === null ? null : embargoed(until, at)
  if (until !== null && embargo !== null) {
    const better = { ...retitled, published: until }
    return (await putUnderEmbargo(writer, article, { why: embargo, at, better, by: 'its page' })) ? embargo : null
  }
  const waiting = await untouched(writer, { article: article.id })
  if (waiting.length === 0) return null
  const edited = await Promise.all(waiting.map((delivery) => changedSince(writer, delivery)))
  const revised = edited.some((change) => change !== null)
  if (page === null && !revised) return null
  const why: Reason = `changed: ${revised ? article.feed : 'its page'} says something else by now`
  for (const delivery of waiting) await takeBack(writer, delivery, { why, at })
  if (revised) await renew(writer, article.id)
  await moveArticle(writer, article, { to: 'seen', why, at, better: retitled })
  return why
}
