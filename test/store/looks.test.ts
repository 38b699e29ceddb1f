import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { secret } from '#src/base/secret.ts'
import type { Outcome } from '#src/records.ts'
import { noteLook, unknownCalls } from '#src/store/looks.ts'
import { concludeCall, logCall, logOutcome, spentSince } from '#src/store/sends.ts'
import type { Store } from '#src/store/open.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const UNKNOWN: Outcome = { is: 'unknown', why: 'reset' }

async function called(store: Store, at: number, outcome: Outcome, after: string | null = null): Promise<string> {
  return store.write(async (writer) => {
    const call = { part: 'part1', account: 'news-x', place: '42', at, usd: 0.2, after }
    const id = await logCall(writer, call)
    await logOutcome(writer, id, outcome, at + SECOND)
    return id
  })
}

test('calls of unknown fate come oldest first, with where to look from and every look so far', async () => {
  const store = await ownStore()
  await called(store, NOON - MINUTE, { is: 'not-sent', why: 'refused' })
  const first = await called(store, NOON, UNKNOWN, '98')
  const second = await called(store, NOON + MINUTE, UNKNOWN, '99')
  secret('canary-look')
  await store.write(async (writer) => {
    await concludeCall(writer, first, 'absent')
    await noteLook(writer, { call: second, at: NOON + 9, found: 'unclear', why: 'GET /botcanary-look/' })
    await noteLook(writer, { call: second, at: NOON + 5, found: 'absent', why: 'look-again' })
  })
  expect(await unknownCalls(store.read, 'part1')).toEqual([
    { call: first, at: NOON, ended: NOON + SECOND, untimed: 0, place: '42', after: '98', looks: [] },
    {
      call: second,
      at: NOON + MINUTE,
      ended: NOON + MINUTE + SECOND,
      untimed: 0,
      place: '42',
      after: '99',
      looks: [
        { id: expect.any(String), call: second, at: NOON + 5, found: 'absent', why: 'look-again', usd: 0 },
        { id: expect.any(String), call: second, at: NOON + 9, found: 'unclear', why: 'GET /bot[secret]/', usd: 0 },
      ],
    },
  ])
  expect(await unknownCalls(store.read, 'another')).toEqual([])
})

test('a call that is found to stand is paid for; one that is proven absent is not', async () => {
  const store = await ownStore()
  const found = await called(store, NOON, UNKNOWN)
  const absent = await called(store, NOON, UNKNOWN)
  expect(await spentSince(store.read, 'news-x', NOON)).toBeCloseTo(0.4)
  await store.write((writer) => concludeCall(writer, found, 'found'))
  await store.write((writer) => concludeCall(writer, absent, 'absent'))
  expect(await spentSince(store.read, 'news-x', NOON)).toBeCloseTo(0.2)
  expect((await unknownCalls(store.read, 'part1')).map(({ call }) => call)).toEqual([absent])
})

test('what looks cost counts with their call, whatever they find', async () => {
  const store = await ownStore()
  const found = await called(store, NOON, UNKNOWN)
  const absent = await called(store, NOON, UNKNOWN)
  const look = { at: NOON + MINUTE, why: '', usd: 0.01 } as const
  await store.write(async (writer) => {
    await noteLook(writer, { ...look, call: found, found: 'present' })
    await concludeCall(writer, found, 'found')
    await noteLook(writer, { ...look, call: absent, found: 'absent' })
    await concludeCall(writer, absent, 'absent')
  })
  expect(await spentSince(store.read, 'news-x', NOON)).toBeCloseTo(0.22)
})
