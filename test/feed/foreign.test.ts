import { describe, expect, test } from 'vitest'
import { fromBase64, knownWords } from '#src/feed/foreign.ts'
import type { Entry } from '#src/records.ts'
import { readFeed } from '#src/feed/read-feed.ts'

const URL = 'https://news.example/feed.xml'

function entryOf(xml: string): Entry {
  const parsed = readFeed({ body: Buffer.from(xml), contentType: null, url: URL, language: null })
  if (parsed.is !== 'feed') throw new Error(parsed.why)
  return parsed.entries[0]!
}

const rss = (item: string): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item>${item}</item></channel></rss>`
const atom = (entry: string, version = ''): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${version}><entry><title>A</title>${entry}</entry></feed>`

test.each([
  ['FeedBurner in RSS', rss, '<feedburner:origLink>https://news.example/1?a=1&amp;b=2</feedburner:origLink>'],
  ['Pheedo in RSS', rss, '<pheedo:origLink><![CDATA[https://news.example/1?a=1&amp;b=2]]></pheedo:origLink>'],
  ['FeedBurner in Atom', atom, '<feedburner:origLink>https://news.example/1?a=1&amp;b=2</feedburner:origLink>'],
])('%s: the story’s own address goes out, and the counted one still names the story', (_, document, original) => {
  const counted =
    document === rss ? '<link>https://count.example/~r/9</link>' : '<link href="https://count.example/~r/9"/>'
  expect(entryOf(document(`<title>A</title>${counted}${original}`))).toMatchObject({
    link: 'https://news.example/1?a=1&b=2',
    addresses: ['https://count.example/~r/9'],
  })
})

describe('RSS whose own words the root puts into the namespace', () => {
  test.each([
    'http://www.w3.org/2005/Atom',
    'http://search.yahoo.com/mrss/',
    'http://www.rssboard.org/media-rss',
    'http://purl.org/rss/1.0/',
    'http://purl.org/rss/1.0/modules/content/',
    'http://purl.org/dc/elements/1.1/',
    'http://www.itunes.com/dtds/podcast-1.0.dtd',
  ])('%s is read, and words with a prefix keep theirs', (uri) => {
    for (const [quote, end] of [
      ['"', '</channel></rss>'],
      ["'", '<item><title>cut off'],
    ] as const) {
      const parsed = readFeed({
        body: Buffer.from(`<?xml version="1.0"?>
          <rss version="2.0" xmlns=${quote}${uri}${quote} xmlns:d="http://purl.org/dc/elements/1.1/"><channel><title>World</title>
          <item><title>A</title><link>https://news.example/1</link><d:creator>Eva</d:creator>
          <guid isPermaLink="false">7</guid></item>${end}`),
        contentType: null,
        url: URL,
        language: null,
      })
      expect(parsed).toMatchObject({
        title: 'World',
        entries: [{ title: 'A', link: 'https://news.example/1', authors: ['Eva'], guid: '7' }],
      })
    }
  })
})

