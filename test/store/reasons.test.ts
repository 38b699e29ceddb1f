import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { embargoed, ruleOf, tooOld } from '#src/store/reasons.ts'
import { NOON } from '#test/fixtures/stored.ts'

test('a reason begins with the name of its rule', () => {
  expect(ruleOf('unknown: the connection was reset: twice')).toBe('unknown')
  expect(ruleOf('no rule here')).toBe('')
  expect(ruleOf('')).toBe('')
})

test('only a date more than ten minutes ahead is an embargo: clocks of publishers run ahead', () => {
  expect(embargoed(NOON + 10 * MINUTE, NOON)).toBeNull()
  expect(embargoed(NOON + 10 * MINUTE + 1, NOON)).toBe('embargo: dated 2026-05-20T12:10:00.001Z, in the future')
})

test('an article is too old only after the channel’s age, to the millisecond, and the reason says both', () => {
  expect(tooOld(NOON, 6 * HOUR, NOON + 6 * HOUR)).toBeNull()
  expect(tooOld(NOON, 6 * HOUR, NOON + 6 * HOUR + 1)).toBe(
    'max-age: published 2026-05-20T12:00:00.000Z, and the channel posts nothing older than 6 h',
  )
  expect(tooOld(NOON + HOUR, HOUR, NOON)).toBeNull()
})
