import { expect, test } from 'vitest'
import type { Page } from '#src/article/page/page.ts'
import { readPage } from '#src/article/page/read-page.ts'
import { bytesIn } from '#test/feed/bytes.ts'

const URL = 'https://news.example.com/2026/05/bridge?utm_source=x'

const STORY = [
  'The city opened its new bridge on Friday after nine years of building, and thousands of people walked across it.',
  '“We waited long for this day,” said the mayor, who was the first to cross, and thanked everybody who had worked on it.',
  'The bridge is 900 metres long and carries four lanes, two tracks of the tram and a path for those who go on foot.',
]

function read(html: string | Uint8Array, contentType: string | null = null): Page {
  const body = typeof html === 'string' ? Buffer.from(html) : html
  const found = readPage({ body, contentType, url: URL })
  if (found.is !== 'page') throw new Error(found.why)
  return found.page
}

const paragraphs = STORY.map((text) => `<p>${text}</p>`).join('\n')
const page = (head: string, body = paragraphs): string =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8">${head}</head><body><nav><a href="/">Home</a></nav>
   <main><article>${body}</article></main><footer>All rights reserved.</footer></body></html>`
const linked = (json: string): string => `<script type="application/ld+json">${json}</script>`

test('a page is read by its JSON-LD first, then Open Graph, then its own tags', () => {
  const found = read(
    page(
      `<title>The bridge opens | Example News</title><meta property="og:site_name" content="Example News">
       <link rel="canonical" href="/2026/05/bridge"><meta property="og:description" content="Open Graph tells it so.">
       <meta name="author" content="Somebody Else">
       ${linked(`{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Example News"},
         {"@type":"Person","@id":"#a","name":"Anna Writer"},
         {"@type":["NewsArticle"],"headline":"The bridge opens","description":"Nine years of building end with a walk.",
          "datePublished":"2026-05-20T12:00:00+03:00","dateModified":"2026-05-20T13:00:00+03:00","author":[{"@id":"#a"}],
          "articleSection":"City","keywords":["bridge","tram"],"isAccessibleForFree":"False",
          "image":{"@type":"ImageObject","url":"/lead.jpg","width":1200,"height":"630"}}]}`)}`,
      `<h1>The bridge opens</h1><img src="/x/lead.jpg" alt="People on the bridge">${paragraphs}`,
    ),
  )
  expect(found).toEqual({
    headline: 'The bridge opens',
    standfirsts: [
      { text: 'Nine years of building end with a walk.', shown: false, from: 'JSON-LD description' },
      { text: 'Open Graph tells it so.', shown: false, from: 'og:description' },
    ],
    paragraphs: STORY,
    canonical: 'https://news.example.com/2026/05/bridge',
    language: 'en-GB',
    authors: ['Anna Writer'],
    section: 'City',
    tags: ['bridge', 'tram'],
    published: Date.UTC(2026, 4, 20, 9),
    earliest: Date.UTC(2026, 4, 20, 9),
    zone: 180,
    day: null,
    modified: Date.UTC(2026, 4, 20, 10),
    picture: {
      url: 'https://news.example.com/lead.jpg',
      type: null,
      width: 1200,
      height: 630,
      alt: 'People on the bridge',
    },
    flags: ['paywalled'],
  })
})

test.each([
  ['its alternative text in Open Graph', '<meta property="og:image:alt" content="A new bridge">', 'A new bridge'],
  ['that of its image', '', 'People on the bridge'],
])('a picture is described by %s, before its caption', (_, head, alt) => {
  const json = linked(`{"@type":"NewsArticle","headline":"X","image":{"url":"/lead.jpg","caption":"Photo: A. Snap"}}`)
  const image = '<img src="/480/lead.jpg" alt="People on the bridge">'
  expect(read(page(json + head, image + paragraphs)).picture).toMatchObject({ alt })
})

test('a picture that the page describes in no other way is described by its caption', () => {
  const json = linked(
    `{"@type":"NewsArticle","headline":"X","image":{"url":"/lead.jpg","caption":"Crowds at the bridge"}}`,
  )
  const image = '<img src="/480/lead.jpg" alt="">'
  expect(read(page(json, image + paragraphs)).picture).toMatchObject({ alt: 'Crowds at the bridge' })
})

test.each([
  ['in a list', `[{"@type":"BreadcrumbList"},{"@type":"NewsArticle","headline":"The long bridge opens"}]`],
  ['with raw line breaks', `{"@type":"NewsArticle","headline":"The long\nbridge opens","description":"a\tb"}`],
  ['with a comma too many', `{"@type":"NewsArticle","headline":"The long bridge opens",}`],
  [
    'escaped as an attribute',
    `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;The long bridge opens&quot;}`,
  ],
  ['in a comment', `<!-- {"@type":"NewsArticle","headline":"The long bridge opens"} -->`],
  ['in CDATA', `//<![CDATA[\n{"@type":"NewsArticle","headline":"The long bridge opens"}\n//]]>`],
  [
    'with a quotation mark nobody escaped',
    `{"@type":"NewsArticle","headline":"The long bridge opens","description":"a "b" c",\n"x":1}`,
  ],
])('JSON-LD is read %s', (_, json) => {
  expect(read(page(linked(json))).headline).toBe('The long bridge opens')
})

