import { expect, test } from 'vitest'
import { hubsOf, topicOf } from '#src/feed/hubs.ts'
import { readFeed } from '#src/feed/read-feed.ts'

const URL = 'https://news.example.com/rss'
const NONE = { hubs: [], self: null }
const HUB = 'https://hub.example.com/'

test.each([
  ['two links', `<${HUB}>; rel="hub", <${URL}>; rel="self"`],
  ['no quotes and capitals', `<${HUB}>;REL=Hub,<${URL}>;rel=SELF`],
  ['relative addresses', `<${HUB}>; rel=hub, </rss>; rel=self`],
  [
    'links and relations beside',
    `<https://a.example/>; rel="next"; title="a, b; c", <${HUB}>; rel="hub x", <${URL}>; rel=self`,
  ],
  ['a hub without TLS before', `<http://plain.example/>; rel=hub, <${HUB}>; rel=hub, <${URL}>; rel=self`],
])('a hub is found in a header of %s', (_, link) => {
  expect(topicOf({ link }, NONE, URL, null)).toEqual({ hub: HUB, topic: URL })
})

test('of the hubs that a feed names, the one in use stays, unless another is safer', () => {
  const other = 'https://another.example.com/'
  const plain = 'http://plain.example/'
  const named = (...hubs: string[]): string | undefined => {
    const link = [...hubs.map((hub) => `<${hub}>; rel=hub`), `<${URL}>; rel=self`].join(', ')
    return topicOf({ link }, NONE, URL, hubs.includes(plain) ? plain : HUB)?.hub
  }
  expect(named(HUB, other)).toBe(HUB)
  expect(named(other, HUB)).toBe(HUB)
  expect(named(other)).toBe(other)
  expect(named(plain, other)).toBe(other)
  expect(named('http://first.example/', plain)).toBe(plain)
})

test.each([
  ['names no hub', `<${URL}>; rel=self`],
  ['does not name the feed', `<${HUB}>; rel=hub`],
  ['speaks of something else', `<${HUB}>; rel=hub; anchor="https://other.example/", <${URL}>; rel=self`],
  ['leads out of the web', `<ftp://hub.example.com/>; rel=hub, <${URL}>; rel=self`],
  ['is endless', `<https://hub.example.com/${'x'.repeat(3_000)}>; rel=hub, <${URL}>; rel=self`],
])('no hub is found in a header that %s', (_, link) => {
  expect(topicOf({ link }, NONE, URL, null)).toBeNull()
})

test('a header of blanks and half links costs no time', () => {
  const begun = process.cpuUsage().user
  topicOf({ link: `<a>${' ;'.repeat(4_000)}${' '.repeat(8_000)}<` }, NONE, URL, null)
  topicOf({ link: `<a>${'; x="'.repeat(4_000)}` }, NONE, URL, null)
  expect(process.cpuUsage().user - begun).toBeLessThan(200_000)
})

test('the header goes before the document, and each completes the other', () => {
  const own = hubsOf(
    [
      { rel: 'hub', href: 'https://own.example/' },
      { rel: 'self', href: '/own' },
    ],
    URL,
  )
  expect(topicOf({}, own, URL, null)).toEqual({ hub: 'https://own.example/', topic: 'https://news.example.com/own' })
  expect(topicOf({ link: `<${HUB}>; rel=hub` }, own, URL, null)).toEqual({
    hub: HUB,
    topic: 'https://news.example.com/own',
  })
})

test.each([
  'https://news.example.com',
  'https://News.Example.com/World',
  'http://news.example.com:80/rss',
  'https://news.example.com/a/../rss',
])('a hub is asked for a feed by the very letters in which it names itself: %s', (self) => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><link rel="hub" href="${HUB}"/><link rel="self" href=" ${self} "/></feed>`
  const json = { version: 'https://jsonfeed.org/version/1.1', title: 't', feed_url: self, hubs: [], items: [] }
  expect(topicOf({ link: `<${HUB}>; rel="hub", <${self}>; rel="self"` }, NONE, URL, null)?.topic).toBe(self)
  for (const document of [atom, JSON.stringify(json)]) {
    const feed = readFeed({ body: Buffer.from(document), contentType: null, url: URL, language: null })
    expect(feed).toMatchObject({ is: 'feed', self })
  }
})

test('a topic in letters that no address has is spelled as addresses are', () => {
  const links = [{ rel: 'self', href: 'https://news.example.com/новини' }]
  expect(hubsOf(links, URL).self).toBe('https://news.example.com/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8')
})

const ATOM_LINKS = `<link rel="hub" href="${HUB}"/><link rel="self" href="${URL}"/>`

test.each([
  ['Atom', `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>${ATOM_LINKS}</feed>`],
  [
    'RSS',
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title>${ATOM_LINKS.replaceAll('<link', '<atom:link')}</channel></rss>`,
  ],
  [
    'JSON Feed',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 't',
      feed_url: URL,
      hubs: [
        { type: 'rssCloud', url: 'https://cloud.example/' },
        { type: 'WebSub', url: HUB },
      ],
      items: [],
    }),
  ],
])('a hub is found in %s', (_, document) => {
  const feed = readFeed({ body: Buffer.from(document), contentType: null, url: URL, language: null })
  expect(feed).toMatchObject({ is: 'feed', hubs: [HUB], self: URL })
})
