import { expect, test } from 'vitest'
import { secret } from '#src/base/secret.ts'
import { addNotice, markTold, untold } from '#src/store/notices.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

test('what staff have not been told yet comes oldest first, no more than asked for, and is told once', async () => {
  const store = await ownStore()
  for (const [at, text] of [
    [3, 'three'],
    [1, 'one'],
    [2, 'two'],
  ] as const) {
    await store.write((writer) => addNotice(writer, text, NOON + at))
  }
  const first = await untold(store.read, 2)
  expect(first.map(({ text, at }) => [text, at - NOON])).toEqual([
    ['one', 1],
    ['two', 2],
  ])
  await store.write((writer) => markTold(writer, first, NOON + 9))
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual(['three'])
  await store.write((writer) => markTold(writer, [], NOON + 9))
  expect(await untold(store.read, 9)).toHaveLength(1)
})

test('a notice is as true as what it tells of: it goes with the transaction, and holds no secret', async () => {
  const store = await ownStore()
  secret('canary-notice')
  const failed = store.write(async (writer) => {
    await addNotice(writer, 'never happened', NOON)
    throw new Error('the rest failed')
  })
  await expect(failed).rejects.toThrow('the rest failed')
  expect(await untold(store.read, 9)).toEqual([])
  await store.write((writer) => addNotice(writer, 'GET /botcanary-notice/', NOON))
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual(['GET /bot[secret]/'])
})

test('of notices that are alike one stands for all, with their number, until it is told', async () => {
  const store = await ownStore()
  const add = (text: string, account: string | null, alike: string | null) =>
    store.write((writer) => addNotice(writer, text, NOON, { account, alike }))
  for (const text of ['one', 'two', 'three']) await add(text, 'news-x', 'dropped')
  for (const text of ['four', 'five']) await add(text, 'news-telegram', 'dropped')
  await add('six', 'news-x', 'held')
  for (const text of ['seven', 'eight']) await add(text, null, null)
  const notices = await untold(store.read, 9)
  expect(notices.map(({ account, text }) => `${account} ${text}`).toSorted()).toEqual([
    'news-telegram four\n\n… and 1 more like this',
    'news-x one\n\n… and 2 more like this',
    'news-x six',
    'null eight',
    'null seven',
  ])
  await store.write((writer) => markTold(writer, notices, NOON))
  await add('nine', 'news-x', 'dropped')
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual(['nine'])
})

test('what joins a notice while staff are being told of it is told afterwards', async () => {
  const store = await ownStore()
  const add = (text: string) => store.write((writer) => addNotice(writer, text, NOON, { alike: 'dropped' }))
  await add('one')
  await add('two')
  const telling = await untold(store.read, 9)
  for (const text of ['three', 'four', 'five']) await add(text)
  await store.write((writer) => markTold(writer, telling, NOON))
  const [rest] = await untold(store.read, 9)
  expect(rest).toMatchObject({ more: 2 })
  await store.write((writer) => markTold(writer, [rest!], NOON))
  expect(await untold(store.read, 9)).toEqual([])
})
