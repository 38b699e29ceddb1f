import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Outcome } from '#src/records.ts'
import { hasTwin, newestRef } from '#src/store/known.ts'
import type { Store } from '#src/store/open.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { addedDelivery, NOON, ownStore } from '#test/fixtures/stored.ts'

/** A part that stands as message `ref`, after a call that ended with `outcome`. */
async function stands(store: Store, article: string, outcome: Outcome, ref: string): Promise<void> {
  const [part] = await addedDelivery(store, { article })
  await store.write(async (writer) => {
    const of = { part: part.id, account: part.account, place: '@news', at: NOON, usd: 0, after: null }
    await logOutcome(writer, await logCall(writer, of), outcome, NOON)
    await writer.updateTable('part').set({ state: 'sent', ref_id: ref }).where('id', '=', part.id).execute()
  })
}

const sent = (id: string): Outcome => ({ is: 'sent', ref: { id, url: null } })

test('the newest message of a place goes by its number, not by its letters or its time', async () => {
  const store = await ownStore()
  for (const [at, ref] of ['100', '99', '98'].entries()) await stands(store, `article${at}`, sent(ref), ref)
  expect(await newestRef(store.read, 'news-telegram', '@news')).toBe('100')
  expect(await newestRef(store.read, 'news-telegram', '@other')).toBeNull()
})

test('a number that staff gave for a lost message hides nothing that stands before it', async () => {
  const store = await ownStore()
  await stands(store, 'known', sent('98'), '98')
  await stands(store, 'settled', { is: 'unknown', why: 'reset' }, '9000000000000000000')
  expect(await newestRef(store.read, 'news-telegram', '@news')).toBe('98')
})

test('a twin is searched for among the posts of its article, however many its account has', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())
  expect(await hasTwin(store.read, part)).toBe(false)
  const [asked] = prepare.mock.calls.map(([query]) => query)
  const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${asked}`)}`.execute(store.read)
  expect(rows.map(({ detail }) => detail)).toEqual(['SEARCH part USING INDEX part_by_article (article=?)'])
})
