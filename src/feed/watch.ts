import { DAY, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { memoryOf, poll, type PollParts, type WatchedFeed } from './poll.ts'

const POLLS_AT_ONCE = 16

/** Feeds that are watched. */
export interface Watch extends AsyncDisposable {
  /** Says that staff may have let a feed go on that was gone. */
  nudge(): void
}

/**
 * Watches `feeds`: each in a loop of its own, so that a slow or broken one delays no other, and never before the time
 * that the store remembers for it. `onNews` is told when articles were stored, without content.
 */
export function startWatch(feeds: readonly WatchedFeed[], parts: PollParts & { readonly onNews: () => void }): Watch {
  const { clock, log, store, onNews } = parts
  const inTurn = openSlots(POLLS_AT_ONCE)
  const gone = new Set<Loop>()

  const watchOne = (feed: WatchedFeed): Loop => {
    // When the next poll is due by the clock that never steps: a wall clock that was set back puts no feed to sleep.
    let due: Millis | null = null
    let told = ''
    const loop: Loop = startLoop({
      name: `feed ${feed.id}`,
      clock,
      log,
      async turn(signal) {
        const memory = await memoryOf(store, feed)
        if (memory.goneAt !== null) {
          gone.add(loop)
          return DAY
        }
        gone.delete(loop)
        const remembered = memory.nextAt - clock.now()
        due ??= clock.monotonic() + remembered
        const wait = Math.min(remembered, due - clock.monotonic())
        if (wait > 0) return wait
        const { news, nextAt, warnings } = await inTurn(() => poll(feed, memory, parts, signal))
        if (news > 0) onNews()
        // Once, and again only where it has changed: a feed that is odd is so at every poll.
        if (warnings !== null && warnings.join('\n') !== told) {
          told = warnings.join('\n')
          if (told !== '') log.warn({ feed: feed.id, warnings }, 'feed is not quite right')
        }
        const next = nextAt - clock.now()
        due = clock.monotonic() + next
        return next
      },
    })
    return loop
  }

  const loops = feeds.map(watchOne)
  return {
    nudge() {
      for (const loop of gone) loop.nudge()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()))
    },
  }
}

/**
 * Lets `most` run at once; the others wait in line. Knows no clock: bottleneck counts by the wall clock even without a
 * minimum time, and one that was set back would stop every feed, and the end of Crier, for as long.
 */
function openSlots(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most
  const line: (() => void)[] = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => line.push(resolve))
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else free += 1
    }
  }
}
