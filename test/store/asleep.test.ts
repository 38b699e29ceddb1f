import { expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, timeThatNeverSteps, type Clock } from '#src/base/clock.ts'
import { withinBudget } from '#src/delivery/budget.ts'
import { lacksPicture } from '#src/delivery/prepare.ts'
import { backSince, takeLease } from '#src/store/lease.ts'
import { pause, pausesOn } from '#src/store/pauses.ts'
import { logCall, logOutcome, roomAt } from '#src/store/sends.ts'
import { openSteadyClock } from '#src/store/steady.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { partNow } from '#test/fixtures/lanes.ts'
import { addedDelivery, NOON, ownStore } from '#test/fixtures/stored.ts'

/** A store in the hands of a process on a machine that may sleep. */
async function machine() {
  const store = await ownStore()
  const fake = fakeClock()
  let asleep = 0
  const monotonic = timeThatNeverSteps({ wall: fake.now, awake: fake.monotonic, up: () => fake.monotonic() + asleep })
  const own: Clock = { ...fake, monotonic }
  const clock = openSteadyClock(own)
  const lease = await takeLease(store, clock, 'process 1 on desk', () => false, HOUR)
  onTestFinished(() => lease[Symbol.asyncDispose]())
  /** Wakes up after `ms`; the lease is renewed once. */
  const sleep = async (ms: number) => {
    asleep += ms
    fake.step(ms)
    const stepped = await clock.absorb(store)
    await fake.advance(SECOND, 1)
    return stepped
  }
  return { store, clock, sleep, set: fake.step, lease }
}

const sent = { is: 'sent', ref: { id: '1', url: null } } as const

test('a night that the machine slept has passed: for money, for limits, for waits and for uploads', async () => {
  const { store, clock, sleep } = await machine()
  const [part] = await addedDelivery(store, {
    picture: { url: 'https://news.example.com/tram.jpg', type: null, width: null, height: null, alt: null },
  })
  await store.read
    .updateTable('part')
    .set({ media: '{"is":"uploaded","id":"5"}', media_until: NOON + 4 * HOUR })
    .execute()
  await store.write(async (writer) => {
    const id = await logCall(writer, { part: part.id, account: 'news', place: '1', at: clock.now(), usd: 2 })
    await logOutcome(writer, id, sent, clock.now())
    const until = clock.now() + 2 * HOUR
    await pause(writer, { scope: 'account:news', askedBy: 'platform', until, why: '429', at: clock.now(), firm: true })
  })
  const money = { id: 'news', budget: { usdPerDay: 2, usdPerMonth: 60 } }
  const room = async () =>
    (await roomAt(store.read, 'news', '1', [{ of: 'account', max: 1, within: 10 * HOUR }], clock.now())) <= clock.now()
  const affordable = async () =>
    (await withinBudget(store.read, { usd: 0.2, link: null, ordinal: 0 }, money, clock.now())).is
  expect(await affordable()).not.toBe('go')
  expect(await room()).toBe(false)

  expect(await sleep(20 * HOUR)).toBe(0)
  expect(new Date(clock.now()).toISOString().slice(0, 16)).toBe('2026-05-21T08:00')
  expect(await affordable()).toBe('go')
  expect(await room()).toBe(true)
  expect(await pausesOn(store.read, ['account:news'], clock.now())).toEqual([])
  expect(lacksPicture(await partNow(store, part.id), clock.now())).toBe(true)
})

test('who slept for longer than an hour was away, and who had the clock set was not', async () => {
  const slept = await machine()
  await slept.sleep(20 * HOUR)
  expect(await backSince(slept.store.read)).toBe(slept.clock.now() - 500)
  const woken = await machine()
  await woken.sleep(MINUTE)
  expect(await backSince(woken.store.read)).toBe(null)
  const set = await machine()
  set.set(DAY)
  expect(await set.clock.absorb(set.store)).toBe(DAY)
  expect(await backSince(set.store.read)).toBe(null)
})

test('after a sleep nothing is sent before the lease is renewed: another may have taken the store', async () => {
  const { lease, sleep } = await machine()
  expect(lease.held()).toBe(true)
  const waking = sleep(HOUR)
  expect(lease.held()).toBe(false)
  await waking
  expect(lease.held()).toBe(true)
})