test('authors and picture are read of JSON-LD that no reading makes whole', () => {
  const found = read(
    page(
      linked(`{"@type":"NewsArticle","headline":"The long bridge opens","description":"a "b" c",
        "author":[{"@type":"Person","name":"Anna Weaver"},{"@type":"Person","name":"John Roe"}],
        "image":{"@type":"ImageObject","url":"https:\\/\\/news.example.com\\/a.jpg"},"x":}`),
    ),
  )
  expect(found.authors).toEqual(['Anna Weaver', 'John Roe'])
  expect(found.picture?.url).toBe('https://news.example.com/a.jpg')
})

test('of several articles in JSON-LD the one with the page’s address is it', () => {
  const other = `{"@type":"NewsArticle","headline":"Another story of the day","url":"https://news.example.com/other"}`
  const own = `{"@type":"NewsArticle","headline":"The long bridge opens","mainEntityOfPage":{"@id":"${URL}"}}`
  expect(read(page(linked(`[${other},${own}]`))).headline).toBe('The long bridge opens')
})

test('a headline of search engines loses against the tellings that agree', () => {
  const head = `<title>Bridge 2026: all facts | Example</title><meta property="og:title" content="The long bridge opens">`
  expect(read(page(head, `<h1>The long bridge opens</h1>${paragraphs}`)).headline).toBe('The long bridge opens')
})

test('what stands under the headline is the standfirst that readers see', () => {
  const body = `<h1>The long bridge opens</h1><p class="article__standfirst">Nine years of <b>building</b> end.</p>${paragraphs}`
  const found = read(page('', body))
  expect(found.standfirsts[0]).toMatchObject({ text: 'Nine years of building end.', shown: true })
  expect(found.paragraphs).toEqual(STORY)
})

test('captions, credits, bylines, teasers and what follows the story are no part of it', () => {
  const mess = [
    '<h1>The long bridge opens</h1>',
    '<p>By Anna Writer</p><p>20 May 2026, 12:00</p>',
    `<p>${STORY[0]}</p><figure><img src="a.jpg"><figcaption>The bridge at dawn.</figcaption></figure>`,
    `<p>Workers on the bridge last week. (Photo/Agency)</p><p>(Agency/J. Doe)</p><p>${STORY[1]}</p>`,
    `<p>Read also: <a href="/x">A ferry sank in the bay last night</a></p>`,
    `<p>${STORY[2]}</p><p>Related</p><p>Most read</p><p>© Example News</p>`,
  ]
  const head = '<meta name="author" content="Anna Writer">'
  expect(read(page(head, mess.join('\n'))).paragraphs).toEqual(STORY)
})