test('links are relative to their channel, as .NET writes it, and to what they say themselves', () => {
  const channel = (base: string, root = ''): string =>
    `<rss version="2.0"${root}><channel ${base}><item><title>A</title><link>1</link></item></channel></rss>`
  expect(entryOf(channel('xml:base="https://news.example/de/"')).link).toBe('https://news.example/de/1')
  expect(entryOf(channel(`a="b" xml:base='/de/'`)).link).toBe('https://news.example/de/1')
  expect(entryOf(channel('a="b"', ' xml:base="/en/"')).link).toBe('https://news.example/en/1')
  for (const [base, href, link] of [
    ['c/', '1', 'https://news.example/b/c/1'],
    ['c/', '../1?a=1&amp;b=2', 'https://news.example/b/1?a=1&b=2'],
    ['c/', '/1', 'https://news.example/1'],
    ['c/', 'https://other.example/1', 'https://other.example/1'],
    ['https://other.example/c/', '1', 'https://other.example/c/1'],
  ] as const) {
    for (const tag of [
      `<link xml:base="${base}" href="${href}"/>`,
      `<link href='${href}' rel="alternate" xml:base='${base}'/>`,
    ]) {
      expect(
        entryOf(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/b/"><entry><title>A</title>${tag}</entry></feed>`)
          .link,
      ).toBe(link)
    }
  }
})

test.each([
  ['with its address', '<image>https://news.example/1.jpg?a=1&amp;b=2</image>'],
  ['as channels have it', '<image><url>https://news.example/1.jpg?a=1&amp;b=2</url><title>A</title></image>'],
])('an item’s image %s is a picture of it', (_, image) => {
  const entry = entryOf(rss(`<title>A</title>${image}<description>B</description>`))
  expect(entry.pictures.map(({ url }) => url)).toEqual(['https://news.example/1.jpg?a=1&b=2'])
  const other = '<enclosure url="https://news.example/2.jpg" type="image/jpeg"/>'
  expect(entryOf(rss(`<title>A</title>${image}${other}`)).pictures[0]?.url).toBe('https://news.example/2.jpg')
})

test('RSS that speaks of a <feed> at its head is RSS', () => {
  const head = '<description><![CDATA[What <feed > is]]></description>'
  const entry = entryOf(
    `<rss version="2.0"><channel>${head}<item><title>A</title><link href="https://news.example/1"/></item></channel></rss>`,
  )
  expect(entry.link).toBe('https://news.example/1')
})

test('an author in dc:author is an author', () => {
  expect(entryOf(rss('<title>A</title><dc:author>Anna Kowal</dc:author>')).authors).toEqual(['Anna Kowal'])
})

test.each([
  ['closes itself', '<link rel="alternate" href="https://news.example/1?a=1&amp;b=2"/>'],
  ['is closed', '<link href="https://news.example/1?a=1&amp;b=2"> </link>'],
])('a link in RSS that says where in an attribute, and %s, is a link', (_, link) => {
  expect(entryOf(rss(`<title>A</title>${link}<description>B</description>`))).toMatchObject({
    link: 'https://news.example/1?a=1&b=2',
    summary: 'B',
  })
})

test('an address that is broken over lines is one', () => {
  expect(entryOf(rss('<title>A</title><link>\n    https://news.example/a-long\n    -slug/1\n  </link>')).link).toBe(
    'https://news.example/a-long-slug/1',
  )
})

test.each(['updated', 'published', 'date'])('an item that has its date in a bare %s is dated', (name) => {
  const dated = entryOf(rss(`<title>A</title><${name}>2026-11-22T10:00:00+02:00</${name}>`))
  expect(dated.published).toBe(Date.parse('2026-11-22T08:00:00Z'))
})

test.each([
  [
    'plain',
    'The bridge &amp; the road\n opened.\n\nThousands came.',
    'The bridge & the road<br/>opened.<br/>Thousands came.',
  ],
  ['with signs by their numbers', 'The bridge &#8212;\nopened: 3 &lt; 4.', 'The bridge —<br/>opened: 3 < 4.'],
  [
    'plain and quoted',
    '<![CDATA[The bridge [1]\n opened.\nThousands came.]]>',
    'The bridge [1]<br/>opened.<br/>Thousands came.',
  ],
  ['escaped', '&lt;p&gt;The bridge\nopened.&lt;/p&gt;', '<p>The bridge\nopened.</p>'],
  ['quoted', '<![CDATA[<p>The bridge\nopened.</p>]]>', '<p>The bridge\nopened.</p>'],
])('the whole story that a feed gives for Yandex News, %s, is its text', (_, text, content) => {
  expect(entryOf(rss(`<title>A</title><yandex:full-text>${text}</yandex:full-text>`)).content).toBe(content)
})

test('thousands of such stories of which none ends are read through once', () => {
  const before = process.threadCpuUsage()
  knownWords(rss('<yandex:full-text><![CDATA['.repeat(20_000)))
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(400)
})

test('the story for Yandex News stands behind that with markup', () => {
  const encoded = '<content:encoded><![CDATA[<p>The <b>bridge</b> opened.</p>]]></content:encoded>'
  const story = '<yandex:full-text>The bridge opened.</yandex:full-text>'
  for (const both of [story + encoded, encoded + story]) {
    expect(entryOf(rss(`<title>A</title>${both}`)).content).toBe('<p>The <b>bridge</b> opened.</p>')
  }
})

test('Atom’s words without their prefix are read, but for those that stand in the text', () => {
  const text = '<details><summary>More</summary><p>It opened.</p></details>'
  const entry = entryOf(
    rss(`<title>A</title><summary>It opened</summary><content type="html"><![CDATA[${text}]]></content>
      <id>7</id><creator>Anna Kowal</creator>`),
  )
  expect(entry).toMatchObject({ guid: '7', summary: 'It opened', content: text, authors: ['Anna Kowal'] })
})

test('the summary of details in unescaped markup is the text’s own', () => {
  const text = '<details open="open"> <summary>More <b>of</b> it</summary><p>It opened.</p></details>'
  const entry = entryOf(
    rss(`<title>A</title><content:encoded><p>A.</p>${text}${text}</content:encoded><summary>Short</summary>`),
  )
  expect(entry).toMatchObject({ summary: 'Short', content: `<p>A.</p>${text}${text}` })
})

test('what has its namespace goes before what has none', () => {
  const bare = `<date>2026-12-24</date><creator>admin</creator><content>Short</content><summary>Shorter</summary>
    <id>7</id><creator/>`
  const named = `<dc:date>2026-11-22T08:00:00Z</dc:date><dc:creator>Anna Kowal</dc:creator>
    <content:encoded>It opened.</content:encoded><description>It</description><guid isPermaLink="false">g7</guid>`
  for (const both of [bare + named, named + bare]) {
    expect(entryOf(rss(`<title>A</title>${both}`))).toMatchObject({
      published: Date.parse('2026-11-22T08:00:00Z'),
      authors: ['Anna Kowal'],
      content: 'It opened.',
      summary: 'It',
      guid: 'g7',
    })
  }
})

test.each([
  ['its address in brackets', 'Anna Kowal (anna@news.example)', ['Anna Kowal']],
  ['its address before it', 'anna@news.example (Anna Kowal)', ['Anna Kowal']],
  ['its address in angle brackets', 'Anna Kowal &lt;anna@news.example&gt;', ['Anna Kowal']],
  ['nothing but an address', 'anna@news.example', ['anna@news.example']],
])('a name with %s is a name', (_, creator, authors) => {
  expect(entryOf(rss(`<title>A</title><dc:creator>${creator}</dc:creator>`)).authors).toEqual(authors)
})

test('texts in base64 are read, by Atom 0.3’s mode and by a media type that is no text', () => {
  const encoded = Buffer.from('<p>Schiff läuft ein &amp; aus</p>').toString('base64')
  const old = entryOf(atom(`<content type="text/html" mode="base64">\n${encoded}\n</content>`, ' version="0.3"'))
  expect(old.content).toBe('<p>Schiff läuft ein &amp; aus</p>')
  expect(entryOf(atom(`<content type="application/octet-stream">${encoded}</content>`)).content).toBe(old.content)
})

test('a title of a media type that it is not encoded for is taken as it stands', () => {
  const text =
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="application/x-custom">test</title></entry></feed>'
  expect(entryOf(text).title).toBe('test')
})

test('a picture in base64 is no text, nor is a text that only looks like base64', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')
  expect(entryOf(atom(`<content type="image/png">${png}</content>`)).content).toBeNull()
  expect(fromBase64('Not base64, evidently')).toBeNull()
  expect(entryOf(atom('<content type="text/html">Title</content>')).content).toBe('Title')
})

test.each(['&#55357;&#56832;', '&#xD83D;&#xDE00;', '&amp;#55357;&amp;#56832;'])(
  'an emoji in two halves, %s, is one',
  (halves) => {
    expect(entryOf(rss(`<title>Lambs ${halves} born</title>`)).title).toBe('Lambs 😀 born')
    expect(entryOf(rss('<title>Lambs &#55357; born</title>')).title).not.toContain('😀')
  },
)
