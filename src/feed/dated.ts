import { DAY, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'

/** Whether a date has a time of day. */
export function isInstant(date: Millis | null): date is Millis {
  return date !== null && date % DAY !== 0
}

/** Whether a document gives days without a time: then two stories of one day have the same date. */
export function givesDays(entries: readonly Pick<Entry, 'published'>[]): boolean {
  return !entries.some(({ published }) => isInstant(published))
}

/**
 * From when an entry's age counts, seen first at `now`: its date; the end of its day, where its feed gives days alone;
 * or `now`, where it has none.
 */
export function ageFrom(date: Millis | null, days: boolean, now: Millis): Millis {
  if (date === null) return now
  return days ? Math.max(date, Math.min(now, date + DAY)) : date
}
