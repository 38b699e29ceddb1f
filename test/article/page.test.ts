import { expect, test } from 'vitest'
import { readPage, readText } from '#src/article/page.ts'

const URL = 'https://news.example.com/2026/05/bridge?utm_source=x'

const PAGE = `<!doctype html><html><head>
  <title>The bridge opens — Example News</title>
  <link rel="canonical" href="/2026/05/bridge">
  <meta property="og:title" content="The bridge &amp; the river">
  <meta name="description" content="The plain description.">
  <meta property="og:description" content="It took nine years &lt;to build&gt;.">
  <meta property="article:published_time" content="2026-05-20T12:00:00+03:00">
  <meta name="author" content="A. Writer"><meta property="article:section" content="City">
  </head><body><p>First <b>paragraph</b> with 1 &lt; 2.</p><p>  </p><div><p>Second.</p></div></body></html>`

test('a page is read as an entry of a feed would carry it, Open Graph before the page’s own tags', () => {
  expect(readPage(PAGE, URL)).toEqual({
    guid: null,
    link: 'https://news.example.com/2026/05/bridge',
    title: 'The bridge & the river',
    summary: 'It took nine years <to build>.',
    content: '<p>First paragraph with 1 &lt; 2.</p>\n<p>Second.</p>',
    authors: ['A. Writer'],
    categories: ['City'],
    published: Date.UTC(2026, 4, 20, 9),
    updated: null,
    pictures: [],
  })
})

test('a page that says nothing of itself still has its title, its address and its paragraphs', () => {
  const entry = readPage('<title>Plain</title><svg><title>icon</title></svg><p>Words.', URL)
  expect(entry).toMatchObject({ title: 'Plain', link: URL, summary: null, content: '<p>Words.</p>', published: null })
})

test('a page cannot send readers to what is no web address', () => {
  const entry = readPage('<link rel="canonical" href="javascript:alert(1)"><title>T</title>', URL)
  expect(entry.link).toBe(URL)
})

test('a date that is none is no date', () => {
  expect(readPage('<meta name="date" content="yesterday"><title>T</title>', URL).published).toBeNull()
})

test('a text file is a headline and its text, which is never taken for markup', () => {
  const entry = readText('\n The <b>bridge</b> opens \n\nIt is <i>900</i> m & new.\nMore.\n', URL)
  expect(entry.title).toBe('The <b>bridge</b> opens')
  expect(entry.content).toBe('It is &lt;i&gt;900&lt;/i&gt; m &amp; new.\nMore.')
  expect(readText('Only a headline', URL).content).toBeNull()
})
