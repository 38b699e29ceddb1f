import { expect, test } from 'vitest'
import { readFeed } from '#src/feed/read-feed.ts'

const item = (title: string, text = ''): string =>
  `<item><title>${title}</title><link>https://news.example/${title}</link><description>${text}</description></item>`

/** What is read of a feed that breaks off. */
function titlesOf(items: string): readonly string[] {
  const text = `<rss version="2.0"><channel><title>World</title>${items}<item><title>cut`
  const parsed = readFeed({ body: Buffer.from(text), contentType: null, url: 'https://news.example/feed' })
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

test.each(['<![CDATA[', '<!--', '<![CDATA[<!--', '<item>', '<![CDATA[]]'])(
  'millions of %s cost no more than their bytes',
  (mark) => {
    const started = process.cpuUsage().user
    expect(titlesOf(item('a') + mark.repeat(5_000_000 / mark.length))).toEqual(['a'])
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(3_000)
  },
  20_000,
)
