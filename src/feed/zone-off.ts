import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { appearedSince, type Appeared } from '#src/store/habit.ts'
import type { Writer } from '#src/store/open.ts'
import { tellZoneOff } from './notices.ts'

// Zones are whole hours apart, or half an hour more, and never further; half an hour alone is a newsroom that is slow.
const STEP: Millis = HOUR / 2
const LEAST: Millis = HOUR
const MOST: Millis = 14 * HOUR
// Clocks are not quite right, and what is new is found at the next look.
const AHEAD: Millis = 2 * MINUTE
const BEHIND: Millis = 20 * MINUTE
// Of so many looks: what comes at once is dated at once.
const SEVERAL_LOOKS = 3
const MOST_APPEARED = 200

interface Looked {
  readonly id: string
  readonly url: string
  readonly maxAge: Millis
}

interface Before {
  readonly baseline: Millis | null
  readonly okAt: Millis | null
  readonly toldClock: Millis | null
}

/**
 * Tells staff once of a feed whose articles of a day were all dated by the same hours too early or too late when they
 * appeared, as where local time is marked GMT: they count as old, or wait. Answers when staff were told; null once dates
 * are right. Where looks are far between nobody knows how old an article was.
 */
export async function watchDates(writer: Writer, feed: Looked, before: Before, now: Millis): Promise<Millis | null> {
  const { baseline, okAt, toldClock } = before
  if (baseline === null || okAt === null || now - okAt > BEHIND) return toldClock
  const appeared = await appearedSince(writer, feed.id, Math.max(baseline, now - DAY), MOST_APPEARED)
  const off = offBy(appeared)
  if (off === null || off === 0) return off === 0 ? null : toldClock
  if (toldClock !== null) return toldClock
  await tellZoneOff(writer, feed, off, now)
  return now
}

/**
 * By how much articles were too old when they appeared (less than nothing: too new), in whole and half hours; 0 where
 * they were right, and null where they do not tell.
 */
export function offBy(appeared: readonly Appeared[]): Millis | null {
  if (new Set(appeared.map(({ seen }) => seen)).size < SEVERAL_LOOKS) return null
  const ages = appeared.map(({ seen, published }) => seen - published)
  // No minus zero.
  const off = STEP * Math.floor((Math.min(...ages) + AHEAD) / STEP) + 0
  if (ages.some((age) => age - off > BEHIND)) return null
  return off === 0 || (Math.abs(off) >= LEAST && Math.abs(off) <= MOST) ? off : null
}