test.each([
  'Image: A ship in the fog on Sunday. Credit: Jane Doe / Getty Images.',
  'A ship lies in the fog outside the harbour on Sunday evening, with eleven others waiting behind it for the wind to rise. Jane Doe/AFP',
  'Корабель стоїть у тумані біля входу до порту в неділю ввечері, а за ним чекають на вітер ще одинадцять суден. Фото: Іван Петренко / Укрінформ',
])('a paragraph that ends with nothing but two names and a slash between is a caption: %s', (caption) => {
  expect(read(page('', `<h1>The long bridge opens</h1><p>${caption}</p>${paragraphs}`)).paragraphs).toEqual(STORY)
})

test.each([
  'On Sunday the final for all was won by the pair of Anna Kerr / Joan Munro.',
  'He said: The rate is 40 km/h.',
  'The mayor was clear. It is a yes/no question.',
])('a sentence with a slash in it is none: %s', (sentence) => {
  expect(read(page('', `<h1>The long bridge opens</h1><p>${sentence}</p>${paragraphs}`)).paragraphs[0]).toBe(sentence)
})

test('a page in a form, as some publishing systems write it, is read all the same', () => {
  expect(read(`<html><body><form action="/">${paragraphs}</form></body></html>`).paragraphs).toEqual(STORY)
})

test('two newspapers below one shared ending are two sites', () => {
  const head = '<link rel="canonical" href="https://www.gazette.co.uk/a">'
  const at = (url: string): string | null => {
    const found = readPage({ body: Buffer.from(page(head)), contentType: null, url })
    return found.is === 'page' ? found.page.canonical : null
  }
  expect(at('https://www.post.co.uk/a')).toBeNull()
  expect(at('https://m.gazette.co.uk/a')).toBe('https://www.gazette.co.uk/a')
})

test('a page cannot send readers to another site, its front page, or what is no web address', () => {
  for (const href of ['https://elsewhere.example.net/a', '/', 'javascript:alert(1)']) {
    expect(read(page(`<link rel="canonical" href="${href}">`)).canonical).toBeNull()
  }
})

test('a stand-in for a picture is no picture', () => {
  expect(read(page('<meta property="og:image" content="/img/logo-big.png">')).picture).toBeNull()
})

test.each([
  ['a time without a year', '<time>20 May, 12:00</time>', null],
  ['a time with one', '<time>20 May 2026, 12:00</time>', Date.UTC(2026, 4, 20, 12)],
  ['a time for machines', '<time datetime="2026-05-20T12:00:00Z">today</time>', Date.UTC(2026, 4, 20, 12)],
])('%s is read as what it says', (_, time, expected) => {
  const found = readPage({
    body: Buffer.from(page('', time + paragraphs)),
    contentType: null,
    url: 'https://a.example/b',
  })
  expect(found.is === 'page' && found.page.published).toBe(expected)
})

test.each([
  ['the header', 'windows-1251', '', 'text/html; charset=windows-1251'],
  ['its meta tag', 'windows-1251', '<meta charset="windows-1251">', null],
  ['its older meta tag', 'koi8-r', '<meta http-equiv="content-type" content="text/html; charset=koi8-r">', null],
  ['its bytes alone', 'windows-1251', '', null],
])('a page is decoded by %s', (_, charset, meta, contentType) => {
  const russian =
    'Порт снова открыт для судов, сообщили в администрации города в понедельник утром после долгого ремонта.'
  const html = `<html><head>${meta}<title>Порт снова открыт</title></head><body><p>${russian}</p><p>${russian}</p></body></html>`
  expect(read(bytesIn(charset, html), contentType)).toMatchObject({ headline: 'Порт снова открыт' })
})

test('a text file is a headline and its paragraphs, which are never taken for markup', () => {
  const found = read('\n The <b>bridge</b> opens \n\nIt is <i>900</i> m & new.\nMore.\n\nThe end.\n', 'text/plain')
  expect(found.headline).toBe('The <b>bridge</b> opens')
  expect(found.paragraphs).toEqual(['It is <i>900</i> m & new. More.', 'The end.'])
})

test('what is no page says so', () => {
  expect(readPage({ body: Buffer.from('%PDF'), contentType: 'application/pdf', url: URL })).toEqual({
    is: 'no-page',
    why: 'it is no page but application/pdf',
  })
  expect(readPage({ body: Buffer.from('  '), contentType: null, url: URL }).is).toBe('no-page')
})

