import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { jitter } from '#src/base/random.ts'
import type { FeedMemory, Skips } from '#src/store/feeds.ts'
import { LONGEST_WAIT } from './freshness.ts'
import { paceOf } from './rhythm.ts'

/** When staff want a feed to be looked at. */
export interface Pace {
  /** Between two looks; by the feed's own rhythm where these differ. */
  readonly every: { readonly atLeast: Millis; readonly atMost: Millis }
  /** Whether the feed's own word on how long it stays fresh is waited out. */
  readonly freshness: 'wait' | 'ignore'
}

/** The feed's own word: how long its answers stay fresh, and when it is not to be read. */
type Word = Pick<FeedMemory, 'freshFor' | 'ttl' | 'skips' | 'rhythm'>

// A header meant for pictures must not silence a feed for a year.
const LONGEST_FRESH: Millis = DAY
const LONGEST_PAUSE: Millis = HOUR

/** When a feed is to be looked at next, after an answer at `now` that could be used. */
export function dueAfter(pace: Pace, word: Word, now: Millis): Millis {
  const { atLeast, atMost } = pace.every
  const span = word.rhythm === null ? atLeast : Math.min(Math.max(paceOf(word.rhythm, now), atLeast), atMost)
  const own = later(now + span, span)
  if (pace.freshness === 'ignore') return own
  const fresh = restOf(word)
  const due = fresh === 0 ? own : Math.max(own, later(now + fresh, Math.min(fresh, MINUTE)))
  return pastSkips(due, pace, word.skips)
}

/** The pace of a feed whose news come by themselves: its looks only find what went amiss. */
export function slowest<T extends Pace>(feed: T): T {
  return { ...feed, every: { ...feed.every, atLeast: feed.every.atMost } }
}

/** The pace of a feed that is known to have something new. */
export function soonest<T extends Pace>(feed: T): T {
  return { ...feed, every: { ...feed.every, atMost: feed.every.atLeast } }
}

/** How long a feed asks to be left alone after each answer, as far as it is heeded. */
export function restOf({ freshFor, ttl }: Pick<Word, 'freshFor' | 'ttl'>): Millis {
  return Math.min(Math.max(freshFor, ttl ?? 0), LONGEST_FRESH)
}

/** When a feed that has failed is to be tried again: after pauses that grow to an hour with `failures` in a row. */
export function dueAfterFailure(
  pace: Pace,
  { failures, skips }: Pick<FeedMemory, 'failures' | 'skips'>,
  notBefore: Millis,
  now: Millis,
): Millis {
  const { every } = pace
  const longest = Math.max(LONGEST_PAUSE, every.atLeast)
  const pause = Math.min(every.atLeast * 2 ** Math.min(failures - 1, 20), longest)
  return pastSkips(Math.max(later(now + pause, pause), Math.ceil(notBefore)), pace, skips)
}

/** The latest that a feed can rightly be due. What is due after it was written by a clock that was ahead. */
export function latestDue(pace: Pace, skips: Skips | null, now: Millis): Millis {
  return pastSkips(Math.ceil(now + Math.max(LONGEST_WAIT, pace.every.atMost * 1.1)), pace, skips)
}

/** `at`, and up to a tenth of `span` later, so that polls do not fall together; never before. */
function later(at: Millis, span: Millis): Millis {
  return Math.ceil(at + jitter(span / 20, 1))
}

/**
 * `at`, or the beginning of the first hour after it that the feed does not skip, where that is waited for
 * (https://www.rssboard.org/skip-hours-days).
 */
export function pastSkips(at: Millis, { freshness }: Pick<Pace, 'freshness'>, skips: Skips | null): Millis {
  if (skips === null || freshness === 'ignore') return at
  if (new Set(skips.hours).size >= 24 || new Set(skips.days).size >= 7) return at
  const isSkipped = (time: Millis): boolean => {
    const date = new Date(time)
    return skips.hours.includes(date.getUTCHours()) || skips.days.includes(date.getUTCDay())
  }
  if (!isSkipped(at)) return at
  let hour = Math.floor(at / HOUR) * HOUR
  while (isSkipped(hour)) hour += HOUR
  return later(hour, MINUTE)
}
