import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '#src/base/clock.ts'
import { secret } from '#src/base/secret.ts'
import type { Outcome } from '#src/records.ts'
import type { Store } from '#src/store/open.ts'
import {
  IN_FLIGHT,
  callsOf,
  closeOpenCalls,
  logCall,
  logOutcome,
  roomAt,
  spentSince,
  type Window,
} from '#src/store/sends.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const ACCOUNT = 'news-x'
const SENT: Outcome = { is: 'sent', ref: { id: '1', url: null } }

async function called(
  store: Store,
  at: number,
  change: { place?: string; usd?: number; part?: string } = {},
): Promise<string> {
  const call = { part: 'part1', account: ACCOUNT, place: 'here', usd: 0.01, at, ...change }
  return store.write((writer) => logCall(writer, call))
}

async function ended(store: Store, call: string, outcome: Outcome, at: number): Promise<void> {
  await store.write((writer) => logOutcome(writer, call, outcome, at))
}

interface LoggedAt {
  readonly place: string
  readonly countsFrom: number
}

/** By brute force: the first of all moments at which something can change where no window is full. */
function roomByHand(calls: readonly LoggedAt[], place: string, windows: readonly Window[], now: number): number {
  const moments = [now, ...windows.flatMap(({ within }) => calls.map((call) => call.countsFrom + within))]
    .filter((at) => at >= now && at < IN_FLIGHT)
    .toSorted((one, other) => one - other)
  const free = moments.find((at) =>
    windows.every(({ of, max, within }) => {
      const counting = calls.filter(
        (call) => (of === 'account' || call.place === place) && call.countsFrom > at - within,
      )
      return counting.length < max
    }),
  )
  return free ?? IN_FLIGHT
}

test('room over sliding windows is what counting by hand says, whatever the calls and the limits', async () => {
  const store = await ownStore()
  const window = fc.record({
    of: fc.constantFrom('account' as const, 'place' as const),
    max: fc.integer({ min: 0, max: 4 }),
    within: fc.integer({ min: 1, max: 50 }),
  })
  const call = fc.record({
    place: fc.constantFrom('here', 'there'),
    countsFrom: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -60, max: 20 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  })
  const model = fc.asyncProperty(
    fc.array(call, { maxLength: 14 }),
    fc.array(window, { maxLength: 4 }),
    async (calls, windows) => {
      const logged = calls.map(({ place, countsFrom }) => ({
        place,
        countsFrom: countsFrom === null ? IN_FLIGHT : NOON + countsFrom,
      }))
      await store.write(async (writer) => {
        await writer.deleteFrom('send_log').execute()
        const rows = logged.map(({ place, countsFrom }, index) => ({
          id: String(index),
          part: 'part1',
          channel: 'telegram-world',
          account: ACCOUNT,
          place,
          at: NOON - 100,
          counts_from: countsFrom,
          outcome: null,
          why: null,
          usd: 0,
          untimed: 0,
        }))
        const others = { ...rows[0]!, id: 'other', account: 'other', counts_from: NOON }
        if (rows.length > 0)
          await writer
            .insertInto('send_log')
            .values([...rows, others])
            .execute()
      })
      expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON)).toBe(roomByHand(logged, 'here', windows, NOON))
    },
  )
  await fc.assert(model, { numRuns: 300 })
})

test('a call under way fills its place in every window until it has ended', async () => {
  const store = await ownStore()
  const windows: readonly Window[] = [{ of: 'account', max: 2, within: MINUTE }]
  const first = await called(store, NOON)
  expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON)).toBe(NOON)
  await called(store, NOON)
  expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON + DAY)).toBe(IN_FLIGHT)
  await ended(store, first, SENT, NOON + 5 * SECOND)
  expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON + 6 * SECOND)).toBe(NOON + 65 * SECOND)
})

test('windows count from a call’s end: a slow answer cannot make them overfull on the platform’s side', async () => {
  const store = await ownStore()
  await ended(store, await called(store, NOON), SENT, NOON + 30 * SECOND)
  const windows: readonly Window[] = [{ of: 'place', max: 1, within: MINUTE }]
  expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON + 31 * SECOND)).toBe(NOON + 90 * SECOND)
})

test('only what never left counts in no window', async () => {
  const windows: readonly Window[] = [{ of: 'account', max: 1, within: MINUTE }]
  const later: Outcome = { is: 'later', at: null, holds: 'account', why: 'y' }
  const unknown: Outcome = { is: 'unknown', why: 'y' }
  const cases = [SENT, unknown, { is: 'refused', why: 'y' }, later, { is: 'not-sent', why: 'y' }] as const
  const free: string[] = []
  for (const outcome of cases) {
    const store = await ownStore()
    await ended(store, await called(store, NOON), outcome, NOON)
    if ((await roomAt(store.read, ACCOUNT, 'here', windows, NOON)) === NOON) free.push(outcome.is)
  }
  expect(free).toEqual(['not-sent'])
})

test('money counts for what was posted, may have been, or may be just now; not for what the platform did not do', async () => {
  const store = await ownStore()
  await ended(store, await called(store, NOON, { usd: 1 }), SENT, NOON)
  await ended(store, await called(store, NOON, { usd: 2 }), { is: 'unknown', why: 'y' }, NOON)
  await called(store, NOON, { usd: 4 })
  await ended(store, await called(store, NOON, { usd: 8 }), { is: 'refused', why: 'y' }, NOON)
  await ended(store, await called(store, NOON, { usd: 16 }), { is: 'not-sent', why: 'y' }, NOON)
  await ended(store, await called(store, NOON, { usd: 32 }), { is: 'later', at: NOON, holds: 'place', why: 'y' }, NOON)
  expect(await spentSince(store.read, ACCOUNT, NOON)).toBe(7)
  expect(await spentSince(store.read, ACCOUNT, NOON + 1)).toBe(4)
  expect(await spentSince(store.read, 'other', 0)).toBe(0)
})

test('calls that a dead process left open end as unknown, and count and cost from then on', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await called(store, NOON, { part: part.id, usd: 4 })
  const done = await called(store, NOON - 1, { part: part.id })
  await ended(store, done, SENT, NOON)
  await store.write((writer) => closeOpenCalls(writer, 'the process ended', NOON + MINUTE))
  expect(await callsOf(store.read, part.delivery)).toEqual([
    { part: part.id, at: NOON - 1, ended: NOON, outcome: 'sent', why: null },
    { part: part.id, at: NOON, ended: NOON + MINUTE, outcome: 'unknown', why: 'the process ended' },
  ])
  const windows: readonly Window[] = [{ of: 'account', max: 1, within: MINUTE }]
  expect(await roomAt(store.read, ACCOUNT, 'here', windows, NOON + MINUTE)).toBe(NOON + 2 * MINUTE)
  expect(await spentSince(store.read, ACCOUNT, NOON + MINUTE)).toBe(4)
})

test('the calls of a delivery are told oldest first; one under way has no end', async () => {
  const store = await ownStore()
  secret('canary-call')
  const [part] = await addedDelivery(store)
  const first = await called(store, NOON, { part: part.id })
  await called(store, NOON + 5, { part: part.id })
  await called(store, NOON, { part: 'of-another' })
  await ended(store, first, { is: 'not-sent', why: 'no route for canary-call' }, NOON + 1)
  expect(await callsOf(store.read, part.delivery)).toEqual([
    { part: part.id, at: NOON, ended: null, outcome: 'not-sent', why: 'no route for [secret]' },
    { part: part.id, at: NOON + 5, ended: null, outcome: null, why: null },
  ])
})
