/** A time of day in a text. */
export interface TimeOfDay {
  /** From 0; 24 is midnight at the day's end. */
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** What stands around it. */
  readonly before: string
  readonly after: string
}

const START = '(?:^|[ T,;日号일])'
const EARLY = '오전|上午|午前|凌晨|早上'
const LATE = '오후|下午|午後|晚上|中午'
const HALF = String.raw`(?<half>[ap]\.?m\.?(?!\p{L})|[صم](?!\p{L})|[πμ]\.?μ\.?(?!\p{L}))`
const MARK = `(?<mark>${EARLY}|${LATE})? ?`
const SURE: readonly RegExp[] = [
  // 10:00:00.000, 3:20 pm, 9:5:3
  String.raw`${START}${MARK}(?<hour>\d{1,2}):(?<minute>\d{2}|\d(?=:\d))(?::(?<second>\d{1,2})(?:[.,]\d+)?)? ?${HALF}?`,
  // 10時00分, 오후 3시 20분
  String.raw`${START}${MARK}(?<hour>\d{1,2})[時时點点시] ?(?:(?<minute>\d{1,2})[分분] ?)?(?:(?<second>\d{1,2})[秒초])?`,
  // 10h00, 10 h 30 min, 10h
  String.raw`${START}(?<hour>\d{1,2}) ?h ?(?<minute>\d{2})?(?: ?min)?(?![\p{L}\d])`,
].map((pattern) => new RegExp(pattern, 'iu'))
// Only behind a year or a whole date, as it looks like a date itself: 22.11.2026 klo 10.00
const DOTTED =
  /(?<=(?:\d{4}|[./-]\d{2})\.?,? (?:[\p{L}.]{1,6} )?)(?<hour>[01]?\d|2[0-3])\.(?<minute>[0-5]\d)(?:\.(?<second>[0-5]\d))?(?![.\d])/u

/** The time of day that a text which tells a date tells; null where it tells none. */
export function timeOfDayIn(text: string): TimeOfDay | null {
  for (const pattern of SURE) {
    const match = pattern.exec(text)
    if (match !== null) return timeOf(match, text)
  }
  return null
}

/** One with dots, as it may stand there; null where there is none. The dots may be a date's all the same. */
export function dottedTimeIn(text: string): TimeOfDay | null {
  const match = DOTTED.exec(text)
  return match === null ? null : timeOf(match, text)
}

function timeOf(match: RegExpExecArray, text: string): TimeOfDay {
  const { mark, hour, minute = '0', second = '0', half } = match.groups ?? {}
  const isLate = /^(?:p|م|μ)/i.test(half ?? '') || LATE.split('|').includes(mark ?? '')
  const isHalf = half !== undefined || mark !== undefined
  return {
    hour: (isHalf ? Number(hour) % 12 : Number(hour)) + (isLate ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
    // With the day's own word: 22日10時.
    before: text.slice(0, match.index + (/^[日号일]/.test(match[0]) ? 1 : 0)),
    after: text.slice(match.index + match[0].length),
  }
}
