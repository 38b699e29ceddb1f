import { expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'
import { escapeStray, withoutLastCommas } from '#src/feed/stray.ts'

const titlesOf = (text: string): readonly string[] => {
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  return parsed.is === 'feed' ? parsed.entries.map(({ title }) => title) : []
}

test.each([
  ['a < b <3 <b>c</b>', 'a &lt; b &lt;3 <b>c</b>'],
  ['<![CDATA[a < b]]> < <!-- < -->', '<![CDATA[a < b]]> &lt; <!-- < -->'],
])('in %s what opens no tag is escaped, but where it is quoted', (xml, escaped) => {
  expect(escapeStray(xml)).toBe(escaped)
})

test.each([
  ['[1, 2, ]', '[1, 2 ]'],
  ['{"a":",]","b":"\\",}",}', '{"a":",]","b":"\\",}"}'],
])('of %s the commas go that JSON forbids', (json, mended) => {
  expect(withoutLastCommas(json)).toBe(mended)
})

test.each([
  '<item><title>Inflation < 3 percent</title></item>',
  '<item><title>Inflation < 3 percent</title><description><![CDATA[x < y]]> and z < 1</description></item>',
])('an entry with a sign that should have been escaped is read as it is meant', (item) => {
  const feed = (items: string) => `<rss version="2.0"><channel><title>World</title>${items}</channel></rss>`
  const [a, b] = ['a', 'b'].map((title) => `<item><title>${title}</title></item>`)
  expect(titlesOf(feed(a + item + b))).toEqual(['a', 'Inflation < 3 percent', 'b'])
  expect(titlesOf(feed(item + a + b))).toEqual(['Inflation < 3 percent', 'a', 'b'])
})

test('a JSON Feed with a comma too many is read, and staff are told', () => {
  const text = '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","title":"One, ]",},]}'
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  expect(parsed).toMatchObject({ entries: [{ title: 'One, ]' }], warnings: [expect.stringContaining('a comma')] })
})
