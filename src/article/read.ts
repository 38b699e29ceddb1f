import { MINUTE, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Article } from '#src/records.ts'
import { articlesIn, moveArticle } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import { openTrials } from '#src/store/trials.ts'
import { summarise } from './summarise.ts'

const BATCH = 100

export interface ReadingParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Told when articles were read. */
  readonly onRead: () => void
}

/** Reads new articles: takes them from `seen` to `read` with the sentences that posts are made of. */
export function startReading(parts: ReadingParts): Loop {
  const { store, clock, log, onRead } = parts
  const attempt = openTrials('reading', parts)
  return startLoop({
    name: 'article',
    clock,
    log,
    async turn() {
      await endEmbargoes(store, clock)
      const articles = await articlesIn(store.read, 'seen', BATCH)
      for (const article of articles) await attempt(article, () => readOne(article, parts))
      if (articles.length > 0) onRead()
      return articles.length === BATCH ? 0 : MINUTE
    },
  })
}

async function readOne(article: Article, { store, clock }: ReadingParts): Promise<void> {
  const sentences = summarise(article)
  const why = `read: ${sentences.length} sentences from the feed`
  await store.write((writer) => moveArticle(writer, article, { to: 'read', why, at: clock.now(), sentences }))
}

/** An embargo ends with the time that the article is dated. */
async function endEmbargoes(store: Store, clock: Clock): Promise<void> {
  const at = clock.now()
  const due = (await articlesIn(store.read, 'waiting', BATCH)).filter((article) => article.published <= at)
  for (const article of due) {
    await store.write((writer) => moveArticle(writer, article, { to: 'seen', why: 'embargo: its time has come', at }))
  }
}
