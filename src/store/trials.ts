import type { Clock } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import type { Article } from '#src/records.ts'
import { countFailure, moveArticle } from './articles.ts'
import { LeaseLost } from './lease.ts'
import { addNotice } from './notices.ts'
import type { Store } from './open.ts'
import { isStoreFault } from './sqlite.ts'

const MOST_FAILURES = 2

/**
 * Lets a stage try articles one by one. An article that breaks the stage twice is set aside and told; the others go on.
 * A try is counted before it begins: an article that ends the whole process is counted too. What the store itself does
 * is no article's fault.
 * @throws the store's faults, for the stage to wait and go on.
 */
export function openTrials(
  stage: string,
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
): (article: Article, work: () => Promise<void>) => Promise<void> {
  const counted = new Set<string>()

  const setAside = async (article: Article, words: string): Promise<void> => {
    const why = `aside: it broke ${stage} twice, ${words}`
    await store.write(async (writer) => {
      await moveArticle(writer, article, { to: 'aside', why, at: clock.now() })
      await addNotice(writer, `An article is set aside (${why}):\n\n${article.title}\n${article.url}`, clock.now())
    })
    log.error({ article: article.id, feed: article.feed, why }, 'an article is set aside')
  }

  return async (article, work) => {
    // Counted once for each try: where the store failed after the count, the next turn is still the same try.
    const tries = counted.has(article.id) ? 1 : await store.write((writer) => countFailure(writer, article.id))
    counted.add(article.id)
    if (tries > MOST_FAILURES) {
      await setAside(article, 'and ended the process')
    } else {
      try {
        await work()
      } catch (error) {
        if (error instanceof LeaseLost || isStoreFault(error)) throw error
        const words = describeError(error)
        log.error({ article: article.id, feed: article.feed, stage, tries, error: words }, 'an article broke a stage')
        if (tries >= MOST_FAILURES) await setAside(article, words)
      }
    }
    counted.delete(article.id)
  }
}
