import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { noteWaitBesides, waitBesides } from '#src/delivery/besides.ts'
import { pause } from '#src/store/pauses.ts'
import { shiftTimes } from '#src/store/times.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const A = { id: 'a', postsWaitAlone: false }

test('the longest wait counts, of the account or of what is no post, and none of another account', async () => {
  const store = await ownStore()
  const account = { scope: 'account:a', askedBy: 'platform', why: '429', at: NOON } as const
  await store.write(async (writer) => {
    await noteWaitBesides(writer, 'a', { until: NOON + MINUTE, why: 'a notice' }, NOON)
    await noteWaitBesides(writer, 'b', { until: NOON + HOUR, why: 'another' }, NOON)
  })
  expect(await waitBesides(store.read, A, NOON)).toEqual({ until: NOON + MINUTE, why: 'a notice' })
  expect(await waitBesides(store.read, A, NOON + MINUTE)).toBe(null)
  await store.write((writer) => pause(writer, { ...account, until: NOON + 2 * MINUTE, firm: true }))
  expect(await waitBesides(store.read, A, NOON)).toEqual({ until: NOON + 2 * MINUTE, why: '429' })
})

test('a pause that the platform does not count, or that staff made, keeps nobody from looking or telling', async () => {
  const store = await ownStore()
  const pauses = [
    { scope: 'account:a', askedBy: 'platform', until: null, why: 'no credits', at: NOON },
    { scope: 'account:a', askedBy: 'staff', until: null, why: 'lunch', at: NOON },
    { scope: 'place:a/-100', askedBy: 'platform', until: NOON + HOUR, why: '429', at: NOON, firm: true },
  ] as const
  for (const one of pauses) await store.write((writer) => pause(writer, one))
  expect(await waitBesides(store.read, A, NOON)).toBe(null)
})

test('where posts are counted apart, what a post was told holds for no look, and what a look was told does', async () => {
  const store = await ownStore()
  const account = { scope: 'account:a', askedBy: 'platform', why: '429', at: NOON } as const
  const apart = { ...A, postsWaitAlone: true }
  await store.write((writer) => pause(writer, { ...account, until: NOON + HOUR, firm: true }))
  expect(await waitBesides(store.read, apart, NOON)).toBe(null)
  await store.write((writer) => noteWaitBesides(writer, 'a', { until: NOON + MINUTE, why: 'a look' }, NOON))
  expect(await waitBesides(store.read, apart, NOON)).toEqual({ until: NOON + MINUTE, why: 'a look' })
})

test('a wait is as long as it was when the clock is set', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    await noteWaitBesides(writer, 'a', { until: NOON + MINUTE, why: '429' }, NOON)
    await shiftTimes(writer, -HOUR, NOON)
  })
  expect(await waitBesides(store.read, A, NOON - HOUR)).toMatchObject({ until: NOON - HOUR + MINUTE })
})
