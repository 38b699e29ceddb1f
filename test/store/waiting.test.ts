import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { untouched } from '#src/store/waiting.ts'
import { addedDelivery, ownStore } from '#test/fixtures/stored.ts'

test('what waits untouched of an article is found by the article, however much else waits', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())
  expect(await untouched(store.read, { article: part.article })).toMatchObject([{ id: part.delivery }])
  const [asked] = prepare.mock.calls.map(([query]) => query).filter((query) => query.includes('history'))
  const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${asked}`)}`.execute(store.read)
  const steps = rows.map(({ detail }) => detail)
  expect(steps).toContain('SEARCH part USING INDEX part_by_article (article=?)')
  // Not by a value: SQLite would compare it with the index of what people did, and prepare the query anew every time.
  expect(asked).toContain(`"history"."who" <> 'crier'`)
})
