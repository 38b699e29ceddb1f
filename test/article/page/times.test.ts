import { expect, test } from 'vitest'
import { dateIn, dayIn, lastBefore } from '#src/article/page/line-dates.ts'
import { readPage } from '#src/article/page/read-page.ts'
import { newsArticle, pageOf, PARAGRAPHS } from '#test/fixtures/page.ts'

const heading = '<h1>The long bridge opens</h1>'
// The address of the other fixtures has a month in it, and must not help.
const url = 'https://news.example.com/bridge'
const published = (head: string, before = heading): string | null => {
  const { published: time } = pageOf(head, before, { url })
  return time === null ? null : new Date(time).toISOString()
}

test.each([
  ['JSON-LD, with its zone', newsArticle({ datePublished: '2026-05-20T12:00:00+03:00' }), '2026-05-20T09:00:00.000Z'],
  [
    'JSON-LD of the page around the article',
    `<script type="application/ld+json">{"@type":"WebPage","datePublished":"2026-05-20T12:00:00Z"}</script>`,
    '2026-05-20T12:00:00.000Z',
  ],
  ['Open Graph', '<meta property="article:published_time" content="2026-05-20T12:00Z">', '2026-05-20T12:00:00.000Z'],
  ['Dublin Core', '<meta name="DC.date.issued" content="2026-05-20T12:00Z">', '2026-05-20T12:00:00.000Z'],
])('the time of publication is read from %s', (_, head, expected) => {
  expect(published(head)).toBe(expected)
})

test('a time without a zone is in the zone of the page’s other times', () => {
  const naive = newsArticle({ datePublished: '2026-05-20 12:00' })
  expect(published(naive)).toBe('2026-05-20T12:00:00.000Z')
  const modified = '<meta property="article:modified_time" content="2026-05-20T13:00:00+02:00">'
  expect(published(naive + modified)).toBe('2026-05-20T10:00:00.000Z')
  expect(published(newsArticle({ datePublished: '2026-05-20' }) + modified)).toBe('2026-05-20T00:00:00.000Z')
})

test('a time with a zone that nobody knows is one without a zone', () => {
  const told = (zone: string): string =>
    `<meta name="date" content="20 May 2026 12:00 ${zone}">` +
    '<meta property="article:modified_time" content="2026-05-20T13:00:00+02:00">'
  expect(published(told('Uhr'))).toBe('2026-05-20T10:00:00.000Z')
  expect(published(told('МСК'))).toBe('2026-05-20T09:00:00.000Z')
})

test('a month whose name languages share is of the language of the page', () => {
  const publishedIn = (language: string): number | null => {
    const html = `<html lang="${language}"><body><article>${heading}<p>22. listopada 2026</p>${PARAGRAPHS}</article></body>`
    const found = readPage({ body: Buffer.from(html), contentType: null, url })
    return found.is === 'page' ? found.page.published : Number.NaN
  }
  expect(publishedIn('pl')).toBe(Date.parse('2026-11-22'))
  expect(publishedIn('hr-HR')).toBe(Date.parse('2026-10-22'))
  expect(publishedIn('en')).toBeNull()
})

test.each([
  ['a moment', ['2026-05-20T12:00:00+03:00'], '2026-05-20T09:00:00.000Z'],
  ['a moment in UTC', ['2026-05-20T12:00Z'], '2026-05-20T12:00:00.000Z'],
  ['seconds since 1970', ['1779267600'], '2026-05-20T09:00:00.000Z'],
  ['no zone', ['2026-05-20T12:00'], '2026-05-19T22:00:00.000Z'],
  ['a day', ['2026-05-20'], '2026-05-19T10:00:00.000Z'],
  ['several, by the first of them', ['2026-05-20T12:00Z', '2026-05-20T10:00Z'], '2026-05-20T10:00:00.000Z'],
])('the earliest that a declared time may mean is told of %s', (_, times, expected) => {
  const head = times.map((time) => `<meta name="date" content="${time}">`).join('')
  expect(new Date(pageOf(head, heading, { url }).earliest ?? 0).toISOString()).toBe(expected)
})

