import { MINUTE, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Article } from '#src/records.ts'
import { articlesIn, dueEmbargoes, moveArticle } from '#src/store/articles.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Store, Writer } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { takeForSame } from '#src/store/same-article.ts'
import { openTrials } from '#src/store/trials.ts'
import { knownAs } from './known.ts'
import { storedMemory } from './memory.ts'
import { sourceOf, tellDated, type FeedPages, type ReadingMemory, type Source } from './tell.ts'
import { holdDateless, isDateless } from './undated.ts'

const BATCH = 100

export interface ReadingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The way to the pages of a feed's articles; null where staff forbid it. */
  readonly pagesOf: (feed: string) => FeedPages | null
  /** The newsroom's. */
  readonly timezone: string
  /** Told when articles were read. */
  readonly onRead: () => void
}

/** Reads new articles: takes them from `seen` to `read` with the sentences that posts are made of. */
export function startReading(parts: ReadingParts): Loop {
  const { store, clock, log, onRead } = parts
  const attempt = openTrials('reading', parts)
  const memory = storedMemory(store, clock)
  return startLoop({
    name: 'article',
    clock,
    log,
    async turn(signal) {
      await endEmbargoes(store, clock)
      const articles = await articlesIn(store.read, 'seen', BATCH)
      // All pages at once, so that a slow site keeps nobody waiting for longer than one page may take; then one by one,
      // in the order of publication.
      const found = articles.map((article) => soon(article, parts, memory, signal))
      const dateless: Article[] = []
      for (const [index, article] of articles.entries()) {
        const source = await found[index]!
        // Being stopped is no fault of the article.
        signal.throwIfAborted()
        await attempt(article, async () => {
          if (!('error' in source) && isDateless(article, source)) dateless.push(article)
          else await readOne(article, source, parts)
        })
      }
      await askFor(dateless, parts)
      if (articles.length > 0) onRead()
      return articles.length === BATCH ? 0 : MINUTE
    },
  })
}

type Found = Source | { readonly error: unknown }

/** What fails is told when the article's turn comes, and not before. */
async function soon(
  article: Article,
  { pagesOf }: ReadingParts,
  memory: ReadingMemory,
  signal: AbortSignal,
): Promise<Found> {
  try {
    return await sourceOf(article, pagesOf(article.feed), memory, signal)
  } catch (error) {
    return { error }
  }
}

async function readOne(article: Article, found: Found, { store, clock, timezone }: ReadingParts): Promise<void> {
  if ('error' in found) throw found.error
  const at = clock.now()
  const { sentences, better, origins, from } = tellDated(article, found, { now: at, timezone })
  await store.write(async (writer) => {
    const other = found.page === null ? null : await knownAs(writer, article, found.page)
    if (other !== null) {
      const why = `same: its page gives the address of ${other.url}, which is known`
      return takeForSame(writer, article, other, { why, at })
    }
    if ((better.title ?? article.title) === '') {
      return setAside(writer, article, `post: ${found.unread ?? 'its page has no headline'}`, at)
    }
    const why = `read: ${sentences.length} sentences from ${from}`
    return moveArticle(writer, article, { to: 'read', why, at, sentences, better, origins })
  })
}

/** What a person asked for by its address alone, and of which nothing can be known, is told to them. */
async function setAside(writer: Writer, article: Article, why: Reason, at: number): Promise<void> {
  await moveArticle(writer, article, { to: 'aside', why, at })
  await addNotice(writer, `What was asked for cannot be posted (${why}):\n\n${article.url}`, at)
}

async function askFor(dateless: readonly Article[], { store, clock, log }: ReadingParts): Promise<void> {
  if (dateless.length === 0) return
  await store.write((writer) => holdDateless(writer, dateless, clock.now()))
  log.warn({ articles: dateless.length }, 'articles without a date wait for an answer: see `crier held`')
}

/** An embargo ends with the time that the article is dated. */
async function endEmbargoes(store: Store, clock: Clock): Promise<void> {
  const at = clock.now()
  for (const article of await dueEmbargoes(store.read, at, BATCH)) {
    await store.write((writer) => moveArticle(writer, article, { to: 'seen', why: 'embargo: its time has come', at }))
  }
}
