import type { Millis } from '#src/base/clock.ts'

/** Where and for whom a time is told. */
export interface Readers {
  /** An IANA name. */
  readonly timezone: string
  /** A language tag that {@link localeOf} gave. */
  readonly locale: string
}

/** A language tag that the runtime takes; `en` where the article's is none. */
export function localeOf(language: string | null): string {
  try {
    return Intl.getCanonicalLocales((language ?? 'en').replaceAll('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

/** A date as it is written out in the language: "12 July 2026", "12 липня 2026 р.". */
export function longDate(at: Millis, { timezone, locale }: Readers): string {
  return formatOf(locale, { dateStyle: 'long', timeZone: timezone }).format(at)
}

/**
 * A time by a format of directives such as `%d.%m.%Y, %H:%M` (a part of POSIX strftime; `%-d` leaves the zero out).
 * Months beside a day have the form that the language wants there: "12 липня", but "липень 2026".
 * @throws where the format holds a directive that is not known.
 */
export function formatDate(at: Millis, format: string, { timezone, locale }: Readers): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
  const withDay = /%-?[de]/.test(format)
  const name = (options: Intl.DateTimeFormatOptions, type: 'month' | 'weekday' | 'dayPeriod'): string => {
    // The day and the year are those of this calendar too.
    const parts = formatOf(locale, { ...options, calendar: 'gregory', timeZone: timezone }).formatToParts(at)
    const from = parts.findIndex((part) => part.type === type)
    const { value } = parts[from] ?? { value: '' }
    // "11月23日": beside a day, its number and what that counts are parts of their own.
    return /^\p{N}+$/u.test(value) ? value + /^\p{L}*/u.exec(parts[from + 1]?.value ?? '')![0] : value
  }
  const month = (length: 'long' | 'short'): string => {
    const named = name({ month: length, ...(withDay && { day: 'numeric' }) }, 'month')
    // "20. 5.": languages that shorten no month's name number it.
    return length === 'short' && /^\p{N}+$/u.test(named) ? month('long') : named
  }
  const hour12 = zoned.hour % 12 === 0 ? 12 : zoned.hour % 12
  const told: Readonly<Record<string, () => string | readonly [number, number]>> = {
    Y: () => String(zoned.year),
    y: () => [zoned.year % 100, 2],
    m: () => [zoned.month, 2],
    d: () => [zoned.day, 2],
    e: () => String(zoned.day),
    H: () => [zoned.hour, 2],
    I: () => [hour12, 2],
    M: () => [zoned.minute, 2],
    S: () => [zoned.second, 2],
    p: () => (zoned.hour < 12 ? 'AM' : 'PM'),
    A: () => name({ weekday: 'long' }, 'weekday'),
    a: () => name({ weekday: 'short' }, 'weekday'),
    B: () => month('long'),
    b: () => month('short'),
    z: () => zoned.offset.replace(':', ''),
    '%': () => '%',
  }
  return format.replace(/%(-?)(.?)/gu, (directive: string, bare: string, letter: string) => {
    const tell = Object.hasOwn(told, letter) ? told[letter] : undefined
    if (tell === undefined) {
      throw new Error(`${directive} is not known in the format of a date; known: %${Object.keys(told).join(' %')}`)
    }
    const value = tell()
    if (typeof value === 'string') return value
    return bare === '' ? String(value[0]).padStart(value[1], '0') : String(value[0])
  })
}
