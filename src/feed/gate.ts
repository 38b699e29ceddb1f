import { MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Reason } from '#src/store/reasons.ts'

// Clocks of publishers run ahead by a little; by more than this, a date in the future is meant.
const CLOCK_SKEW: Millis = 10 * MINUTE

/** What the gate decides of an entry that names an unknown article. */
export interface Verdict {
  readonly state: 'seen' | 'old' | 'waiting'
  readonly reason: Reason
}

/** Whether an entry is news. `baseline`: this is the feed's first sight, or the first after its address changed. */
export function judge(feed: string, entry: Entry, baseline: boolean, now: Millis): Verdict {
  if (baseline) return { state: 'old', reason: `baseline: ${feed} held it at first sight` }
  if (entry.published !== null && entry.published > now + CLOCK_SKEW) {
    return { state: 'waiting', reason: `embargo: dated ${new Date(entry.published).toISOString()}, in the future` }
  }
  return { state: 'seen', reason: `new: first seen in ${feed}` }
}
