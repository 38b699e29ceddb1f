import { SECOND, type Millis } from '#src/base/clock.ts'

/** A strict sliding window: at most `max` within any `within` milliseconds. */
export interface Window {
  readonly max: number
  remaining(now: Millis): number
  /** When the oldest of those that count leaves the window; a whole window from now where none counts. */
  resets(now: Millis): Millis
  count(now: Millis): void
}

export function openWindow(max: number, within: Millis): Window {
  const times: Millis[] = []
  const forget = (now: Millis) => {
    while (times.length > 0 && times[0]! <= now - within) times.shift()
  }
  return {
    max,
    remaining(now) {
      forget(now)
      return Math.max(0, max - times.length)
    },
    resets(now) {
      forget(now)
      return (times[0] ?? now) + within
    },
    count(now) {
      times.push(now)
    },
  }
}

/** What X says of a window in every answer (X, "Rate limits"): the reset in whole seconds of UTC. */
export function rateHeaders(window: Window, now: Millis): Readonly<Record<string, string>> {
  return {
    'x-rate-limit-limit': String(window.max),
    'x-rate-limit-remaining': String(window.remaining(now)),
    'x-rate-limit-reset': String(Math.ceil(window.resets(now) / SECOND)),
  }
}
