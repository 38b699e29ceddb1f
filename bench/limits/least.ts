import type { Millis } from '#src/base/clock.ts'
import type { Limit } from '#src/platform/platform.ts'

/**
 * The least time that `windows` allow from the first of `count` messages to the last, each sent as early as it may go.
 * A strict sliding window has room again at the very moment when the first of those that fill it is as old as it is
 * long, so no order of sending is faster.
 */
export function leastTime(count: number, windows: readonly Pick<Limit, 'max' | 'within'>[]): Millis {
  const times: Millis[] = []
  for (let index = 0; index < count; index++) {
    const opens = windows.map(({ max, within }) => (index < max ? 0 : times[index - max]! + within))
    times.push(Math.max(0, times.at(-1) ?? 0, ...opens))
  }
  return times.at(-1) ?? 0
}

/**
 * The least time for all places of an account: what its own windows allow for all messages, or what those of its fullest
 * place allow, whichever is more. It can be reached where the windows of the account never bind, as in this bench: 25
 * chats at one a second are fewer than 30.
 */
export function leastForAccount(countsByPlace: readonly number[], limits: readonly Limit[]): Millis {
  const all = countsByPlace.reduce((sum, count) => sum + count, 0)
  const ofAccount = limits.filter((limit) => limit.of === 'account')
  const ofPlace = limits.filter((limit) => limit.of === 'place')
  return Math.max(leastTime(all, ofAccount), ...countsByPlace.map((count) => leastTime(count, ofPlace)))
}
