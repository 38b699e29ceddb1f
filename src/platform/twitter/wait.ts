import { DAY, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { LONGEST_WAIT } from '../longest-wait.ts'

/** Headers of an answer, by their names in small letters. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

// The families of headers that X sends, longest window first: of those that are used up, the last to end counts.
const WINDOWS = ['x-user-limit-24hour', 'x-app-limit-24hour', 'x-rate-limit'] as const

/**
 * When, by our own clock, the time that a 429 asks to wait is over: by X's own headers, whose times are of X's clock, or
 * by Retry-After; a minute where nothing tells. What is more than {@link LONGEST_WAIT} ahead tells nothing.
 */
export function waitEnd(headers: Headers, now: Millis): Millis {
  const told = WINDOWS.flatMap((name) => {
    const end = onOurClock(Math.ceil(Number(headers[`${name}-reset`]) * SECOND), headers, now)
    const left = Number(headers[`${name}-remaining`] ?? Number.NaN)
    return end > now && end - now <= LONGEST_WAIT ? { name, end, left } : []
  })
  const usedUp = told.filter(({ left }) => left === 0)
  // A 429 whose windows all have room, or do not say, is one of the endpoint's own.
  const own = told.filter(({ name, left }) => name === 'x-rate-limit' && (usedUp.length === 0 || Number.isNaN(left)))
  const all = [...usedUp, ...own].map(({ end }) => end).concat(retryAfter(headers, now) ?? [])
  return all.length > 0 ? Math.max(...all) : now + MINUTE
}

/**
 * Until when X takes no more, by the headers of an answer that it gave: the windows that this call has used up. Null
 * where there is room left, or no header says otherwise. By X's own clock where it tells that.
 */
export function usedUpUntil(headers: Headers, now: Millis): Millis | null {
  const ends = WINDOWS.flatMap((name) => {
    const [left, reset] = [headers[`${name}-remaining`], Number(headers[`${name}-reset`])]
    const end = onOurClock(reset * SECOND, headers, now)
    return left === '0' && end > now && end - now <= DAY ? end : []
  })
  return ends.length > 0 ? Math.max(...ends) : null
}

/** What Retry-After asks for (RFC 9110, 10.2.3: seconds, or a date); null where that has passed, or nobody can mean it. */
export function retryAfter(headers: Headers, now: Millis): Millis | null {
  const told = headers['retry-after']
  if (typeof told !== 'string') return null
  // A date is one of the server's clock, which may differ from ours.
  const wait = /^\s*\d{1,9}\s*$/.test(told) ? Number(told) * SECOND : onOurClock(Date.parse(told), headers, now) - now
  return wait > 0 && wait <= LONGEST_WAIT ? now + wait : null
}

/** A time of X's clock on ours, which may be set otherwise; the same where X does not tell its own. */
export function onOurClock(at: Millis, headers: Headers, now: Millis): Millis {
  return at + now - (platformNow(headers) ?? now)
}

/** The time of the server that answered; null where it does not tell. */
export function platformNow(headers: Headers): Millis | null {
  const told = headers['date']
  const at = typeof told === 'string' ? Date.parse(told) : Number.NaN
  return Number.isNaN(at) ? null : at
}
