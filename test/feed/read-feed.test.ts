import { describe, expect, test } from 'vitest'
import type { Feed, Parsed } from '#src/feed/parsed.ts'
import { readFeed } from '#src/feed/read-feed.ts'
import { PAGE } from '#src/feed/what-else.ts'

const URL = 'https://news.example/feeds/world.xml'
const read = (text: string, contentType: string | null = null): Parsed =>
  readFeed({ body: Buffer.from(text), contentType, url: URL, language: null })
const feed = (text: string): Feed => {
  const parsed = read(text)
  if (parsed.is !== 'feed') throw new Error(`not a feed: ${parsed.why}`)
  return parsed
}
const rss = (items: string, head = '<title>World</title>'): string =>
  `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>${head}${items}</channel></rss>`
const time = (text: string): number => Date.parse(text)

describe('RSS', () => {
  test('is read in full', () => {
    const head = `<title>World &amp;amp; more</title><link>/world</link><language>en_gb</language><ttl>15</ttl>`
    const item = `<item>
      <guid isPermaLink="false">n-1</guid><link>/2026/harbour?a=1&amp;b=2</link>
      <title>Fish &amp;amp; chips: <![CDATA[<b>harbour</b>]]> opens</title>
      <description><![CDATA[<p>The harbour opens.</p>]]></description>
      <content:encoded><![CDATA[<p>The harbour opens again.</p>]]></content:encoded>
      <dc:creator>Anna Kowal</dc:creator><author>desk@news.example (Desk)</author>
      <category>World</category><category>Ports &amp; ships</category><category>World</category>
      <pubDate>Sun, 22 Nov 2026 10:00:00 +0200</pubDate>
      <media:content url="/big.jpg" type="image/jpeg" width="1200" height="675"><media:description>Ships</media:description></media:content>
      <media:thumbnail url="https://img.example/small.jpg" width="150"/>
      <enclosure url="https://img.example/sound.mp3" type="audio/mpeg" length="1"/>
    </item>`
    expect(feed(rss(item, head))).toEqual({
      is: 'feed',
      kind: 'rss',
      title: 'World & more',
      link: 'https://news.example/world',
      language: 'en-GB',
      whole: true,
      ttl: 15 * 60_000,
      skips: null,
      hubs: [],
      self: null,
      warnings: [],
      entries: [
        {
          guid: 'n-1',
          link: 'https://news.example/2026/harbour?a=1&b=2',
          addresses: [],
          title: 'Fish & chips: harbour opens',
          summary: '<p>The harbour opens.</p>',
          content: '<p>The harbour opens again.</p>',
          authors: ['Anna Kowal'],
          categories: ['World', 'Ports & ships'],
          published: time('2026-11-22T08:00:00Z'),
          updated: null,
          pictures: [
            { url: 'https://news.example/big.jpg', type: 'image/jpeg', width: 1200, height: 675, alt: 'Ships' },
            { url: 'https://img.example/small.jpg', type: null, width: 150, height: null, alt: null },
          ],
          enclosures: [{ url: 'https://img.example/sound.mp3', type: 'audio/mpeg' }],
        },
      ],
    })
  })

  test('that plays something and has no page links to what it plays', () => {
    const sound = '<enclosure url="/sound.mp3" type="audio/mpeg"/>'
    const picture = '<enclosure url="/picture.jpg" type="image/jpeg"/>'
    const links = feed(rss(`<item><title>A</title>${picture}${sound}</item><item><title>B</title>${picture}</item>`))
    expect(links.entries.map(({ link }) => link)).toEqual(['https://news.example/sound.mp3', null])
  })

  test('with the least there can be is read, and what is missing is null', () => {
    expect(feed(rss('<item><title>Only this</title></item>')).entries).toEqual([
      {
        guid: null,
        link: null,
        addresses: [],
        title: 'Only this',
        summary: null,
        content: null,
        authors: [],
        categories: [],
        published: null,
        updated: null,
        pictures: [],
        enclosures: [],
      },
    ])
  })

  test('takes a guid for the address where there is no other and it may be one', () => {
    const links = (item: string) => feed(rss(`<item>${item}</item>`)).entries[0]?.link
    expect(links('<guid>https://news.example/1</guid>')).toBe('https://news.example/1')
    expect(links('<guid isPermaLink="false">https://news.example/1</guid>')).toBeNull()
    expect(links('<guid>n-1</guid>')).toBeNull()
    expect(links('<link>javascript:alert(1)</link><guid>https://news.example/1</guid>')).toBe('https://news.example/1')
  })

  test('takes pictures from the text where it names none, but no counting pixels', () => {
    const html = '&lt;img src="/a.jpg" alt="a.jpg" width="600"&gt;&lt;img src="/p.gif" width="1" height="1"&gt;'
    expect(feed(rss(`<item><title>x</title><description>${html}</description></item>`)).entries[0]?.pictures).toEqual([
      { url: 'https://news.example/a.jpg', type: null, width: 600, height: null, alt: null },
    ])
  })

  test('asks to be left alone for a year at most: a longer time is one that slipped, and no row holds it', () => {
    expect(feed(rss('', '<title>x</title><ttl>999999999999</ttl>')).ttl).toBe(366 * 86_400_000)
  })

  test('says nothing by sy: of when it may be asked: WordPress writes it into every feed', () => {
    const head = '<title>x</title><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>'
    expect(feed(rss('', head)).ttl).toBeNull()
  })

  test('says in which hours and on which days it is not to be read', () => {
    const hours = '<skipHours><hour>0</hour><hour>24</hour><hour>23</hour><hour>77</hour></skipHours>'
    const days = '<skipDays><day>Saturday</day><day>SUN</day><day>Feast</day></skipDays>'
    const skips = (head: string) => feed(rss('', `<title>x</title>${head}`)).skips
    expect(skips(hours + days)).toEqual({ hours: [0, 23], days: [6, 0] })
    expect(skips('<skipDays><day>Feast</day></skipDays>')).toBeNull()
    expect(skips('<skipHours>\n<hour>3</hour>\n</skipHours><skipDays><day>Monday</day></skipDays>')).toEqual({
      hours: [3],
      days: [1],
    })
  })

  test('without entries is a feed', () => {
    expect(feed(rss(''))).toMatchObject({ title: 'World', entries: [] })
  })

  test('of version 1.0 has its entries beside the channel', () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>World</title><link>https://news.example/</link></channel>
      <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link><dc:date>2026-11-22T10:00:00Z</dc:date></item></rdf:RDF>`
    expect(feed(rdf)).toMatchObject({
      kind: 'rdf',
      title: 'World',
      entries: [{ guid: 'https://news.example/1', title: 'One', published: time('2026-11-22T10:00:00Z') }],
    })
  })
})

describe('Atom', () => {
  const atom = (entries: string, attributes = ''): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk" ${attributes}><title type="html">Світ &amp;amp; місто</title>
      <link rel="self" href="/feed"/><link href="/"/><author><name>Desk</name></author>${entries}</feed>`

  test('is read in full', () => {
    const entry = `<entry><id>tag:news.example,2026:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Harbour <b>opens</b></div></title>
      <link rel="enclosure" type="image/png" href="/a.png"/><link rel="alternate" type="text/html" href="one"/>
      <summary>Less than 5 &lt; 6</summary><content type="html">&lt;p&gt;Text&lt;/p&gt;</content>
      <category term="ports" label="Ports"/><published>2026-11-22T10:00:00Z</published><updated>2026-11-22T11:00:00Z</updated></entry>`
    expect(feed(atom(entry, 'xml:base="https://other.example/base/"'))).toMatchObject({
      kind: 'atom',
      title: 'Світ & місто',
      link: 'https://other.example/',
      language: 'uk',
      entries: [
        {
          guid: 'tag:news.example,2026:1',
          link: 'https://other.example/base/one',
          title: 'Harbour opens',
          summary: 'Less than 5 &lt; 6',
          content: '<p>Text</p>',
          authors: ['Desk'],
          categories: ['Ports'],
          published: time('2026-11-22T10:00:00Z'),
          updated: time('2026-11-22T11:00:00Z'),
          pictures: [{ url: 'https://other.example/a.png' }],
        },
      ],
    })
  })

  test('resolves links against the entry that says where they start', () => {
    const entry = '<entry xml:base="sub/"><title>x</title><link href="one"/></entry>'
    expect(feed(atom(entry, 'xml:base="/base/"')).entries[0]?.link).toBe('https://news.example/base/sub/one')
  })

  test('that tells no time of publication has that of its last change', () => {
    const [entry] = feed(atom('<entry><title>x</title><updated>2026-11-22T11:00:00Z</updated></entry>')).entries
    expect(entry?.published).toBe(time('2026-11-22T11:00:00Z'))
  })
})

describe('JSON Feed', () => {
  test('is read in full', () => {
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'World',
      home_page_url: 'https://news.example/',
      language: 'en',
      authors: [{ name: 'Desk' }],
      items: [
        {
          id: 1,
          url: '/1',
          title: 'AT&T & <b>co</b>',
          content_text: 'a < b\nnext',
          summary: 'Short',
          image: '/a.jpg',
          tags: ['World'],
          date_published: '2026-11-22T10:00:00Z',
          date_modified: '2026-11-22T11:00:00Z',
        },
      ],
    }
    expect(feed(JSON.stringify(json))).toMatchObject({
      kind: 'json',
      title: 'World',
      link: 'https://news.example/',
      language: 'en',
      entries: [
        {
          guid: '1',
          link: 'https://news.example/1',
          title: 'AT&T & co',
          summary: 'Short',
          content: 'a &lt; b<br>next',
          authors: ['Desk'],
          categories: ['World'],
          published: time('2026-11-22T10:00:00Z'),
          updated: time('2026-11-22T11:00:00Z'),
          pictures: [{ url: 'https://news.example/a.jpg' }],
        },
      ],
    })
  })

  test('that has ended says so', () => {
    const json = { version: 'https://jsonfeed.org/version/1', title: 'World', expired: true, items: [] }
    expect(feed(JSON.stringify(json)).warnings).toEqual(['says that it has ended'])
  })
})

