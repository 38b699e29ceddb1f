import { expect, test } from 'vitest'
import { bylineNames, isName, namesOf } from '#src/article/page/names.ts'
import { newsArticle, pageOf } from '#test/fixtures/page.ts'

const heading = '<h1>The long bridge opens</h1>'
const authors = (head: string, before = heading, after = ''): readonly string[] =>
  pageOf(head, before, { after }).authors

test.each([
  ['by name', { '@type': 'Person', name: 'Anna Weaver' }],
  ['by given and family name', { '@type': 'Person', givenName: 'Anna', familyName: 'Weaver' }],
  ['as a text', 'By Anna Weaver'],
  ['as a text with a role', 'Anna Weaver, Political Editor'],
  ['in a list', [{ name: ['Anna Weaver'] }]],
])('an author that JSON-LD gives %s is read', (_, author) => {
  expect(authors(newsArticle({ headline: 'The long bridge opens', author }))).toEqual(['Anna Weaver'])
})

test('a tag that names the site does not hide one that names a person', () => {
  const site = '<meta property="og:site_name" content="Gazette"><meta name="author" content="Gazette">'
  expect(authors(`${site}<meta name="parsely-author" content="Anna Weaver">`)).toEqual(['Anna Weaver'])
  expect(
    authors(`${site}<meta name="twitter:data1" content="Anna Weaver"><meta name="twitter:data2" content="3 min">`),
  ).toEqual(['Anna Weaver'])
  expect(authors(site)).toEqual(['Gazette'])
})

test('addresses, templates that nobody filled and “No Author” are no authors', () => {
  for (const name of ['https://social.example/anna', '@anna', '{{author}}', 'No Author', 'null']) {
    expect(authors(`<meta name="author" content="${name}">`)).toEqual([])
  }
})

test('of bylines in the markup the first is the article’s, with those beside it', () => {
  const byline = `<div><a rel="author" href="/a">Anna Weaver</a> and <a rel="author" href="/b">John Roe</a></div>`
  const other = `<section><h3>Another story of the day</h3><a rel="author" href="/c">Some Body</a></section>`
  expect(authors('', heading + byline, other)).toEqual(['Anna Weaver', 'John Roe'])
})

test.each([
  ['a word', '<p>By Anna Weaver and John Roe | 20 May 2026</p>'],
  ['a word behind a date', '<div>Do 25.04.26 | 14:07 Uhr | Von <span>Anna Weaver</span>, John Roe</div>'],
  ['a word, and links', '<p>von <a href="/x/1">Anna Weaver</a>, <a href="/x/2">John Roe</a> 20 May 2026</p>'],
  ['links to their pages', '<p><a href="/authors/anna">Anna Weaver</a> <a href="/authors/john">John Roe</a></p>'],
])('a line under the headline names the authors by %s', (_, line) => {
  expect(authors('', heading + line)).toEqual(['Anna Weaver', 'John Roe'])
})

test('a sentence that begins with such a word names nobody', () => {
  expect(authors('', `${heading}<p>By the time the bridge opened, Anna Weaver had left.</p>`)).toEqual([])
  expect(authors('', `${heading}<p>Von Anfang an war Anna Schreiber dabei.</p>`)).toEqual([])
})

test('an agency signs behind the word too', () => {
  expect(authors('', `${heading}<p>By TPN, in <a href="/news">News</a></p>`)).toEqual(['TPN'])
})

test('a name at the side below the story is its signature', () => {
  expect(authors('', heading, '<p style="text-align:right"><strong>Lê Phương</strong></p>')).toEqual(['Lê Phương'])
  expect(authors('', heading, '<p style="text-align:right">More on this tomorrow</p>')).toEqual([])
})

test.each([
  ['Автор: Олена Пчілка', ['Олена Пчілка']],
  ['Par Jeanne Dupont et Luc Martin', ['Jeanne Dupont', 'Luc Martin']],
  ['A cura di Anna Rossi', ['Anna Rossi']],
  ['POR MARÍA DE LOS SANTOS', ['MARÍA DE LOS SANTOS']],
  ['Door Vincent van Gogh, redacteur', ['Vincent van Gogh']],
  ['Tekst: Ola Nordmann og Kari Nordmann', ['Ola Nordmann', 'Kari Nordmann']],
  ['بقلم: أحمد علي', ['أحمد علي']],
  ['记者：王小明、李雷', ['王小明', '李雷']],
  ['Yazan: Ayşe Yılmaz ve Ali Demir', ['Ayşe Yılmaz', 'Ali Demir']],
  ['Written by Anna Weaver, Political Correspondent', ['Anna Weaver']],
  ['By Friday the bridge was open.', []],
])('the byline %s names %j', (line, names) => {
  expect(bylineNames(line)).toEqual(names)
})

test.each([
  ['Anna Weaver, John Roe & Li Wei', ['Anna Weaver', 'John Roe', 'Li Wei']],
  ['Anna Weaver, Markus M. Halb in Berlin', ['Anna Weaver, Markus M. Halb in Berlin']],
  ['Anna Weaver, in Berlin', ['Anna Weaver']],
  ['박준석 기자', ['박준석']],
  ['山田太郎記者', ['山田太郎']],
  ['The Editorial Board of the Gazette', ['The Editorial Board of the Gazette']],
  ['', []],
])('%j holds the names %j', (written, names) => {
  expect(namesOf([written])).toEqual(names)
})

test('a name begins with a capital, or is written in a script without them', () => {
  for (const name of ['Anna Weaver', "Conor O'Brien", 'Jean-Luc de la Tour', 'Олена Пчілка', '王小明', '박준석']) {
    expect(isName(name), name).toBe(true)
  }
  for (const text of ['Anna', 'the bridge opens', 'Anna Weaver said that', 'May 20', 'Читайте також']) {
    expect(isName(text), text).toBe(false)
  }
})
