import { expect, test } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { explain, showExplanation } from '#src/desk/explain.ts'
import type { Turns } from '#src/desk/waits.ts'
import { meetChannel, noteWait } from '#src/store/channels.ts'
import { movePart } from '#src/store/deliveries.ts'
import { note } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const QUIET = 'quiet: hours in which telegram-world posts nothing'

/** A channel that waits for the end of its quiet hours, and two posts in it. */
async function quietStore() {
  const store = await ownStore()
  await store.write(async (writer) => {
    await meetChannel(writer, 'telegram-world', NOON)
    await noteWait(writer, 'telegram-world', { why: QUIET, until: NOON + HOUR })
  })
  const [early] = await addedDelivery(store, { article: 'early', published: NOON })
  const [late] = await addedDelivery(store, { article: 'late', published: NOON + 1 })
  return { store, early, late }
}

const turns = (change: Partial<Turns['channels'][number]> = {}, now: Millis = NOON): Turns => ({
  channels: [
    { id: 'telegram-world', account: 'news-telegram', approve: 'never', first: 'oldest', cooling: 0, ...change },
  ],
  now,
})

/** The line about its wait; undefined where there is none. */
async function told(store: Store, article: string, of: Turns): Promise<string | undefined> {
  const lines = showExplanation((await explain(store.read, article, of))!, 'UTC').split('\n')
  return lines.find((line) => line.startsWith('  waits'))
}

test('the first ready post of a channel is told with what the channel waits for, the others with the one before', async () => {
  const { store, early, late } = await quietStore()
  const kept = `waits until 2026-05-20 13:00:00+00:00, ${QUIET}`
  expect(await told(store, 'early', turns())).toBe(`  ${kept}`)
  expect(await told(store, 'late', turns())).toBe(
    `  waits behind another post, delivery ${early.delivery}, which ${kept}`,
  )
  expect(await told(store, 'late', turns({ first: 'newest' }))).toBe(`  ${kept}`)
  expect(await told(store, 'early', turns({ first: 'newest' }))).toContain(`delivery ${late.delivery}, which waits`)
})

test('what nobody has seen waits behind what a person let go while the first posts of the channel do not stand, and is told so', async () => {
  const { store, early, late } = await quietStore()
  const about = { article: 'late', delivery: late.delivery, was: 'held', became: 'ready', earlier: null }
  await store.write((writer) => note(writer, { ...about, at: NOON, why: 'approve: let go', who: 'anna' }))
  expect(await told(store, 'early', turns({ approve: 'first' }))).toBe(
    `  waits behind another post, delivery ${late.delivery} (approve: until the first 3 posts of telegram-world stand, those that a person let go come first), which waits until 2026-05-20 13:00:00+00:00, ${QUIET}`,
  )
  expect(await told(store, 'late', turns({ approve: 'first' }))).toMatch(/^  waits until/)
  expect(await told(store, 'late', turns({ approve: 'always' }))).toContain(`delivery ${early.delivery}, which`)
})

test('a wait that is over is told no more', async () => {
  const { store, early } = await quietStore()
  expect(await told(store, 'early', turns({}, NOON + HOUR))).toBeUndefined()
  expect(await told(store, 'late', turns({}, NOON + HOUR))).toBe(
    `  waits behind another post, delivery ${early.delivery}`,
  )
})

test('an article that has time to settle is told with it', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'fresh', state: 'routed', seen: NOON })
  await addedDelivery(store, { article: 'fresh' })
  const cooling = { cooling: 2 * MINUTE }
  expect(await told(store, 'fresh', turns(cooling))).toBe(
    '  waits until 2026-05-20 12:02:00+00:00, cooling: an article has time to settle before it is posted',
  )
  expect(await told(store, 'fresh', turns(cooling, NOON + 2 * MINUTE))).toBeUndefined()
})

test('what is not ready waits for no turn', async () => {
  const { store, early } = await quietStore()
  await store.write((writer) => movePart(writer, early, { to: 'dropped', why: 'drop: given up', at: NOON }))
  expect(await told(store, 'early', turns())).toBeUndefined()
})

test('what is ready for a channel that is gone is told with that, and what becomes of it', async () => {
  const { store } = await quietStore()
  expect(await told(store, 'late', turns({ id: 'another' }))).toBe(
    '  waits, removed: telegram-world is not in crier.yaml; what is ready for it is dropped once Crier has run for a minute without it',
  )
})
