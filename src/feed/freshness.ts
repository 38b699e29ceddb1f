import { DAY, SECOND, type Millis } from '#src/base/clock.ts'

type Headers = Readonly<Record<string, string>>

/** What a server asks for is obeyed for so long: a number that slipped must not silence a feed for years. */
export const LONGEST_WAIT: Millis = 7 * DAY

/**
 * The time before which the server wants no request (RFC 9110, 10.2.3: seconds or a date), at most a week ahead; the latest
 * where a proxy has added one.
 */
export function retryAfter(headers: Headers, now: Millis): Millis {
  const values = headers['retry-after']?.match(VALUE) ?? []
  const times = values.map((value) => (/^\s*\d+\s*$/.test(value) ? now + Number(value) * SECOND : readDate(value)))
  const latest = Math.max(0, ...times.filter((at) => !Number.isNaN(at)))
  return Math.min(latest, now + LONGEST_WAIT)
}

// What a number of seconds that is too large to reckon with counts as (RFC 9111, 1.2.2).
const MOST_SECONDS = 2 ** 31

/** One of several values that were joined; the comma behind a day's name is its own. */
const VALUE = /(?:\s*(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*,)?[^,]+/gi

/**
 * How long an answer asks to be taken for fresh (RFC 9111, 4.2.1: max-age, else Expires, less its age). Null where it
 * says nothing; 0 where it is to be asked for anew every time.
 */
export function freshFor(headers: Headers, now: Millis): Millis | null {
  const control = headers['cache-control']
  if (control !== undefined) {
    if (/(?:^|[\s,])no-(?:cache|store)\b/i.test(control)) return 0
    const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(control)?.[1]
    if (maxAge !== undefined) return Math.max(0, spanOf(maxAge) - ageOf(headers))
  }
  const expires = headers['expires']
  if (expires === undefined) return null
  // Whatever is no date, such as 0, has expired (RFC 9111, 5.3).
  const at = readDate(expires)
  const sent = readDate(headers['date'] ?? '')
  if (Number.isNaN(at)) return 0
  const span = at - (Number.isNaN(sent) ? now : sent) - ageOf(headers)
  return Math.min(Math.max(0, span), MOST_SECONDS * SECOND)
}

/**
 * NaN where it is none: every form has a time of day, and a bare number is no year. The form that C's `asctime` writes
 * names no zone, and is of GMT too (RFC 9110, 5.6.7).
 */
function readDate(written: string): Millis {
  const text = written.trim()
  if (!/\d:\d\d/.test(text)) return NaN
  return Date.parse(/^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i.test(text) ? `${text} GMT` : text)
}

function ageOf(headers: Headers): Millis {
  const age = headers['age']?.trim() ?? ''
  return /^\d+$/.test(age) ? spanOf(age) : 0
}

function spanOf(seconds: string): Millis {
  return Math.min(Number(seconds), MOST_SECONDS) * SECOND
}
