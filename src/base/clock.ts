import os from 'node:os'

/** Milliseconds: a point in time since the epoch (UTC), or a span, as the name at hand says. */
export type Millis = number

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60_000
export const HOUR: Millis = 3_600_000
export const DAY: Millis = 86_400_000

/** A span for people, in the largest unit that it is whole numbers of: `15 min`, `24 h`. */
export function showSpan(span: Millis): string {
  for (const [unit, name] of [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
  ] as const) {
    if (span % unit === 0) return `${span / unit} ${name}`
  }
  return `${span / SECOND} s`
}

/** The only source of time and timers. Tests hand in a clock that they move themselves. */
export interface Clock {
  /** Wall-clock time; may step when the machine's clock is set. */
  now(): Millis
  /** Time that never steps, and goes on while the machine sleeps; only differences mean anything. */
  monotonic(): Millis
  /** Waits `ms`. Resolves early, without an error, when `signal` aborts. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>
}

/**
 * Answers, each time it is asked, for how long nobody asked, where that is longer than `usual`, and 0 else: the machine
 * slept, or the process was stopped. Timers stand still as long: what waits by them has to look anew.
 */
export function noticeStandstill(clock: Clock, usual: Millis): () => Millis {
  let asked = clock.monotonic()
  return () => {
    const before = asked
    asked = clock.monotonic()
    return asked - before > usual ? Math.round(asked - before) : 0
  }
}

/** Lets everything else that waits have its turn: what follows each other in promises alone lets nothing in between. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

const LONGEST_PIECE: Millis = 5

/** Answers what to wait for between the steps of long work: every few milliseconds everything else has its turn. */
export function takeTurns(): () => Promise<void> {
  let since = systemClock.monotonic()
  return async () => {
    if (systemClock.monotonic() - since < LONGEST_PIECE) return
    await nextTurn()
    since = systemClock.monotonic()
  }
}

// Node clamps longer delays to 1 ms: a far timer would fire at once.
const LONGEST_TIMER = 2 ** 31 - 1

/** What a machine tells of time, in milliseconds. */
export interface MachineTime {
  /** May step. */
  readonly wall: () => Millis
  /** Never steps; may stand still while the machine sleeps. */
  readonly awake: () => Millis
  /** Since the machine started, its sleep included; null where {@link awake} counts that itself. */
  readonly up: () => Millis | null
}

// Finer than what anybody takes for a step of the clock, coarser than what the machine tells (a hundredth of a second).
const NOTICED: Millis = 250
const READ_TOGETHER: Millis = 20

/**
 * A machine's time that never steps. Linux' own stands still while the machine sleeps (CLOCK_MONOTONIC, clock_gettime(2);
 * nodejs/node#47724), so that sleep would pass for a clock that was set: where the wall clock jumps, the time since the
 * machine started (CLOCK_BOOTTIME, /proc/uptime) tells how much of it was sleep.
 */
export function timeThatNeverSteps({ wall, awake, up }: MachineTime): () => Millis {
  /** How much longer the machine has been up than awake; null where it does not tell, or not together. */
  const asleep = (): Millis | null => {
    for (let tries = 0; tries < 5; tries++) {
      const before = awake()
      const since = up()
      if (since === null) return null
      if (awake() - before < READ_TOGETHER) return since - before
    }
    return null
  }
  let offset = wall() - awake()
  let first = asleep()
  let slept: Millis = 0
  return () => {
    const at = awake()
    const now = wall() - at
    if (Math.abs(now - offset) >= NOTICED) {
      const sum = asleep()
      // Looked at once more at the next reading.
      if (sum === null && first !== null) return at + slept
      offset = now
      if (sum !== null && first !== null && sum - first >= NOTICED) {
        slept += sum - first
        first = sum
      }
    }
    return at + slept
  }
}

// Elsewhere the monotonic clock goes on in sleep (libuv's uv_hrtime).
const KNOWS_SLEEP = process.platform === 'linux'

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: timeThatNeverSteps({
    wall: () => Date.now(),
    awake: () => performance.now(),
    // Called by its module's name: a simulation may put its own time in its place.
    up: () => (KNOWS_SLEEP ? os.uptime() * SECOND : null),
  }),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(Math.max(ms, 0), LONGEST_TIMER))
      signal?.addEventListener('abort', wake, { once: true })
    }),
}

/** Calls `then` after `ms` if something else keeps the process alive until then; does not keep it alive itself. */
export function ifStillAlive(ms: Millis, then: () => void): void {
  setTimeout(then, ms).unref()
}

/** A deadline passed before the work settled. `what` names the work for the log. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly ms: Millis
  constructor(what: string, ms: Millis) {
    super(`${what} did not finish within ${ms} ms`)
    this.ms = ms
  }
}

/**
 * Runs `work` with a signal that aborts after `ms` or with `parent`, and settles then even if the work never does:
 * libraries with promises that never settle (twitter-api-v2 on bad gzip) must not hang a stage.
 * @throws DeadlineError after `ms`; the parent's reason when the parent aborts first.
 */
export async function withDeadline<T>(
  clock: Clock,
  what: string,
  ms: Millis,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  parent?.throwIfAborted()
  const cut = new AbortController()
  const timer = new AbortController()
  const follow = () => cut.abort(parent?.reason)
  parent?.addEventListener('abort', follow, { once: true })
  const watch = async (): Promise<void> => {
    await clock.sleep(ms, timer.signal)
    if (!timer.signal.aborted) cut.abort(new DeadlineError(what, ms))
  }
  void watch()
  try {
    return await Promise.race([
      work(cut.signal),
      new Promise<never>((_, reject) => {
        cut.signal.addEventListener('abort', () => reject(cut.signal.reason), { once: true })
      }),
    ])
  } finally {
    timer.abort(null)
    parent?.removeEventListener('abort', follow)
  }
}

/** Runs `work` with a signal that aborts only `ms` after `signal` does: what must not be left half done may end. */
export async function withGrace<T>(
  clock: Clock,
  ms: Millis,
  signal: AbortSignal,
  work: (late: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const ended = new AbortController()
  const follow = async (): Promise<void> => {
    await clock.sleep(ms, ended.signal)
    if (!ended.signal.aborted) late.abort(signal.reason)
  }
  const onAbort = () => void follow()
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await work(late.signal)
  } finally {
    signal.removeEventListener('abort', onAbort)
    ended.abort(null)
  }
}
