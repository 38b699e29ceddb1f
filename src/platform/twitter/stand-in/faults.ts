import { DAY, SECOND, type Millis } from '#src/base/clock.ts'
import * as answers from './answers.ts'
import type { Answer } from './answers.ts'

/** A fault: whether what was asked is done all the same, and what the caller sees of it. */
export interface Fault {
  readonly taken: boolean
  readonly wire: Wire
}

/** What goes over the wire in place of the answer. */
export type Wire =
  | { readonly is: 'answer'; readonly answer: (now: Millis, posts: boolean) => Answer }
  /** The connection is reset, without a byte. */
  | { readonly is: 'reset' }
  /** Nothing, until the caller gives up. */
  | { readonly is: 'silence' }
  /** The true answer's head and half of its body. */
  | { readonly is: 'cut' }
  /** A success that never ends: a byte every 100 ms. */
  | { readonly is: 'drip' }

/** Every fault by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  unauthorized: instead(() => answers.UNAUTHORIZED),
  'credits-depleted': instead(() => answers.CREDITS_DEPLETED),
  'spend-cap': instead((now) => answers.spendCapReached(dateOf(now + DAY))),
  forbidden: instead(() => answers.NOT_PERMITTED),
  suspended: instead(() => answers.SUSPENDED),
  duplicate: instead(() => answers.DUPLICATE),
  'rate-limit': instead((now) => ({
    ...answers.TOO_MANY_REQUESTS,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(now / SECOND) + 5) },
  })),
  'usage-cap': instead(() => answers.USAGE_CAP),
  'unavailable-json': instead(() => answers.UNAVAILABLE),
  'unavailable-html': instead(() => answers.proxyPage(503, 'Service Temporarily Unavailable')),
  'bad-gzip': instead((_, posts) => ({
    status: posts ? 201 : 200,
    body: 'this is not gzip',
    type: 'json',
    headers: { 'content-encoding': 'gzip' },
  })),
  'empty-201': instead(() => ({ status: 201, body: '', type: 'json' })),
  redirect: instead(() => ({
    status: 302,
    body: '<html><body>Log in</body></html>',
    type: 'html',
    headers: { location: '/login' },
  })),
  'not-json': instead(() => ({ status: 200, body: 'OK', type: 'text' })),
  'accept-then-reset': { taken: true, wire: { is: 'reset' } },
  'accept-then-timeout': { taken: true, wire: { is: 'silence' } },
  'accept-then-504': {
    taken: true,
    wire: { is: 'answer', answer: () => answers.proxyPage(504, 'Gateway time-out') },
  },
  'accept-then-cut': { taken: true, wire: { is: 'cut' } },
  'reset-before': { taken: false, wire: { is: 'reset' } },
  drip: { taken: false, wire: { is: 'drip' } },
}

export interface FaultQueue {
  play(name: string, times: number, on: 'post' | 'any'): void
  /** The fault for the request at hand, used up with it. */
  next(posts: boolean): { readonly name: string; readonly fault: Fault } | null
}

/** Faults wait for their requests in the order in which they were asked for. */
export function openFaultQueue(): FaultQueue {
  const waiting: { readonly name: string; readonly on: 'post' | 'any'; left: number }[] = []
  return {
    play(name, times, on) {
      if (!Object.hasOwn(FAULTS, name)) throw new RangeError(`the stand-in has no fault named ${name}`)
      if (times > 0) waiting.push({ name, on, left: times })
    },
    next(posts) {
      const index = waiting.findIndex(({ on }) => on === 'any' || posts)
      const found = waiting[index]
      if (found === undefined) return null
      found.left -= 1
      if (found.left <= 0) waiting.splice(index, 1)
      return { name: found.name, fault: FAULTS[found.name]! }
    },
  }
}

function instead(answer: (now: Millis, posts: boolean) => Answer): Fault {
  return { taken: false, wire: { is: 'answer', answer } }
}

function dateOf(at: Millis): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString().slice(0, 10)
}
