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
    ['American, with dashes', '11-22-2026 10:05 PM', '2026-11-22T22:05:00Z'],
    ['with the day before the month where it must be', '22/11/2026 10:00', '2026-11-22T10:00:00Z'],
    ['with dots', '02.11.2026 10:00', '2026-11-02T10:00:00Z'],
    ['with slashes from the year', '2026/11/22 10:00:00', '2026-11-22T10:00:00Z'],
    ['in English words', 'November 22, 2026 10:00 am', '2026-11-22T10:00:00Z'],
    ['in Russian words', '22 ноября 2026 10:00', '2026-11-22T10:00:00Z'],
    ['in Ukrainian words', '22 листопада 2026, 10:00', '2026-11-22T10:00:00Z'],
    ['in German words', 'Do, 22. Okt. 2026 10:00:00 +0200', '2026-10-22T08:00:00Z'],
    ['on a Spanish Tuesday that looks like March', 'mar, 24 nov 2026 10:00:00 +0100', '2026-11-24T09:00:00Z'],
    ['in the time of Moscow, in Russian', '22 ноября 2026 10:00 МСК', '2026-11-22T07:00:00Z'],
    ['with its zone in brackets', '22.11.2026 10:00 (МСК)', '2026-11-22T07:00:00Z'],
    ['with the zone behind a word', '22. November 2026, 10:00 Uhr MEZ', '2026-11-22T09:00:00Z'],
    ['in the winter of New York', 'Nov 22, 2026 10:00 a.m. ET', '2026-11-22T15:00:00Z'],
    ['in the summer of New York', 'Jun 22, 2026 10:00 a.m. ET', '2026-06-22T14:00:00Z'],
    ['with the zone in words', 'Jun 22, 2026 10:00 AM Pacific Time', '2026-06-22T17:00:00Z'],
    ['in the winter of a region', 'Sun, 22 Nov 2026 10:00:00 Europe/Kyiv', '2026-11-22T08:00:00Z'],
    ['in the summer of a region', '2026-06-22T10:00:00[Europe/Kyiv]', '2026-06-22T07:00:00Z'],
    ['with an offset and its region', '2026-11-22T10:00:00+02:00[Europe/Kyiv]', '2026-11-22T08:00:00Z'],
    ['with a region that is none', 'Sun, 22 Nov 2026 10:00:00 Europe/Nowhere', '2026-11-22T10:00:00Z'],
    ['in French hours', '22 novembre 2026 à 10h05', '2026-11-22T10:05:00Z'],
    ['in hours alone', '22/11/2026 - 10h', '2026-11-22T10:00:00Z'],
    ['with dots in its time', 'Sun, 22 Nov 2026 10.05.06 GMT', '2026-11-22T10:05:06Z'],
    ['with dots in Finnish', '22.11.2026 klo 10.05', '2026-11-22T10:05:00Z'],
    ['with dots in a date alone', '2026. 11.22', '2026-11-22T00:00:00Z'],
    ['without noughts', 'Sun, 22 Nov 2026 9:5:3 GMT', '2026-11-22T09:05:03Z'],
    ['in Japanese hours', '2026年11月22日(日) 10時05分', '2026-11-22T10:05:00Z'],
    ['in Japanese hours without a space', '2026年11月22日10時05分', '2026-11-22T10:05:00Z'],
    ['in Korean hours', '2026년 11월 22일 오후 3시 20분', '2026-11-22T15:20:00Z'],
    ['in Arabic, in the evening', '22 أكتوبر 2026 10:00 م', '2026-10-22T22:00:00Z'],
    ['in Spanish, in the evening', '22/11/2026 09:05 p. m.', '2026-11-22T21:05:00Z'],
    ['in Spanish, after midnight', '22 nov. 2026, 12:15:00 a.\u00a0m.', '2026-11-22T00:15:00Z'],
    ['in hours alone, in the morning', 'Nov 22, 2026 8am ET', '2026-11-22T13:00:00Z'],
    ['in hours alone, in the evening', 'November 22, 2026 at 11 p.m.', '2026-11-22T23:00:00Z'],
    ['with its time in brackets', '2026/11/22 (20:05)', '2026-11-22T20:05:00Z'],
    ['with its time behind a slash', '22 noyabr 2026/20:05', '2026-11-22T20:05:00Z'],
    ['with the time before the day', '10:05 22.11.2026', '2026-11-22T10:05:00Z'],
    ['with time and zone before the day', '10:05 +0200, 22 Nov 2026', '2026-11-22T08:05:00Z'],
    ['in seconds with a fraction', '1795341600.0', '2026-11-22T10:00:00Z'],
    ['in Korean, in the afternoon', '2026-11-22 오후 1:23:17', '2026-11-22T13:23:17Z'],
  ])('%s: %s', (_, text, expected) => {
    expect(readDate(text)).toBe(Date.parse(expected))
  })
})

