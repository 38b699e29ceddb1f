import { DAY, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { addressOf } from './moved.ts'
import { memoryOf, poll, type PollParts, type WatchedFeed } from './poll.ts'
import { openTurns } from './turns.ts'

// Two requests at once are what a browser of the old kind made of one host; strict servers count more as an attack.
const TURNS = { perHost: 2, atOnce: 48, failedAtOnce: 16 }

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
  const turns = openTurns(TURNS)
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
        const host = URL.parse(addressOf(memory))?.host ?? ''
        const { news, nextAt, warnings } = await turns.take(host, memory.failures > 0, async () => {
          signal.throwIfAborted()
          return poll(feed, memory, parts, signal)
        })
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
