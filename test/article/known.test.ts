import { expect, test } from 'vitest'
import { knownAs } from '#src/article/known.ts'
import { addSighting, articleById, articleByKeys, sightingsOf } from '#src/store/articles.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { takeForSame } from '#src/store/same-article.ts'
import { NOON, addedArticle, ownStore } from '#test/fixtures/stored.ts'

const BRIDGE = 'https://news.example.com/bridge'
const AMP = 'https://news.example.com/amp/bridge'
const BARE = { canonical: BRIDGE, flags: [] } as const

const knownIn = async (
  store: Store,
  article: Parameters<typeof knownAs>[1],
  page: Parameters<typeof knownAs>[2] = BARE,
): Promise<string | undefined> => (await store.write((writer) => knownAs(writer, article, page)))?.id

test('an article is known by the address that its page gives, where that is another article’s own', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first', url: BRIDGE })
  const amp = await addedArticle(store, { id: 'amp', url: AMP, title: 'BREAKING: ferry sinks' })
  expect(await knownIn(store, amp)).toBe('first')
})

test('the first under an address is known by it afterwards, to those with a like headline only', async () => {
  const store = await ownStore()
  const canonical = { ...BARE, canonical: 'https://news.example.com/city' }
  const first = await addedArticle(store, { id: 'first', title: 'The long bridge opens on Friday' })
  expect(await knownIn(store, first, canonical)).toBeUndefined()
  const like = await addedArticle(store, { id: 'like', title: 'On Friday the long bridge opens to walkers' })
  const other = await addedArticle(store, { id: 'other', title: 'A ferry sank in the harbour' })
  expect(await knownIn(store, like, canonical)).toBe('first')
  expect(await knownIn(store, other, canonical)).toBeUndefined()
})

test('posts in a live blog, which all give its address, are articles of their own', async () => {
  const store = await ownStore()
  const live = { canonical: BRIDGE, flags: ['live'] } as const
  const first = await addedArticle(store, { id: 'first', url: `${BRIDGE}?post=1`, title: 'The mayor arrives' })
  const second = await addedArticle(store, { id: 'second', url: `${BRIDGE}?post=2`, title: 'Fireworks over water' })
  expect(await knownIn(store, first, live)).toBeUndefined()
  expect(await knownIn(store, second, live)).toBeUndefined()
  expect(await articleByKeys(store.read, ['url:news.example.com/bridge'])).toBeUndefined()
})

test('without a canonical address, under its own, and beside one set aside, an article is its own', async () => {
  const store = await ownStore()
  const bridge = await addedArticle(store, { id: 'first', url: BRIDGE, state: 'aside' })
  const amp = await addedArticle(store, { id: 'amp', url: AMP })
  expect(await knownIn(store, bridge)).toBeUndefined()
  expect(await knownIn(store, amp, { ...BARE, canonical: null })).toBeUndefined()
  expect(await knownIn(store, amp)).toBeUndefined()
})

const same = async (store: Store, article: string, other: string): Promise<void> => {
  const [one, two] = [await articleById(store.read, article), await articleById(store.read, other)]
  await store.write((writer) => takeForSame(writer, one!, two!, { why: 'same: for the test', at: NOON }))
}

test('an article taken for another is never posted, and its addresses name the other', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first', url: BRIDGE, state: 'routed' })
  await addedArticle(store, { id: 'amp', url: AMP })
  await same(store, 'amp', 'first')
  expect(await articleById(store.read, 'amp')).toMatchObject({ state: 'old', reason: 'same: for the test' })
  expect((await articleByKeys(store.read, ['url:news.example.com/amp/bridge']))?.id).toBe('first')
  const [said] = (await historyOf(store.read, 'first')).filter(({ why }) => why.startsWith('same:'))
  expect(said).toMatchObject({ was: 'routed', became: 'routed', why: `same: it stands at ${AMP} too` })
  // Both were news in one feed: nothing is new for its channels.
  expect((await articleById(store.read, 'first'))?.state).toBe('routed')
})

test('what staff have dropped goes to no further channels, where it is news in another feed under another address', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first', url: BRIDGE, state: 'old', reason: 'answer: drop, to q1' })
  await addedArticle(store, { id: 'amp', url: AMP, feed: 'city', seen: NOON + 1 })
  await same(store, 'amp', 'first')
  expect(await articleById(store.read, 'first')).toMatchObject({ state: 'old', reason: 'answer: drop, to q1' })
})

test('what staff let go goes, though they dropped it under the address that its page names', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'first', url: BRIDGE, state: 'old', reason: 'answer: drop, to q1' })
  await addedArticle(store, { id: 'amp', url: AMP, feed: 'city', seen: NOON + 1, reason: 'answer: post, to q2' })
  await same(store, 'amp', 'first')
  expect(await articleById(store.read, 'first')).toMatchObject({ state: 'seen', reason: 'new: also seen in city' })
})

test.each([
  ['routed', 'read'],
  ['old', 'seen'],
  ['seen', 'seen'],
  ['read', 'read'],
] as const)(
  'where it is news in further feeds, an article that is %s goes to their channels too',
  async (was, becomes) => {
    const store = await ownStore()
    await addedArticle(store, { id: 'first', url: BRIDGE, state: was })
    await store.write((writer) => writer.updateTable('article').set({ sentences: '["Read."]' }).execute())
    await addedArticle(store, { id: 'amp', url: AMP, feed: 'city', seen: NOON + 1 })
    await store.write(async (writer) => {
      await addSighting(writer, { article: 'amp', feed: 'third', seen: NOON + 2, baseline: false })
      await addSighting(writer, { article: 'amp', feed: 'fourth', seen: NOON + 3, baseline: true })
    })
    await same(store, 'amp', 'first')
    expect((await articleById(store.read, 'first'))?.state).toBe(becomes)
    expect(await sightingsOf(store.read, 'first')).toEqual({ newsIn: ['world', 'city', 'third'], oldIn: ['fourth'] })
    const moved = (await historyOf(store.read, 'first')).filter(({ why }) => why.startsWith('new: also seen in'))
    expect(moved.map(({ why }) => why)).toEqual(was === becomes ? [] : ['new: also seen in city'])
  },
)
