import type { Skips } from '#src/store/feeds.ts'

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * When a feed asks not to be read: hours of GMT, 0 to 23 (24 was midnight before RSS 2.0), and days by their English
 * names (https://www.rssboard.org/skip-hours-days). Null where it says nothing.
 */
export function skipsOf(hours: readonly number[] | undefined, names: readonly string[] | undefined): Skips | null {
  const days = (names ?? []).map((name) => DAYS.indexOf(name.trim().slice(0, 3).toLowerCase()))
  const told = (hours ?? []).filter((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24)
  const skips: Skips = {
    hours: [...new Set(told.map((hour) => hour % 24))],
    days: [...new Set(days.filter((day) => day >= 0))],
  }
  return skips.hours.length + skips.days.length === 0 ? null : skips
}
