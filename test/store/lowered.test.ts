import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import { loweredWindows } from '#src/store/lowered.ts'
import type { Store } from '#src/store/open.ts'
import { logCall, logOutcome, type Window } from '#src/store/sends.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const WINDOWS: readonly Window[] = [
  { of: 'account', max: 10, within: 30 * MINUTE, name: 'perHalfHour' },
  { of: 'account', max: 50, within: DAY, name: 'perDay' },
]
const SENT: Outcome = { is: 'sent', ref: { id: '1', url: null } }
const OVER: Outcome = { is: 'later', at: null, holds: 'account', why: 'over', reached: 'perHalfHour' }

async function called(store: Store, at: Millis, outcome: Outcome): Promise<void> {
  await store.write(async (writer) => {
    const call = await logCall(writer, { part: 'x', account: 'news-x', place: '42', at, usd: 0 })
    await logOutcome(writer, call, outcome, at)
  })
}

const most = async (store: Store, now: Millis) =>
  (await loweredWindows(store.read, 'news-x', WINDOWS, now)).map(({ max }) => max)

test('an answer that a limit is reached lowers it for a day to what stood within its time', async () => {
  const store = await ownStore()
  await called(store, NOON - HOUR, SENT)
  for (let minutes = 4; minutes > 0; minutes--) await called(store, NOON - minutes * MINUTE, SENT)
  await called(store, NOON - MINUTE, { is: 'unknown', why: 'reset' })
  await called(store, NOON - MINUTE, { is: 'refused', why: 'too long' })
  await called(store, NOON, OVER)
  expect(await most(store, NOON)).toEqual([5, 50])
  expect(await most(store, NOON + DAY - 1)).toEqual([5, 50])
  expect(await most(store, NOON + DAY)).toEqual([10, 50])
})

test('of several answers the lowest counts, one at least is left, and none raises a limit', async () => {
  const store = await ownStore()
  for (let posts = 0; posts < 12; posts++) await called(store, NOON - MINUTE, SENT)
  await called(store, NOON, OVER)
  expect(await most(store, NOON)).toEqual([10, 50])
  await called(store, NOON + 2 * HOUR, OVER)
  expect(await most(store, NOON + 2 * HOUR)).toEqual([1, 50])
})

test('windows that nothing lowers stay the very same, for other accounts too', async () => {
  const store = await ownStore()
  await called(store, NOON, { ...OVER, reached: 'perWeek' })
  expect(await most(store, NOON)).toEqual([10, 50])
  expect(await loweredWindows(store.read, 'other-x', WINDOWS, NOON)).toBe(WINDOWS)
})
