import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { firstRhythm, learn, paceOf, quietOf } from '#src/feed/rhythm.ts'
import type { Rhythm } from '#src/store/feeds.ts'
import { NOON } from '#test/fixtures/stored.ts'

const MIDNIGHT = NOON - HOUR * 12

/** What a feed publishes in `days` days before midnight: `perHour` articles in each hour from `from` to `to`. */
function published(days: number, perHour: number, from = 0, to = 24): readonly Millis[] {
  return Array.from({ length: days }, (_, day) =>
    Array.from(
      { length: (to - from) * perHour },
      (_, index) => MIDNIGHT - (day + 1) * DAY + from * HOUR + (index * HOUR) / perHour,
    ),
  )
    .flat()
    .toSorted((a, b) => a - b)
}

/** What is known of a feed whose entries were seen as they came. */
function watched(times: readonly Millis[]): Rhythm {
  return times.reduce((rhythm, time) => learn(rhythm, [time], 1, time), firstRhythm([], times[0]!))
}

const minutes = (rhythm: Rhythm, now: Millis): number => paceOf(rhythm, now) / MINUTE

test('four looks for each article that is due', () => {
  for (const perHour of [1, 6, 30]) {
    const looks = minutes(watched(published(20, perHour)), MIDNIGHT + 10 * HOUR)
    expect(looks).toBeGreaterThan(60 / perHour / 4 / 1.25)
    expect(looks).toBeLessThan((60 / perHour / 4) * 1.25)
  }
})

test('a feed of the day is asked often by day and seldom by night, and its morning is not missed', () => {
  const rhythm = watched(published(20, 6, 7, 22))
  expect(minutes(rhythm, MIDNIGHT + 14 * HOUR)).toBeLessThan(4)
  expect(minutes(rhythm, MIDNIGHT + 2 * HOUR)).toBeGreaterThan(30)
  expect(minutes(rhythm, MIDNIGHT + 4 * HOUR)).toBeGreaterThan(120)
  expect(minutes(rhythm, MIDNIGHT + 6.5 * HOUR)).toBeLessThan(15)
})

test('the dates of what a feed shows at first sight tell its rhythm from the start', () => {
  expect(minutes(firstRhythm(published(2, 10), MIDNIGHT), MIDNIGHT + HOUR)).toBeLessThan(3)
  expect(minutes(firstRhythm(published(12, 1, 9, 10), MIDNIGHT), MIDNIGHT + 20 * HOUR)).toBeGreaterThan(60)
})

test('of a feed that nothing is known of, five minutes are the pace', () => {
  for (const times of [[], [MIDNIGHT - 400 * DAY], [MIDNIGHT + DAY]]) {
    expect(minutes(firstRhythm(times, MIDNIGHT), MIDNIGHT)).toBeCloseTo(5)
  }
})

test('when much comes at once, more looks follow, and their number falls again within hours', () => {
  const calm = watched(published(20, 1))
  const now = MIDNIGHT + 3 * HOUR
  const breaking = learn(
    calm,
    Array.from({ length: 12 }, (_, index) => now - index * MINUTE),
    12,
    now,
  )
  expect(minutes(breaking, now)).toBeLessThan(3)
  expect(minutes(breaking, now + 6 * HOUR)).toBeGreaterThan(10)
})

test('a feed without dates has its rhythm by what came', () => {
  let rhythm = firstRhythm([], MIDNIGHT - 5 * DAY)
  for (let at = MIDNIGHT - 5 * DAY; at < MIDNIGHT; at += HOUR / 2) rhythm = learn(rhythm, [], 2, at)
  expect(minutes(rhythm, MIDNIGHT)).toBeLessThan(5)
})

test('what was counted is not counted again, nor what is dated in the future, nor all of an archive', () => {
  const rhythm = firstRhythm(published(2, 2), MIDNIGHT)
  const again = learn(rhythm, [...published(2, 2), MIDNIGHT + 9 * HOUR], 0, MIDNIGHT)
  expect(again.hours).toEqual(rhythm.hours)
  expect(again.newest).toBe(rhythm.newest)
  const renewed = learn(
    rhythm,
    Array.from({ length: 500 }, (_, index) => MIDNIGHT + index),
    500,
    MIDNIGHT + MINUTE,
  )
  expect(renewed.hours[0]! - rhythm.hours[0]!).toBeLessThan(21)
})

test('a feed is unusually quiet when much was due, and it has never been silent for nearly as long', () => {
  const rhythm = watched(published(20, 2, 6, 22))
  // Its longest silence is the night: from half past nine to six.
  expect(quietOf(rhythm, MIDNIGHT + 10 * HOUR)).toBeNull()
  const quiet = quietOf(rhythm, MIDNIGHT + 16 * HOUR)
  expect(quiet?.since).toBe(rhythm.newest)
  expect(quiet?.due).toBeGreaterThan(15)
  expect(quiet?.due).toBeLessThan(26)
})

test('a feed that rests at weekends, or seldom says anything, is not called quiet for that', () => {
  const weekdays = published(28, 3, 8, 20).filter((time) => ![0, 6].includes(new Date(time).getUTCDay()))
  const rhythm = watched(weekdays)
  const friday = rhythm.newest
  expect(quietOf(rhythm, friday + 60 * HOUR)).toBeNull()
  expect(quietOf(watched(published(20, 1, 9, 10)), MIDNIGHT + 5 * DAY)).toBeNull()
})

test('of a feed that has been known for a day or two nobody can say that it is quiet', () => {
  expect(quietOf(watched(published(2, 10)), MIDNIGHT + 20 * HOUR)).toBeNull()
})
