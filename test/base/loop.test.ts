import { expect, onTestFinished, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { silentLog, type About } from '#src/base/log.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import { fakeClock } from '#test/fake-clock.ts'

function started(parts: Parameters<typeof startLoop>[0]): Loop {
  const loop = startLoop(parts)
  onTestFinished(() => loop[Symbol.asyncDispose]())
  return loop
}

test('a loop takes its next turn after the time that the last one asked for', async () => {
  const clock = fakeClock()
  const turns: number[] = []
  started({
    name: 'stage',
    clock,
    log: silentLog,
    async turn() {
      turns.push(clock.monotonic())
      return 100
    },
  })
  await clock.advance(350, 1)
  expect(turns).toEqual([0, 100, 200, 300])
})

test('a nudge wakes a sleeping loop now, and one that comes during a turn is not forgotten', async () => {
  const clock = fakeClock()
  let turns = 0
  let inTurn: () => void = () => {}
  const loop = started({
    name: 'stage',
    clock,
    log: silentLog,
    async turn() {
      turns += 1
      inTurn()
      return MINUTE
    },
  })
  await clock.asleep(1)
  loop.nudge()
  await clock.asleep(1)
  expect(turns).toBe(2)
  inTurn = () => {
    inTurn = () => {}
    loop.nudge()
  }
  loop.nudge()
  await clock.asleep(1)
  expect(turns).toBe(4)
  expect(clock.monotonic()).toBe(0)
})

test('a turn that throws is logged and tried again after a pause that doubles up to a minute', async () => {
  const clock = fakeClock()
  const turns: number[] = []
  const errors: About[] = []
  started({
    name: 'stage',
    clock,
    log: { ...silentLog, error: (about) => errors.push(about) },
    async turn() {
      turns.push(clock.monotonic())
      if (turns.length < 10) throw new Error('the disk is full')
      return 10 * MINUTE
    },
  })
  await clock.advance(5 * MINUTE, 1)
  const pauses = turns.slice(1).map((at, index) => (at - turns[index]!) / SECOND)
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  expect(errors).toHaveLength(9)
  expect(errors[0]).toMatchObject({ stage: 'stage', error: 'the disk is full', retryInMs: SECOND })
})

test('nudges do not turn the pause after a failure into a hot loop', async () => {
  const clock = fakeClock()
  let turns = 0
  const loop = started({
    name: 'stage',
    clock,
    log: silentLog,
    async turn() {
      turns += 1
      throw new Error('broken')
    },
  })
  for (let nudges = 0; nudges < 50; nudges++) {
    await clock.asleep(1)
    loop.nudge()
  }
  expect(turns).toBe(1)
})

test('after a success the pauses start from one second again', async () => {
  const clock = fakeClock()
  const turns: number[] = []
  started({
    name: 'stage',
    clock,
    log: silentLog,
    async turn() {
      turns.push(clock.monotonic())
      if (turns.length !== 3) throw new Error('broken')
      return SECOND
    },
  })
  await clock.advance(6 * SECOND, 1)
  expect(turns).toEqual([0, 1_000, 3_000, 4_000, 5_000])
})

test('disposing waits for the turn under way, tells it, and starts no other', async () => {
  const clock = fakeClock()
  const finish = Promise.withResolvers<void>()
  const running = Promise.withResolvers<AbortSignal>()
  let turns = 0
  const loop = startLoop({
    name: 'stage',
    clock,
    log: silentLog,
    async turn(signal) {
      turns += 1
      running.resolve(signal)
      await finish.promise
      return 0
    },
  })
  const signal = await running.promise
  let disposed = false
  const disposing = loop[Symbol.asyncDispose]().then(() => (disposed = true))
  await clock.asleep(0)
  expect(signal.aborted).toBe(true)
  expect(disposed).toBe(false)
  finish.resolve()
  await disposing
  expect(turns).toBe(1)
})
