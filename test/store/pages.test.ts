import { expect, test } from 'vitest'
import {
  articlesRead,
  articlesWithLines,
  forgetLines,
  forgetPages,
  recallPage,
  rememberLines,
  rememberPage,
  sitesKnown,
} from '#src/store/pages.ts'
import { addedArticle, NOON, ownStore } from '#test/fixtures/stored.ts'

const page = { article: 'a', url: 'https://news.example.com/a', at: NOON, etag: '"1"', lastModified: null, read: '{}' }
const line = (site: string, article: string, at = NOON) => ({ site, article, at })

test('a page is remembered as it was read last', async () => {
  const store = await ownStore()
  expect(await recallPage(store.read, 'a')).toBeUndefined()
  await store.write((writer) => rememberPage(writer, page))
  await store.write((writer) => rememberPage(writer, { ...page, etag: null, lastModified: 'yesterday' }))
  expect(await recallPage(store.read, 'a')).toEqual({ ...page, etag: null, lastModified: 'yesterday' })
})

test('lines are found in the other articles of the same site, with those that begin with a mark', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'b', title: 'The bridge opens' })
  await store.write(async (writer) => {
    for (const article of ['a', 'b', 'c'])
      await rememberLines(writer, line('news.example.com', article), ['slogan', `own ${article}`, `=first ${article}`])
    await rememberLines(writer, line('news.example.com', 'a'), ['slogan'])
    await rememberLines(writer, line('other.example.com', 'x'), ['own a'])
  })
  const asked = ['slogan', 'own a', 'own b']
  expect(await articlesWithLines(store.read, 'news.example.com', 'a', asked, '=')).toEqual([
    { article: 'b', title: 'The bridge opens', lines: ['=first b', 'own b', 'slogan'] },
    { article: 'c', title: '', lines: ['=first c', 'slogan'] },
  ])
  const other = { article: 'x', title: '', lines: ['own a'] }
  expect(await articlesWithLines(store.read, 'other.example.com', 'y', asked, '=')).toEqual([other])
  expect(await articlesWithLines(store.read, 'news.example.com', 'a', [], '=')).toEqual([])
  expect(await articlesRead(store.read, 'news.example.com')).toBe(3)
  expect(await articlesRead(store.read, 'nowhere.example.com')).toBe(0)
})

test('pages that were read long ago are forgotten, the oldest first, so many at once', async () => {
  const store = await ownStore()
  for (const [index, article] of ['a', 'b', 'c', 'd'].entries()) {
    await store.write((writer) => rememberPage(writer, { ...page, article, at: NOON + index }))
  }
  const forget = () => store.write((writer) => forgetPages(writer, NOON + 3, 2))
  expect([await forget(), await forget(), await forget()]).toEqual([2, 1, 0])
  expect(await recallPage(store.read, 'c')).toBeUndefined()
  expect(await recallPage(store.read, 'd')).toBeDefined()
})

test('of a site the lines of its newest articles are kept, and the newest few whatever their age', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    for (let age = 0; age < 6; age++) {
      await rememberLines(writer, line('news.example.com', `article${age}`, NOON - age), ['slogan', `own ${age}`])
      await rememberLines(writer, line('old.example.com', `article${age}`, NOON - 100 - age), ['slogan'])
    }
  })
  for (const site of await sitesKnown(store.read)) {
    await store.write((writer) => forgetLines(writer, site, { least: 2, most: 4, before: NOON - 50 }))
  }
  const left = await store.read
    .selectFrom('site_line')
    .select(['site', 'article'])
    .distinct()
    .orderBy('article')
    .execute()
  expect(left.map(({ site, article }) => `${site} ${article}`).toSorted()).toEqual([
    ...[0, 1, 2, 3].map((age) => `news.example.com article${age}`),
    ...[0, 1].map((age) => `old.example.com article${age}`),
  ])
})
