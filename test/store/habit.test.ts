import { expect, test } from 'vitest'
import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import { addSighting } from '#src/store/articles.ts'
import { habitOf } from '#src/store/habit.ts'
import type { Store } from '#src/store/open.ts'
import { addedArticle, NOON, ownStore } from '#test/fixtures/stored.ts'

/** So many articles at once; `baseline` where they are no news. */
async function arrived(store: Store, count: number, seen: Millis, baseline = false): Promise<void> {
  await store.write(async (writer) => {
    for (let index = 0; index < count; index++) {
      await addSighting(writer, { article: `${seen} ${index} ${baseline}`, feed: 'world', seen, baseline })
    }
  })
}

test('a feed that has brought nothing yet brings one at a time, as often as its dates say', async () => {
  const store = await ownStore()
  for (let index = 0; index < 48; index++) {
    await addedArticle(store, { id: `old${index}`, state: 'old', published: NOON - index * HOUR - 1 })
  }
  await store.write((writer) => writer.updateTable('sighting').set({ baseline: 1 }).execute())
  expect(await habitOf(store.read, 'world', NOON, NOON)).toEqual({ usual: 1, most: 0, perHour: 1 })
})

test('the habit is what came at once and was let through: its median, its most, its rate', async () => {
  const store = await ownStore()
  await arrived(store, 1, NOON + HOUR)
  await arrived(store, 2, NOON + 2 * HOUR)
  await arrived(store, 7, NOON + 3 * HOUR)
  await arrived(store, 38, NOON + 4 * HOUR, true)
  expect(await habitOf(store.read, 'world', NOON, NOON + 10 * HOUR)).toEqual({ usual: 2, most: 7, perHour: 1 })
})

test('what is longer ago than a week is no habit any more', async () => {
  const store = await ownStore()
  await arrived(store, 40, NOON)
  expect(await habitOf(store.read, 'world', NOON, NOON + 8 * DAY)).toEqual({ usual: 1, most: 0, perHour: 0 })
})
