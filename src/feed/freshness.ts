import { DAY, SECOND, type Millis } from '#src/base/clock.ts'

type Headers = Readonly<Record<string, string>>

/** What a server asks for is obeyed for so long: a number that slipped must not silence a feed for years. */
export const LONGEST_WAIT: Millis = 7 * DAY

/** The time before which the server wants no request (RFC 9110, 10.2.3: seconds or a date), at most a week ahead. */
export function retryAfter(headers: Headers, now: Millis): Millis {
  const value = headers['retry-after']?.trim()
  if (value === undefined) return 0
  const at = /^\d+$/.test(value) ? now + Number(value) * SECOND : Date.parse(value)
  return Number.isNaN(at) ? 0 : Math.min(at, now + LONGEST_WAIT)
}
