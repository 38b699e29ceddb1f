import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import { addSighting } from '#src/store/articles.ts'
import { habitOf, retoldSince } from '#src/store/habit.ts'
import { addLikeness } from '#src/store/identity.ts'
import type { Store, Writer } from '#src/store/open.ts'
import { addQuestioned } from '#src/store/questions.ts'
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
  expect(await habitOf(store.read, 'world', NOON, NOON)).toEqual({ usual: 1, often: 0, oftenLetGo: 0, perHour: 1 })
})

test('the habit is what came at once and was let through: its median, its rate, and what came in three hours', async () => {
  const store = await ownStore()
  await arrived(store, 1, NOON + HOUR)
  await arrived(store, 2, NOON + 2 * HOUR)
  for (const minute of [0, 1, 2]) await arrived(store, 7, NOON + 3 * HOUR + minute * MINUTE)
  await arrived(store, 6, NOON + 4 * HOUR)
  await arrived(store, 38, NOON + 5 * HOUR, true)
  const habit = { usual: 7, often: 2, oftenLetGo: 2, perHour: 3 }
  expect(await habitOf(store.read, 'world', NOON, NOON + 10 * HOUR)).toEqual(habit)
})

test('what staff were asked about counts by itself', async () => {
  const store = await ownStore()
  for (const hour of [1, 2, 3]) {
    await arrived(store, 4, NOON + hour * HOUR)
    await arrived(store, 38, NOON + hour * HOUR + MINUTE)
    const articles = Array.from({ length: 38 }, (_, index) => `${NOON + hour * HOUR + MINUTE} ${index} false`)
    await store.write((writer) => addQuestioned(writer, `q${hour}`, 'world', articles))
  }
  const habit = { often: 4, oftenLetGo: 38 }
  expect(await habitOf(store.read, 'world', NOON, NOON + 10 * HOUR)).toMatchObject(habit)
})

test('what is longer ago than a week is no habit any more', async () => {
  const store = await ownStore()
  await arrived(store, 40, NOON)
  expect(await habitOf(store.read, 'world', NOON, NOON + 8 * DAY)).toEqual({
    usual: 1,
    often: 0,
    oftenLetGo: 0,
    perHour: 0,
  })
})

test('what was told before is counted where one article told it, and in no time where thousands did', async () => {
  const store = await ownStore()
  const show = (writer: Writer, article: string, seen: number, keys: readonly string[]) =>
    Promise.all([
      addSighting(writer, { article, feed: 'world', seen, baseline: false }),
      addLikeness(writer, article, keys),
    ])
  await store.write(async (writer) => {
    for (let at = 0; at < 3_000; at++) await show(writer, `alert ${at}`, NOON + at, [`title:${at % 2}`, 'text:alert'])
    await show(writer, 'first', NOON, ['title:ash', 'text:ash'])
    await show(writer, 'again', NOON + HOUR, ['title:ash', 'text:ash'])
    await show(writer, 'other words', NOON + HOUR, ['title:elm', 'text:elm'])
    await show(writer, 'other', NOON, ['title:elm', 'text:oak'])
  })
  const before = process.cpuUsage().user
  expect(await retoldSince(store.read, 'world', NOON - HOUR)).toBe(1)
  expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(200)
  expect(await retoldSince(store.read, 'world', NOON + HOUR)).toBe(0)
  expect(await retoldSince(store.read, 'sport', NOON - HOUR)).toBe(0)
})
