import { expect, test } from 'vitest'
import { newsArticle, pageOf } from '#test/fixtures/page.ts'

const og = (title: string): string => `<meta property="og:title" content="${title}">`
const titled = (title: string): string => `<title>${title}</title>`

test('the headline that the newsroom wrote for timelines goes before the others', () => {
  const head = titled('Bridge 2026: all facts') + og('After nine years: the bridge opens')
  const found = pageOf(head + newsArticle({ headline: 'The bridge opens' }), '<h1>The bridge opens</h1>')
  expect(found.headline).toBe('After nine years: the bridge opens')
})

test('without one the page’s tellings vote, and a heading outweighs a title for search engines', () => {
  expect(pageOf(titled('Bridge 2026: all facts'), '<h1>The long bridge opens</h1>').headline).toBe(
    'The long bridge opens',
  )
})

test('a headline that was cut off goes behind one that was not', () => {
  expect(
    pageOf(og('The long bridge opens after nine…'), '<h1>The long bridge opens after nine years</h1>').headline,
  ).toBe('The long bridge opens after nine years')
})

test.each([
  ['by Open Graph', 'The long bridge opens | Example News', '<meta property="og:site_name" content="Example News">'],
  ['by its address', 'The long bridge opens - Harbourpost', ''],
  ['with a word more', 'The long bridge opens – Harbourpost Online', ''],
  ['by its publisher', 'The long bridge opens · Gazette', newsArticle({ publisher: { name: 'The Gazette' } })],
  ['before it', 'Harbourpost: The long bridge opens', ''],
])('the name of the site, known %s, is no part of it', (_, title, head) => {
  const url = 'https://www.harbourpost.example/1'
  expect(pageOf(og(title) + head, '', { url }).headline).toBe('The long bridge opens')
})

test('section and site go where the heading is the headline alone', () => {
  const found = pageOf(og('City - The long bridge opens - 20/05/2026 - News'), '<h1>The long bridge opens</h1>')
  expect(found.headline).toBe('The long bridge opens')
})

test.each([
  'The sun sets late - Sunday is the longest day',
  'Bridge – what we know and what we do not',
  'Who pays: the city or the state?',
])('a dash or colon of the headline’s own stays: %s', (title) => {
  const url = 'https://www.sund.com/1'
  expect(pageOf(og(title), '', { url }).headline).toBe(title)
})

test('what only machines and screen readers are given is no part of a heading', () => {
  const heading =
    '<h1><span class="visually-hidden">Video.</span><svg><title>Play</title></svg>The long <i>bridge</i><br>opens</h1>'
  expect(pageOf('', heading).headline).toBe('The long bridge opens')
})

test('the site’s name in a heading of its own is no headline', () => {
  const site = '<meta property="og:site_name" content="The Example Gazette">'
  expect(pageOf(site, '<h1>The Example Gazette</h1><h1>The bridge opens</h1>').headline).toBe('The bridge opens')
})

test.each([
  ['escaped twice', 'Caf&amp;eacute; &amp;amp; bridge', 'Café & bridge'],
  ['with tags', '&lt;b&gt;The bridge&lt;/b&gt; opens', 'The bridge opens'],
  ['in capitals', 'THE BRIDGE OPENS', 'THE BRIDGE OPENS'],
])('a headline %s is read as it is meant', (_, written, meant) => {
  expect(pageOf(og(written)).headline).toBe(meant)
})
