import { expect, test } from 'vitest'
import { MINUTE } from '#src/base/clock.ts'
import { holdForgotten, recover } from '#src/delivery/recover.ts'
import { movePart } from '#src/store/deliveries.ts'
import { untold } from '#src/store/notices.ts'
import { logCall, roomAt, spentSince } from '#src/store/sends.ts'
import { someAccount, states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const HELD = someAccount()
const VERIFIED = someAccount({ afterUnknown: 'verified' })

test('where nothing can look for it, what a dead process was sending is held and shown, and everything else stays where it is', async () => {
  const store = await ownStore()
  const [open] = await addedDelivery(store, { article: 'open', queued: 1 })
  const [unknown] = await addedDelivery(store, { article: 'unknown', queued: 2 })
  await addedDelivery(store, { article: 'ready', queued: 3 })
  await addedDelivery(store, { article: 'held', queued: 4, state: 'held', reason: 'approve: waits' })
  const [sent] = await addedDelivery(store, { article: 'sent', queued: 5 })
  await store.write(async (writer) => {
    for (const part of [open, unknown, sent])
      await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, { ...sent, state: 'sending' }, { to: 'sent', why: 'sent: taken', at: NOON })
    await movePart(writer, { ...unknown, state: 'sending' }, { to: 'unknown', why: 'unknown: lost', at: NOON })
  })

  const held = await recover(store, [HELD], NOON + MINUTE)
  expect(held.map(({ id, reason }) => [id, reason])).toEqual([
    [unknown.id, 'unknown: lost'],
    [open.id, 'unknown: Crier ended while this was being sent'],
  ])
  expect(await states(store)).toEqual(['open held', 'unknown held', 'ready ready', 'held held', 'sent sent'])
})

test('the call that was open counts in every window and in the budget', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await store.write(async (writer) => {
    await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await logCall(writer, { part: part.id, account: part.account, place: '-100', at: NOON, usd: 0.2 })
  })
  await recover(store, [HELD], NOON + MINUTE)
  const windows = [{ of: 'account', max: 1, within: MINUTE }] as const
  expect(await roomAt(store.read, part.account, '-100', windows, NOON + MINUTE)).toBe(NOON + 2 * MINUTE)
  expect(await spentSince(store.read, part.account, NOON)).toBe(0.2)
})

test('a second recovery finds nothing to do', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await store.write((writer) => movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }))
  expect(await recover(store, [HELD], NOON)).toHaveLength(1)
  expect(await recover(store, [HELD], NOON)).toEqual([])
  expect(await states(store)).toEqual(['article1 held'])
})

test('where it can be looked for, what a dead process was sending waits for that, and is never simply sent again', async () => {
  const store = await ownStore()
  const [open] = await addedDelivery(store, { article: 'open', queued: 1 })
  const [unknown] = await addedDelivery(store, { article: 'unknown', queued: 2 })
  await store.write(async (writer) => {
    for (const part of [open, unknown])
      await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, { ...unknown, state: 'sending' }, { to: 'unknown', why: 'unknown: lost', at: NOON })
  })
  expect(await recover(store, [VERIFIED], NOON + MINUTE)).toEqual([])
  expect(await states(store)).toEqual(['open unknown', 'unknown unknown'])
  expect(await untold(store.read, 10)).toEqual([])
})

test('what became unknown before an account was renamed says why, and that nothing can look for it', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const sending = await store.write((writer) =>
    movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }),
  )
  await store.write((writer) => movePart(writer, sending, { to: 'unknown', why: 'unknown: 503: no answer', at: NOON }))
  const another = someAccount({ id: 'another', afterUnknown: 'verified' })
  // It may be gone for a moment only: the file may be half written.
  expect(await recover(store, [another], NOON + MINUTE)).toEqual([])
  const [held] = await holdForgotten(store, [another], NOON + MINUTE)
  const why = 'unknown: 503: no answer; news-telegram is not in crier.yaml, and nothing can look for it'
  expect(held?.reason).toBe(why)
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([expect.stringContaining(`(${why})`)])
})

test('the fate of what an account was sending that is no longer configured is for staff', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await store.write((writer) => movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }))
  const another = someAccount({ id: 'another', afterUnknown: 'verified' })
  expect(await recover(store, [another], NOON)).toEqual([])
  expect(await holdForgotten(store, [another], NOON)).toHaveLength(1)
  expect(await states(store)).toEqual(['article1 held'])
})

test('staff are told of everything that is held at a start, once', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await store.write((writer) => movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }))
  await recover(store, [HELD], NOON)
  await recover(store, [HELD], NOON)
  const notices = await untold(store.read, 10)
  expect(notices.map(({ text }) => text)).toEqual([
    expect.stringContaining(`crier settle ${part.delivery} --there URL | --again | --drop`),
  ])
})
