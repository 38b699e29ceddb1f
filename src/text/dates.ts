import type { Millis } from '#src/base/clock.ts'
import { beginsWithDay } from './date-order.ts'
import { monthsIn, weekdayIn } from './date-words.ts'
import { nfkc } from './normal-form.ts'
import { dottedTimeIn, timeOfDayIn, type TimeOfDay } from './times-of-day.ts'
import { zoneIn } from './zones.ts'

/**
 * A date as feeds write it: ISO 8601 and W3C-DTF, RFC 822 and 2822 with two-digit years and named zones, asctime, dates
 * with month names of many languages, numbers parted by dots or slashes, seconds or milliseconds since 1970. UTC where
 * no zone is given, or one that nobody knows. `language`, a tag, tells months apart whose names languages share, and
 * whether 7/12 is in July or in December. Null
 * where nothing tells them apart, where it is no date, or outside 1970 to 2200.
 */
export function readDate(text: string, language: string | null = null): Millis | null {
  const written = writtenIn(text, language)
  return written === null ? null : written.local - (written.offset ?? 0) * 60_000
}

/** Whether `text` is a date with a time of day that tells no zone, or none that is known. */
export function isLocalTime(text: string, language: string | null): boolean {
  const written = writtenIn(text, language)
  return written !== null && written.timed && written.offset === null
}

/** A date as it is written. */
interface Written {
  /** What the clocks there show, as if it were UTC. */
  readonly local: Millis
  /** Whether a time of day is told. */
  readonly timed: boolean
  /** Minutes east of Greenwich; null where no zone is told. */
  readonly offset: number | null
}

function writtenIn(text: string, language: string | null): Written | null {
  const whole = westernDigits(text.slice(0, LONGEST))
  // Comments (RFC 822 section 3.4.3) and regions (RFC 9557): what they say of the zone counts where nothing else does.
  // A time of day is neither: 26/11/22 (20:05).
  const open = whole.replace(/[([](\d{1,2}:\d{2}(?::\d{2})?)[)\]]/g, ' $1 ')
  const comment = /[([]([^)\]]*)/.exec(open)?.[1] ?? ''
  const plain = open
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const written = readEpoch(plain) ?? readIso(plain) ?? readWords(plain, language)
  if (written === null || Number.isNaN(written.local)) return null
  const offset = written.offset ?? (written.timed && comment !== '' ? zoneIn(comment, written.local) : null)
  const time = written.local - (offset ?? 0) * 60_000
  return time < 0 || time > Date.UTC(2200, 0) ? null : { ...written, offset }
}

// No date is longer.
const LONGEST = 100

// Arabic, Persian, Hindi, Bengali and Thai; full-width ones are for NFKC.
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]

function westernDigits(text: string): string {
  // What nearly all dates are of.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  // One sign may become eighteen.
  return nfkc(text)
    .slice(0, LONGEST)
    .replace(/(?!\d)\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0) ?? 0
      const zero = ZEROS.find((each) => code >= each && code < each + 10)
      return zero === undefined ? digit : String(code - zero)
    })
}

function readEpoch(text: string): Written | null {
  const [, seconds, milliseconds] = /^(?:(\d{9,10})(?:\.\d+)?|(\d{12,13}))$/.exec(text) ?? []
  if (seconds !== undefined) return { local: Number(seconds) * 1000, timed: true, offset: 0 }
  return milliseconds === undefined ? null : { local: Number(milliseconds), timed: true, offset: 0 }
}

const ISO =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:(?:[T ]|(?<=^\d{8}))(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{2,5})?$/i

function readIso(text: string): Written | null {
  const match = ISO.exec(text)
  if (match === null) return null
  const [, year, month = '1', day = '1', hour, minute = '0', second = '0', fraction = '0', zone = ''] = match
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000)
  const local = at(
    [Number(year), Number(month), Number(day)],
    [Number(hour ?? '0'), Number(minute), Number(second)],
    milliseconds,
  )
  return local === null ? null : { local, timed: hour !== undefined, offset: zoneIn(zone, local) }
}

function readWords(text: string, language: string | null): Written | null {
  const time = timeOfDayIn(text, language)
  if (time !== null) return readTimed(time, language)
  const dotted = dottedTimeIn(text, language)
  const timed = dotted === null ? null : readTimed(dotted, language)
  if (timed !== null) return timed
  const day = readDay(text, language)
  const local = day === null ? null : at(day, [0, 0, 0], 0)
  return local === null ? null : { local, timed: false, offset: null }
}

function readTimed({ hour, minute, second, before, after }: TimeOfDay, language: string | null): Written | null {
  // asctime has the year behind the time, others the whole date.
  const trailing = /\d/.test(before) ? /(?:^| )(\d{4})$/.exec(after) : null
  const rest = trailing === null ? after : after.slice(0, trailing.index)
  const date = /\d/.test(before) ? `${before} ${trailing?.[1] ?? ''}` : `${before} ${after.replace(OFFSET, ' ')}`
  const day = readDay(date.trim(), language)
  const local = day === null ? null : at(day, [hour, minute, second], 0)
  return local === null ? null : { local, timed: true, offset: zoneIn(rest, local) }
}

const OFFSET = /^ ?(?:[A-Z]{1,3})? ?[+-]\d{1,2}:?\d{2}(?!\d)/i

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
  // 31.12.2026 and 31-12-2026 begin with the day; 7/12/2026 where the language has it so, and what can begin with
  // nothing else; of a whole date in numbers no month is above twelve.
  const monthFirst = Number(b) > 12 && NUMBERS.test(text)
  const dayFirst = !monthFirst && (!text.includes('/') || Number(a) > 12 || beginsWithDay(language))
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

function at([year, month, day]: Day, [hour, minute, second]: Time, milliseconds: number): Millis | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
}
