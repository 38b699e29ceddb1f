import { expect, test } from 'vitest'
import { articlesRead, recallPage, recurringLines, rememberLines, rememberPage } from '#src/store/pages.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const page = { article: 'a', url: 'https://news.example.com/a', at: NOON, etag: '"1"', lastModified: null, read: '{}' }

test('a page is remembered as it was read last', async () => {
  const store = await ownStore()
  expect(await recallPage(store.read, 'a')).toBeUndefined()
  await store.write((writer) => rememberPage(writer, page))
  await store.write((writer) => rememberPage(writer, { ...page, etag: null, lastModified: 'yesterday' }))
  expect(await recallPage(store.read, 'a')).toEqual({ ...page, etag: null, lastModified: 'yesterday' })
})

test('a line recurs where enough other articles of the same site have it', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    for (const article of ['a', 'b', 'c'])
      await rememberLines(writer, 'news.example.com', article, ['slogan', `own ${article}`])
    await rememberLines(writer, 'news.example.com', 'a', ['slogan'])
    await rememberLines(writer, 'other.example.com', 'x', ['own a'])
  })
  const asked = ['slogan', 'own a', 'own b']
  expect([...(await recurringLines(store.read, 'news.example.com', 'a', asked, 2))]).toEqual(['slogan'])
  expect([...(await recurringLines(store.read, 'news.example.com', 'a', asked, 3))]).toEqual([])
  expect([...(await recurringLines(store.read, 'other.example.com', 'y', asked, 1))]).toEqual(['own a'])
  expect([...(await recurringLines(store.read, 'news.example.com', 'a', [], 1))]).toEqual([])
  expect(await articlesRead(store.read, 'news.example.com')).toBe(3)
  expect(await articlesRead(store.read, 'nowhere.example.com')).toBe(0)
})
