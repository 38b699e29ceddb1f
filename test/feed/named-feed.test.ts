import { expect, test } from 'vitest'
import { namedFeed } from '#src/feed/named-feed.ts'

const PAGE = 'https://news.example/world/'
const RSS = 'rel="alternate" type="application/rss+xml"'

test.each([
  ['its first', `<link ${RSS} href="/rss"><link ${RSS} href="/other">`, 'https://news.example/rss'],
  ['relative to the page', `<link ${RSS} href="rss">`, 'https://news.example/world/rss'],
  ['relative to its base', `<base href="/feeds/"><link ${RSS} href="rss">`, 'https://news.example/feeds/rss'],
  ['with entities', `<link ${RSS} href="/rss?a=1&#38;b=2&amp;c=3">`, 'https://news.example/rss?a=1&b=2&c=3'],
  ['without quotes', '<LINK REL=alternate TYPE=application/atom+xml HREF=/atom>', 'https://news.example/atom'],
  [
    'among others',
    '<link rel="alternate home" type="application/feed+json; charset=utf-8" href="/json">',
    'https://news.example/json',
  ],
  [
    'not what is commented out',
    `<!-- <link ${RSS} href="/old"> --><link ${RSS} href="/rss">`,
    'https://news.example/rss',
  ],
  [
    'not what a script writes',
    `<script>w('<link ${RSS} href="/js">')</script><link ${RSS} href="/rss">`,
    'https://news.example/rss',
  ],
  [
    'not what is only loaded ahead',
    `<link rel="preload" type="application/rss+xml" href="/ahead"><link ${RSS} href="/rss">`,
    'https://news.example/rss',
  ],
  ['not its comments', `<link ${RSS} href="/comments/feed/"><link ${RSS} href="/feed/">`, 'https://news.example/feed/'],
  [
    'not its comments by their title',
    `<link ${RSS} title="News » Kommentar-Feed" href="/c"><link ${RSS} title="News » Feed" href="/feed/">`,
    'https://news.example/feed/',
  ],
  [
    'its comments, where there is nothing else',
    `<link ${RSS} href="/comments/feed/">`,
    'https://news.example/comments/feed/',
  ],
  ['by a word of its own', '<link rel="feed" href="/f">', 'https://news.example/f'],
  ['as XML', '<link rel="alternate" type="text/xml" title="RSS" href="/f.xml">', 'https://news.example/f.xml'],
  [
    'rather one that is surely a feed than what is XML of some kind',
    `<link rel="alternate" hreflang="de" type="text/xml" href="/de"><link ${RSS} href="/rss">`,
    'https://news.example/rss',
  ],
  [
    'rather one that is surely a feed than what only a word calls one',
    '<link rel="feed" href="/blog"><link rel="alternate" type="application/rdf+xml" href="/rdf">',
    'https://news.example/rdf',
  ],
  [
    'rather its comments than a sitemap',
    `<link rel="alternate" type="application/xml" href="/news-sitemap.xml"><link ${RSS} href="/comments/feed/">`,
    'https://news.example/comments/feed/',
  ],
  [
    'its sitemap, where there is nothing else',
    '<link rel="alternate" type="application/xml" href="/sitemap.xml">',
    'https://news.example/sitemap.xml',
  ],
  ['no page of its own', '<link rel="feed" type="text/html" href="/blog">', null],
  ['not itself', `<link rel="feed" href="#top"><link ${RSS} href="/world/">`, null],
  [
    'none that is no address, but the next',
    `<link ${RSS} href="javascript:feed()"><link rel="feed" href="/f">`,
    'https://news.example/f',
  ],
  ['for readers', `<link ${RSS} href="feed://news.example/rss">`, 'https://news.example/rss'],
  ['for readers, whole', `<link ${RSS} href="feed:https://news.example/rss">`, 'https://news.example/rss'],
  ['none', '<link rel="stylesheet" href="/a.css"><a href="/rss">RSS</a>', null],
  ['none that is no address', `<link ${RSS} href="javascript:feed()">`, null],
])('a page names %s', (_, head, feed) => {
  expect(namedFeed(`<!doctype html><html><head>${head}</head><body></body></html>`, PAGE)).toBe(feed)
})
