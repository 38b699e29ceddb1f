import { expect, test } from 'vitest'
import { secret } from '#src/base/secret.ts'
import { CRIER, historyOf, note } from '#src/store/history.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const change = { at: NOON, article: 'a', delivery: null, was: null, became: 'seen', why: 'new: first', who: CRIER }

test('the history of an article is told oldest first, and holds nothing of others', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    await note(writer, { ...change, at: NOON + 2, became: 'routed' })
    await note(writer, { ...change, article: 'b' })
    await note(writer, { ...change, at: NOON + 1, became: 'read' })
    await note(writer, change)
  })
  expect((await historyOf(store.read, 'a')).map(({ became }) => became)).toEqual(['seen', 'read', 'routed'])
})

test('changes of one millisecond are told in the order in which they happened', async () => {
  const store = await ownStore()
  const became = Array.from({ length: 30 }, (_, index) => `step ${index}`)
  for (const step of became) await store.write((writer) => note(writer, { ...change, became: step }))
  expect((await historyOf(store.read, 'a')).map((one) => one.became)).toEqual(became)
})

test('no secret gets into the history', async () => {
  const store = await ownStore()
  secret('canary-history')
  await store.write((writer) => note(writer, { ...change, why: 'aside: canary-history' }))
  expect((await historyOf(store.read, 'a'))[0]?.why).toBe('aside: [secret]')
})
