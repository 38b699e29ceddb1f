import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { untold } from '#src/store/notices.ts'
import { states } from '#test/fixtures/lanes.ts'
import { addedDelivery, NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const OLD = { guid: 'old', link: 'https://news.example.com/old', title: 'Old', published: NOON }
const dated = (published: number) => ({
  guid: 'new',
  link: 'https://news.example.com/new',
  title: 'New',
  published,
})

async function underEmbargo(): Promise<Gated> {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON + 900 * DAY), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  return gate
}

async function publishedAt(gate: Gated): Promise<number | undefined> {
  const rows = await gate.store.read.selectFrom('article').select('published').where('title', '=', 'New').execute()
  return rows[0]?.published
}

test('a date in the future that the feed mends lets the article go', async () => {
  const gate = await underEmbargo()
  await gate.look([dated(NOON), OLD])
  expect(await gate.titles('seen')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON)
})

test('an embargo that is moved ends at its new time', async () => {
  const gate = await underEmbargo()
  await gate.look([dated(NOON + 3 * HOUR), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON + 3 * HOUR)
  expect((await gate.reasons()).at(-1)).toContain('embargo: dated 2026-05-20T15:00')
})

test('the date of what was news already changes nothing', async () => {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON), OLD])
  await gate.look([dated(NOON + DAY), OLD])
  expect(await gate.titles('seen')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON)
})

test('an article whose posts wait is under an embargo from the moment its feed dates it in the future', async () => {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON), OLD])
  await gate.store.write(async (writer) => {
    await writer.updateTable('article').set({ state: 'routed' }).where('title', '=', 'New').execute()
  })
  const { id } = await gate.store.read
    .selectFrom('article')
    .select('id')
    .where('title', '=', 'New')
    .executeTakeFirstOrThrow()
  await addedDelivery(gate.store, { article: id })
  await gate.look([dated(NOON + DAY), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON + DAY)
  expect(await states(gate.store)).toEqual([])
  expect((await untold(gate.store.read, 9))[0]?.text).toContain('An article waits (embargo: dated 2026-05-21T12:00')
})