test.each([
  ['its offset', ['2026-05-20T12:00:00+03:00'], 180],
  ['UTC', ['2026-05-20T12:00Z'], 0],
  ['that of its other times beside UTC', ['2026-05-20T12:00Z', '2026-05-20T17:30:00+05:30'], 330],
  ['none', ['2026-05-20T12:00'], null],
  ['none, where one time has none', ['2026-05-20T12:00Z', '2026-05-20'], null],
  ['none, where nothing is declared', ['soon'], null],
])('of what a page declares the zone is told: %s', (_, times, zone) => {
  const head = times.map((time) => `<meta name="date" content="${time}">`).join('')
  expect(pageOf(head, heading, { url })).toMatchObject({ zone })
})

test('nothing is declared by a date in an address, beside a headline or of an event', () => {
  const dates = '<p>Published 13 May 2026, 09:00</p><time datetime="2026-06-01T18:00Z">1 June</time>'
  expect(pageOf('', heading + dates, { url: `${url}/2026/05/20/` })).toMatchObject({ earliest: null })
  const declared = '<time pubdate datetime="2026-05-20T12:00Z">today</time>'
  expect(pageOf('', heading + declared, { url })).toMatchObject({ earliest: Date.UTC(2026, 4, 20, 12) })
})

test.each([
  ['Veröffentlicht am 13. Mai 2026 um 15:44', '2026-05-13T15:44:00.000Z'],
  ['Do 25.04.26 | 14:07 Uhr | Von Anna Weber', '2026-04-25T14:07:00.000Z'],
  ['May 13, 2026 · 3:44 p.m. · Anna Weaver', '2026-05-13T15:44:00.000Z'],
  ['15:44, 13 травня 2026', '2026-05-13T15:44:00.000Z'],
  ['13 de mayo de 2026 15.44 h', '2026-05-13T15:44:00.000Z'],
  ['2026年5月13日 15:44', '2026-05-13T15:44:00.000Z'],
  ['입력 2026.05.13 15:44', '2026-05-13T15:44:00.000Z'],
  ['13/05/2026 às 15h44', '2026-05-13T15:44:00.000Z'],
])('a line beside the headline says the day: %s', (line, expected) => {
  expect(published('', `${heading}<p>${line}</p>`)).toBe(expected)
  expect(published('', `<p>${line}</p>${heading}`)).toBe(expected)
})

test('of the dates beside a headline the one of a change goes last', () => {
  const lines = '<p>Updated 14 May 2026, 10:00</p><p>Published 13 May 2026, 09:00</p>'
  expect(published('', heading + lines)).toBe('2026-05-13T09:00:00.000Z')
})

test('dates in sentences, in prices and of no month are not the article’s', () => {
  const sentence = `On 13 May 2026 the mayor said that ${'the bridge would soon be open '.repeat(6)}.`
  for (const line of [sentence, '13 Boats 2026', '1.200.300 euros', 'Version 10.20.30.40', 'Call 555-13-2026-1']) {
    expect(dateIn(line, null), line).toBeNull()
  }
})

test('a day without its year is told as such, and only where the page tells no other', () => {
  expect(pageOf('', `${heading}<p>Published 12 July, 14:05</p>`, { url })).toMatchObject({
    published: null,
    day: { month: 7, day: 12, minute: 845, zone: null },
  })
  const dated = newsArticle({ datePublished: '2026-05-20T12:00:00+03:00' })
  expect(pageOf(dated, `${heading}<p>12 July, 14:05</p>`, { url }).day).toBeNull()
  expect(dayIn('7月12日', 540, null)).toEqual({ month: 7, day: 12, minute: 0, zone: 540 })
  expect(dayIn('The 12 marines who crossed the long bridge first', null, null)).toBeNull()
})

test('a day without its year is the last such day, and so never makes an article fresher', () => {
  const near = Date.UTC(2026, 2, 3, 12)
  const on = (month: number, day: number, zone: number | null = null): string =>
    new Date(lastBefore({ month, day, minute: 14 * 60, zone }, near)).toISOString()
  expect(on(3, 3, 180)).toBe('2026-03-03T11:00:00.000Z')
  expect(on(3, 3)).toBe('2025-03-03T14:00:00.000Z')
  expect(on(7, 12)).toBe('2025-07-12T14:00:00.000Z')
})
