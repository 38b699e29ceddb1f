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
