import { expect, test } from 'vitest'
import { lastName } from '#src/feed/names.ts'
import { readFeed } from '#src/feed/read-feed.ts'
import type { Feed } from '#src/feed/parsed.ts'
import { gated } from '#test/feed/taken.ts'

function read(item: string): Feed {
  const text = `<rss version="2.0"><channel><title>World</title><item>${item}</item></channel></rss>`
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  if (parsed.is !== 'feed') throw new Error(parsed.why)
  return parsed
}

const fat = (start: string, part: string, end: string): string => start + part.repeat(3_000_000 / part.length) + end

test.each([
  ['a link', fat('<title>One</title><link>https://news.example/?', 'b&amp;', '</link>')],
  ['a guid that is an address', fat('<title>One</title><guid>https://news.example/?', 'b&amp;', '</guid>')],
  ['a guid', fat('<title>One</title><guid isPermaLink="false">', 'abc', '</guid>')],
  ['a headline', fat('<title>', 'a b ', '</title>')],
  ['a text without guid, address and date', fat('<title>One</title><description>', 'word and ', '</description>')],
  ['its categories', fat('<title>One</title>', '<category>a</category>', '')],
  ['a text of marks', fat('<title>One</title><guid>1</guid><description>a', '\u0323\u0301', '</description>')],
  [
    'a text of marks written as entities',
    fat('<title>One</title><guid>1</guid><description>', '&amp;#803;&amp;#769;', '</description>'),
  ],
  ['a text of marks without names', fat('<title>One</title><description>a', '\u0323\u0301', '</description>')],
])('%s of megabytes costs the main thread next to nothing', async (_, item) => {
  const { entries } = read(item)
  const gate = await gated()
  const started = process.cpuUsage().user
  await gate.look(entries)
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(150)
})

test('a guid that is too long to keep tells its entry from others none the less', () => {
  const [one, other] = ['a', 'b'].map((end) => {
    return read(`<title>One</title><guid>${'x'.repeat(3_000)}${end}</guid>`).entries[0]!.guid!
  })
  expect(one).not.toBe(other)
  expect(one!.length).toBeLessThan(100)
})

test('of many categories and authors the first are kept', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `<category>c${at}</category>`).join('')
  const { categories } = read(`<title>One</title>${many}<category>${'z'.repeat(900)}</category>`).entries[0]!
  expect(categories).toHaveLength(100)
  expect(categories[0]).toBe('c0')
})

test('of a text the beginning is kept, and by that an entry is known that nothing else names', async () => {
  const text = 'Word and word. '.repeat(200_000)
  const [one, edited] = ['', 'Behind it all.'].map((end) =>
    read(`<title>One</title><description>${text}${end}</description>`),
  )
  expect(one!.entries[0]!.summary!.length).toBeLessThan(300_000)
  expect(lastName('world', edited!.entries[0]!)).toBe(lastName('world', one!.entries[0]!))
})

test('the name of what nothing else names is made at once, however long its text', () => {
  const entry = { ...read('<title>One</title>').entries[0]!, summary: 'word and '.repeat(1_000_000) }
  const started = process.cpuUsage().user
  lastName('world', entry)
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(100)
})
