import type { Millis } from '#src/base/clock.ts'
import { readDate } from '#src/text/dates.ts'
import { monthOf } from '#src/text/date-words.ts'

/** A day without its year, as pages show it for what is new. */
export interface DayOfYear {
  readonly month: number
  readonly day: number
  /** Of the day, in the page's zone; 0 where it says none. */
  readonly minute: number
  /** Minutes east of Greenwich; null where the page does not tell. */
  readonly zone: number | null
}

const YEAR = String.raw`(?:19|20)\d\d`
const MONTH = String.raw`\p{L}[\p{L}\p{M}]{2,12}`
const DAYS: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de |of |d['’])?(${MONTH})[.,]?[\s-]+(?:de |del )?${YEAR}(?!\d)`,
    'u',
  ),
  new RegExp(String.raw`(?<!\p{L})(${MONTH})\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+${YEAR}(?!\d)`, 'u'),
  new RegExp(String.raw`(?<!\d)${YEAR}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}(?!\d)`, 'u'),
  new RegExp(String.raw`(?<![\d.,])\d{1,2}([./-])\d{1,2}\1(?:${YEAR}|\d\d)(?![\d.,])`, 'u'),
]
const TIME =
  /(?<!\d)(\d{1,2})(?::(\d{2})(?::\d{2})?|[.h](\d{2})(?=\s*(?:Uhr|h|$)))\s*([ap]\.?m\.?(?!\p{L}))?\s*([A-Z]{2,4}\b|[+-]\d{2}:?\d{2})?/iu
// Between a day and its time.
const GAP = 25
// A longer line is a sentence, in which dates are of what happened.
const LONGEST = 160

/** The day, and time of day, that a line beside a headline says; null where it says none with its year. */
export function dateIn(line: string, language: string | null): { readonly text: string; readonly time: Millis } | null {
  if (line.length > LONGEST) return null
  for (const pattern of DAYS) {
    const match = pattern.exec(line)
    if (match === null || ((match[1]?.length ?? 0) > 1 && monthOf(match[1]!, language) === null)) continue
    const behind = TIME.exec(line.slice(match.index + match[0].length, match.index + match[0].length + GAP + 12))
    const before = TIME.exec(line.slice(Math.max(0, match.index - GAP), match.index))
    const at = behind !== null && behind.index <= GAP ? behind : before
    const text = `${match[0].replace(/[년年월月]/g, '-')} ${at === null ? '' : timeOf(at)}`.trim()
    const time = readDate(text, language)
    if (time !== null) return { text, time }
  }
  return null
}

function timeOf([, hour, minute, dotted, half, zone]: RegExpExecArray): string {
  return `${hour}:${minute ?? dotted}${half ? ` ${half}` : ''}${zone ? ` ${zone}` : ''}`
}

const YEARLESS: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de |of )?(?<month>${MONTH})`, 'u'),
  new RegExp(String.raw`(?<!\p{L})(?<month>${MONTH})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)`, 'u'),
  /(?<!\d)(?<number>\d{1,2})\s?[月월]\s?(?<day>\d{1,2})\s?[日일]/u,
]
// What else may stand in such a line: "Published", "Оновлено о".
const MOST_LETTERS = 20

/** The day without a year that a line says, where it says little else. */
export function dayIn(line: string, zone: number | null, language: string | null): DayOfYear | null {
  for (const pattern of YEARLESS) {
    const match = pattern.exec(line)
    if (match === null) continue
    const { day = '', month = '', number } = match.groups ?? {}
    const found = number === undefined ? monthOf(month, language) : Number(number)
    const rest = line.replace(match[0], '')
    const letters = rest.match(/\p{L}/gu)?.length ?? 0
    if (found === null || found > 12 || Number(day) < 1 || Number(day) > 31 || letters > MOST_LETTERS) continue
    const time = TIME.exec(rest)
    const hour = time === null ? 0 : Number(time[1]) + (/^p/i.test(time[4] ?? '') && Number(time[1]) < 12 ? 12 : 0)
    const minute = time === null ? 0 : hour * 60 + Number(time[2] ?? time[3])
    return { month: found, day: Number(day), minute, zone }
  }
  return null
}

/** When `day` was last, seen from `near`: never after it, so that a page cannot make an article fresher. */
export function lastBefore({ month, day, minute, zone }: DayOfYear, near: Millis): Millis {
  const year = new Date(near).getUTCFullYear()
  const inYear = (each: number): Millis => Date.UTC(each, month - 1, day, 0, minute - (zone ?? 0))
  return inYear(year) <= near ? inYear(year) : inYear(year - 1)
}
