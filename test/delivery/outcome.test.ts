import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '#src/base/clock.ts'
import { holdUnknown, settle } from '#src/delivery/outcome.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { allPauses } from '#src/store/pauses.ts'
import { callsOf, logCall } from '#src/store/sends.ts'
import type { Store } from '#src/store/open.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** A part whose call is under way. */
async function sending(store: Store, attempts = 0): Promise<{ readonly part: Part; readonly call: string }> {
  const [part] = await addedDelivery(store)
  return store.write(async (writer) => {
    await writer.updateTable('part').set({ attempts }).execute()
    const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    const call = { part: part.id, account: part.account, place: '-100', at: NOON, usd: 0.2 }
    return { part: now, call: await logCall(writer, call) }
  })
}

async function settled(store: Store, outcome: Outcome, attempts = 0): Promise<Part> {
  const { part, call } = await sending(store, attempts)
  return store.write((writer) => settle(writer, part, call, '-100', outcome, NOON + SECOND))
}

const pauses = async (store: Store) =>
  (await allPauses(store.read, NOON)).map(
    ({ scope, until, askedBy }) => `${askedBy} ${scope} ${until === null ? null : until - NOON}`,
  )

const UNTIL = NOON + MINUTE

test.each<[string, Outcome, Partial<Part>, readonly string[]]>([
  [
    'sent is sent, with its link',
    { is: 'sent', ref: { id: '7', url: 'https://t.example/7' } },
    { state: 'sent', ref_id: '7', ref_url: 'https://t.example/7', attempts: 1 },
    [],
  ],
  [
    'refused waits for staff, with the reason',
    { is: 'refused', why: 'too spicy' },
    { state: 'refused', reason: 'refused: too spicy', attempts: 1 },
    [],
  ],
  [
    'unknown is held, never ready',
    { is: 'unknown', why: 'reset' },
    { state: 'held', reason: 'unknown: reset', attempts: 1 },
    [],
  ],
  [
    'later is ready, and its place waits as long as told',
    { is: 'later', at: UNTIL, holds: 'place', why: '429' },
    { state: 'ready', reason: 'later: 429', attempts: 0 },
    ['platform place:news-telegram/-100 60000'],
  ],
  [
    'later is ready, and its account waits as long as told',
    { is: 'later', at: UNTIL, holds: 'account', why: '429' },
    { state: 'ready', reason: 'later: 429', attempts: 0 },
    ['platform account:news-telegram 60000'],
  ],
  [
    'a place that waits for staff is found by its channel',
    { is: 'later', at: null, holds: 'place', why: 'kicked' },
    { state: 'ready', reason: 'later: kicked', attempts: 0 },
    ['platform channel:telegram-world null'],
  ],
  [
    'an account that waits for staff is paused',
    { is: 'later', at: null, holds: 'account', why: '402' },
    { state: 'ready', reason: 'later: 402', attempts: 0 },
    ['platform account:news-telegram null'],
  ],
  [
    'not-sent is ready, and the account takes a breath',
    { is: 'not-sent', why: 'ENOTFOUND' },
    { state: 'ready', reason: 'not-sent: ENOTFOUND', attempts: 1 },
    ['platform account:news-telegram 2000'],
  ],
])('%s', async (_, outcome, part, expected) => {
  const store = await ownStore()
  expect(await settled(store, outcome)).toMatchObject(part)
  expect(await pauses(store)).toEqual(expected)
})

test.each([
  [0, 1],
  [1, 2],
  [5, 32],
  [9, 300],
  [1_000, 300],
])('after %d failures to reach the platform the account waits %d s', async (attempts, seconds) => {
  const store = await ownStore()
  await settled(store, { is: 'not-sent', why: 'ECONNREFUSED' }, attempts)
  const [pause] = await allPauses(store.read, NOON)
  expect(pause?.until).toBe(NOON + SECOND + seconds * SECOND)
})

test('the log of calls says how it ended, together with the part', async () => {
  const store = await ownStore()
  const part = await settled(store, { is: 'unknown', why: 'the answer was lost' })
  expect(await callsOf(store.read, part.delivery)).toEqual([
    { part: part.id, at: NOON, ended: NOON + SECOND, outcome: 'unknown', why: 'the answer was lost' },
  ])
})

test('what is held as unknown has passed through unknown, and both stand in the history in order', async () => {
  const store = await ownStore()
  const { part } = await sending(store)
  const held = await store.write((writer) => holdUnknown(writer, part, 'Crier ended', NOON))
  expect(held).toMatchObject({ state: 'held', reason: 'unknown: Crier ended', attempts: 0 })
  const changes = await historyOf(store.read, 'article1')
  expect(changes.slice(-3).map(({ was, became }) => `${was} ${became}`)).toEqual([
    'ready sending',
    'sending unknown',
    'unknown held',
  ])
})
