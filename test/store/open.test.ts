import { once } from 'node:events'
import { chmodSync, statSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { meetChannel } from '#src/store/channels.ts'
import { LeaseLost, takeLease } from '#src/store/lease.ts'
import { MIGRATIONS } from '#src/store/migrations.ts'
import { openStore } from '#src/store/open.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { NOON, addedDelivery, ownFolder, ownStore } from '#test/fixtures/stored.ts'

const steps = MIGRATIONS as (readonly string[])[]
const released = steps.length
afterEach(() => void (steps.length = released))

const STEP = ['create table later_one (id text primary key)', 'create table later_two (id text primary key)']

async function madeFile(): Promise<string> {
  const file = join(ownFolder(), 'data', 'crier.db')
  await using store = await openStore({ file, use: 'live' })
  await addedDelivery(store)
  return file
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

function look(file: string, sql: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0])
  } finally {
    database.close()
  }
}

test('a store is made with its folder where there is none, and keeps what it holds', async () => {
  const file = await madeFile()
  await using again = await openStore({ file, use: 'live' })
  expect(await again.read.selectFrom('part').select('state').execute()).toEqual([{ state: 'ready' }])
})

test.each([
  ['rehearsal', 'live', 'belongs to a rehearsal and is not used for a live run'],
  ['live', 'rehearsal', 'belongs to a live run and is not used for a rehearsal'],
] as const)('a store of a %s is refused for the other use', async (made, other, words) => {
  const file = join(ownFolder(), 'crier.db')
  await (await openStore({ file, use: made }))[Symbol.asyncDispose]()
  await expect(openStore({ file, use: other })).rejects.toThrow(words)
  await expect(openStore({ file, use: other })).rejects.toThrow(CallerMistake)
  await using right = await openStore({ file, use: made })
  expect(right.foreignChanges()).toEqual(expect.any(Number))
})

test('a store that is refused for the other use is not migrated', async () => {
  const file = await madeFile()
  steps.push(STEP)
  await expect(openStore({ file, use: 'rehearsal' })).rejects.toThrow('belongs to a live run')
  expect(look(file, `select value from meta where key = 'schema'`)).toEqual([String(released)])
  expect(readdirSync(join(file, '..')).filter((name) => name.includes('before'))).toEqual([])
})

test('a store from the future is refused, with the way back, and is not touched', async () => {
  const file = await madeFile()
  const database = new DatabaseSync(file)
  database.exec(`update meta set value = '${released + 1}' where key = 'schema'`)
  database.close()
  await expect(openStore({ file, use: 'live' })).rejects.toThrow(
    /newer Crier.*Start that newer version\..*would post it again/s,
  )
  expect(look(file, `select value from meta where key = 'schema'`)).toEqual([String(released + 1)])
})

test('a store that an older Crier works on is not migrated under it', async () => {
  const file = await madeFile()
  await using store = await openStore({ file, use: 'live' })
  await using lease = await takeLease(store, systemClock, 'pid 7', () => false)
  steps.push(STEP)
  await expect(openStore({ file, use: 'live' })).rejects.toThrow(
    /An older Crier is at work on .*\(pid 7\).*Stop that one/s,
  )
  expect(look(file, `select value from meta where key = 'schema'`)).toEqual([String(released)])
  expect(lease.held()).toBe(true)
  await store.write((writer) => meetChannel(writer, 'x-world', NOON))
})

test('a store whose older Crier says nothing any more is migrated, and that one can change nothing when it wakes up', async () => {
  const file = await madeFile()
  await using store = await openStore({ file, use: 'live' })
  const frozen = { ...systemClock, sleep: (_: number, signal?: AbortSignal) => aborted(signal!) }
  await using _ = await takeLease(store, frozen, 'pid 7', () => false)
  steps.push(STEP)
  await using later = await openStore({ file, use: 'live' })
  await expect(store.write((writer) => meetChannel(writer, 'x-world', NOON))).rejects.toThrow(LeaseLost)
  await later.write((writer) => meetChannel(writer, 'x-world', NOON))
})

test.each([
  ['tables of its own', 'create table article (headline text)'],
  ['a table of that name', 'create table meta (id integer); create table article (headline text)'],
])('a file of another program, with %s, is refused and left as it is', async (_, sql) => {
  const file = join(ownFolder(), 'other.db')
  const other = new DatabaseSync(file)
  other.exec(sql)
  const before = look(file, 'select sql from sqlite_schema')
  await expect(openStore({ file, use: 'live' })).rejects.toThrow(/belongs to another program.*"store:"/)
  expect(look(file, 'select sql from sqlite_schema')).toEqual(before)
  other.close()
})

test('before the first migration of a store that holds data, a copy of the file is kept', async () => {
  const file = await madeFile()
  steps.push(STEP)
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  const copy = `${file}.before-schema-${released + 1}`
  expect(look(copy, 'select state from part')).toEqual(['ready'])
  expect(look(copy, `select name from sqlite_master where name like 'later%'`)).toEqual([])
  expect(look(file, `select name from sqlite_master where name like 'later%' order by name`)).toEqual([
    'later_one',
    'later_two',
  ])
  expect(look(file, 'select state from part')).toEqual(['ready'])
})

test.each([0o600, 0o640, 0o666])('the copy is for nobody who may not read the store: %i', async (mode) => {
  const file = await madeFile()
  chmodSync(file, mode)
  steps.push(STEP)
  const usual = process.umask(0o022)
  try {
    await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  } finally {
    process.umask(usual)
  }
  expect(statSync(`${file}.before-schema-${released + 1}`).mode & 0o777).toBe(mode)
})

