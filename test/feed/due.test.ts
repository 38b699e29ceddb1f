import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { dueAfter, dueAfterFailure, latestDue, type Pace } from '#src/feed/due.ts'
import { firstRhythm } from '#src/feed/rhythm.ts'
import { fixed } from '#test/fixtures/polled.ts'
import { NOON } from '#test/fixtures/stored.ts'

const PLAIN: Pace = { every: fixed(5 * MINUTE), freshness: 'wait' }
const NOTHING = { freshFor: 0, ttl: null, skips: null, rhythm: null }

/** How long until the next look, in minutes, begun ones not counted. */
const minutes = (pace: Pace, word: Partial<Parameters<typeof dueAfter>[1]>, now = NOON): number =>
  Math.floor((dueAfter(pace, { ...NOTHING, ...word }, now) - now) / MINUTE)

test('a look follows after what staff say, never earlier, and not all at once', () => {
  const due = Array.from({ length: 200 }, () => dueAfter(PLAIN, NOTHING, NOON) - NOON)
  for (const wait of due) {
    expect(wait).toBeGreaterThanOrEqual(5 * MINUTE)
    expect(wait).toBeLessThanOrEqual(5.5 * MINUTE)
  }
  expect(new Set(due).size).toBeGreaterThan(100)
})

test('the feed’s own word is waited out, a day at most, unless staff say that it errs', () => {
  expect(minutes(PLAIN, { freshFor: 20 * MINUTE })).toBe(20)
  expect(minutes(PLAIN, { freshFor: MINUTE })).toBe(5)
  expect(minutes(PLAIN, { freshFor: MINUTE, ttl: HOUR })).toBe(60)
  expect(minutes(PLAIN, { freshFor: 365 * DAY })).toBe(24 * 60)
  expect(minutes({ ...PLAIN, freshness: 'ignore' }, { freshFor: HOUR, ttl: HOUR })).toBe(5)
})

test('hours and days that a feed skips are let pass', () => {
  // Noon of a Wednesday, UTC.
  expect(minutes(PLAIN, { skips: { hours: [12, 13], days: [] } })).toBe(120)
  expect(minutes(PLAIN, { skips: { hours: [13], days: [] } })).toBe(5)
  expect(minutes(PLAIN, { skips: { hours: [0], days: [3] } })).toBe(13 * 60)
  expect(minutes(PLAIN, { freshFor: 50 * MINUTE, skips: { hours: [12], days: [] } }, NOON + 20 * MINUTE)).toBe(50)
  const always = { hours: Array.from({ length: 24 }, (_, hour) => hour), days: [] }
  expect(minutes(PLAIN, { skips: always })).toBe(5)
  expect(minutes({ ...PLAIN, freshness: 'ignore' }, { skips: { hours: [12], days: [] } })).toBe(5)
})

test('pauses after failures grow from the shortest to an hour, and what a server asks for goes before', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 30].map((failures) =>
    Math.floor((dueAfterFailure(PLAIN, { failures, skips: null }, 0, NOON) - NOON) / MINUTE),
  )
  const least = [5, 10, 20, 40, 60, 60, 60]
  for (const [index, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThanOrEqual(least[index]!)
    expect(pause).toBeLessThanOrEqual(least[index]! * 1.1)
  }
  expect(dueAfterFailure(PLAIN, { failures: 1, skips: null }, NOON + DAY, NOON)).toBe(NOON + DAY)
  const slow = { ...PLAIN, every: fixed(2 * HOUR) }
  expect(dueAfterFailure(slow, { failures: 9, skips: null }, 0, NOON)).toBeGreaterThanOrEqual(NOON + 2 * HOUR)
})

test('a feed that has failed is not tried again in hours that it skips, nor where its server asks for a time in them', () => {
  const failed = { failures: 1, skips: { hours: [12, 13], days: [] } }
  const minutesOf = (pace: Pace, notBefore: number) =>
    Math.floor((dueAfterFailure(pace, failed, notBefore, NOON) - NOON) / MINUTE)
  expect(minutesOf(PLAIN, 0)).toBe(120)
  expect(minutesOf(PLAIN, NOON + HOUR)).toBe(120)
  expect(minutesOf({ ...PLAIN, freshness: 'ignore' }, 0)).toBe(5)
})

test('no time that a feed can rightly be due lies after the latest', () => {
  const days = { hours: [], days: [0, 1, 2, 4, 5, 6] }
  for (const pace of [PLAIN, { ...PLAIN, every: fixed(20 * DAY) }, { ...PLAIN, freshness: 'ignore' as const }])
    for (const skips of [null, days]) {
      const failed = dueAfterFailure(pace, { failures: 9, skips }, NOON + 7 * DAY, NOON)
      const well = dueAfter(pace, { ...NOTHING, skips, freshFor: DAY }, NOON)
      expect(latestDue(pace, skips, NOON)).toBeGreaterThan(Math.max(failed, well) - MINUTE)
    }
})

test('whatever a feed brought and says, the next look lies between what staff set, or after what it asks', () => {
  const every = { atLeast: MINUTE, atMost: 30 * MINUTE }
  const hour = integer({ min: 0, max: 20 * 24 })
  assert(
    property(array(hour), integer({ min: 0, max: 2 * DAY }), (hours, freshFor) => {
      const times = hours.map((ago) => NOON - ago * HOUR)
      const due = dueAfter(
        { every, freshness: 'wait' },
        { ...NOTHING, freshFor, rhythm: firstRhythm(times, NOON) },
        NOON,
      )
      const fresh = Math.min(freshFor, DAY)
      expect(due - NOON).toBeGreaterThanOrEqual(Math.max(MINUTE, fresh))
      expect(due - NOON).toBeLessThanOrEqual(Math.max(33 * MINUTE, fresh + MINUTE))
    }),
  )
})
