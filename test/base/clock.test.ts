import { expect, test } from 'vitest'
import { DeadlineError, systemClock, takeTurns, withDeadline, withGrace } from '#src/base/clock.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'

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