test.each([
  ['fr', '2026-07-12'],
  ['en-GB', '2026-07-12'],
  ['pt_BR', '2026-07-12'],
  ['ar', '2026-07-12'],
  ['en-US', '2026-12-07'],
  ['en', '2026-12-07'],
  ['no tag', '2026-12-07'],
  [null, '2026-12-07'],
])('12/07/2026 in %s is %s', (language, day) => {
  expect(readDate('12/07/2026', language)).toBe(Date.parse(day))
  expect(readDate('12/07/26 00:00', language)).toBe(Date.parse(day))
  // What can begin with nothing else does, whatever the language.
  expect(readDate('12/31/2026', language)).toBe(Date.parse('2026-12-31'))
})

describe('the month is read', () => {
  test.each([
    ['Czech August, no July', '1. srpna 2026 10:00', '2026-08-01'],
    ['Czech June, no July', '15 červen 2026 10:00', '2026-06-15'],
    ['Finnish November, no March', '22. marraskuuta 2026 10:00', '2026-11-22'],
    ['Finnish November, cut off', 'su, 22 marras 2026 10:00:00', '2026-11-22'],
    ['Croatian July', '15. srpnja 2026 10:00', '2026-07-15'],
    ['Ukrainian, before a Wednesday that looks like August', '22 листопада 2026, середа, 10:00', '2026-11-22'],
    ['in numbers beside a Tuesday that looks like March', 'mar, 24/11/2026 10:00', '2026-11-24'],
    ['Turkish, before a Sunday that looks like October', '22 Kas 2026 Paz 10:00', '2026-11-22'],
    ['German, as authorities shorten it', '01 Mrz 2027 10:00', '2027-03-01'],
    ['Norwegian', 'man, 22 des 2026 10:00', '2026-12-22'],
    ['Romanian', '22 noiembrie 2026 10:00', '2026-11-22'],
    ['Romanian, short', 'dum, 22 noi 2026 10:00', '2026-11-22'],
    ['Hungarian', '2026. szept. 22. 10:00', '2026-09-22'],
    ['Bulgarian', '22 ноември 2026 10:00', '2026-11-22'],
    ['Bulgarian July', '22 юли 2026 10:00', '2026-07-22'],
    ['Indonesian', '22 Agustus 2026 10:00', '2026-08-22'],
    ['Lithuanian', '2026 m. lapkričio 22 d. 10:00', '2026-11-22'],
    ['Turkish, in capitals', '22 KASIM 2026 10:00', '2026-11-22'],
    ['French, without its accents', '3 fevrier 2027 10:00', '2027-02-03'],
    ['Latvian, in a case of its own', '22. novembrī 2026 10:00', '2026-11-22'],
    ['Arabic', 'الأحد، 22 نوفمبر 2026 10:00', '2026-11-22'],
    ['Arabic of the Levant', '22 تشرين الثاني 2026 10:00', '2026-11-22'],
    ['Arabic of the Levant, in another autumn', '22 تشرين الأول 2026 10:00', '2026-10-22'],
    ['Arabic, with its digits', '٢٢ نوفمبر ٢٠٢٦ ١٠:٠٠', '2026-11-22'],
    ['Persian digits', '۲۰۲۶-۱۱-۲۲ ۱۰:۰۰', '2026-11-22'],
    ['full-width digits', '２０２６年１１月２２日 １０：００', '2026-11-22'],
    ['Hebrew', '22 בנובמבר 2026 10:00', '2026-11-22'],
    ['Hindi', '22 नवंबर 2026 10:00', '2026-11-22'],
    ['Chinese', '星期日, 22 十一月 2026 10:00', '2026-11-22'],
    ['Thai, in a year of the Buddha', '22 พฤศจิกายน 2569 10:00', '2026-11-22'],
    ['Thai, short', '22 พ.ย. 69 10:00', '2026-11-22'],
  ])('%s: %s', (_, text, expected) => {
    expect(readDate(text)).toBe(Date.parse(`${expected}T10:00:00Z`))
  })

  test('in the language of the feed, where languages share its name', () => {
    expect(readDate('22. listopada 2026', 'hr')).toBe(Date.parse('2026-10-22'))
    expect(readDate('22 listopada 2026', 'pl-PL')).toBe(Date.parse('2026-11-22'))
    expect(readDate('15 srp 2026', 'cs')).toBe(Date.parse('2026-08-15'))
    expect(readDate('15 srp 2026', 'hr-HR')).toBe(Date.parse('2026-07-15'))
  })

  test('by the day of the week, where the language is not told', () => {
    expect(readDate('czwartek, 22 paź 2026')).toBe(Date.parse('2026-10-22'))
    expect(readDate('niedziela, 22 listopada 2026')).toBe(Date.parse('2026-11-22'))
    expect(readDate('četvrtak, 22. listopada 2026.')).toBe(Date.parse('2026-10-22'))
    expect(readDate('Sat, 15 srp 2026 10:00:00 +0200')).toBe(Date.parse('2026-08-15T08:00Z'))
  })

  test.each(['22 listopada 2026', 'Mon, 22 listopada 2026', '15 srp 2026', '15 lip 2026', '15 červ 2026'])(
    'not at all rather than wrong: %s',
    (text) => {
      expect(readDate(text)).toBeNull()
      expect(readDate(text, 'en-US')).toBeNull()
    },
  )

  // Some seventy languages: those of CLDR whose months are words.
  const LANGUAGES = (
    'en de de-AT fr es it pt nl af pl cs sk hr sl sr sr-Latn bs mk bg ru uk be ro hu fi et lv lt sv nb nn da is fo el ' +
    'tr az uz kk ky tg ar ar-LB ar-MA ar-DZ he fa ps ur hi mr bn th id ms fil ka hy ca gl eu sq ga'
  ).split(' ')
  test.each(LANGUAGES)('as Intl writes it in %s', (language) => {
    for (const month of ['long', 'short'] as const) {
      for (const weekday of [undefined, 'short'] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
          day: 'numeric',
          month,
          weekday,
          year: 'numeric',
          timeZone: 'UTC',
        })
        for (let number = 1; number <= 12; number += 1) {
          const day = Date.UTC(2026, number - 1, 22)
          expect(readDate(format.format(day), language), format.format(day)).toBe(day)
        }
      }
    }
  })

  test.each([...LANGUAGES, 'es-CO', 'vi', 'so', 'am', 'ko'])(
    'with the half of the day as Intl writes it in %s',
    (language) => {
      const format = new Intl.DateTimeFormat(`${language}-u-nu-latn`, {
        hour: 'numeric',
        minute: '2-digit',
        hour12: true,
        timeZone: 'UTC',
      })
      for (const hour of [0, 8, 12, 20]) {
        const time = Date.UTC(2026, 10, 22, hour, 5)
        const text = `22.11.2026 ${format.format(time)}`
        expect(readDate(text, language), text).toBe(time)
      }
    },
  )
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
  `${'\ufdfa'.repeat(20)} 22 Nov 2026`, // Far longer, once compatibility forms are plain ones.
  '4 Foo. 15 Uhr 30',
  '1 13 45',
])('%j is no date', (text) => {
  expect(readDate(text)).toBeNull()
})
