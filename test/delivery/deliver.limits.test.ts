import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { rememberPlace, meetChannel } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import type { Window } from '#src/store/sends.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { ownLanes, scripted, someAccount, someChannel, taken, type ScriptedCall } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const CHANNELS = ['one', 'two', 'three']
const WINDOWS: readonly Window[] = [
  { of: 'account', max: 12, within: 20 * SECOND },
  { of: 'place', max: 3, within: 5 * SECOND },
  { of: 'place', max: 20, within: 2 * MINUTE },
]

/** The most calls that any stretch of `within` milliseconds holds, both ends counted from inside. */
function most(calls: readonly ScriptedCall[], within: number): number {
  return Math.max(0, ...calls.map(({ at }) => calls.filter((call) => call.at > at - within && call.at <= at).length))
}

async function filled(deliveries: number): Promise<Store> {
  const store = await ownStore()
  for (let index = 0; index < deliveries; index++) {
    const channel = CHANNELS[index % CHANNELS.length]!
    await addedDelivery(store, { article: `article${index}`, channel, texts: [channel], queued: index })
  }
  return store
}

function overfull(calls: readonly ScriptedCall[]): readonly string[] {
  const places = CHANNELS.map((channel) => calls.filter(({ text }) => text === channel))
  return WINDOWS.flatMap((window) =>
    (window.of === 'account' ? [calls] : places)
      .map((some) => most(some, window.within))
      .filter((count) => count > window.max)
      .map((count) => `${count} of ${window.max} within ${window.within}`),
  )
}

const channels = CHANNELS.map((id) => someChannel({ id }))

async function untilSent(clock: FakeClock, count: number, sent: () => number): Promise<void> {
  for (let minutes = 0; minutes < 60 && sent() < count; minutes++) await clock.advance(MINUTE, CHANNELS.length)
}

test('over 200 deliveries no window is ever overfull, and hardly any time is given away', async () => {
  const store = await filled(200)
  const clock = fakeClock()
  const platform = scripted(clock)
  ownLanes(store, clock, [someAccount({ connection: platform.connection, windows: WINDOWS, channels })])
  await untilSent(clock, 200, () => platform.calls.length)
  expect(platform.calls).toHaveLength(200)
  expect(overfull(platform.calls)).toEqual([])
  // The narrowest window is that of a place: 67 posts at 20 in two minutes, the last seven in the seventh minute.
  const took = platform.calls.at(-1)!.at - NOON
  expect(took).toBeLessThanOrEqual(6 * MINUTE + 20 * SECOND)
})

test('slow answers, of which the platform may count either end, overfill no window', async () => {
  const store = await filled(90)
  const clock = fakeClock()
  const arrived: ScriptedCall[] = []
  let calls = 0
  const platform = scripted(clock, async (call) => {
    calls += 1
    const early = calls % 2 === 0
    if (early) arrived.push(call)
    await clock.sleep((calls % 5) * 700)
    if (!early) arrived.push({ ...call, at: clock.now() })
    return taken()
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection, windows: WINDOWS, channels })])
  await untilSent(clock, 90, () => arrived.length)
  expect(arrived).toHaveLength(90)
  expect(overfull(arrived)).toEqual([])
})

test('limits survive a restart: a new life counts what the old one sent', async () => {
  const store = await filled(60)
  const clock = fakeClock()
  const platform = scripted(clock)
  const account = someAccount({ connection: platform.connection, windows: WINDOWS, channels })
  for (let life = 0; life < 12; life++) {
    const lanes = ownLanes(store, clock, [account])
    await clock.advance(3 * SECOND, CHANNELS.length)
    await lanes[Symbol.asyncDispose]()
  }
  ownLanes(store, clock, [account])
  await untilSent(clock, 60, () => platform.calls.length)
  expect(platform.calls).toHaveLength(60)
  expect(overfull(platform.calls)).toEqual([])
})

test('two channels that post to one place share its limit', async () => {
  const store = await filled(9)
  for (const id of CHANNELS) {
    await store.write(async (writer) => {
      await meetChannel(writer, id, NOON)
      await rememberPlace(writer, id, '-100')
    })
  }
  const clock = fakeClock()
  const platform = scripted(clock)
  const windows: readonly Window[] = [{ of: 'place', max: 2, within: MINUTE }]
  ownLanes(store, clock, [someAccount({ connection: platform.connection, windows, channels })])
  await clock.advance(HOUR, CHANNELS.length)
  expect(platform.calls).toHaveLength(9)
  expect(most(platform.calls, MINUTE)).toBe(2)
  expect(platform.calls.at(-1)!.at).toBe(NOON + 4 * MINUTE)
})

test('a window that allows nothing sends nothing', async () => {
  const store = await filled(3)
  const clock = fakeClock()
  const platform = scripted(clock)
  const windows: readonly Window[] = [{ of: 'account', max: 0, within: MINUTE }]
  ownLanes(store, clock, [someAccount({ connection: platform.connection, windows, channels })])
  await clock.advance(5 * HOUR, CHANNELS.length)
  expect(platform.calls).toEqual([])
})
