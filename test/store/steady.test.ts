import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { recallFeed, rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { noteLook, unknownCalls } from '#src/store/looks.ts'
import type { Store } from '#src/store/open.ts'
import { pause, pausesOn } from '#src/store/pauses.ts'
import { logCall, logOutcome, roomAt, type Window } from '#src/store/sends.ts'
import { openSteadyClock, type SteadyClock } from '#src/store/steady.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { ownStore } from '#test/fixtures/stored.ts'

const WINDOWS: readonly Window[] = [{ of: 'account', max: 2, within: HOUR }]

/** A store that does the work of every write and then fails, as a disk does that is full at the commit. */
function failing(store: Store): Store {
  return {
    ...store,
    write: (work) =>
      store.write(async (writer) => {
        await work(writer)
        throw new Error('database or disk is full')
      }),
  }
}

/** What waits in the store, in time that never steps. */
interface Waits {
  /** When calls ended. */
  readonly calls: Millis[]
  /** When looks were taken. */
  readonly looks: Millis[]
  pausedUntil: Millis
  feedAt: Millis
}

/** How far away everything is by the store and the steady clock. */
async function seen(store: Store, steady: SteadyClock): Promise<object> {
  const now = steady.now()
  const calls = await unknownCalls(store.read, 'part1')
  const [paused] = await pausesOn(store.read, ['account:news-x'], now)
  return {
    room: (await roomAt(store.read, 'news-x', '42', WINDOWS, now)) - now,
    calls: calls.map(({ ended }) => now - ended).toSorted((a, b) => b - a),
    looks: calls.flatMap(({ looks }) => looks.map(({ at }) => now - at)).toSorted((a, b) => b - a),
    paused: paused === undefined ? 0 : paused.until! - now,
    feed: (await recallFeed(store.read, 'world'))!.nextAt - now,
  }
}

/** The same by hand. */
function expected({ calls, looks, pausedUntil, feedAt }: Waits, passed: Millis): object {
  const recent = calls.filter((ended) => ended > passed - HOUR)
  return {
    room: recent.length < 2 ? 0 : recent.at(-2)! + HOUR - passed,
    calls: calls.map((ended) => passed - ended),
    looks: looks.map((at) => passed - at),
    paused: Math.max(0, pausedUntil - passed),
    feed: feedAt - passed,
  }
}

async function wait(store: Store, feedAt: Millis): Promise<void> {
  const memory = { ...unseenFeed('u'), baseline: 1, nextAt: feedAt }
  await store.write((writer) => rememberFeed(writer, 'world', memory))
}

type Step =
  | { readonly is: 'pass' | 'set'; readonly ms: Millis }
  | { readonly is: 'absorb' | 'fail' | 'call' | 'look' | 'pause' | 'feed' }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ is: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 50 * MINUTE }) }),
    fc.record({
      is: fc.constant('set' as const),
      ms: fc.oneof(fc.constantFrom(HOUR, -HOUR, DAY, -DAY), fc.integer({ min: -2 * DAY, max: 2 * DAY })),
    }),
    fc.record({ is: fc.constantFrom('absorb' as const, 'fail', 'call', 'look', 'pause', 'feed') }),
  ),
  { maxLength: 25 },
)

async function take(step: Step, store: Store, clock: FakeClock, steady: SteadyClock, waits: Waits): Promise<void> {
  const passed = clock.monotonic()
  const now = steady.now()
  switch (step.is) {
    case 'pass':
      return clock.advance(step.ms)
    case 'set':
      return clock.step(step.ms)
    case 'absorb':
      await steady.absorb(store)
      expect(Math.abs(steady.now() - clock.now())).toBeLessThan(500)
      return
    case 'fail': {
      const before = await seen(store, steady)
      await steady.absorb(failing(store)).catch(() => {})
      expect(await seen(store, steady)).toEqual(before)
      expect(steady.now()).toBe(now)
      return
    }
    case 'call':
      waits.calls.push(passed)
      await store.write(async (writer) => {
        const call = await logCall(writer, { part: 'part1', account: 'news-x', place: '42', at: now, usd: 0 })
        await logOutcome(writer, call, { is: 'unknown', why: 'reset' }, now)
      })
      return
    case 'look': {
      const call = (await unknownCalls(store.read, 'part1')).at(-1)
      if (call === undefined) return
      waits.looks.push(passed)
      await store.write((writer) => noteLook(writer, { call: call.call, at: now, found: 'absent', why: '' }))
      return
    }
    case 'pause': {
      waits.pausedUntil = Math.max(waits.pausedUntil, passed + HOUR)
      const until = now + HOUR
      await store.write((writer) =>
        pause(writer, { scope: 'account:news-x', askedBy: 'platform', until, why: '429', at: now, firm: true }),
      )
      return
    }
    case 'feed':
      waits.feedAt = passed + 10 * MINUTE
      return wait(store, now + 10 * MINUTE)
  }
}

test('however the clock is set, every window, wait and look is as far away as it was', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const store = await ownStore()
      const clock = fakeClock()
      const steady = openSteadyClock(clock)
      const waits: Waits = { calls: [], looks: [], pausedUntil: 0, feedAt: MINUTE }
      await wait(store, steady.now() + MINUTE)
      for (const step of taken) {
        await take(step, store, clock, steady, waits)
        expect(await seen(store, steady)).toEqual(expected(waits, clock.monotonic()))
      }
    }),
    { numRuns: 150 },
  )
}, 60_000)

test('time goes on evenly through a step, and by the machine’s clock once that is absorbed', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const steady = openSteadyClock(clock)
  const start = steady.now()
  expect(start).toBe(clock.now())
  clock.step(-DAY)
  await clock.advance(MINUTE)
  expect(steady.now()).toBe(start + MINUTE)
  expect(await steady.absorb(store)).toBe(-DAY)
  expect(steady.now()).toBe(clock.now())
  expect(await steady.absorb(store)).toBe(0)
})

test('a clock that is slewed by less than half a second needs no writing', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const steady = openSteadyClock(clock)
  clock.step(499)
  expect(await steady.absorb(failing(store))).toBe(0)
  clock.step(1)
  expect(await steady.absorb(store)).toBe(500)
})

test('a step that cannot be written down is told, changes nothing, and is absorbed later', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const steady = openSteadyClock(clock)
  const before = steady.now()
  clock.step(HOUR)
  expect((await errorOf(steady.absorb(failing(store)))).message).toBe('database or disk is full')
  expect(steady.now()).toBe(before)
  await clock.advance(SECOND)
  expect(await steady.absorb(store)).toBe(HOUR)
  expect(steady.now()).toBe(before + HOUR + SECOND)
})

test('sleeping is the machine’s own: a step ends no sleep and lengthens none', async () => {
  const clock = fakeClock()
  const steady = openSteadyClock(clock)
  let woken = false
  void steady.sleep(MINUTE).then(() => (woken = true))
  clock.step(DAY)
  await clock.advance(MINUTE - 1, 1)
  expect(woken).toBe(false)
  await clock.advance(1)
  await new Promise(setImmediate)
  expect(woken).toBe(true)
})
