import { expect, test } from 'vitest'
import {
  addArticle,
  addSighting,
  articleById,
  articleByKeys,
  articlesIn,
  countFailure,
  greatestGuid,
  moveArticle,
  sightingsOf,
} from '#src/store/articles.ts'
import { historyOf } from '#src/store/history.ts'
import { addKeys } from '#src/store/identity.ts'
import { NOON, addedArticle, ownStore, someArticle } from '#test/fixtures/stored.ts'

test('an article comes back as it was stored, lists and pictures too', async () => {
  const store = await ownStore()
  const article = someArticle({
    authors: ['Й. Автор', 'B'],
    categories: [],
    pictures: [{ url: 'https://a.example/b.jpg', type: null, width: 3, height: null, alt: '«так»' }],
  })
  await store.write((writer) => addArticle(writer, article, 0))
  expect(await articleById(store.read, article.id)).toEqual({ ...article, sentences: [], origins: {} })
  expect(await articleById(store.read, 'another')).toBeUndefined()
})

test('an article is found by any of its keys, and a key keeps naming the first that had it', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first' })
  await addedArticle(store, { id: 'second' })
  await store.write(async (writer) => {
    await addKeys(writer, 'first', ['guid:world:1', 'url:a'])
    await addKeys(writer, 'second', ['guid:world:1', 'url:b'])
    await addKeys(writer, 'second', [])
  })
  expect((await articleByKeys(store.read, ['guid:world:1']))?.id).toBe('first')
  expect((await articleByKeys(store.read, ['unheard', 'url:b']))?.id).toBe('second')
  expect(await articleByKeys(store.read, ['unheard'])).toBeUndefined()
  expect(await articleByKeys(store.read, [])).toBeUndefined()
})

test('an article is news in a feed only where it was not part of the baseline, and is sighted there once', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first', feed: 'world' })
  const sight = (feed: string, baseline: boolean) =>
    store.write((writer) => addSighting(writer, { article: 'first', feed, seen: NOON, baseline }))
  expect(await sight('world', false)).toBe(false)
  expect(await sight('sport', true)).toBe(true)
  expect(await sight('sport', false)).toBe(false)
  expect(await sight('city', false)).toBe(true)
  const { newsIn, oldIn } = await sightingsOf(store.read, 'first')
  expect(newsIn.toSorted()).toEqual(['city', 'world'])
  expect(oldIn).toEqual(['sport'])
})

test('articles of a state come oldest publication first, and no more than asked for', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'newest', published: NOON + 2 })
  await addedArticle(store, { id: 'oldest', published: NOON })
  await addedArticle(store, { id: 'middle', published: NOON + 1 })
  await addedArticle(store, { id: 'other', published: NOON, state: 'old' })
  expect((await articlesIn(store.read, 'seen', 2)).map(({ id }) => id)).toEqual(['oldest', 'middle'])
})

test('articles of the same time of publication come in the order of their feed, whatever their ids', async () => {
  const store = await ownStore()
  for (const id of ['c', 'a', 'b']) await addedArticle(store, { id })
  expect((await articlesIn(store.read, 'seen', 9)).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
})

test('a change of state carries its reason into the row and the history', async () => {
  const store = await ownStore()
  const article = await addedArticle(store)
  const change = { to: 'read', why: 'read: 2 sentences', at: NOON + 5, sentences: ['One.', 'Two.'] } as const
  await store.write((writer) => moveArticle(writer, article, change))
  expect(await articleById(store.read, article.id)).toMatchObject({
    state: 'read',
    reason: 'read: 2 sentences',
    sentences: ['One.', 'Two.'],
  })
  const changes = await historyOf(store.read, article.id)
  expect(changes.map(({ was, became, why, who }) => [was, became, why, who])).toEqual([
    [null, 'seen', 'new: first seen in world', 'crier'],
    ['seen', 'read', 'read: 2 sentences', 'crier'],
  ])
})

test('two stages never both take an article: the second finds it moved, and changes nothing', async () => {
  const store = await ownStore()
  const article = await addedArticle(store)
  const take = (why: string) => store.write((writer) => moveArticle(writer, article, { to: 'read', why, at: NOON }))
  await take('read: first')
  await expect(take('read: second')).rejects.toThrow('article article1 is no longer seen')
  expect((await articleById(store.read, article.id))?.reason).toBe('read: first')
  expect(await historyOf(store.read, article.id)).toHaveLength(2)
})

test('failures of a stage on an article are counted over restarts', async () => {
  const store = await ownStore()
  const { id } = await addedArticle(store)
  expect(await store.write((writer) => countFailure(writer, id))).toBe(1)
  expect(await store.write((writer) => countFailure(writer, id))).toBe(2)
})

test('the greatest guid with a prefix is found over all feeds', async () => {
  const store = await ownStore()
  await store.write((writer) =>
    addKeys(writer, 'a', ['guid:world:news-000009', 'guid:sport:news-000010', 'guid:world:zebra', 'url:news-000011']),
  )
  expect(await greatestGuid(store.read, 'news-')).toBe('news-000010')
  expect(await greatestGuid(store.read, 'none-')).toBeNull()
})
