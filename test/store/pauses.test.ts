import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { secret } from '#src/base/secret.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses, endPlatformPause, pause, pausesOn, resume, scopesOf, type Pause } from '#src/store/pauses.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const SCOPE = 'account:news-x'

async function paused(store: Store, change: Partial<Pause>): Promise<void> {
  const wanted: Pause = { scope: SCOPE, askedBy: 'platform', until: NOON + HOUR, why: 'wait', at: NOON, ...change }
  await store.write((writer) => pause(writer, wanted))
}

const ends = async (store: Store, now = NOON) => (await allPauses(store.read, now)).map(({ until }) => until)

test('a message must find everything unpaused that it passes: all, its account, its channel, its place', () => {
  expect(scopesOf('news-x', 'x-world', '@world')).toEqual(['all', SCOPE, 'channel:x-world', 'place:news-x/@world'])
})

test('a pause holds until its time has come, and only on its own scope', async () => {
  const store = await ownStore()
  await paused(store, {})
  expect(await pausesOn(store.read, [SCOPE, 'all'], NOON + HOUR - 1)).toHaveLength(1)
  expect(await pausesOn(store.read, [SCOPE, 'all'], NOON + HOUR)).toEqual([])
  expect(await pausesOn(store.read, ['all', 'account:news-x2'], NOON)).toEqual([])
})

test.each([
  ['a later end replaces an earlier one', NOON + HOUR, NOON + 2 * HOUR, NOON + 2 * HOUR],
  ['an earlier end never shortens a pause', NOON + HOUR, NOON + MINUTE, NOON + HOUR],
  ['a timed wait never ends one that waits for staff', null, NOON + MINUTE, null],
  ['a timed wait becomes one that waits for staff', NOON + HOUR, null, null],
])('pauses of one scope and asker merge: %s', async (_, first, second, merged) => {
  const store = await ownStore()
  await paused(store, { until: first })
  await paused(store, { until: second })
  expect(await ends(store)).toEqual([merged])
})

test.each<[string, Partial<Pause>, Partial<Pause>, readonly Partial<Pause>[]]>([
  ['a breath beside it', { firm: true }, { until: NOON + MINUTE }, [{ until: NOON + HOUR }]],
  ['a month of spending cap', { until: NOON + 99 * HOUR }, { firm: true }, [{ until: NOON + HOUR }]],
  ['a refusal after it', { firm: true }, { until: null }, [{ until: NOON + HOUR }]],
  ['a refusal before it', { until: null }, { firm: true }, [{ until: NOON + HOUR }]],
  ['a shorter one after it', { firm: true }, { firm: true, until: NOON + MINUTE }, [{ until: NOON + HOUR }]],
])('what a platform counts is obeyed to its end, whatever staff end beside it: %s', async (_, first, second, left) => {
  const store = await ownStore()
  await paused(store, first)
  await paused(store, second)
  await store.write((writer) => resume(writer, [SCOPE]))
  expect(await allPauses(store.read, NOON)).toMatchObject(left)
})

test('of several pauses of one scope, the one that ends last comes first', async () => {
  const store = await ownStore()
  await paused(store, { firm: true })
  await paused(store, { until: NOON + MINUTE })
  await paused(store, { askedBy: 'staff', until: null })
  expect(await ends(store)).toEqual([null, NOON + HOUR, NOON + MINUTE])
})

test.each([1e10 * HOUR, 1e17, 1.79e18, 1e300, Infinity])(
  'a pause until a time that nobody means (%d) is one of a year that staff may end, and every pause can be read',
  async (until) => {
    const store = await ownStore()
    await paused(store, { until, firm: true })
    expect(await ends(store)).toEqual([NOON + 366 * 24 * HOUR])
    expect(await store.write((writer) => resume(writer, [SCOPE]))).toEqual([SCOPE])
  },
)

test('a pause of staff and one of the platform stand side by side, and each ends by itself', async () => {
  const store = await ownStore()
  await paused(store, { firm: true })
  await paused(store, { askedBy: 'staff', until: null })
  expect(await ends(store)).toHaveLength(2)
  expect(await store.write((writer) => resume(writer, [SCOPE]))).toEqual([SCOPE])
  expect(await ends(store)).toEqual([NOON + HOUR])
  expect(await store.write((writer) => resume(writer, [SCOPE]))).toEqual([])
})

test('staff end what the platform refused until they act', async () => {
  const store = await ownStore()
  await paused(store, { until: null })
  expect(await store.write((writer) => resume(writer, [SCOPE]))).toEqual([SCOPE])
  expect(await ends(store)).toEqual([])
})

test('a platform that no longer refuses ends its own pause, never a timed one nor one of staff', async () => {
  const store = await ownStore()
  await paused(store, { until: null })
  await paused(store, { askedBy: 'staff', until: null })
  await paused(store, { scope: 'channel:x-world' })
  for (const scope of [SCOPE, 'channel:x-world']) {
    await store.write((writer) => endPlatformPause(writer, scope))
  }
  const left = await allPauses(store.read, NOON)
  expect(left.map(({ scope, askedBy }) => `${scope} ${askedBy}`)).toEqual([
    `${SCOPE} staff`,
    'channel:x-world platform',
  ])
})

test('no secret gets into the reason of a pause', async () => {
  const store = await ownStore()
  secret('canary-pause')
  await paused(store, { why: 'refused: canary-pause' })
  expect((await allPauses(store.read, NOON))[0]?.why).toBe('refused: [secret]')
})
