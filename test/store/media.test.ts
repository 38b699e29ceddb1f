import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { deliveryById, movePart, type Part } from '#src/store/deliveries.ts'
import { fileOf, keepMedia, mediaOf, pictureOf, replaceMedia, type KeptMedia } from '#src/store/media.ts'
import type { Store } from '#src/store/open.ts'
import { shiftTimes } from '#src/store/times.ts'
import { takeBack } from '#src/store/waiting.ts'
import { partNow } from '#test/fixtures/lanes.ts'
import { pictureFile, somePicture } from '#test/fixtures/pictures.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const FILE = pictureFile('image/png', 800, 600, 1_000)
const KEPT: KeptMedia = { media: { is: 'file', digest: 'abc' }, until: null, file: FILE }
const CHANGE = { why: 'picture: PNG', at: NOON } as const

async function twoParts(): Promise<{ readonly store: Store; readonly parts: readonly [Part, Part] }> {
  const store = await ownStore()
  const picture = somePicture()
  const [one] = await addedDelivery(store, { channel: 'one', picture })
  const [other] = await addedDelivery(store, { channel: 'other', picture })
  return { store, parts: [one, other] }
}

const keep = (store: Store, part: Part) => store.write((writer) => keepMedia(writer, part, KEPT, CHANGE))

test('a part remembers its picture, and what became of it', async () => {
  const { store, parts } = await twoParts()
  expect(pictureOf(parts[0])).toEqual(somePicture())
  expect(mediaOf(parts[0])).toBeNull()
  expect(await keep(store, parts[0])).toBe(true)
  const now = await partNow(store, parts[0].id)
  expect(mediaOf(now)).toEqual(KEPT.media)
  const file = await fileOf(store.read, 'abc')
  expect(file!.type).toBe('image/png')
  expect(Buffer.from(file!.bytes).equals(FILE.bytes)).toBe(true)
})

test('the same file is kept once for all channels, until the last of them needs it no more', async () => {
  const { store, parts } = await twoParts()
  for (const part of parts) await keep(store, part)
  expect(await store.read.selectFrom('picture_file').select('digest').execute()).toHaveLength(1)
  for (const [index, part] of parts.entries()) {
    const now = await partNow(store, part.id)
    await store.write((writer) => movePart(writer, now, { to: 'dropped', why: 'drop: given up', at: NOON }))
    expect((await fileOf(store.read, 'abc')) !== undefined).toBe(index === 0)
  }
})

test('what is held or of unknown fate keeps its file, as it may go once more', async () => {
  const { store, parts } = await twoParts()
  await keep(store, parts[0])
  let now = await partNow(store, parts[0].id)
  for (const to of ['sending', 'unknown', 'held', 'ready'] as const) {
    now = await store.write((writer) => movePart(writer, now, { to, why: 'test: on its way', at: NOON }))
    expect(await fileOf(store.read, 'abc')).toBeDefined()
  }
})

test('a file goes with the delivery that is composed anew, and with the media that is replaced', async () => {
  const { store, parts } = await twoParts()
  await keep(store, parts[0])
  await store.write(async (writer) => {
    const delivery = await deliveryById(writer, parts[0].delivery)
    await takeBack(writer, delivery!, { why: 'anew: test', at: NOON })
  })
  expect(await fileOf(store.read, 'abc')).toBeUndefined()
  await keep(store, parts[1])
  const now = await partNow(store, parts[1].id)
  const after = await store.write((writer) => replaceMedia(writer, now, { is: 'without', why: 'no', forGood: true }))
  expect(after).toEqual(await partNow(store, parts[1].id))
  expect(await fileOf(store.read, 'abc')).toBeUndefined()
})

test('nothing is kept for a part that is no longer ready', async () => {
  const { store, parts } = await twoParts()
  await store.write((writer) => movePart(writer, parts[0], { to: 'dropped', why: 'drop: given up', at: NOON }))
  expect(await keep(store, parts[0])).toBe(false)
  expect(await fileOf(store.read, 'abc')).toBeUndefined()
})

test('an upload lives as long as it did when the clock is set', async () => {
  const { store, parts } = await twoParts()
  const media: KeptMedia = { media: { is: 'uploaded', id: '7' }, until: NOON + HOUR, file: null }
  await store.write((writer) => keepMedia(writer, parts[0], media, CHANGE))
  await store.write((writer) => shiftTimes(writer, 5 * HOUR, NOON))
  expect((await partNow(store, parts[0].id)).media_until).toBe(NOON + 6 * HOUR)
  expect((await partNow(store, parts[1].id)).media_until).toBeNull()
})
