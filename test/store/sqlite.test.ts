import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { meetChannel } from '#src/store/channels.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { isStoreFault, openSqlite } from '#src/store/sqlite.ts'
import { NOON, ownFolder, ownStore } from '#test/fixtures/stored.ts'

function opened(file: string): DatabaseSync {
  const database = openSqlite(file, { busyTimeout: 0 })
  onTestFinished(() => database.close())
  return database
}

const channels = async (store: Store): Promise<readonly string[]> =>
  (await store.read.selectFrom('channel').select('id').orderBy('id').execute()).map((row) => row.id)

test('every commit is synced to the disk', () => {
  const database = opened(join(ownFolder(), 'crier.db'))
  expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
  expect(database.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 })
})

test('a number that could not be read again is not written', async () => {
  const store = await ownStore()
  await expect(store.write((writer) => meetChannel(writer, 'a', 1.79e18))).rejects.toThrow('too large to be read')
  await store.write((writer) => meetChannel(writer, 'b', Number.MAX_SAFE_INTEGER))
  expect(await channels(store)).toEqual(['b'])
})

test('writes that start together run one after the other, whole', async () => {
  const store = await ownStore()
  const order: string[] = []
  const write = (id: string) =>
    store.write(async (writer) => {
      order.push(`begin ${id}`)
      await meetChannel(writer, id, NOON)
      await meetChannel(writer, `${id}-too`, NOON)
      order.push(`end ${id}`)
    })
  await Promise.all(['a', 'b', 'c'].map(write))
  expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c'])
  expect(await channels(store)).toEqual(['a', 'a-too', 'b', 'b-too', 'c', 'c-too'])
})

test('however long a transaction is, and however many wait, everything else has its turn in between', async () => {
  const store = await ownStore()
  const state = { done: 0, turns: 0 }
  // Each goes on until others have had their turn: for ever, where they get none.
  const long = (id: string) =>
    store.write(async (writer) => {
      for (const end = state.turns + 4; state.turns < end;) await meetChannel(writer, id, NOON)
      state.done += 1
    })
  const writing = Promise.all(['a', 'b', 'c'].map(long))
  const turns = new Set<number>()
  for (; state.done < 3; state.turns++) {
    await turn()
    turns.add(state.done)
  }
  await writing
  expect(turns).toEqual(new Set([0, 1, 2, 3]))
})

test('a read waits for the write before it and never sees half of it', async () => {
  const store = await ownStore()
  const writing = store.write(async (writer) => {
    await meetChannel(writer, 'a', NOON)
    await new Promise(setImmediate)
    await meetChannel(writer, 'b', NOON)
  })
  expect(await channels(store)).toEqual(['a', 'b'])
  await writing
})

test('a write takes the lock at its start: what it read cannot have changed when it writes', async () => {
  const file = join(ownFolder(), 'crier.db')
  const store = await ownStore(file, 'live')
  const other = opened(file)
  await store.write(async (writer) => {
    await writer.selectFrom('channel').selectAll().execute()
    expect(() => other.exec(`insert into channel (id, first_seen) values ('other', 1)`)).toThrow('locked')
    await meetChannel(writer, 'mine', NOON)
  })
  expect(await channels(store)).toEqual(['mine'])
})

test('a store that another process is writing is an error after its time, and works again afterwards', async () => {
  const file = join(ownFolder(), 'crier.db')
  await using store = await openStore({ file, use: 'live', busyTimeout: 10 })
  const other = opened(file)
  other.exec('begin immediate')
  await expect(store.write((writer) => meetChannel(writer, 'a', NOON))).rejects.toThrow('locked')
  other.exec('commit')
  await store.write((writer) => meetChannel(writer, 'b', NOON))
  expect(await channels(store)).toEqual(['b'])
})

test('an error inside a write is told as it is, also where SQLite has rolled back by itself', async () => {
  const file = join(ownFolder(), 'crier.db')
  const store = await ownStore(file, 'live')
  const full = store.write(async (writer) => {
    await writer.insertInto('meta').values({ key: 'use', value: 'twice' }).execute()
  })
  await expect(full).rejects.toThrow('UNIQUE constraint failed: meta.key')
  await store.write((writer) => meetChannel(writer, 'after', NOON))
  expect(await channels(store)).toEqual(['after'])
})

test('a full disk fails the write that meets it with its own name, and writes go on when there is room', async () => {
  const file = join(ownFolder(), 'crier.db')
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  const database = openSqlite(file, { busyTimeout: 0 })
  const { page_count } = database.prepare('pragma page_count').get() as { page_count: number }
  database.exec(`pragma max_page_count = ${page_count + 1}`)
  const { Kysely } = await import('kysely')
  const { sqliteDialect } = await import('#src/store/sqlite.ts')
  const kysely = new Kysely<{ meta: { key: string; value: string } }>({ dialect: sqliteDialect(database) })
  onTestFinished(() => kysely.destroy())
  const write = (value: string) =>
    kysely.transaction().execute((writer) => writer.insertInto('meta').values({ key: 'big', value }).execute())
  await expect(write('x'.repeat(1_000_000))).rejects.toThrow('database or disk is full')
  await write('small')
  const row = kysely.selectFrom('meta').select('value').where('key', '=', 'big')
  expect(await row.execute()).toEqual([{ value: 'small' }])
})

test('what the disk or another process did is told apart from what a row did', async () => {
  const file = join(ownFolder(), 'crier.db')
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  const database = opened(file)
  const failure = (sql: string): unknown => {
    try {
      database.exec(sql)
    } catch (error) {
      return error
    }
    throw new Error(`${sql} did not fail`)
  }
  const { page_count } = database.prepare('pragma page_count').get() as { page_count: number }
  database.exec(`pragma max_page_count = ${page_count + 1}`)
  expect(isStoreFault(failure(`insert into meta values ('big', '${'x'.repeat(1_000_000)}')`))).toBe(true)
  const other = opened(file)
  other.exec('begin immediate')
  expect(isStoreFault(failure('begin immediate'))).toBe(true)
  other.exec('rollback')
  database.exec('pragma query_only = on')
  expect(isStoreFault(failure(`insert into meta values ('a', 'b')`))).toBe(true)
  database.exec('pragma query_only = off')
  expect(isStoreFault(failure(`insert into meta values ('use', 'twice')`))).toBe(false)
  expect(isStoreFault(failure('select nothing from nowhere'))).toBe(false)
  expect(isStoreFault(new Error('database or disk is full'))).toBe(false)
  expect(isStoreFault('full')).toBe(false)
})
