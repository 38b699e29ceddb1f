import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { NOON } from '#test/fixtures/stored.ts'
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
