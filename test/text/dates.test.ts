import { describe, expect, test } from 'vitest'
import { readDate } from '#src/text/dates.ts'

describe('a date is read', () => {
  test.each([
    ['RFC 822', 'Sun, 22 Nov 2026 10:00:00 GMT', '2026-11-22T10:00:00Z'],
    ['with a two-digit year and a named zone', '22 Nov 26 10:00 EST', '2026-11-22T15:00:00Z'],
    ['with a year of the last century', '22 Nov 96 10:00 GMT', '1996-11-22T10:00:00Z'],
    ['with an offset', 'Sun, 22 Nov 2026 10:00:00 +0200', '2026-11-22T08:00:00Z'],
    ['with an offset behind GMT', 'Sun, 22 Nov 2026 10:00:00 GMT+0300', '2026-11-22T07:00:00Z'],
    ['with a short offset', 'Sun, 22 Nov 2026 10:00:00 UTC-3', '2026-11-22T13:00:00Z'],
    ['in summer time of Central Europe', 'Sun, 21 Jun 2026 10:00:00 CEST', '2026-06-21T08:00:00Z'],
    ['in the time of Moscow', 'Sun, 22 Nov 2026 10:00:00 MSK', '2026-11-22T07:00:00Z'],
    ['with a comment', 'Sun, 22 Nov 2026 10:00:00 -0500 (EST)', '2026-11-22T15:00:00Z'],
    ['with a wrong weekday and no space', 'Mon,22 Nov 2026 10:00:00 GMT', '2026-11-22T10:00:00Z'],
    ['at hour 24', 'Sun, 22 Nov 2026 24:00:00 GMT', '2026-11-23T00:00:00Z'],
    ['of asctime', 'Sun Nov  2 16:29:06 2026', '2026-11-02T16:29:06Z'],
    ['of asctime with a zone', 'Sun Nov 22 16:29:06 PST 2026', '2026-11-23T00:29:06Z'],
    ['W3C', '2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00Z'],
    ['with a fraction', '2026-11-22T10:00:00.123456Z', '2026-11-22T10:00:00.123Z'],
    ['without a colon in the zone', '2026-11-22T10:00:00+0200', '2026-11-22T08:00:00Z'],
    ['without seconds', '2026-11-22T10:00Z', '2026-11-22T10:00:00Z'],
    ['without a zone', '2026-11-22 10:00:00', '2026-11-22T10:00:00Z'],
    ['a day', '2026-11-22', '2026-11-22T00:00:00Z'],
    ['a month', '2026-11', '2026-11-01T00:00:00Z'],
    ['without any mark', '20261122T101010Z', '2026-11-22T10:10:10Z'],
    ['in seconds', '1795341600', '2026-11-22T10:00:00Z'],
    ['in milliseconds', '1795341600000', '2026-11-22T10:00:00Z'],
    ['American, in the evening', '11/22/2026 10:05 PM', '2026-11-22T22:05:00Z'],
    ['with the day before the month where it must be', '22/11/2026 10:00', '2026-11-22T10:00:00Z'],
    ['with dots', '02.11.2026 10:00', '2026-11-02T10:00:00Z'],
    ['with slashes from the year', '2026/11/22 10:00:00', '2026-11-22T10:00:00Z'],
    ['in English words', 'November 22, 2026 10:00 am', '2026-11-22T10:00:00Z'],
    ['in Russian words', '22 ноября 2026 10:00', '2026-11-22T10:00:00Z'],
    ['in Ukrainian words', '22 листопада 2026, 10:00', '2026-11-22T10:00:00Z'],
    ['in German words', 'Do, 22. Okt. 2026 10:00:00 +0200', '2026-10-22T08:00:00Z'],
    ['on a Spanish Tuesday that looks like March', 'mar, 24 nov 2026 10:00:00 +0100', '2026-11-24T09:00:00Z'],
    ['in Korean, in the afternoon', '2026-11-22 오후 1:23:17', '2026-11-22T13:23:17Z'],
  ])('%s: %s', (_, text, expected) => {
    expect(readDate(text)).toBe(Date.parse(expected))
  })
})

test.each([
  '',
  'yesterday',
  'Nov 2026',
  '22:00',
  '0000-00-00 00:00:00',
  'Thu, 01 Jan 0001 00:00:00 GMT',
  '2026-13-01',
  '2026-11-22T25:00:00Z',
  '9999-12-31T23:59:59Z',
  '%PUBDATE%',
  '1'.repeat(100_000),
])('%j is no date', (text) => {
  expect(readDate(text)).toBeNull()
})
