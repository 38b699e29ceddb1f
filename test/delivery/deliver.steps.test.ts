import { expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, type Clock } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { startReconciling } from '#src/delivery/reconcile.ts'
import { openSteadyClock } from '#src/store/steady.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, proven, scripted, someAccount, someChannel, states, taken } from '#test/fixtures/lanes.ts'
import { addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** Everything that sends and looks, on a machine whose clock is set by `steps` at these seconds. */
async function stepped(steps: Readonly<Record<number, number>>) {
  const store = await ownStore()
  const machine = fakeClock()
  const steady = openSteadyClock(machine)
  // A platform has a clock of its own, that nobody sets.
  const real: Clock = { ...machine, now: () => machine.monotonic() }
  const platform = scripted(real, ({ text, at }) => {
    if (text === 'lost' && at < MINUTE) return { is: 'unknown', why: 'reset' }
    if (text === 'slow' && at < 10 * MINUTE)
      return { is: 'later', at: steady.now() + HOUR, holds: 'place', why: '429', firm: true }
    return taken()
  })
  platform.find = () => ({ is: 'absent' })
  const channels = ['one', 'two'].map((id) => someChannel({ id, maxAge: 9 * DAY }))
  const windows = [{ of: 'account', max: 3, within: 7 * MINUTE }] as const
  const account = someAccount({ connection: platform.connection, afterUnknown: 'verified', channels, windows })
  await addedDelivery(store, { article: 'lost', channel: 'one', texts: ['lost'], queued: 0 })
  for (let index = 1; index < 6; index++) {
    await addedDelivery(store, { article: `article${index}`, channel: 'one', texts: [`post ${index}`], queued: index })
  }
  await addedDelivery(store, { article: 'slow', channel: 'two', texts: ['slow'], queued: 9 })

  const lanes = ownLanes(store, steady, [account], { onUnknown: () => loops.forEach((loop) => loop.nudge()) })
  const parts = { store, clock: steady, log: silentLog, maySend: () => true, onSent: () => {}, onUnknown: () => {} }
  const abandon = new AbortController().signal
  const loops = startReconciling([account], proven, { ...parts, abandon, onAbsent: () => lanes.nudge() })
  onTestFinished(async () => {
    await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()))
  })
  for (let second = 0; second < 2 * 3_600; second += 10) {
    const by = steps[second]
    if (by !== undefined) {
      machine.step(by)
      await steady.absorb(store)
      lanes.nudge()
      loops.forEach((loop) => loop.nudge())
    }
    await machine.advance(10 * SECOND, 3)
  }
  return {
    // Two lanes that wait for the same moment may go in either order.
    calls: platform.calls.map(({ text, at }) => `${at / SECOND} ${text}`).toSorted(),
    looks: platform.looks.map(({ at }) => at / SECOND),
    ends: await states(store),
  }
}

test('a clock that is set by an hour or a day, forward or back, changes no moment of any call or look', async () => {
  const calm = await stepped({})
  expect(calm.ends.every((end) => end.endsWith('sent'))).toBe(true)
  expect(calm.calls).toHaveLength(9)
  for (const by of [HOUR, -HOUR, DAY, -DAY]) {
    expect(await stepped({ 30: by }), `set by ${by / HOUR} h`).toEqual(calm)
    expect(await stepped({ 120: by, 400: -by, 410: by, 1_800: by }), `set by ${by / HOUR} h again and again`).toEqual(
      calm,
    )
  }
}, 60_000)
