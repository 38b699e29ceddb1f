import type { Millis } from '#src/base/clock.ts'
import { monthsIn, weekdayIn, ZONES } from './date-words.ts'
import { nfkc } from './normal-form.ts'

/**
 * A date as feeds write it: ISO 8601 and W3C-DTF, RFC 822 and 2822 with two-digit years and named zones, asctime, dates
 * with month names of many languages, numbers parted by dots or slashes, seconds or milliseconds since 1970. UTC where
 * no zone is given. `language`, a tag, tells months apart whose names languages share; where nothing does, it is none.
 * Null where it is none, or outside 1970 to 2200.
 */
export function readDate(text: string, language: string | null = null): Millis | null {
  // Comments (RFC 822 section 3.4.3) and what no date is longer than.
  const plain = westernDigits(text.slice(0, 100))
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const time = readEpoch(plain) ?? readIso(plain) ?? readWords(plain, language)
  return time === null || Number.isNaN(time) || time < 0 || time > Date.UTC(2200, 0) ? null : time
}

// Arabic, Persian, Hindi, Bengali and Thai; full-width ones are for NFKC.
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

function westernDigits(text: string): string {
  // What nearly all dates are of.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return nfkc(text).replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = ZEROS.find((each) => code >= each && code < each + 10)
    return zero === undefined ? digit : String(code - zero)
  })
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

function readWords(text: string, language: string | null): Millis | null {
  const time = TIME.exec(text)
  const before = time === null ? text : text.slice(0, time.index)
  const after = time === null ? '' : text.slice(time.index + time[0].length)
  const trailingYear = /(?:^| )(\d{4})$/.exec(after)
  const day = readDay(trailingYear === null ? before : `${before} ${trailingYear[1]}`, language)
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

// Whole dates in numbers, beside which a word is a day of the week.
const NUMBERS = /(?<!\d)(?:\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}([./-])\d{1,2}\2\d{1,2})(?!\d)/

function readDay(text: string, language: string | null): Day | null {
  const numbers = Array.from(NUMBERS.exec(text)?.[0].matchAll(/\d+/g) ?? text.matchAll(/\d+/g), ([digits]) => digits)
  const months = NUMBERS.test(text) ? [] : monthsIn(text, language)
  if (months.length > 0) {
    const [first, second] = numbers
    if (first === undefined || second === undefined) return null
    const [year, day] = first.length === 4 ? [first, second] : [second, first]
    const days = months.map((month): Day => [yearIn(text, year), month, Number(day)])
    const weekday = days.length === 1 ? null : weekdayIn(text)
    const [only, ...others] = weekday === null ? days : days.filter((each) => weekdayOf(each) === weekday)
    return only === undefined || others.length > 0 ? null : only
  }
  const [a, b, c] = numbers
  if (a === undefined || b === undefined || c === undefined) return null
  if (a.length === 4) return [yearIn(text, a), Number(b), Number(c)]
  // 31.12.2026 and 31-12-2026 begin with the day; 12/31/2026 does so only where it must.
  const dayFirst = !text.includes('/') || Number(a) > 12
  return dayFirst ? [yearIn(text, c), Number(b), Number(a)] : [yearIn(text, c), Number(a), Number(b)]
}

function weekdayOf([year, month, day]: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

const BUDDHIST = 543

/** In Thai the years are counted from the Buddha: 2569 is 2026, and so is 69. */
function yearIn(text: string, digits: string): number {
  if (!/[\u0e01-\u0e4e]/.test(text)) return fullYear(digits)
  if (digits.length === 2 && Number(digits) >= 50) return 2500 + Number(digits) - BUDDHIST
  return Number(digits) > 2400 ? Number(digits) - BUDDHIST : fullYear(digits)
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