test('no copy is made of a new store, nor of one that is up to date', async () => {
  const file = await madeFile()
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  expect(readdirSync(join(file, '..')).filter((name) => name.includes('before'))).toEqual([])
})

test('a migration that fails half way leaves the step before it, and is taken whole the next time', async () => {
  const file = await madeFile()
  steps.push(['create table first_of_two (id text primary key)'], [...STEP, 'create nonsense'])
  await expect(openStore({ file, use: 'live' })).rejects.toThrow('nonsense')
  const tables = `select name from sqlite_master where name like 'later%' or name like 'first_of%' order by name`
  expect(look(file, tables)).toEqual(['first_of_two'])
  expect(look(file, `select value from meta where key = 'schema'`)).toEqual([String(released + 1)])

  steps[released + 1] = STEP
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  expect(look(file, tables)).toEqual(['first_of_two', 'later_one', 'later_two'])
  expect(look(file, 'select state from part')).toEqual(['ready'])
})

test('the copy that is kept holds what stood right before, also where an upgrade failed or staff went back since', async () => {
  const file = await madeFile()
  const copy = `${file}.before-schema-${released + 1}`
  steps.push([...STEP, 'create nonsense'])
  await expect(openStore({ file, use: 'live' })).rejects.toThrow('nonsense')
  change(file, `update part set state = 'held'`)
  steps[released] = STEP
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  expect(look(copy, 'select state from part')).toEqual(['held'])

  for (const log of ['-wal', '-shm']) rmSync(`${file}${log}`, { force: true })
  copyFileSync(copy, file)
  change(file, `update part set state = 'sent'`)
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  expect(look(copy, 'select state from part')).toEqual(['sent'])
})

test('what a killed upgrade left of its copy is removed by the next', async () => {
  const file = await madeFile()
  const copy = `${file}.before-schema-${released + 1}`
  for (const left of ['', '-journal']) writeFileSync(`${copy}.unfinished-abc${left}`, 'half of it')
  steps.push(STEP)
  await (await openStore({ file, use: 'live' }))[Symbol.asyncDispose]()
  expect(readdirSync(join(file, '..')).filter((name) => name.includes('before'))).toEqual([basename(copy)])
})

test('an older Crier takes no store that a newer one has changed since it was opened', async () => {
  const file = await madeFile()
  await using older = await openStore({ file, use: 'live' })
  steps.push(STEP)
  await using newer = await openStore({ file, use: 'live' })
  await expect(takeLease(older, systemClock, 'pid 7', () => false)).rejects.toThrow(
    /newer Crier has changed this store/,
  )
  await using _ = await takeLease(newer, systemClock, 'pid 8', () => false)
})

test('what one write does is on the disk as a whole, or not at all', async () => {
  const file = join(ownFolder(), 'crier.db')
  const store = await ownStore(file, 'live')
  const failing = store.write(async (writer) => {
    await meetChannel(writer, 'half', NOON)
    throw new Error('the second half failed')
  })
  await expect(failing).rejects.toThrow('the second half failed')
  expect(look(file, 'select id from channel')).toEqual([])
  await store.write((writer) => meetChannel(writer, 'whole', NOON))
  expect(look(file, 'select id from channel')).toEqual(['whole'])
})

test('a guard is asked before every write, and its refusal changes nothing', async () => {
  const store = await ownStore()
  let allowed = true
  store.guardWrites(async () => {
    if (!allowed) throw new Error('overtaken')
  })
  await store.write((writer) => meetChannel(writer, 'before', NOON))
  allowed = false
  await expect(store.write((writer) => meetChannel(writer, 'after', NOON))).rejects.toThrow('overtaken')
  expect(await store.read.selectFrom('channel').select('id').execute()).toEqual([{ id: 'before' }])
})

test('a change by another process is noticed, one of our own is not', async () => {
  const file = join(ownFolder(), 'crier.db')
  const mine = await ownStore(file, 'live')
  const staff = await ownStore(file, 'live')
  const before = mine.foreignChanges()
  await mine.write((writer) => meetChannel(writer, 'own', NOON))
  expect(mine.foreignChanges()).toBe(before)
  await staff.write((writer) => meetChannel(writer, 'theirs', NOON))
  expect(mine.foreignChanges()).not.toBe(before)
})

test('a file that is no store is an error, and stays as it is', async () => {
  const folder = ownFolder()
  await expect(openStore({ file: folder, use: 'live' })).rejects.toThrow('unable to open database file')
  expect(existsSync(folder)).toBe(true)
})

test('a store that takes no writes is no mistake of the config: it says so, and not to begin another one', async () => {
  const file = await madeFile()
  // As on a read-only disk, the log beside it cannot be made.
  mkdirSync(`${file}-wal`)
  const refused = await errorOf(openStore({ file, use: 'live' }))
  expect(refused).not.toBeInstanceOf(CallerMistake)
  expect(refused.message).toMatch(/crier\.db takes no writes \(.+\)\. .* Another path would forget all of it\.$/)
})

test('a store that another process is in the middle of writing can be opened, and read', async () => {
  const file = await madeFile()
  const database = new DatabaseSync(file)
  database.exec('begin immediate')
  try {
    await using store = await openStore({ file, use: 'live', busyTimeout: 1 })
    expect(await store.read.selectFrom('part').select('state').execute()).toEqual([{ state: 'ready' }])
  } finally {
    database.close()
  }
})
