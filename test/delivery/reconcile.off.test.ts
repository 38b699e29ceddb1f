import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { takeLease } from '#src/store/lease.ts'
import { unknownCalls } from '#src/store/looks.ts'
import { openSteadyClock } from '#src/store/steady.ts'
import { states, taken } from '#test/fixtures/lanes.ts'
import { ABSENT, LOST, UNCLEAR, living, present, type Living } from '#test/fixtures/living.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

/** A life that holds the lease for `ms`, or to the end of the test. */
async function liveFor({ store, clock, live }: Living, ms: Millis): Promise<void> {
  await using _ = await takeLease(store, clock, `host ${clock.monotonic()}`, () => false)
  await using __ = live()
  await clock.advance(ms, 3)
}

/** A house whose first post is lost, and never there. */
async function lostAndAbsent(): Promise<Living> {
  const house = await living()
  const { store, platform } = house
  await addedDelivery(store)
  platform.answer = () => (platform.calls.length === 1 ? LOST : taken())
  platform.find = () => ABSENT
  return house
}

test.each<[string, Millis]>([
  ['not set', 0],
  ['set forward by nine minutes', 9 * MINUTE],
  ['set forward by an hour', HOUR],
])('a post that is shown after four minutes is not sent twice, its clock %s while Crier was off', async (_, by) => {
  const house = await living({ postsWaitAlone: true })
  const { store, clock, platform } = house
  await addedDelivery(store)
  platform.answer = () => (platform.calls.length === 1 ? LOST : taken())
  platform.find = () => (clock.monotonic() >= 4 * MINUTE ? present('77') : ABSENT)
  await liveFor(house, 20 * SECOND)
  clock.step(by)
  await clock.advance(40 * SECOND)
  await liveFor(house, HOUR)
  expect(platform.calls).toHaveLength(1)
  expect(await states(store)).toEqual(['article1 sent'])
})

test('what restarts take is all that they delay the proof that a post is absent', async () => {
  const house = await lostAndAbsent()
  const { clock, platform } = house
  for (let life = 0; life < 5; life++) {
    await liveFor(house, 100 * SECOND)
    await clock.advance(3 * SECOND)
  }
  await liveFor(house, HOUR)
  const [, again] = platform.calls
  const after = again!.at - NOON
  expect(after).toBeGreaterThanOrEqual(10 * MINUTE)
  // The lease is renewed every half second: what a life did since is not known to the next.
  expect(after).toBeLessThanOrEqual(10 * MINUTE + 5 * (3 * SECOND + SECOND / 2))
})

test('after a night off, a lost post is settled when Crier has run for ten minutes since its call', async () => {
  const house = await lostAndAbsent()
  const { clock, platform } = house
  await liveFor(house, MINUTE)
  await clock.advance(5 * HOUR)
  await liveFor(house, 11 * MINUTE)
  expect(platform.calls.map(({ at }) => Math.floor((at - NOON) / MINUTE))).toEqual([0, 5 * 60 + 10])
})

test.each([5 * SECOND, 5 * MINUTE, 4 * HOUR])(
  'which later message proves that a lost post is absent is still known after %d ms off',
  async (off) => {
    const house = await living()
    const { store, clock, platform } = house
    await addedDelivery(store, { article: 'zero' })
    platform.answer = () => (platform.calls.length === 2 ? LOST : taken())
    platform.find = ({ before }) => (before === null ? UNCLEAR : ABSENT)
    await liveFor(house, MINUTE)
    await addedDelivery(store, { article: 'one', published: NOON + 1 })
    await liveFor(house, 150 * SECOND)
    await addedDelivery(store, { article: 'two', published: NOON + 2, texts: ['another'] })
    await liveFor(house, 30 * SECOND)
    await clock.advance(off)
    await liveFor(house, 2 * HOUR)
    expect(await states(store)).toEqual(['zero sent', 'one sent', 'two sent'])
    expect(platform.calls).toHaveLength(4)
  },
)

test('a message that was sent at once after a start whose clock was ahead proves nothing', async () => {
  const house = await living()
  const { store, clock, platform } = house
  await addedDelivery(store)
  platform.answer = () => (platform.calls.length === 1 ? LOST : taken())
  await liveFor(house, 10 * SECOND)
  clock.step(HOUR)
  await clock.advance(SECOND)
  await addedDelivery(store, { article: 'two', published: NOON + 2, texts: ['another'] })
  await liveFor(house, HOUR)
  expect(platform.looks.length).toBeGreaterThan(3)
  expect(platform.looks.filter(({ before }) => before !== null)).toEqual([])
})

test.each([
  [3 * DAY, HOUR],
  [2.5 * DAY, -DAY],
  [3 * DAY, -3 * DAY],
  [30 * DAY, -30 * DAY],
])(
  'a clock that is set right, after %d ms off, by %d ms, makes a lost post neither older nor younger',
  async (off, by) => {
    const house = await lostAndAbsent()
    const { store, clock } = house
    await liveFor(house, MINUTE)
    await clock.advance(off)
    const steady = openSteadyClock(clock)
    await using _ = await takeLease(store, steady, 'host 2', () => false)
    clock.step(by)
    await steady.absorb(store)
    const [call] = await unknownCalls(
      store.read,
      (await store.read.selectFrom('part').selectAll().executeTakeFirst())!.id,
    )
    expect(steady.now() - call!.ended).toBeLessThanOrEqual(MINUTE + SECOND)
    expect(steady.now() - call!.ended).toBeGreaterThanOrEqual(MINUTE - SECOND)
  },
)
