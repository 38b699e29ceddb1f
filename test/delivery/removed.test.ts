import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import { dropRemoved } from '#src/delivery/removed.ts'
import { untold } from '#src/store/notices.ts'
import { someChannel, states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

test('what is ready for a channel that is gone is dropped and told; what waits there for a person stays', async () => {
  const store = await ownStore()
  const gone = { channel: 'telegram-gone' }
  await addedDelivery(store, { ...gone, article: 'post', queued: 1, texts: ['post', 'reply'] })
  await addedDelivery(store, { ...gone, article: 'asked', queued: 2, state: 'held', reason: 'approve: waits' })
  await addedDelivery(store, { article: 'other', queued: 3 })
  const dropped = await dropRemoved(store, [someChannel()], NOON + MINUTE)
  expect(dropped.map(({ text, reason }) => [text, reason])).toEqual([
    ['post', 'removed: telegram-gone is no longer in crier.yaml'],
    ['reply', 'removed: telegram-gone is no longer in crier.yaml'],
  ])
  expect(await states(store)).toEqual(['post dropped', 'post dropped', 'asked held', 'other ready'])
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([
    expect.stringContaining('telegram-gone is dropped'),
  ])
})

test('where no channel is left, nothing stays ready', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  await dropRemoved(store, [], NOON)
  expect(await states(store)).toEqual(['article1 dropped'])
})
