import { expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'

const item = (title: string, text = ''): string =>
  `<item><title>${title}</title><link>https://news.example/${title}</link><description>${text}</description></item>`

/** What is read of a feed that breaks off. */
function titlesOf(items: string): readonly string[] {
  const text = `<rss version="2.0"><channel><title>World</title>${items}<item><title>cut`
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  return parsed.is === 'feed' ? parsed.entries.map(({ title }) => title) : []
}

test.each([
  ['an entry', `<![CDATA[<pre><item><title>x</title></item></pre>]]>`],
  ['the end of an entry', `<![CDATA[</item><p>All that.</p>]]>`],
  ['the start of an entry', `<![CDATA[How <item> is written]]>`],
  ['what looks like a comment', `<![CDATA[<!-- <item>]]>`],
  ['an entry in a comment', `<!-- <item><title>old</title></item> <![CDATA[ -->`],
])('the text of an entry that quotes %s is no entry', (_, text) => {
  expect(titlesOf(item('a', text) + item('b'))).toEqual(['a', 'b'])
})

test.each([
  ['a quotation', '<![CDATA[<b>Broken'],
  ['a comment', '<!-- Broken'],
])('%s that nothing ends hides no entry below', (_, text) => {
  expect(
    titlesOf(item('a') + item('broken', text) + item('b') + item('c', '<![CDATA[<p>Sound.</p>]]><!-- . -->')),
  ).toEqual(['a', 'b', 'c'])
})

const open = (title: string): string => item(title).replace('</item>', '')

test.each([
  ['within', item('a') + open('b') + item('c') + item('d')],
  ['here and there', open('a') + item('b') + item('c') + open('d')],
  ['everywhere', open('a') + open('b') + open('c') + open('d')],
])('an entry without an end (%s) takes no other one along, and the feed is not whole', (_, items) => {
  const text = `<rss version="2.0"><channel><title>World</title>${items}</channel></rss>`
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  if (parsed.is !== 'feed') throw new Error(parsed.why)
  expect(parsed.entries.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd'])
  expect(parsed).toMatchObject({ whole: false, warnings: [expect.stringContaining('no end')] })
})

test('a sound feed whose entries quote others, or hold what is called alike, is whole', () => {
  const text = `<rss version="2.0" xmlns:x="urn:x"><channel><title>World</title><item/>${item('a', '<![CDATA[<item>]]>')}${item('b', '<x:item>c</x:item>')}</channel></rss>`
  const parsed = readFeed({
    body: Buffer.from(text),
    contentType: null,
    url: 'https://news.example/feed',
    language: null,
  })
  expect(parsed).toMatchObject({ whole: true, warnings: [], entries: [{ title: 'a' }, { title: 'b' }] })
})

test.each(['<![CDATA[', '<!--', '<![CDATA[<!--', '<item>', '<![CDATA[]]'])(
  'millions of %s cost no more than their bytes',
  (mark) => {
    const started = process.cpuUsage().user
    expect(titlesOf(item('a') + mark.repeat(5_000_000 / mark.length))).toEqual(['a'])
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(3_000)
  },
  20_000,
)
