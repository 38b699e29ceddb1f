import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type LimitNode,
  type OffsetNode,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
} from 'kysely'
import { nextTurn, systemClock, type Millis } from '#src/base/clock.ts'

// Upstream's WAL-reset bug, mended in 3.51.3, corrupts a store that two connections write and checkpoint at once.
const OLDEST_SAFE = [3, 51, 3] as const
const STATEMENTS_KEPT = 300

// Primary result codes (sqlite.org/rescode.html) of what a disk or another process does: BUSY, LOCKED, NOMEM, READONLY,
// IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB.
const FAULTS: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 11, 13, 14, 15, 26])

/** Whether an error is the store's own (a full, locked or broken disk), and so nothing that a row did wrong. */
export function isStoreFault(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && FAULTS.has(Number(error.errcode) & 0xff)
}

const codeOf = (error: unknown): number | null =>
  isStoreFault(error) ? Number((error as { readonly errcode?: unknown }).errcode) & 0xff : null

/** Whether another process's write is what an error is about. */
export const isBusy = (error: unknown): boolean => codeOf(error) === 5

/** Whether a file is none of SQLite's (NOTADB). */
export const isNoStore = (error: unknown): boolean => codeOf(error) === 26

/** How a file is opened. */
export interface SqliteOptions {
  /** Milliseconds to wait for another process's write, with this process standing still. */
  readonly busyTimeout: number
  readonly readOnly?: boolean
}

/** Opens `file` (`:memory:` for none) as durable as SQLite can be: WAL, every commit synced to the disk. */
export function openSqlite(file: string, { busyTimeout, readOnly = false }: SqliteOptions): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly, timeout: busyTimeout })
  const { version } = database.prepare('select sqlite_version() as version').get() as { version: string }
  if (olderThan(version.split('.').map(Number), OLDEST_SAFE)) {
    database.close()
    throw new Error(`SQLite ${version} can corrupt a store; Node ${process.version} must bring 3.51.3 or newer`)
  }
  if (!readOnly) database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  return database
}

function olderThan(version: readonly number[], floor: readonly number[]): boolean {
  for (const [index, number] of floor.entries()) {
    const mine = version[index] ?? 0
    if (mine !== number) return mine < number
  }
  return false
}

/** Kysely over one node:sqlite connection. Its own driver would begin deferred: two writers then fail in the middle. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => sqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: queryCompiler,
  }
}

/** Makes SQL of what Kysely builds. */
export const queryCompiler = (): QueryCompiler => new LiteralLimits()

/** SQLite prepares a statement anew for every run where a limit is a parameter, which takes longer than the query. */
class LiteralLimits extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    if (!this.#append('limit', node.limit)) super.visitLimit(node)
  }

  protected override visitOffset(node: OffsetNode): void {
    if (!this.#append('offset', node.offset)) super.visitOffset(node)
  }

  #append(word: string, node: LimitNode['limit']): boolean {
    if (!ValueNode.is(node) || !Number.isSafeInteger(node.value)) return false
    this.append(`${word} ${String(node.value)}`)
    return true
  }
}

function sqliteDriver(database: DatabaseSync): Driver {
  const connection = connectionTo(database)
  return {
    async init() {},
    // One: whoever asks for it sees to it that one works on it after the other.
    async acquireConnection() {
      return connection
    },
    async beginTransaction() {
      database.exec('begin immediate')
    },
    async commitTransaction() {
      database.exec('commit')
    },
    async rollbackTransaction() {
      // A full disk makes SQLite roll back by itself; a second rollback would hide the cause.
      if (database.isTransaction) database.exec('rollback')
    },
    async releaseConnection() {},
    async destroy() {
      database.close()
    },
  }
}

// A query takes a fraction of a millisecond.
const LOOKED_AT = 32
const LONGEST_BREATH: Millis = 20

/**
 * Answers what to wait for before the next query, if queries have followed each other for so long that nothing else had
 * a turn: they are answered at once, so a line of them, or one long transaction, would hold up every socket and timer.
 */
function openBreath(): () => Promise<void> | null {
  let asked = 0
  let since: Millis | null = null
  let turned: Promise<void> = Promise.resolve()
  const note = async (): Promise<void> => {
    await nextTurn()
    since = null
  }
  return () => {
    asked += 1
    if (since === null) {
      if (asked % LOOKED_AT !== 0) return null
      since = systemClock.monotonic()
      turned = note()
      return null
    }
    return systemClock.monotonic() - since < LONGEST_BREATH ? null : turned
  }
}

/** A whole number that node:sqlite stores, and then throws at in every query that meets its row. */
function isUnreadable(value: SQLInputValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
}

interface Prepared {
  readonly statement: StatementSync
  readonly givesRows: boolean
}

function connectionTo(database: DatabaseSync): DatabaseConnection {
  const statements = new Map<string, Prepared>()
  const prepare = (sql: string): Prepared => {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= STATEMENTS_KEPT) statements.clear()
    const statement = database.prepare(sql)
    // Asked once: describing every column takes longer than most queries.
    const prepared = { statement, givesRows: statement.columns().length > 0 }
    statements.set(sql, prepared)
    return prepared
  }
  const breath = openBreath()
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const pause = breath()
      if (pause !== null) await pause
      const { statement, givesRows } = prepare(sql)
      const values = parameters as readonly SQLInputValue[]
      if (values.some(isUnreadable)) throw new RangeError('a number is too large to be read from the store again')
      if (givesRows) return { rows: statement.all(...values) as Row[] }
      const { changes } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes) }
    },
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('the store streams nothing')
    },
  }
}
