import { expect, test } from 'vitest'
import { articleOf, GUID_PREFIX, numberOfPath, ORIGIN } from '#src/rehearsal/article.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => articleOf(index + 1))

test('an article is the same whenever it is asked for', () => {
  expect(upTo(200)).toEqual(upTo(200))
})

test('no headline, no beginning and no address comes twice within 5,000 articles', () => {
  const articles = upTo(5_000)
  for (const part of ['title', 'url', 'guid'] as const) {
    expect(new Set(articles.map((article) => article[part])).size).toBe(5_000)
  }
  const told = new Set(articles.map((article) => [...article.standfirst, ...article.paragraphs].join(' ')))
  expect(told.size).toBe(5_000)
})

test('every one of 2,000 articles reads as something a person wrote', () => {
  for (const article of upTo(2_000)) {
    const texts = [article.title, ...article.standfirst, ...article.paragraphs, article.author, article.picture]
    for (const text of texts) {
      expect(text).not.toMatch(/undefined|NaN|null|\$\{|\[object|Infinity/)
      expect(text).not.toMatch(/^[ ]|[ ]$| {2}| [.,;:!?](?!\.)/)
    }
    expect(article.title).toMatch(/^(?:\p{Lu}|\p{N}|\p{Extended_Pictographic})/u)
    expect(article.title.length).toBeGreaterThan(30)
    expect(article.standfirst.length).toBeGreaterThanOrEqual(1)
    expect(article.standfirst.length).toBeLessThanOrEqual(3)
    expect(article.standfirst.join(' ').length).toBeGreaterThan(90)
    for (const sentence of article.standfirst) expect(sentence).toMatch(/[.!?…]["”»]?$/)
    expect(article.paragraphs.length).toBeGreaterThanOrEqual(3)
    expect(article.picture.length).toBeGreaterThan(15)
  }
})

test('a story that comes round again is another article with other facts', () => {
  const [first, second] = [articleOf(9), articleOf(50)]
  expect(second.slug).toBe(first.slug)
  expect(second.title).not.toBe(first.title)
  expect(second.standfirst).not.toEqual(first.standfirst)
})

test('the first ten new articles hold every trap that a headline can be', () => {
  const ten = upTo(18).slice(8)
  const titles = ten.map((article) => article.title)
  expect(ten.some(({ feedTitle }) => /<b>.*&amp; .*&amp;amp;/.test(feedTitle ?? ''))).toBe(true)
  expect(titles.some((title) => title.length > 300)).toBe(true)
  expect(titles.some((title) => /&/.test(title) && / < /.test(title) && /\p{Extended_Pictographic}/u.test(title))).toBe(
    true,
  )
  expect(titles.some((title) => /\p{Script=Cyrillic}{4}/u.test(title))).toBe(true)
  expect(titles.some((title) => /\b[A-Z]+\.md\b/.test(title))).toBe(true)
  expect(titles.some((title) => /[żąęłóśćń]/i.test(title))).toBe(true)
  expect(ten[0]!.title).toMatch(/^[\w ,]+$/)
})

test('the stories come in four languages, and at least 36 of them are different', () => {
  const articles = upTo(41)
  expect(new Set(articles.map((article) => article.slug)).size).toBeGreaterThanOrEqual(36)
  expect(new Set(articles.map((article) => article.language))).toEqual(new Set(['en', 'uk', 'pl', 'pt']))
})

test('a guid sorts as its number does, so that the greatest one tells where to go on', () => {
  expect(articleOf(123).guid).toBe(`${GUID_PREFIX}000123`)
  expect(
    [articleOf(99), articleOf(1_000), articleOf(9)]
      .map(({ guid }) => guid)
      .toSorted()
      .at(-1),
  ).toBe(articleOf(1_000).guid)
})

test('the address of a page leads back to its number, and no other address does', () => {
  for (const article of upTo(100)) {
    expect(article.url).toBe(ORIGIN + article.path)
    expect(article.path).toMatch(/^\/[a-z]+\/[a-z-]+-\d+$/)
    expect(numberOfPath(article.path)).toBe(article.number)
  }
  for (const path of ['/', '/harbour/night-ferry', '/harbour/night-ferry-10', '/city/x-0', '/a/b-99999999999', '']) {
    expect([path, numberOfPath(path)]).toEqual([path, null])
  }
})
