import { expect, onTestFinished, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { dropRemoved, startDropping } from '#src/delivery/removed.ts'
import { untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, someAccount, someChannel, states } from '#test/fixtures/lanes.ts'
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

test.each(['sending', 'unknown', 'held', 'refused'] as const)(
  'a reply is not taken from a post that is %s when its channel is gone: put back, that would stand without its link',
  async (state) => {
    const store = await ownStore()
    const [post] = await addedDelivery(store, { channel: 'telegram-gone', texts: ['post', 'reply'] })
    await store.write((writer) => writer.updateTable('part').set({ state }).where('id', '=', post.id).execute())
    expect(await dropRemoved(store, [someChannel()], NOON + MINUTE)).toEqual([])
    expect(await states(store)).toEqual([`article1 ${state}`, 'article1 ready'])
  },
)

test('where no channel is left, nothing stays ready', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  await dropRemoved(store, [], NOON)
  expect(await states(store)).toEqual(['article1 dropped'])
})

function dropping(store: Store, channels: Parameters<typeof dropRemoved>[1]) {
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const loop = startDropping(channels, [someAccount()], { store, clock, log })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  return { clock, lines, loop }
}

test('a channel is taken for gone once it has been so for a minute, and what is ready for it is dropped then', async () => {
  const store = await ownStore()
  await addedDelivery(store, { channel: 'telegram-gone' })
  const { clock, lines } = dropping(store, [someChannel()])
  await clock.advance(59 * SECOND, 1)
  expect(await states(store)).toEqual(['article1 ready'])
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['article1 dropped'])
  expect(lines).toMatchObject([{ level: 'warn', about: { channel: 'telegram-gone' }, event: 'a post is dropped' }])
})

test('what is of unknown fate on an account that is gone is held when that has been so for a minute', async () => {
  const store = await ownStore()
  const [own] = await addedDelivery(store, { article: 'own', queued: 1 })
  const [part] = await addedDelivery(store, { article: 'gone', queued: 2, account: 'gone-x' })
  await store.write((writer) =>
    writer.updateTable('part').set({ state: 'unknown' }).where('id', 'in', [own.id, part.id]).execute(),
  )
  const { clock, lines } = dropping(store, [someChannel()])
  await clock.advance(59 * SECOND, 1)
  expect(await states(store)).toEqual(['own unknown', 'gone unknown'])
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['own unknown', 'gone held'])
  expect(lines).toMatchObject([{ level: 'error', about: { account: 'gone-x' }, event: 'held: see `crier held`' }])
})

test('a channel that was cut off with the end of a half written config, and is back within a minute, loses nothing', async () => {
  const store = await ownStore()
  await addedDelivery(store, { channel: 'telegram-last' })
  const cut = dropping(store, [someChannel()])
  await cut.clock.advance(50 * SECOND, 1)
  await cut.loop[Symbol.asyncDispose]()
  const whole = dropping(store, [someChannel(), someChannel({ id: 'telegram-last' })])
  await whole.clock.advance(5 * MINUTE, 1)
  expect(await states(store)).toEqual(['article1 ready'])
})
