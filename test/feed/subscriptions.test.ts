import { expect, test } from 'vitest'
import { subscription } from '#src/feed/subscribing.ts'
import { keepSubscriptions } from '#src/feed/subscriptions.ts'
import { allSubscriptions } from '#src/store/subscriptions.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const TOPIC = { hub: 'https://hub.example.com/', topic: 'https://news.example.com/rss' }

test('who keeps the subscriptions next finds what was still being written, and nothing is written after', async () => {
  const store = await ownStore()
  const kept = await keepSubscriptions(store)
  const wanted = subscription('world', TOPIC, 'https://crier.example.com', NOON)
  await kept.change(() => ({ put: [wanted], remove: [] }))
  const late = kept.changeAt(wanted.path, (each) => ({ ...each, state: 'active' }))
  await kept[Symbol.asyncDispose]()
  const next = await keepSubscriptions(store)
  expect(next.isActive('world')).toBe(true)
  expect(await late).toMatchObject({ state: 'active' })
  await expect(kept.changeAt(wanted.path, () => [])).rejects.toThrow('no more')
  expect(await allSubscriptions(store.read)).toHaveLength(1)
})