describe('a news sitemap', () => {
  const sitemap = (urls: string): string =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${urls}</urlset>`

  test('is a feed of its news', () => {
    const url = `<url><loc>https://news.example/1</loc><lastmod>2026-11-22T11:00:00Z</lastmod><news:news>
      <news:publication><news:name>News</news:name><news:language>en</news:language></news:publication>
      <news:publication_date>2026-11-22T10:00:00Z</news:publication_date><news:title>Fish &amp; chips</news:title></news:news>
      <image:image><image:loc>https://news.example/a.jpg</image:loc></image:image></url>`
    expect(feed(sitemap(url))).toMatchObject({
      kind: 'sitemap',
      title: 'News',
      language: 'en',
      entries: [
        {
          guid: null,
          link: 'https://news.example/1',
          title: 'Fish & chips',
          published: time('2026-11-22T10:00:00Z'),
          updated: time('2026-11-22T11:00:00Z'),
          pictures: [{ url: 'https://news.example/a.jpg' }],
        },
      ],
    })
  })

  const story = (name: string): string =>
    `<url><loc>https://news.example/${name}</loc><news:news><news:title>Story ${name}</news:title></news:news></url>`

  test('cut off anywhere keeps its whole entries, tells, and is not taken for whole', () => {
    const whole = sitemap(story('a') + story('b') + story('c'))
    for (const at of ['/c</loc>', 'y c</news', '</urlset>']) {
      const parsed = feed(whole.slice(0, whole.indexOf(at)))
      expect(parsed.entries.map(({ title }) => title)).toEqual([
        'Story a',
        'Story b',
        ...(at === '</urlset>' ? ['Story c'] : []),
      ])
      expect(parsed).toMatchObject({ whole: false, warnings: [expect.stringContaining('not well-formed')] })
    }
  })

  test.each([
    ['with all of its entries', sitemap(story('a'))],
    ['without any', sitemap('')],
    ['that closes itself', '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'],
    ['of more entries than are read', sitemap(story('a').repeat(1001))],
  ])('%s is whole', (_, text) => {
    expect(feed(text)).toMatchObject({ whole: true, warnings: [] })
  })

  test('without news is no feed, nor is an index', () => {
    expect(read(sitemap('<url><loc>https://news.example/1</loc></url>'))).toMatchObject({ is: 'not-a-feed' })
    expect(read('<sitemapindex><sitemap><loc>https://news.example/a</loc></sitemap></sitemapindex>')).toMatchObject({
      why: expect.stringContaining('index of sitemaps'),
    })
  })
})

