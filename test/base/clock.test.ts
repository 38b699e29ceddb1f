import { expect, test } from 'vitest'
import {
  DAY,
  DeadlineError,
  HOUR,
  MINUTE,
  noticeStandstill,
  SECOND,
  systemClock,
  takeTurns,
  timeThatNeverSteps,
  withDeadline,
  withGrace,
  type Millis,
} from '#src/base/clock.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { NOON } from '#test/fixtures/stored.ts'

test('a deadline settles although the work never does, and tells the work to stop', async () => {
  const clock = fakeClock()
  let told: AbortSignal | undefined
  const waiting = withDeadline(clock, 'fetching', 500, undefined, (signal) => {
    told = signal
    return new Promise<never>(() => {})
  })
  const failing = errorOf(waiting)
  await clock.advance(499)
  expect(told?.aborted).toBe(false)
  await clock.advance(1)
  expect((await failing).message).toBe('fetching did not finish within 500 ms')
  expect(told?.reason).toBeInstanceOf(DeadlineError)
})

test('work that ends in time is answered, and no timer stays behind', async () => {
  const clock = fakeClock()
  await expect(withDeadline(clock, 'adding', 500, undefined, async () => 42)).resolves.toBe(42)
  await expect(
    withDeadline(clock, 'failing', 500, undefined, async () => {
      throw new Error('its own error')
    }),
  ).rejects.toThrow('its own error')
  expect(clock.sleeping()).toBe(0)
})

test('the abort of a parent ends the work with its reason, before the deadline', async () => {
  const clock = fakeClock()
  const parent = new AbortController()
  const waiting = withDeadline(clock, 'sending', 500, parent.signal, () => new Promise<never>(() => {}))
  const failing = errorOf(waiting)
  parent.abort(new Error('the process stops'))
  expect((await failing).message).toBe('the process stops')
  expect(clock.sleeping()).toBe(0)
})

test('nothing starts under a parent that has aborted already', async () => {
  let started = false
  const work = withDeadline(fakeClock(), 'late', 500, AbortSignal.abort(new Error('too late')), async () => {
    started = true
  })
  await expect(work).rejects.toThrow('too late')
  expect(started).toBe(false)
})

test('a sleep of the system clock ends early, without an error, when its signal aborts', async () => {
  const stop = new AbortController()
  const before = systemClock.monotonic()
  const sleeping = systemClock.sleep(60_000, stop.signal)
  stop.abort()
  await sleeping
  await systemClock.sleep(60_000, stop.signal)
  expect(systemClock.monotonic() - before).toBeLessThan(10_000)
})

test('a sleep longer than any timer of Node can be does not end at once', async () => {
  const stop = new AbortController()
  const sleeping = systemClock.sleep(2 ** 40, stop.signal).then(() => 'woke')
  const first = await Promise.race([sleeping, systemClock.sleep(20).then(() => 'still asleep')])
  stop.abort()
  expect(first).toBe('still asleep')
  await sleeping
})

test('long work that takes turns lets others have theirs', async () => {
  const turns: number[] = []
  const others = setInterval(() => turns.push(performance.now()), 1)
  const turn = takeTurns()
  const end = performance.now() + 10_000
  while (turns.length < 3 && performance.now() < end) await turn()
  clearInterval(others)
  expect(turns).toHaveLength(3)
})

/** A machine that is awake, asleep, or whose clock is set. */
function machine(knowsSleep = true) {
  const told = { wall: NOON, awake: 5 * SECOND, up: HOUR }
  let asked = 0
  const time = timeThatNeverSteps({
    wall: () => told.wall,
    awake: () => told.awake,
    up() {
      asked += 1
      return knowsSleep ? Math.floor(told.up / 10) * 10 : null
    },
  })
  return {
    time,
    asked: () => asked,
    pass(ms: Millis) {
      for (const which of ['wall', 'awake', 'up'] as const) told[which] += ms
    },
    sleep(ms: Millis) {
      told.wall += ms
      told.up += ms
    },
    set(ms: Millis) {
      told.wall += ms
    },
  }
}

test('time goes on while the machine sleeps, and not while its clock is set', () => {
  const { time, pass, sleep, set } = machine()
  const start = time()
  const passed = () => Math.round((time() - start) / 100) * 100
  pass(MINUTE)
  expect(passed()).toBe(MINUTE)
  sleep(20 * HOUR)
  expect(passed()).toBe(20 * HOUR + MINUTE)
  set(DAY)
  pass(MINUTE)
  expect(passed()).toBe(20 * HOUR + 2 * MINUTE)
  set(-2 * DAY)
  sleep(HOUR)
  pass(MINUTE)
  expect(passed()).toBe(21 * HOUR + 3 * MINUTE)
})

test('of a sleep after which the clock is set, the sleep has passed', () => {
  const { time, sleep, set } = machine()
  const start = time()
  sleep(8 * HOUR)
  set(-3 * HOUR)
  expect(Math.abs(time() - start - 8 * HOUR)).toBeLessThan(50)
})

test('a machine that cannot tell sleep has a time that never steps all the same', () => {
  const { time, pass, sleep, set } = machine(false)
  const start = time()
  sleep(HOUR)
  pass(MINUTE)
  set(-DAY)
  expect(time() - start).toBe(MINUTE)
})

test('a clock that is slewed, and short naps, cost no looks and lose nothing', () => {
  const { time, pass, set, sleep, asked } = machine()
  const start = time()
  const before = asked()
  for (let index = 0; index < 1_000; index++) {
    pass(SECOND)
    set(index % 2 === 0 ? 1 : -1)
    time()
  }
  expect(asked()).toBe(before)
  for (let index = 0; index < 100; index++) {
    sleep(100)
    time()
  }
  expect(Math.abs(time() - start - 1_010 * SECOND)).toBeLessThan(500)
})

test('the machine itself tells the two times together', () => {
  const [at, wall] = [systemClock.monotonic(), systemClock.now()]
  const later = systemClock.monotonic() - at
  expect(later).toBeGreaterThanOrEqual(0)
  expect(Math.abs(systemClock.now() - wall - (systemClock.monotonic() - at))).toBeLessThan(500)
})

test('what has begun may end for a while after it was told to stop', async () => {
  const clock = fakeClock()
  const stop = new AbortController()
  let told: AbortSignal | undefined
  const work = withGrace(clock, 500, stop.signal, async (late) => {
    told = late
    await clock.sleep(2_000, late)
    return late.aborted
  })
  await clock.advance(1_000)
  stop.abort(new Error('the process stops'))
  await clock.advance(499)
  expect(told?.aborted).toBe(false)
  await clock.advance(1)
  expect(await work).toBe(true)
  expect(told?.reason).toBe(stop.signal.reason)
  const after = withGrace(clock, 500, stop.signal, (late) => clock.sleep(2_000, late))
  await clock.advance(500)
  await after
  expect(await withGrace(clock, 500, stop.signal, async () => 42)).toBe(42)
  expect(clock.sleeping()).toBe(0)
})

test('who asks all the time is told when time went by in which nobody could', async () => {
  const clock = fakeClock()
  const stoodStill = noticeStandstill(clock, 2 * MINUTE)
  await clock.advance(2 * MINUTE)
  expect(stoodStill()).toBe(0)
  await clock.advance(8 * HOUR)
  expect(stoodStill()).toBe(8 * HOUR)
  expect(stoodStill()).toBe(0)
  clock.step(DAY)
  expect(stoodStill()).toBe(0)
})
