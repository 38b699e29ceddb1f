import { expect, onTestFinished, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { freshFor, retryAfter } from '#src/feed/freshness.ts'
import { NOON } from '#test/fixtures/stored.ts'

const at = (time: number): string => new Date(time).toUTCString()

test.each<[string, Record<string, string>, number | null]>([
  ['nothing', {}, null],
  ['max-age', { 'cache-control': 'public, max-age=300' }, 5 * MINUTE],
  ['max-age less its age', { 'cache-control': 'max-age=300', age: '60' }, 4 * MINUTE],
  ['a max-age that is over', { 'cache-control': 'max-age=300', age: '900' }, 0],
  ['max-age, which goes before Expires', { 'cache-control': 'max-age=60', expires: at(NOON + HOUR) }, MINUTE],
  ['the first of two', { 'cache-control': 'max-age=60, max-age=600' }, MINUTE],
  ['max-age for readers, not s-maxage', { 'cache-control': 's-maxage=900' }, null],
  ['no-cache', { 'cache-control': 'no-cache, max-age=300' }, 0],
  ['no-store', { 'cache-control': 'no-store', expires: at(NOON + HOUR) }, 0],
  ['Expires by the time of the server', { expires: at(NOON + DAY + HOUR), date: at(NOON + DAY) }, HOUR],
  ['Expires by our time', { expires: at(NOON + HOUR) }, HOUR],
  ['Expires less its age', { expires: at(NOON + HOUR), age: '1800' }, HOUR / 2],
  ['an Expires that is over', { expires: at(NOON - HOUR) }, 0],
  ['an Expires that is no date', { expires: '0' }, 0],
  ['an Expires that is a number of seconds', { expires: '3600' }, 0],
  ['a directive without freshness, and Expires', { 'cache-control': 'private', expires: at(NOON + HOUR) }, HOUR],
  ['nonsense', { 'cache-control': 'max-age=soon' }, null],
  ['a number that no row holds', { 'cache-control': 'max-age=99999999999999' }, 2 ** 31 * 1_000],
  [
    'a number that nothing holds, and an age alike',
    { 'cache-control': `max-age=${'9'.repeat(400)}`, age: '9'.repeat(400) },
    0,
  ],
  [
    'dates that lie ages apart',
    { expires: '+275760-09-13T00:00:00Z', date: '-271821-04-20T00:00:00Z' },
    2 ** 31 * 1_000,
  ],
])('an answer stays fresh by %s', (_, headers, fresh) => {
  expect(freshFor(headers, NOON)).toBe(fresh)
})

test.each([
  ['120', NOON + 2 * MINUTE],
  [at(NOON + HOUR), NOON + HOUR],
  ['99999999', NOON + 7 * DAY],
  ['soon', 0],
  ['in 3000', 0],
  ['7200, 7200', NOON + 2 * HOUR],
  ['60,3600', NOON + HOUR],
  [`60, ${at(NOON + HOUR)}`, NOON + HOUR],
  [`${at(NOON + HOUR)}, ${at(NOON + DAY)}, soon`, NOON + DAY],
  ['Wednesday, 20-May-26 13:00:00 GMT', NOON + HOUR],
])('Retry-After: %s', (value, until) => {
  expect(retryAfter({ 'retry-after': value }, NOON)).toBe(until)
})

test('a date that names no zone is of GMT, wherever the machine is', () => {
  vi.stubEnv('TZ', 'America/New_York')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(new Date(NOON).getHours()).toBe(8)
  const asctime = 'Wed May 20 13:00:00 2026'
  expect(retryAfter({ 'retry-after': asctime }, NOON)).toBe(NOON + HOUR)
  expect(retryAfter({ 'retry-after': 'Thu May 21 12:00:00 2026, 60' }, NOON)).toBe(NOON + DAY)
  expect(retryAfter({ 'retry-after': 'Mon May  4 12:00:00 2026' }, NOON - 20 * DAY)).toBe(NOON - 16 * DAY)
  expect(freshFor({ expires: asctime }, NOON)).toBe(HOUR)
  expect(freshFor({ expires: asctime, date: 'Wed May 20 12:30:00 2026' }, NOON)).toBe(HOUR / 2)
})
