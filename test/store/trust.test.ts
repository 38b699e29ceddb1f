import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import type { PartState } from '#src/records.ts'
import { beginAnew, meetChannel, rememberPlace } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { logCall } from '#src/store/sends.ts'
import { shiftTimes } from '#src/store/times.ts'
import { letThrough, standing } from '#src/store/trust.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const WORLD = { id: 'telegram-world', account: 'news-telegram' }

/** A post that came as far as `state`, with a call where one was made by then. */
async function posted(store: Store, article: string, state: PartState, place = '-100'): Promise<void> {
  const [part] = await addedDelivery(store, { article })
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ state }).where('id', '=', part.id).execute()
    if (state === 'ready' || state === 'held') return
    await logCall(writer, { part: part.id, account: part.account, place, at: NOON, usd: 0 })
    await writer.updateTable('send_log').set({ counts_from: NOON }).execute()
  })
}

async function housed(): Promise<Store> {
  const store = await ownStore()
  await store.write((writer) => meetChannel(writer, WORLD.id, NOON))
  await store.write((writer) => rememberPlace(writer, WORLD.id, '-100'))
  return store
}

test('posts of a channel that were let through are counted up to what is asked, held and dropped ones are not', async () => {
  const store = await housed()
  const states = ['held', 'dropped', 'refused', 'ready', 'sending', 'sent', 'unknown'] as const
  for (const state of states) await posted(store, state, state)
  expect(await letThrough(store.read, WORLD, 10)).toBe(4)
  expect(await letThrough(store.read, WORLD, 3)).toBe(3)
  expect(await letThrough(store.read, { ...WORLD, id: 'x-world' }, 3)).toBe(0)
})

test('what went to another place, with another account, or before the channel began anew says nothing', async () => {
  const store = await housed()
  for (const article of ['a', 'b', 'c']) await posted(store, article, 'sent')
  expect(await letThrough(store.read, WORLD, 3)).toBe(3)
  expect(await letThrough(store.read, { ...WORLD, account: 'other' }, 3)).toBe(0)
  await store.write((writer) => rememberPlace(writer, WORLD.id, '-200'))
  expect(await letThrough(store.read, WORLD, 3)).toBe(0)
  await posted(store, 'd', 'sent', '-200')
  expect(await letThrough(store.read, WORLD, 3)).toBe(1)
  await store.write((writer) => beginAnew(writer, WORLD.id, NOON + MINUTE))
  expect(await letThrough(store.read, WORLD, 3)).toBe(0)
})

test('what was let go for another account says nothing of this one', async () => {
  const store = await housed()
  for (const article of ['a', 'b', 'c']) await posted(store, article, 'ready')
  expect(await letThrough(store.read, WORLD, 3)).toBe(3)
  expect(await letThrough(store.read, { ...WORLD, account: 'other' }, 3)).toBe(0)
})

test('a post that took several calls is one', async () => {
  const store = await housed()
  await posted(store, 'a', 'sent')
  await store.write(async (writer) => {
    const { part, account } = await writer.selectFrom('send_log').selectAll().executeTakeFirstOrThrow()
    await logCall(writer, { part, account, place: '-100', at: NOON, usd: 0 })
  })
  expect(await standing(store.read, WORLD, 3)).toEqual({ stand: 1, may: 1 })
})

test('what stands is searched for at the place of now alone: a million posts elsewhere cost nothing', async () => {
  const store = await housed()
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())
  await standing(store.read, WORLD, 3)
  const asked = prepare.mock.calls.map(([query]) => query).filter((query) => query.includes('send_log'))
  expect(asked).not.toEqual([])
  for (const query of asked) {
    const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${query}`)}`.execute(store.read)
    expect(rows[0]?.detail).toBe(
      'SEARCH send_log USING INDEX send_log_by_channel (channel=? AND account=? AND place=? AND counts_from>?)',
    )
  }
})

test.each([HOUR, -HOUR, DAY, -DAY, 30 * DAY, -30 * DAY])(
  'what was let through since a channel began anew stays the same where the clock is set by %d ms',
  async (by) => {
    const store = await housed()
    for (const [article, state] of [
      ['before', 'sent'],
      ['since', 'sent'],
      ['composed before', 'ready'],
      ['composed since', 'ready'],
    ] as const) {
      await posted(store, article, state)
    }
    await store.write(async (writer) => {
      const [before, since] = [NOON - MINUTE, NOON + MINUTE]
      for (const at of [before, since]) {
        const names = at === before ? ['before', 'composed before'] : ['since', 'composed since']
        const deliveries = writer.selectFrom('delivery').select('id').where('article', 'in', names)
        const parts = writer.selectFrom('part').select('id').where('delivery', 'in', deliveries)
        await writer.updateTable('send_log').set({ at, counts_from: at }).where('part', 'in', parts).execute()
        await writer.updateTable('delivery').set({ created: at }).where('article', 'in', names).execute()
      }
      await beginAnew(writer, WORLD.id, NOON)
    })
    const counted = async () => [await standing(store.read, WORLD, 3), await letThrough(store.read, WORLD, 3)]
    expect(await counted()).toEqual([{ stand: 1, may: 1 }, 2])
    await store.write((writer) => shiftTimes(writer, by, NOON + 2 * MINUTE))
    expect(await counted()).toEqual([{ stand: 1, may: 1 }, 2])
  },
)

test('a channel that never began anew counts from its beginning, however the clock is set', async () => {
  const store = await housed()
  for (const article of ['a', 'b']) await posted(store, article, 'sent')
  await store.write((writer) => shiftTimes(writer, -30 * DAY, NOON + MINUTE))
  await store.write((writer) => shiftTimes(writer, 60 * DAY, NOON + MINUTE - 30 * DAY))
  expect(await letThrough(store.read, WORLD, 3)).toBe(2)
})