describe('a feed that is not as it should be', () => {
  const item = (title: string): string =>
    `<item><title>${title}</title><link>https://news.example/${title}</link></item>`
  const titles = (text: string): readonly string[] => feed(text).entries.map((entry) => entry.title)

  test('with junk before and behind is read, and the junk is told', () => {
    const parsed = feed(
      `<br />\n<b>Warning</b>: a script failed\n<?xml version="1.0"?>${rss(item('a'))}<!-- 0.2 s --><script>`,
    )
    expect(parsed.entries).toHaveLength(1)
    expect(parsed.warnings).toEqual([expect.stringContaining('stand before its start')])
  })

  test('with characters that XML forbids is read', () => {
    expect(titles(rss(item('a\u0001\u000bb')))).toEqual(['ab'])
  })

  test('cut off in mid-entry keeps its whole entries, and tells', () => {
    const whole = rss(item('a') + item('b') + item('c'))
    const parsed = feed(whole.slice(0, whole.indexOf('/c<')))
    expect(parsed.entries.map((entry) => entry.title)).toEqual(['a', 'b'])
    expect(parsed.title).toBe('World')
    expect(parsed.warnings).toEqual([expect.stringContaining('not well-formed')])
  })

  test('whose entries all say nothing has as many blank ones, which are told', () => {
    const blank = feed(rss('<item><author></author></item><item/>'))
    expect(blank.entries.map(({ title, link }) => [title, link])).toEqual([
      ['', null],
      ['', null],
    ])
    expect(feed(rss('')).entries).toEqual([])
  })

  test('with one entry that cannot be read keeps the others', () => {
    expect(titles(rss(item('a') + '<item><__proto__>x</__proto__><title>b</title></item>' + item('c')))).toEqual([
      'a',
      'c',
    ])
  })

  test('with stray ampersands is read', () => {
    expect(titles(rss('<item><title>R&D & more</title></item>'))).toEqual(['R&D & more'])
  })

  test('with entities that expand without end expands none', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`
    expect(titles(bomb + rss('<item><title>&b;&x;</title></item>'))).toEqual(['&b;&x;'])
  })

  test('in another charset than it says is read, and tells', () => {
    const parsed = feed(`<?xml version="1.0" encoding="windows-1251"?>${rss('<item><title>Порт</title></item>')}`)
    expect(parsed.entries[0]?.title).toBe('Порт')
    expect(parsed.warnings).toEqual(['says that it is windows-1251 and is UTF-8'])
  })
})

describe('what is not a feed is told for what it is', () => {
  test.each([
    ['nothing', '', 'the body is empty'],
    ['blank lines', ' \r\n\t', 'the body is empty'],
    ['a page', '<!DOCTYPE html><html><body>Hello</body></html>', PAGE],
    ['a page behind comments', '<!-- a > b -->\n<!--[if IE]><p><![endif]-->\n<!doctype html><p>Hello', PAGE],
    ['a page of few words', '<!-- cache --><title>News</title><p>Hello', PAGE],
    ['text', 'Service temporarily unavailable', 'this is plain text, not a feed'],
    ['JSON', '{"error": "no such feed"}', 'this is JSON, but not a JSON Feed'],
    ['a list of feeds', '<opml version="2.0"><body/></opml>', 'this is an OPML list of feeds, not a feed'],
    ['other XML', '<?xml version="1.0"?><html5><x/></html5>', 'this is XML or HTML of another kind, not a feed'],
  ])('%s', (_, text, why) => {
    expect(read(text)).toEqual({ is: 'not-a-feed', why })
  })

  test('a page that names its feed: the feed is told', () => {
    const page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2"></head></html>'
    expect(read(page)).toEqual({
      is: 'not-a-feed',
      why: 'this is an HTML page, not a feed; its feed seems to be https://news.example/rss?a=1&b=2',
    })
  })

  test.each([
    ['a gzip file', Buffer.from('1f8b0800000000000003', 'hex'), 'it is a gzip file'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'it is a PNG picture'],
    ['bytes without sense', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256)), 'it is not text'],
    ['50 MB', Buffer.alloc(50_000_000, ' x'), 'it is 48 MiB large'],
  ])('%s', (_, body, why) => {
    expect(readFeed({ body, contentType: 'application/rss+xml', url: URL, language: null })).toEqual({
      is: 'not-a-feed',
      why,
    })
  })

  test.each([
    ['nested tags', `<rss version="2.0"><channel><item>${'<a>'.repeat(200_000)}`],
    ['entries that are never closed', `<rss version="2.0"><channel>${'<item>'.repeat(100_000)}`],
    ['attributes that are never closed', `<rss version="2.0"><channel><item>${'<a b="'.repeat(100_000)}`],
    ['malformed XML', '<rss version="2.0"><channel><title>x</titel></channel>'],
  ])('%s: an answer, not an exception', (_, text) => {
    expect(['feed', 'not-a-feed']).toContain(read(text).is)
  })
})
