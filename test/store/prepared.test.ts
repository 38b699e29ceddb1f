import { expect, test } from 'vitest'
import { meetChannel } from '#src/store/channels.ts'
import { prepare, prepareEach } from '#src/store/prepared.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const FIRST_SEEN = prepare<{ readonly id: string; readonly since: number }, { readonly first_seen: number }>(
  (db, blank) =>
    db
      .selectFrom('channel')
      .select('first_seen')
      .where('id', '=', blank('id'))
      .where('first_seen', '>=', blank('since'))
      .where('place', 'is', null),
)

test('a prepared query is asked with other values every time, in any store', async () => {
  const [one, other] = [await ownStore(), await ownStore()]
  await one.write((writer) => meetChannel(writer, 'a', NOON))
  await one.write((writer) => meetChannel(writer, 'b', NOON + 1))
  expect(await FIRST_SEEN.all(one.read, { id: 'a', since: 0 })).toEqual([{ first_seen: NOON }])
  expect(await FIRST_SEEN.first(one.read, { since: 0, id: 'b' })).toEqual({ first_seen: NOON + 1 })
  expect(await FIRST_SEEN.first(one.read, { id: 'a', since: NOON + 1 })).toBeUndefined()
  expect(await FIRST_SEEN.all(other.read, { id: 'a', since: 0 })).toEqual([])
})

test('a value is never read as SQL', async () => {
  const store = await ownStore()
  await store.write((writer) => meetChannel(writer, 'a', NOON))
  expect(await FIRST_SEEN.all(store.read, { id: "' or 1 = 1 --", since: 0 })).toEqual([])
})

test('what is prepared is asked inside a transaction as it is outside', async () => {
  const store = await ownStore()
  const inside = await store.write(async (writer) => {
    await meetChannel(writer, 'a', NOON)
    return FIRST_SEEN.first(writer, { id: 'a', since: 0 })
  })
  expect(inside).toEqual({ first_seen: NOON })
})

test('what is prepared for one limit is not asked with another', async () => {
  const first = prepareEach((limit: number) =>
    prepare<object, { readonly id: string }>((db) => db.selectFrom('channel').select('id').orderBy('id').limit(limit)),
  )
  const store = await ownStore()
  for (const id of ['a', 'b', 'c']) await store.write((writer) => meetChannel(writer, id, NOON))
  expect(await first(1).all(store.read, {})).toEqual([{ id: 'a' }])
  expect(await first(2).all(store.read, {})).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(await first(1).all(store.read, {})).toEqual([{ id: 'a' }])
})