test('lines that hard breaks have cut apart are one on a page too', () => {
  const cut = STORY[0]!.replace('after nine', '<br>after nine').replace('and thousands', '<br>and thousands')
  const found = read(page('', `<p>${cut}</p><p>${STORY[1]}</p><p>A verse<br>And more</p><p>${STORY[2]}</p>`))
  expect(found.paragraphs).toEqual([STORY[0], STORY[1], 'A verse', 'And more', STORY[2]])
})

test.each([
  ['<img src="t.gif" alt="T">', 'The'],
  ['<span aria-hidden="true">T</span>', 'The'],
  ['<span class="visually-hidden">T</span>', 'The'],
  ['<svg><text>T</text></svg>', 'The'],
  ['<svg><path></path></svg>', '…he'],
  ['<span aria-hidden="true">Th</span>', '…he'],
  ['<span aria-hidden="true">•</span>', 'he'],
])('a line keeps its large initial, or tells that its beginning was left out: %s', (initial, begins) => {
  const found = read(page('', `<p>${initial}he mayor left the hall for good.</p>${paragraphs}`))
  expect(found.paragraphs[0]).toBe(`${begins} mayor left the hall for good.`)
})

test.each([
  ['<span class="share">Share</span> ', 'iPhone sales fell in May, and so did others.'],
  ['<span class="sr-only">Summary:</span> ', 'Sales of phones fell in May, and so did others.'],
  ['<button>Listen</button>', 'Sales of phones fell in May, and so did others.'],
])('a label in the standfirst’s own element is no part of it: %s', (label, text) => {
  const standfirst = (html: string): string | undefined =>
    read(page('', `<h1>The long bridge opens</h1><p class="standfirst">${html}</p>${paragraphs}`)).standfirsts[0]?.text
  expect(standfirst(`${label}${text}`)).toBe(text)
  expect(standfirst('<span class="sr-only">S</span>ales of phones fell in May.')).toBe('Sales of phones fell in May.')
  expect(standfirst(`<span class="social">${text}</span>`)).toBe(text)
})

test.each([
  'The <a class="related-link" href="/b">bridge</a> over the strait opens on Friday at noon.',
  '<a class="related-link" href="/b">Peel Ports</a> Group is to repair the old crane that fell onto a ship.',
  '<span class="promo">LONDON</span> Bridge is to be closed for a week from Friday at noon.',
  '<span class="related">Zwei</span> Männer sind am Freitag in den Hafen gefallen.',
  'The bridge is opened by <a class="social-mention" href="/r">Ann Roe</a>, the mayor, on Friday.',
  '<a class="related" href="/m">Ministers</a> open the bridge over the strait on Friday.',
  '<a class="related" href="/m">Sweden</a>’s mayors open the bridge over the strait on Friday.',
  'The bridge opens on Friday at noon, says the <b class="promo">mayor</b>.',
])('a standfirst keeps the words of its sentence, whatever their class is called: %s', (html) => {
  const body = `<h1>The long bridge opens</h1><div class="standfirst"><p>${html}</p></div>${paragraphs}`
  expect(read(page('', body)).standfirsts[0]?.text).toBe(html.replaceAll(/<[^>]+>/g, ''))
})

test.each(['<svg><path></path></svg>', '<span class="share">Share</span> ', '<span aria-hidden="true">Th</span>'])(
  'no mark stands before a name in small letters: %s',
  (before) => {
    const lead = 'iPhone sales fell in May for good.'
    expect(read(page('', `<p>${before}${lead}</p>${paragraphs}`)).paragraphs[0]).toBe(lead)
  },
)

test('paragraphs of their own are not put together on a page, whatever they begin with', () => {
  const lines = [STORY[0], 'A plane at Gatwick airport', `adidas hat angekündigt: ${STORY[1]}`, STORY[2]]
  const apart = lines.map((line) => `<p>${line}</p>`).join('')
  expect(read(page('', apart)).paragraphs).toEqual(lines)
  expect(read(page('', lines.map((line) => `${line}<br><br>`).join(''))).paragraphs).toEqual(lines)
})
