import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import { approve } from '#src/desk/approve.ts'
import { composeAnew } from '#src/post/anew.ts'
import { articleById } from '#src/store/articles.ts'
import { movePart } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { logCall } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { states } from '#test/fixtures/lanes.ts'
import { composedBy } from '#test/fixtures/stages.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const CHANNEL = 'telegram-world'

/** Notes what the channel's posts are composed by, and then something else. */
async function changed(store: Store): Promise<number> {
  await composeAnew(store, composedBy('these words'), NOON)
  return composeAnew(store, composedBy('other words'), NOON + MINUTE)
}

const stateOf = async (store: Store, article: string) => (await articleById(store.read, article))?.state

test('what waits for its turn, a yes, a template, money or a repair is taken back, and its article is routed again', async () => {
  const store = await ownStore()
  await addedDelivery(store, { article: 'ready', texts: ['a', 'b'] })
  await addedDelivery(store, { article: 'asked', state: 'held', reason: 'approve: waits' })
  await addedDelivery(store, { article: 'word', state: 'held', reason: 'hold-words: "embargo"' })
  await addedDelivery(store, { article: 'long', state: 'held', reason: 'format: too long' })
  await addedDelivery(store, { article: 'dear', state: 'held', reason: 'budget: it costs $0.2' })
  await addedDelivery(store, { article: 'broken', state: 'held', reason: 'aside: it cannot be digested' })
  expect(await changed(store)).toBe(6)
  expect(await states(store)).toEqual([])
  for (const article of ['ready', 'asked', 'word', 'long', 'dear', 'broken'])
    expect(await stateOf(store, article)).toBe('read')
  const last = (await historyOf(store.read, 'ready')).slice(-2)
  expect(last.map(({ became, why }) => [became, why])).toEqual([
    ['taken back from telegram-world', 'anew: telegram-world has changed in crier.yaml'],
    ['read', 'anew: telegram-world has changed in crier.yaml'],
  ])
})

test('what a person let go keeps its text', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { state: 'held', reason: 'approve: waits' })
  await approve({ store, clock: fakeClock(), who: 'anna' }, part.delivery)
  expect(await changed(store)).toBe(0)
  expect(await states(store)).toEqual(['article1 ready'])
})

test('what has begun to go, or waits for a person to look, stays as it is, with all that follows it', async () => {
  const store = await ownStore()
  const [tried] = await addedDelivery(store, { article: 'tried' })
  await store.write((writer) =>
    logCall(writer, { part: tried.id, account: tried.account, place: '-1', at: NOON, usd: 0 }),
  )
  const [first] = await addedDelivery(store, { article: 'thread', queued: 1, texts: ['post', 'reply'] })
  await store.write(async (writer) => {
    const sending = await movePart(writer, first, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON })
  })
  await addedDelivery(store, { article: 'lost', queued: 2, state: 'held', reason: 'unknown: no answer' })
  await addedDelivery(store, { article: 'gone', queued: 3, state: 'held', reason: 'missing: its page is not there' })
  expect(await changed(store)).toBe(0)
  expect(await states(store)).toEqual(['tried ready', 'thread sent', 'thread ready', 'lost held', 'gone held'])
})

test('other channels keep their posts, and an article that is on its way goes on', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'article1', state: 'read' })
  await addedDelivery(store)
  await addedDelivery(store, { channel: 'x-world' })
  expect(await changed(store)).toBe(1)
  expect(await states(store)).toEqual(['article1 ready'])
  expect(await stateOf(store, 'article1')).toBe('read')
})

test('what is composed as before stays, and so does all of a channel that nothing was noted of', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  for (const _ of ['first', 'again']) expect(await composeAnew(store, composedBy('these words'), NOON + MINUTE)).toBe(0)
  expect(await states(store)).toEqual(['article1 ready'])
})

test.each([
  ['another API root', { apiRoot: 'https://other.example.com' }, '42'],
  ['an account of another name, where it was never proven which it is', { account: 'other' }, null],
])('what was made for %s is not taken back, and so goes with no other', async (_, change, remoteId) => {
  const store = await ownStore()
  await composeAnew(store, composedBy('these words'), NOON)
  await addedDelivery(store, { remoteId })
  expect(await composeAnew(store, composedBy('other words', [CHANNEL], change), NOON + MINUTE)).toBe(0)
  expect(await states(store)).toEqual(['article1 ready'])
})
