import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { ageFrom, givesDays, isInstant } from '#src/feed/dated.ts'
import { NOON } from '#test/fixtures/stored.ts'

const TODAY = NOON - 12 * HOUR

test('a date at midnight of UTC may be a day, any other is a point in time', () => {
  expect(isInstant(TODAY)).toBe(false)
  expect(isInstant(NOON)).toBe(true)
  expect(isInstant(null)).toBe(false)
})

test('a feed gives days where no entry has a time of day', () => {
  expect(givesDays([{ published: TODAY }, { published: null }])).toBe(true)
  expect(givesDays([{ published: TODAY }, { published: NOON }])).toBe(false)
})

test.each([
  ['a point in time counts as it is', NOON - HOUR, false, NOON - HOUR],
  ['a story of midnight too', TODAY, false, TODAY],
  ['a day that goes on is as young as its first sight', TODAY, true, NOON],
  ['a day that is over has ended', TODAY - DAY, true, TODAY],
  ['a day to come is to come', TODAY + DAY, true, TODAY + DAY],
  ['what has no date is as young as its first sight', null, true, NOON],
])('%s', (_, date, days, from) => {
  expect(ageFrom(date, days, NOON)).toBe(from)
})
