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

const START = String.raw`(?:^|[ T,;日号일]|(?<=\d{4}|\p{L})/)`
const AM = String.raw`a\.?m\.?|a\. m\.?`
const PM = String.raw`p\.?m\.?|p\. m\.?`
// Halves of the day as Unicode's CLDR has them, where months are known too; with letters that are words in another
// language, by their own alone.
const EARLY = String.raw`${AM}|ص|π\.?μ\.?|p\.d\.|f\.[hm]\.|r\.n\.|dop\.|priekšp\.|priešpiet|PG|претпл\.|дп|тң|ү\.ө\.|ق\.ظ\.?|غ\.م\.?|पूर्वाह्न|ጥዋት`
const LATE = String.raw`${PM}|م|μ\.?μ\.?|m\.d\.|e\.[hm]\.|i\.n\.|odp\.|pop\.|pēcp\.|popiet|PTG|попл\.|пп|тк|ү\.х\.|ب\.ظ\.?|غ\.و\.?|अपराह्न|ከሰዓት`
const OWN: Readonly<Record<string, readonly [early: string, late: string]>> = {
  af: ['vm', 'nm'],
  fi: ['ap', 'ip'],
  hu: ['de', 'du'],
  so: ['GH', 'GD'],
  sv: ['fm', 'em'],
  tr: ['ÖÖ', 'ÖS'],
  uz: ['TO', 'TK'],
  vi: ['SA', 'CH'],
}
const EARLY_BEFORE = '오전|上午|午前|凌晨|早上'
const LATE_BEFORE = '오후|下午|午後|晚上|中午'

interface Patterns {
  readonly sure: readonly RegExp[]
  /** Only behind a year or a whole date, as it looks like a date itself: 22.11.2026 klo 10.00 */
  readonly dotted: RegExp
}

function patternsWith([early, late]: readonly [string, string] | readonly []): Patterns {
  const own = (word: string | undefined): string => (word === undefined ? '' : String.raw`|${word}\.?`)
  const half = String.raw`(?: ?(?:ч\. )?(?:(?<early>${EARLY}${own(early)})|(?<late>${LATE}${own(late)}))(?!\p{L}))?`
  const mark = `(?:(?<first>${EARLY_BEFORE}${own(early)})|(?<last>${LATE_BEFORE}${own(late)}))? ?`
  const sure = [
    // 10:00:00.000, 3:20 pm, 9:5:3
    String.raw`${START}${mark}(?<hour>\d{1,2}):(?<minute>\d{2}|\d(?=:\d))(?::(?<second>\d{1,2})(?:[.,]\d+)?)?${half}`,
    // 10時00分, 오후 3시 20분
    String.raw`${START}${mark}(?<hour>\d{1,2})[時时點点시] ?(?:(?<minute>\d{1,2})[分분] ?)?(?:(?<second>\d{1,2})[秒초])?`,
    // 10h00, 10 h 30 min, 10h
    String.raw`${START}(?<hour>\d{1,2}) ?h ?(?<minute>\d{2})?(?: ?min)?(?![\p{L}\d])`,
    // 8am
    String.raw`${START}(?<hour>0?[1-9]|1[0-2]) ?(?:(?<early>${AM})|(?<late>${PM}))(?!\p{L})`,
  ]
  const dotted = String.raw`(?<=(?:\d{4}|[./-]\d{2})\.?,? (?:[\p{L}.]{1,6} )?)(?<hour>[01]?\d|2[0-3])\.(?<minute>[0-5]\d)(?:\.(?<second>[0-5]\d))?(?![.\d])${half}`
  return { sure: sure.map((pattern) => new RegExp(pattern, 'iu')), dotted: new RegExp(dotted, 'iu') }
}

const ALL = patternsWith([])
const ALL_IN: ReadonlyMap<string, Patterns> = new Map(
  Object.entries(OWN).map(([language, own]) => [language, patternsWith(own)]),
)

function patternsIn(language: string | null): Patterns {
  return ALL_IN.get(language?.slice(0, 2).toLowerCase() ?? '') ?? ALL
}
/** The time of day that a text in `language`, a tag, which tells a date tells; null where it tells none. */
export function timeOfDayIn(text: string, language: string | null): TimeOfDay | null {
  for (const pattern of patternsIn(language).sure) {
    const match = pattern.exec(text)
    if (match !== null) return timeOf(match, text)
  }
  return null
}

/** One with dots, as it may stand there; null where there is none. The dots may be a date's all the same. */
export function dottedTimeIn(text: string, language: string | null): TimeOfDay | null {
  const match = patternsIn(language).dotted.exec(text)
  return match === null ? null : timeOf(match, text)
}

function timeOf(match: RegExpExecArray, text: string): TimeOfDay {
  const { hour, minute = '0', second = '0', early, late, first, last } = match.groups ?? {}
  const half = { isEarly: (early ?? first) !== undefined, isLate: (late ?? last) !== undefined }
  return {
    hour: (half.isEarly || half.isLate ? Number(hour) % 12 : Number(hour)) + (half.isLate ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
    // With the day's own word: 22日10時.
    before: text.slice(0, match.index + (/^[日号일]/.test(match[0]) ? 1 : 0)),
    after: text.slice(match.index + match[0].length),
  }
}
