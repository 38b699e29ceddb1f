import { DAY, HOUR, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Store } from '#src/store/open.ts'
import { forgetLines, forgetPages, sitesKnown } from '#src/store/pages.ts'

const EVERY: Millis = 6 * HOUR
const KEEP: Millis = 30 * DAY
const AT_ONCE = 500
// What recurs shows in a few articles; more of them only make it surer.
const LEAST_ARTICLES = 20
const MOST_ARTICLES = 150

/**
 * Forgets what reading needs no more, so that the store stays small: pages after 30 days; and of every site the lines of
 * all but its newest articles.
 */
export function startForgetting({
  store,
  clock,
  log,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}): Loop {
  return startLoop({
    name: 'forget',
    clock,
    log,
    async turn(signal) {
      const before = clock.now() - KEEP
      let pages = 0
      // Batches, so that no turn of another stage waits long for its own writes.
      for (let gone = AT_ONCE; gone === AT_ONCE && !signal.aborted; pages += gone) {
        gone = await store.write((writer) => forgetPages(writer, before, AT_ONCE))
      }
      for (const site of await sitesKnown(store.read)) {
        if (signal.aborted) break
        const memory = { least: LEAST_ARTICLES, most: MOST_ARTICLES, before }
        await store.write((writer) => forgetLines(writer, site, memory))
      }
      if (pages > 0) log.info({ pages }, 'pages that were read long ago are forgotten')
      return EVERY
    },
  })
}
