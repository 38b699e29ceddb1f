import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { appearedSince, type Appeared } from '#src/store/habit.ts'
import type { FeedMemory } from '#src/store/feeds.ts'
import type { Writer } from '#src/store/open.ts'
import { restOf, type Pace } from './due.ts'
import { tellZoneOff } from './notices.ts'

// Zones are whole hours apart, or half an hour more, and never further; half an hour alone is a newsroom that is slow.
const STEP: Millis = HOUR / 2
const LEAST: Millis = HOUR
const MOST: Millis = 14 * HOUR
// Clocks are not quite right, and what is new is found at the next look.
const AHEAD: Millis = 2 * MINUTE
const BEHIND: Millis = 10 * MINUTE
const SHORTEST: Millis = 10 * MINUTE
// Of so many looks: what comes at once is dated at once.
const SEVERAL_LOOKS = 3
const MOST_APPEARED = 200

interface Looked extends Pace {
  readonly id: string
  readonly url: string
  readonly maxAge: Millis
}

interface Before extends Pick<FeedMemory, 'freshFor' | 'ttl'> {
  readonly baseline: Millis | null
  readonly okAt: Millis | null
  readonly toldClock: Millis | null
}

/**
 * Tells staff once of a feed whose articles of a day were all dated by the same hours too early or too late when they
 * appeared, as where local time is marked GMT: they count as old, or wait. Answers when staff were told; null once dates
 * are right. Where looks are far between, articles may have waited for them, and hours that this may explain are not told.
 */
export async function watchDates(writer: Writer, feed: Looked, before: Before, now: Millis): Promise<Millis | null> {
  const { baseline, okAt, toldClock } = before
  if (baseline === null || okAt === null) return toldClock
  const appeared = await appearedSince(writer, feed.id, Math.max(baseline, now - DAY), MOST_APPEARED)
  const rest = feed.freshness === 'wait' ? restOf(before) : 0
  const off = offBy(appeared, now - okAt, Math.max(feed.every.atMost, rest))
  if (off === null || off === 0) return off === 0 ? null : toldClock
  if (toldClock !== null) return toldClock
  await tellZoneOff(writer, feed, off, now)
  return now
}

/**
 * By how much articles were too old when they appeared (less than nothing: too new), in whole and half hours, where looks
 * are `apart` by now, and may have been as far apart as `slowest`; 0 where they may have been right, and null where they
 * do not tell.
 */
export function offBy(appeared: readonly Appeared[], apart: Millis, slowest: Millis = apart): Millis | null {
  if (new Set(appeared.map(({ seen }) => seen)).size < SEVERAL_LOOKS) return null
  const ages = appeared.map(({ seen, published }) => seen - published)
  const behind = BEHIND + Math.max(apart, SHORTEST)
  const [first, last] = [Math.max(...ages) - behind, Math.min(...ages) + AHEAD]
  const offs: Millis[] = []
  for (let off = STEP * Math.ceil(first / STEP); off <= last; off += STEP) offs.push(off)
  if (offs.some((off) => off === 0)) return 0
  // Where waiting leaves several, half an hour is the rare one.
  const whole = offs.length === 1 ? offs : offs.filter((off) => off % HOUR === 0)
  const [least, most] = [whole[0], whole.at(-1)]
  if (least === undefined || most === undefined || Math.abs(most) > MOST) return null
  // What is late by twice as long as looks explain may be slow; nothing is early.
  return least >= Math.max(LEAST, 2 * behind, 2 * slowest) || most <= -LEAST ? most : null
}
