import type { Clock, Millis } from '#src/base/clock.ts'

/** A clock that stands still until it is moved; whoever sleeps wakes when its time has come. */
export interface HeldClock extends Clock {
  /** Moves on by `ms`, from one sleeper's time to the next; each gets to do its work before the next one wakes. */
  advance(ms: Millis): Promise<void>
  /** Resolves once somebody sleeps. */
  sleeping(): Promise<void>
}

export function heldClock(start: Millis): HeldClock {
  let now = start
  const sleepers = new Set<{ readonly until: Millis; readonly wake: () => void }>()
  let someoneSleeps = Promise.withResolvers<void>()

  return {
    now: () => now,
    monotonic: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        if (signal?.aborted) return resolve()
        signal?.addEventListener('abort', sleeper.wake, { once: true })
        sleepers.add(sleeper)
        someoneSleeps.resolve()
      }),
    async advance(ms) {
      const end = now + ms
      while (true) {
        const [next] = [...sleepers].filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)
        if (next === undefined) break
        now = Math.max(now, next.until)
        next.wake()
        await new Promise((resolve) => setImmediate(resolve))
      }
      now = end
    },
    async sleeping() {
      if (sleepers.size > 0) return
      someoneSleeps = Promise.withResolvers<void>()
      await someoneSleeps.promise
    },
  }
}
