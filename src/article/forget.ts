import { DAY, HOUR, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { forgetActions, forgetAnswered, forgetArticles, forgetTexts } from '#src/store/memory.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { forgetLines, forgetPages, sitesKnown } from '#src/store/pages.ts'

const EVERY: Millis = 6 * HOUR
// Two years; when a feed last showed an article is known to a month.
const TOMBSTONES: Millis = (730 + 30) * DAY
const AT_ONCE = 500
// What recurs shows in a few articles; more of them only make it surer.
const LEAST_ARTICLES = 20
const MOST_ARTICLES = 150

/**
 * Forgets what is no longer needed, so that the store stays small: texts and pages after `keep`, and how was decided
 * about them; of every site the lines of all but its newest articles. By what articles are known, and the attempts to
 * post them, stay for two years after a feed last showed them: nothing old returns as new.
 */
export function startForgetting({
  store,
  clock,
  log,
  keep,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly keep: Millis
}): Loop {
  return startLoop({
    name: 'forget',
    clock,
    log,
    async turn(signal) {
      const gone = await forgetOld(store, clock.now(), keep, signal)
      if (gone.pages + gone.texts + gone.articles > 0) log.info({ ...gone }, 'what is old is forgotten')
      return EVERY
    },
  })
}

/** As {@link startForgetting} does at every turn. Answers how much was forgotten. */
export async function forgetOld(
  store: Store,
  now: Millis,
  keep: Millis,
  signal: AbortSignal,
): Promise<{ readonly pages: number; readonly texts: number; readonly articles: number }> {
  const before = now - keep
  const long = now - Math.max(TOMBSTONES, keep)
  // Batches, so that no turn of another stage waits long for its own writes.
  const all = async (forget: (writer: Writer) => Promise<number>): Promise<number> => {
    let gone = 0
    for (let last = AT_ONCE; last === AT_ONCE && !signal.aborted; gone += last) last = await store.write(forget)
    return gone
  }
  const pages = await all((writer) => forgetPages(writer, before, AT_ONCE))
  for (const site of await sitesKnown(store.read)) {
    if (signal.aborted) break
    const memory = { least: LEAST_ARTICLES, most: MOST_ARTICLES, before }
    await store.write((writer) => forgetLines(writer, site, memory))
  }
  const texts = await all((writer) => forgetTexts(writer, before, AT_ONCE))
  const articles = await all((writer) => forgetArticles(writer, long, AT_ONCE))
  await store.write(async (writer) => {
    await forgetAnswered(writer, before)
    await forgetActions(writer, long)
  })
  return { pages, texts, articles }
}
