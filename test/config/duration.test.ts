import { expect, test } from 'vitest'
import { parseDuration } from '#src/config/duration.ts'

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['6h', 21_600_000],
  ['2d', 172_800_000],
])('%s is %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['5', '5 m', '0s', '-5m', '1.5h', '5M', '5min', '9999999s', '', 'm', '5m5s'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull()
})
