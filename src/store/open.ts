import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely, Transaction } from 'kysely'
import { CallerMistake, describeError } from '#src/base/errors.ts'
import { randomId } from '#src/base/random.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Schema } from './schema.ts'
import { openSoleConnection } from './sole-connection.ts'
import { isBusy, isNoStore, isStoreFault, openSqlite, sqliteDialect } from './sqlite.ts'
import { refuseHolder, untilVacant } from './vacant.ts'

/** For reading; and for writing inside {@link Store.write}. */
export type Reader = Kysely<Schema> | Transaction<Schema>
export type Writer = Transaction<Schema>

/** The one file of data. */
export interface Store extends AsyncDisposable {
  readonly read: Kysely<Schema>
  /** The schema that it was opened with, by number. */
  readonly schema: number
  /** Runs `work`, one statement that writes outside of a transaction, while nothing else is read or written. */
  alone<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /** Runs `work` in one transaction: all of it is on the disk when this settles, or nothing. */
  write<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** From now on every {@link write} first asks `guard`, which throws where this process may write no more. */
  guardWrites(guard: (writer: Writer) => Promise<void>): void
  /** A number that changes when another process has changed the store. */
  foreignChanges(): number
  /** How much room it takes, in bytes. */
  size(): number
}

export interface StoreOptions {
  /** Absolute path, or `:memory:`. */
  readonly file: string
  /** What the store is for. One made for the other use is refused: posts of a rehearsal must never go live. */
  readonly use: 'live' | 'rehearsal'
  /** How long a write waits for another process, in milliseconds; the process stands still meanwhile. */
  readonly busyTimeout?: number
}

/**
 * Opens the store, makes it where there is none, and brings it to the newest schema.
 * @throws CallerMistake where the file is for the other use, from a newer Crier or another program, and where one that is
 * to be brought to the newest schema has an older Crier at work on it.
 */
export async function openStore({ file, use, busyTimeout = 1_000 }: StoreOptions): Promise<Store> {
  const database = openFile(file, Math.max(busyTimeout, PATIENCE))
  try {
    refuseForeign(database, file)
    database.exec('create table if not exists meta (key text primary key, value text not null)')
    // Before anything is migrated: a store that is refused stays as it is.
    stamp(database, file, use)
    await migrate(database, file)
    database.exec(`pragma busy_timeout = ${busyTimeout}`)
  } catch (error) {
    database.close()
    throw error
  }
  const { read, alone, transact } = await openSoleConnection<Schema>(sqliteDialect(database))
  const version = database.prepare('pragma data_version')
  let guard: (writer: Writer) => Promise<void> = async () => {}
  return {
    read,
    schema: MIGRATIONS.length,
    alone,
    write: (work) =>
      transact(async (writer) => {
        await guard(writer)
        return work(writer)
      }),
    guardWrites(next) {
      guard = next
    },
    size: () => pragma(database, 'page_count') * pragma(database, 'page_size'),
    foreignChanges: () => (version.get() as { data_version: number }).data_version,
    async [Symbol.asyncDispose]() {
      await read.destroy()
    },
  }
}

function pragma(database: DatabaseSync, name: 'page_count' | 'page_size'): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name])
}

// What starts may wait for what another process writes; what runs may not stand still for so long.
const PATIENCE = 10_000

function openFile(file: string, busyTimeout: number): DatabaseSync {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    return openSqlite(file, { busyTimeout })
  } catch (error) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() && isStoreFault(error) && !isNoStore(error)) {
      throw new Error(
        `${file} takes no writes (${whyUnwritable(file) ?? describeError(error)}). It holds what was posted, what waits and what limits are used up: let it be written again, and start again. Another path would forget all of it.`,
        { cause: error },
      )
    }
    throw new CallerMistake(
      `${file} cannot be opened as a store: ${describeError(error)}. Give another path under "store:" in crier.yaml.`,
    )
  }
}

/** What keeps a file from being written, where the system says so: SQLite does not tell a read-only disk from others. */
function whyUnwritable(file: string): string | null {
  try {
    closeSync(openSync(file, 'r+'))
    accessSync(dirname(file), constants.W_OK)
    return null
  } catch (error) {
    return describeError(error)
  }
}

/** A file of another program is left as it is: it may have tables of the same names. */
function refuseForeign(database: DatabaseSync, file: string): void {
  const tables = database.prepare(`select name from sqlite_schema where type = 'table'`).all()
  if (tables.every(({ name }) => name === 'meta')) return
  try {
    if (readMeta(database, 'use') !== undefined) return
  } catch (error) {
    // Another program's table of that name, or none.
    if (isStoreFault(error)) throw error
  }
  throw new CallerMistake(`${file} belongs to another program. Give another path under "store:" in crier.yaml.`)
}

