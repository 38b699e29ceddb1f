import { setImmediate } from 'node:timers/promises'
import type { Clock, Millis } from '#src/base/clock.ts'

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Lets `ms` pass and ends every sleep that falls due, in order. What a sleeper does then may take real time (a file,
   * a socket, a library's own timer): time goes on only when `sleepers` of them sleep again.
   */
  advance(ms: Millis, sleepers?: number): Promise<void>
  /** Sets the wall clock forward or back, as an administrator may; nothing that sleeps notices. */
  step(ms: Millis): void
  /** Waits until at least `count` sleep: everything that was to be done before time passes has been done. */
  asleep(count: number): Promise<void>
  /** How many sleep now. */
  sleeping(): number
}

interface Sleeper {
  readonly due: Millis
  readonly wake: () => void
}

/** `start`: the wall clock's first time, by default noon of 20 May 2026 UTC. */
export function fakeClock(start: Millis = Date.UTC(2026, 4, 20, 12)): FakeClock {
  let passed: Millis = 0
  let wall = start
  const sleepers = new Set<Sleeper>()
  const watchers = new Set<() => void>()

  const asleep = async (count: number): Promise<void> => {
    await setImmediate()
    while (sleepers.size < count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      watchers.add(resolve)
      await promise
      watchers.delete(resolve)
    }
  }

  return {
    now: () => wall + passed,
    monotonic: () => passed,
    async sleep(ms, signal) {
      if (signal?.aborted) return
      if (ms <= 0) {
        await setImmediate()
        return
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper: Sleeper = { due: passed + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
        for (const watcher of watchers) watcher()
      })
    },
    async advance(ms, count = 0) {
      const end = passed + ms
      for (;;) {
        await asleep(count)
        const [next] = [...sleepers].toSorted((one, other) => one.due - other.due)
        if (next === undefined || next.due > end) break
        passed = Math.max(passed, next.due)
        next.wake()
      }
      passed = end
    },
    step(ms) {
      wall += ms
    },
    asleep,
    sleeping: () => sleepers.size,
  }
}
