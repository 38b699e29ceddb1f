/**
 * The store's file: one database that outlives every life, with the real driver over it. Crashes, freezes and disk
 * errors come in between; processes on it wait for each other as they do on a file.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import { sqliteDialect as realDialect } from '#src/store/sqlite.ts'
import { never, type Life } from '../life.ts'
import { forgetMoves, judgeMoves } from '../moves.ts'
import { giveUpWriting, pass, troubleDisk } from '../strikes.ts'
import { hurry } from '../time.ts'
import { blame, prepared, whoRuns, world } from '../world.ts'

export { isBusy, isNoStore, isStoreFault, queryCompiler } from '#src/store/sqlite.ts'

interface Connected {
  readonly life: Life
}

/** A connection of the life that runs. */
export function openSqlite(): DatabaseSync {
  const life = whoRuns()
  const connection = {
    life,
    exec: (sql: string) => (OFTEN.has(sql) ? prepared(sql).run() : world.database.exec(sql)),
    // SQLite's own number tells connections apart, and all lives share one here.
    prepare: (sql: string) =>
      sql === 'pragma data_version' ? { get: () => ({ data_version: life.foreign }) } : prepared(sql),
    isOpen: true,
    close() {},
    get isTransaction() {
      return world.database.isTransaction
    },
  }
  return connection as unknown as DatabaseSync
}

// What every transaction runs is prepared once.
const OFTEN: ReadonlySet<string> = new Set(['begin immediate', 'commit'])

export function sqliteDialect(database: DatabaseSync): Dialect {
  const dialect = realDialect(database)
  const { life } = database as unknown as Connected
  return {
    ...dialect,
    createDriver: () => spoiled(dialect.createDriver(), life),
    // Crier's own names hold no quotes: looking for them takes a tenth of all the time.
    createQueryCompiler: () =>
      Object.assign(dialect.createQueryCompiler(), { sanitizeIdentifier: (name: string) => name }),
  }
}

interface Kind {
  readonly changes: boolean
  readonly ofLease: boolean
}

const kinds = new Map<string, Kind>()

/** What a statement does: looked for in it once, not each of 4,000 times in a history. */
function kindOf(sql: string): Kind {
  const known = kinds.get(sql)
  if (known) return known
  const found = { changes: !sql.startsWith('select'), ofLease: sql.includes('"lease"') }
  kinds.set(sql, found)
  return found
}

interface Wrapped extends DatabaseConnection {
  readonly real: DatabaseConnection
}

function spoiled(driver: Driver, life: Life): Driver {
  const leave = (): Promise<never> | Promise<void> | undefined => (isStopped(life) ? turn(life) : undefined)
  return {
    init: () => driver.init(),
    async acquireConnection() {
      const real = await driver.acquireConnection()
      if (life.dead) await never
      const wrapped: Wrapped = {
        real,
        async executeQuery<Row>(query: CompiledQuery) {
          if (isStopped(life)) await turn(life)
          const { changes, ofLease } = kindOf(query.sql)
          if (changes && !life.writing) return await changeAlone<Row>(real, query, life)
          if (!ofLease) {
            pass(life, 'statement')
            if (isStopped(life)) await turn(life)
          }
          if (changes) {
            troubleDisk(life, 'statement')
            touched ||= !ofLease
          }
          // Awaited here: a promise that is handed on takes three turns of the microtask queue.
          return await real.executeQuery<Row>(query)
        },
        streamQuery: (query: CompiledQuery) => real.streamQuery(query, 1),
      }
      return wrapped
    },
    async beginTransaction(wrapped, settings) {
      if (isStopped(life)) await turn(life)
      pass(life, 'begin')
      if (isStopped(life)) await turn(life)
      troubleDisk(life, 'begin')
      // At once: whatever else of this life ends it meanwhile finds the transaction, and undoes it.
      world.writer = life
      life.writing = true
      touched = false
      try {
        await driver.beginTransaction((wrapped as Wrapped).real, settings)
      } catch (error) {
        giveUpWriting(life)
        throw error
      }
    },
    async commitTransaction(wrapped) {
      if (isStopped(life)) await turn(life)
      const counts = touched
      if (counts) pass(life, 'commit')
      if (life.dead) await never
      troubleDisk(life, 'commit')
      await driver.commitTransaction((wrapped as Wrapped).real)
      giveUpWriting(life)
      tellOthers(life)
      if (counts) {
        judgeMoves(life)
        pass(life, 'committed')
      } else forgetMoves()
      await leave()
    },
    async rollbackTransaction(wrapped) {
      if (life.dead) await never
      forgetMoves()
      await driver.rollbackTransaction((wrapped as Wrapped).real)
      giveUpWriting(life)
      await leave()
    },
    async releaseConnection(wrapped) {
      await driver.releaseConnection((wrapped as Wrapped).real)
    },
    async destroy() {},
  }
}

/** Whether the open transaction has changed anything but the lease. */
let touched = false

/** A statement that is a transaction of its own: the renewal of the lease, and nothing else. */
async function changeAlone<Row>(real: DatabaseConnection, query: CompiledQuery, life: Life): Promise<QueryResult<Row>> {
  if (!query.sql.startsWith('update "lease"')) blame(`${life.name} changes the store outside of a transaction`)
  pass(life, 'begin')
  if (isStopped(life)) await turn(life)
  for (const at of ['begin', 'statement', 'commit'] as const) troubleDisk(life, at)
  const result = await real.executeQuery<Row>(query)
  tellOthers(life)
  if (isStopped(life)) await turn(life)
  return result
}

function tellOthers(life: Life): void {
  for (const other of world.lives) {
    if (other === life || other.dead) continue
    other.foreign += 1
    hurry(other)
  }
}

function isStopped(life: Life): boolean {
  return life.dead || life.frozen !== null || (world.writer !== null && world.writer !== life)
}

async function turn(life: Life): Promise<void> {
  while (isStopped(life)) {
    if (life.dead) await never
    else if (life.frozen) await life.frozen.promise
    else await world.released.promise
  }
}