/** One transaction a step, so that a crash in any of them leaves the step before it. */
async function migrate(database: DatabaseSync, file: string): Promise<void> {
  const found = schemaOf(database)
  if (found > MIGRATIONS.length) {
    throw new CallerMistake(
      `${file} was written by a newer Crier (schema ${found}; this one knows ${MIGRATIONS.length}). ` +
        'Start that newer version. The copy that it kept beside the file before it changed it knows nothing of what was posted since, and would post it again.',
    )
  }
  // Nothing to write: a store that another process is writing opens all the same.
  if (found === MIGRATIONS.length) return
  const left = found === 0 ? undefined : await untilVacant(database, file)
  if (found > 0) keepCopy(database, file, found)
  for (const [index, step] of MIGRATIONS.entries()) {
    database.exec('begin immediate')
    try {
      // Asked again inside the transaction: another process may have taken this step meanwhile, or begun to work.
      if (schemaOf(database) === index) {
        if (found > 0) {
          refuseHolder(database, file, left)
          // One that was frozen, and wakes up, has lost the store.
          database.exec('update lease set fence = fence + 1, until = 0')
        }
        for (const sql of step) database.exec(sql)
        writeMeta(database, 'schema', String(index + 1))
      }
      database.exec('commit')
    } catch (error) {
      if (database.isTransaction) database.exec('rollback')
      throw error
    }
  }
  removeUnfinished(file)
}

/**
 * Keeps what stands before a migration, in the place of what an upgrade kept that failed, or that staff went back from.
 * The copy has its name only once all of it is on the disk: a crash leaves none, or a whole one.
 */
function keepCopy(database: DatabaseSync, file: string, schema: number): void {
  if (file === ':memory:') return
  const copy = `${file}.before-schema-${schema + 1}`
  const unfinished = `${copy}${UNFINISHED}${randomId()}`
  try {
    // Empty, it is taken for new; and nobody may read it who may not read the store.
    const descriptor = openSync(unfinished, 'wx', 0o600)
    fchmodSync(descriptor, statSync(file).mode & 0o777)
    closeSync(descriptor)
    // Not a copy of the file: what another process still reads or writes may stand in the log beside it.
    database.prepare('vacuum into ?').run(unfinished)
    syncFile(unfinished)
    if (schemaIn(unfinished) === schema) renameSync(unfinished, copy)
  } catch (error) {
    // Another process has taken this step meanwhile, from a copy of its own, and cleared ours away.
    if (schemaOf(database) === schema) throw isBusy(error) ? error : noCopy(database, file, error)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function noCopy(database: DatabaseSync, file: string, error: unknown): Error {
  const megabytes = Math.ceil((pragma(database, 'page_count') * pragma(database, 'page_size')) / 2 ** 20)
  return new Error(
    `the copy that is kept before ${file} is changed for this Crier cannot be written; nothing has changed. Make room for ${megabytes} MB in ${dirname(file)}, or move the store, with all files whose names begin with its own, to where there is room, and name it under "store:" in crier.yaml`,
    { cause: error },
  )
}

const UNFINISHED = '.unfinished-'

/** Removes the copies that a process was making when it was killed: each is as large as the store. */
function removeUnfinished(file: string): void {
  if (file === ':memory:') return
  const folder = dirname(file)
  const begun = readdirSync(folder).filter(
    (name) => name.startsWith(`${basename(file)}.before-schema-`) && name.includes(UNFINISHED),
  )
  for (const name of begun) rmSync(join(folder, name), { force: true })
}

function schemaIn(copy: string): number {
  const database = openSqlite(copy, { busyTimeout: 0, readOnly: true })
  try {
    return schemaOf(database)
  } finally {
    database.close()
  }
}

function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function stamp(database: DatabaseSync, file: string, use: 'live' | 'rehearsal'): void {
  const found = readMeta(database, 'use')
  if (found === undefined) writeMeta(database, 'use', use)
  else if (found !== use) {
    throw new CallerMistake(
      `${file} belongs to a ${found === 'live' ? 'live run' : 'rehearsal'} and is not used for a ` +
        `${use === 'live' ? 'live run' : 'rehearsal'}. Give another path under "store:" in crier.yaml.`,
    )
  }
}

function schemaOf(database: DatabaseSync): number {
  return Number(readMeta(database, 'schema') ?? 0)
}

function readMeta(database: DatabaseSync, key: string): string | undefined {
  const row = database.prepare('select value from meta where key = ?').get(key)
  return row?.['value'] as string | undefined
}

function writeMeta(database: DatabaseSync, key: string, value: string): void {
  database
    .prepare('insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value')
    .run(key, value)
}
