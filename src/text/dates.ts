import type { Millis } from '#src/base/clock.ts'
import { monthOf, ZONES } from './date-words.ts'

/**
 * A date as feeds write it: ISO 8601 and W3C-DTF, RFC 822 and 2822 with two-digit years and named zones, asctime, dates
 * with month names of many languages, numbers parted by dots or slashes, seconds or milliseconds since 1970. UTC where
 * no zone is given. Null where it is none, or outside 1970 to 2200.
 */
export function readDate(text: string): Millis | null {
  // Comments (RFC 822 section 3.4.3) and what no date is longer than.
  const plain = text
    .slice(0, 100)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const time = readEpoch(plain) ?? readIso(plain) ?? readWords(plain)
  return time === null || Number.isNaN(time) || time < 0 || time > Date.UTC(2200, 0) ? null : time
}

function readEpoch(text: string): Millis | null {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000
  return /^\d{12,13}$/.test(text) ? Number(text) : null
}

const ISO =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:(?:[T ]|(?<=^\d{8}))(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{2,5})?$/i

function readIso(text: string): Millis | null {
  const match = ISO.exec(text)
  if (match === null) return null
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '0', zone] = match
  const offset = readZone(zone ?? '')
  if (offset === null) return null
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000)
  return at(
    [Number(year), Number(month), Number(day)],
    [Number(hour), Number(minute), Number(second)],
    offset,
    milliseconds,
  )
}

const TIME = /(?:^|[ T,;])(오전|오후|上午|下午)? ?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?([ap]\.?m\.?(?![a-z]))?/i

function readWords(text: string): Millis | null {
  const time = TIME.exec(text)
  const before = time === null ? text : text.slice(0, time.index)
  const after = time === null ? '' : text.slice(time.index + time[0].length)
  const trailingYear = /(?:^| )(\d{4})$/.exec(after)
  const day = readDay(trailingYear === null ? before : `${before} ${trailingYear[1]}`)
  if (day === null) return null
  const offset = readZone((trailingYear === null ? after : after.slice(0, trailingYear.index)).trim())
  return at(day, time === null ? [0, 0, 0] : clockTime(time), offset ?? 0, 0)
}

function clockTime(match: RegExpExecArray): Time {
  const [, east, hour, minute, second = '0', half] = match
  const afternoon = /^p/i.test(half ?? '') || east === '오후' || east === '下午'
  const twelve = half !== undefined || east !== undefined ? Number(hour) % 12 : Number(hour)
  return [twelve + (afternoon ? 12 : 0), Number(minute), Number(second)]
}

type Day = readonly [year: number, month: number, day: number]
type Time = readonly [hour: number, minute: number, second: number]

function readDay(text: string): Day | null {
  const numbers = Array.from(text.matchAll(/\d+/g), ([digits]) => digits)
  const month = Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]+/gu), ([word]) => monthOf(word)).findLast(Boolean)
  if (month !== undefined && month !== null) {
    const [first, second] = numbers
    if (first === undefined || second === undefined) return null
    return first.length === 4 ? [Number(first), month, Number(second)] : [fullYear(second), month, Number(first)]
  }
  const [a, b, c] = numbers
  if (a === undefined || b === undefined || c === undefined) return null
  if (a.length === 4) return [Number(a), Number(b), Number(c)]
  // 31.12.2026 and 31-12-2026 begin with the day; 12/31/2026 does so only where it must.
  const dayFirst = !text.includes('/') || Number(a) > 12
  return dayFirst ? [fullYear(c), Number(b), Number(a)] : [fullYear(c), Number(a), Number(b)]
}

/** Two and three digits as RFC 2822 section 4.3 reads them. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** Minutes east of Greenwich; null where it is no zone. */
function readZone(text: string): number | null {
  if (text === '') return 0
  const numeric = /^(?:GMT|UTC?|Z)? ?([+-\u2212])(\d{1,2}):?(\d{2})?\b/i.exec(text)
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return numeric[1] === '+' ? minutes : -minutes
  }
  const name = /^[A-Z]{1,5}/i.exec(text)?.[0].toUpperCase() ?? ''
  return ZONES.get(name) ?? null
}

function at(
  [year, month, day]: Day,
  [hour, minute, second]: Time,
  offset: number,
  milliseconds: number,
): Millis | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset * 60_000
}
