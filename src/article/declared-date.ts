import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { embargoed } from '#src/store/reasons.ts'
import type { Page } from './page/page.ts'

/** A date that a page gives its article. */
export interface PageDate {
  readonly at: Millis
  /** The earliest moment that it may mean. */
  readonly earliest: Millis
}

/**
 * The date that the page of an article declares against that of its feed; null where it declares none, or the feed's own,
 * or what the article has waited for. One that is a zone away from the feed's is the same: many a site writes its local
 * time for UTC. Where the page tells zones, only those at work here are forgiven: the page's own, and `timezone`, the
 * newsroom's.
 */
export function dateDeclared(article: Article, page: Page, timezone: string): PageDate | null {
  const { earliest, published, zone } = page
  if (earliest === null || published === null) return null
  const { published: own, seen } = article
  // Its feed gives no date: written in another zone, this one may be that of its first sight.
  const undated = own === seen
  const steps = zone === null ? null : stepsBetween([0, zone, offsetOf(timezone, published)])
  const same =
    steps === null
      ? !undated && isZoneApart(own, published)
      : undated
        ? steps.some((step) => embargoed(published - step * MINUTE, seen) === null)
        : steps.includes(minutesBetween(published, own))
  return same ? null : { at: published, earliest }
}

/** Until when an article is under an embargo by its page's date, by all that this may mean; null where it is under none. */
export function aheadBy(date: PageDate | null, now: Millis): Millis | null {
  if (date === null || embargoed(date.earliest, now) === null || embargoed(date.at, now) === null) return null
  return date.at
}

/** By how much times differ that are told in one of these zones and marked as of another, in minutes. */
function stepsBetween(zones: readonly number[]): readonly number[] {
  return zones.flatMap((told) => zones.map((marked) => told - marked))
}

function offsetOf(timezone: string, at: Millis): number {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
  return offsetNanoseconds / 1e6 / MINUTE
}

const WIDEST_OFFSET = 14 * HOUR
const FINEST_OFFSET = 15 // minutes

/** Whether two times differ by as much as two zones may, or not at all. */
function isZoneApart(one: Millis, other: Millis): boolean {
  const minutes = minutesBetween(one, other)
  return minutes % FINEST_OFFSET === 0 && Math.abs(minutes) * MINUTE <= WIDEST_OFFSET
}

/** Seconds are often left out. */
function minutesBetween(one: Millis, other: Millis): number {
  return Math.floor(one / MINUTE) - Math.floor(other / MINUTE)
}
