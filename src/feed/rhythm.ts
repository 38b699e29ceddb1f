import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import type { Rhythm } from '#src/store/feeds.ts'

// A week ago counts half: a feed changes its habits within weeks.
const HALF_LIFE: Millis = 7 * DAY
// What breaks now counts for an hour or two.
const LATELY: Millis = HOUR
/** Of what a feed shows at first sight, what is older says nothing of its rhythm of today. */
const OLDEST: Millis = 14 * DAY
// Renewed dates or an archive are no rhythm.
const MOST_AT_ONCE = 20

// Until it is known how often a feed brings something: three articles an hour, a belief that a few hours outweigh.
const PRIOR_PER_HOUR = 3
const PRIOR_DAYS = 0.25

// So many looks for every article that is due: on average it is seen within an eighth of what lies between two.
const LOOKS_PER_ARTICLE = 4

/** What `times` (of publication, of all that a feed shows at first sight) tell of its rhythm. */
export function firstRhythm(times: readonly Millis[], now: Millis): Rhythm {
  const known = times.filter((time) => time <= now && time > now - OLDEST).toSorted((a, b) => a - b)
  const since = known[0] ?? now
  const silent: Rhythm = {
    since,
    at: now,
    hours: Array.from({ length: 24 }, () => 0),
    lately: 0,
    newest: since,
    longest: 0,
  }
  return count(silent, known, known, now)
}

/**
 * The rhythm after a look that showed `times`. Where the feed gives none, `came` articles count as of now.
 */
export function learn(rhythm: Rhythm, times: readonly Millis[], came: number, now: Millis): Rhythm {
  const fresh =
    times.length > 0
      ? times.filter((time) => time > rhythm.newest && time <= now).toSorted((a, b) => a - b)
      : Array.from({ length: came }, () => now)
  const fade = half(now - rhythm.at, HALF_LIFE)
  const faded: Rhythm = {
    ...rhythm,
    at: now,
    hours: rhythm.hours.map((hour) => hour * fade),
    lately: rhythm.lately * half(now - rhythm.at, LATELY),
    longest: rhythm.longest * half(now - rhythm.at, 2 * HALF_LIFE),
  }
  return count(faded, fresh, fresh.slice(-MOST_AT_ONCE), now)
}

/** `times` in their order, of which `counted` count. */
function count(rhythm: Rhythm, times: readonly Millis[], counted: readonly Millis[], now: Millis): Rhythm {
  const hours = [...rhythm.hours]
  let { lately, newest, longest } = rhythm
  for (const time of times) {
    longest = Math.max(longest, time - newest)
    newest = time
  }
  for (const time of counted) {
    hours[hourOf(time)]! += half(now - time, HALF_LIFE)
    lately += half(now - time, LATELY)
  }
  return { ...rhythm, hours: hours.map(rounded), lately: rounded(lately), newest, longest: Math.round(longest) }
}

/** How long to wait for the next look so that there are four for every article that is due. */
export function paceOf(rhythm: Rhythm, now: Millis): Millis {
  const recent = rhythm.lately * half(now - rhythm.at, LATELY) * (Math.LN2 / (LATELY / HOUR))
  const days = daysSeen(rhythm, now)
  const usual = (around(rhythm, now) + PRIOR_PER_HOUR * PRIOR_DAYS) / (days + PRIOR_DAYS)
  return HOUR / (LOOKS_PER_ARTICLE * Math.max(usual, recent))
}

/** A feed that has been silent far beyond its rhythm. */
export interface Quiet {
  readonly since: Millis
  /** How many articles would have been usual meanwhile. */
  readonly due: number
}

const QUIET: Millis = 6 * HOUR
const DUE = 8
// A rhythm of fewer days knows no weekend.
const KNOWN: Millis = 3 * DAY

/**
 * Whether a feed is unusually quiet: for six hours at least, in which eight articles were due, and for twice its longest
 * silence of the last weeks.
 */
export function quietOf(rhythm: Rhythm, now: Millis): Quiet | null {
  const silence = now - rhythm.newest
  if (silence < Math.max(QUIET, 2 * rhythm.longest) || now - rhythm.since < KNOWN) return null
  const days = daysSeen(rhythm, rhythm.at)
  let due = 0
  for (let at = rhythm.newest; at < now && at < rhythm.newest + OLDEST; at += HOUR) {
    due += rhythm.hours[hourOf(at)]! / Math.max(days, PRIOR_DAYS)
  }
  return due < DUE ? null : { since: rhythm.newest, due: Math.round(due) }
}

/** Faded articles of the hour of `now`, its neighbours counting half: a morning begins before its first article. */
function around({ hours, at }: Rhythm, now: Millis): number {
  const hour = hourOf(now)
  const sum = 0.25 * hours[(hour + 23) % 24]! + 0.5 * hours[hour]! + 0.25 * hours[(hour + 1) % 24]!
  return sum * half(now - at, HALF_LIFE)
}

/** How many days the faded counts stand for: what a count of one a day, faded the same way, would have come to. */
function daysSeen({ since }: Rhythm, now: Millis): number {
  return (HALF_LIFE / Math.LN2 / DAY) * (1 - half(Math.max(now - since, 0), HALF_LIFE))
}

function half(passed: Millis, halfLife: Millis): number {
  return 0.5 ** (Math.max(passed, 0) / halfLife)
}

/** Of UTC. */
function hourOf(time: Millis): number {
  return Math.floor(time / HOUR) % 24
}

/** Three digits are enough, and keep the row small. */
function rounded(count: number): number {
  return Math.round(count * 1_000) / 1_000
}
