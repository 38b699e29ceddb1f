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
  /** Time that never steps; only differences mean anything. */
  monotonic(): Millis
  /** Waits `ms`. Resolves early, without an error, when `signal` aborts. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>
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

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
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
