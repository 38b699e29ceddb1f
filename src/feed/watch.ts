import { DAY, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { bringForward } from '#src/store/feeds.ts'
import { dueAfter, latestDue, pastSkips, soonest } from './due.ts'
import { addressOf } from './moved.ts'
import { memoryOf, poll, type PollParts, type WatchedFeed } from './poll.ts'
import { fetchInTurn, openTurns, type Turns } from './turns.ts'

// Two requests at once are what a browser of the old kind made of one host; strict servers count more as an attack.
const TURNS = { perHost: 2, atOnce: 48, failedAtOnce: 16 }

/** Feeds that are watched. */
export interface Watch extends AsyncDisposable {
  /** Says that staff may have let a feed go on that was gone. */
  nudge(): void
  /** Those of the feeds' hosts, for whoever else asks there. */
  readonly turns: Turns
  /** Has a feed that was read well looked at as soon as it may be, by staff's word and its own. */
  lookSoon(feed: string): Promise<void>
}

/**
 * Watches `feeds`: each in a loop of its own, so that a slow or broken one delays no other, and never before the time
 * that the store remembers for it. `onNews` is told when articles were stored, `onHub` when a feed has named another hub.
 */
export function startWatch(
  feeds: readonly WatchedFeed[],
  parts: PollParts & { readonly onNews: () => void; readonly onHub?: () => void },
): Watch {
  const { clock, log, store, onNews, onHub } = parts
  const turns = openTurns(TURNS)
  const gone = new Set<Loop>()
  // Nobody knows when the others were asked last: a process that ended may have done it just before.
  const answered = new Set<string>()

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
        const latest = latestDue(feed, memory.skips, clock.now())
        // Kept, or a restart would put it off again.
        if (memory.nextAt > latest) await store.write((writer) => bringForward(writer, feed.id, latest))
        const remembered = Math.min(memory.nextAt, latest) - clock.now()
        due ??= clock.monotonic() + remembered
        const wait = Math.min(remembered, due - clock.monotonic())
        if (wait > 0) return wait
        // It may have become due while Crier was stopped, or the machine asleep.
        const skipped = pastSkips(clock.now(), feed, memory.skips) - clock.now()
        if (skipped > 0) return skipped
        const first = { url: addressOf(memory), failed: memory.failures > 0 }
        const { news, nextAt, hubChanged, warnings } = await fetchInTurn(turns, parts.fetch, first, async (fetch) => {
          signal.throwIfAborted()
          answered.delete(feed.id)
          return poll(feed, memory, { ...parts, fetch }, signal)
        })
        answered.add(feed.id)
        if (news > 0) onNews()
        if (hubChanged) onHub?.()
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

  const loops = new Map(feeds.map((feed) => [feed.id, watchOne(feed)]))
  return {
    turns,
    async lookSoon(id) {
      const feed = feeds.find((each) => each.id === id)
      const memory = feed && (await memoryOf(store, feed))
      // What has failed keeps its time, and so does what is not to be read at some hours.
      if (!memory || memory.failures > 0 || memory.okAt === null || memory.skips !== null) return
      const nextAt = dueAfter(soonest(feed), memory, memory.okAt)
      await store.write(async (writer) => {
        if (answered.has(id)) await bringForward(writer, id, nextAt)
      })
      loops.get(id)?.nudge()
    },
    nudge() {
      for (const loop of gone) loop.nudge()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...loops.values()].map((loop) => loop[Symbol.asyncDispose]()))
    },
  }
}
