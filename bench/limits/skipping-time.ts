import type { Millis } from '#src/base/clock.ts'

/** Time that skips what nobody would notice: the waits. */
export interface SkippingTime extends Disposable {
  /** Runs `work`, which waits for the outside. Meanwhile time goes as fast as it really does. */
  held<T>(work: () => Promise<T>): Promise<T>
}

/** What the patched `setTimeout` and `setInterval` answer: as much of a timer of Node as libraries use. */
interface Timer {
  due: Millis
  readonly every: Millis | null
  readonly run: () => void
  ref(): Timer
  unref(): Timer
  hasRef(): boolean
}

// Between two looks that find nothing to do, everything that was settled meanwhile has run.
const QUIET_LOOKS = 3

/**
 * Replaces the global timers, `Date` and `performance.now`, for Crier and for every library in the process. While there
 * is work, time goes at its real speed, so that work costs in the bench what it costs in life; while everything sleeps,
 * it is moved on to the next timer. A clock that only runs N times faster makes N milliseconds of every one that a call
 * takes: at 25 posts a second it would measure the machine, not the limits.
 */
export function skipTime(): SkippingTime {
  const real = {
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    clearTimeout: globalThis.clearTimeout,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
  }
  const monotonic = performance.now.bind(performance)
  const epoch = real.Date.now() - monotonic()
  const timers = new Set<Timer>()
  let skipped: Millis = 0
  let inFlight = 0
  let quiet = 0
  let stopped = false
  const now = (): Millis => monotonic() + skipped

  const add = (run: () => void, ms: Millis, repeats: boolean): Timer => {
    const wait = Math.max(1, ms || 0) // as Node has it
    const timer: Timer = {
      due: now() + wait,
      every: repeats ? wait : null,
      run,
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
    }
    timers.add(timer)
    return timer
  }
  const first = (): Timer | undefined => {
    let found: Timer | undefined
    for (const timer of timers) if (found === undefined || timer.due < found.due) found = timer
    return found
  }
  const look = (): void => {
    if (stopped) return
    const next = first()
    if (next !== undefined && next.due <= now()) {
      quiet = 0
      if (next.every === null) timers.delete(next)
      else next.due = now() + next.every
      next.run()
    } else if (inFlight > 0) {
      quiet = 0
    } else {
      quiet += 1
      if (quiet >= QUIET_LOOKS && next !== undefined) skipped += Math.max(0, next.due - now())
    }
    // Its turn comes after what has arrived on sockets meanwhile.
    real.setImmediate(look)
  }

  class SkippingDate extends real.Date {
    constructor(...values: readonly unknown[]) {
      if (values.length === 0) super(SkippingDate.now())
      else super(...(values as [number]))
    }
    static override now(): Millis {
      return Math.floor(epoch + now())
    }
  }
  const starting =
    (repeats: boolean) =>
    (run: (...values: unknown[]) => void, ms: Millis, ...values: unknown[]): Timer =>
      add(() => run(...values), ms, repeats)
  const clearing = (realClear: (timer: never) => void) => (timer: unknown) => {
    if (!timers.delete(timer as Timer)) realClear(timer as never)
  }
  Object.assign(globalThis, {
    Date: SkippingDate,
    setTimeout: starting(false),
    setInterval: starting(true),
    clearTimeout: clearing(real.clearTimeout),
    clearInterval: clearing(real.clearInterval),
    // Long work, such as the store's, lets others have their turn: it does not sleep meanwhile.
    setImmediate: (run: (...values: unknown[]) => void, ...values: unknown[]) =>
      real.setImmediate(() => {
        quiet = 0
        run(...values)
      }),
  })
  performance.now = now
  real.setImmediate(look)

  return {
    async held(work) {
      inFlight += 1
      try {
        return await work()
      } finally {
        inFlight -= 1
      }
    },
    [Symbol.dispose]() {
      stopped = true
      Object.assign(globalThis, real)
      performance.now = monotonic
    },
  }
}
