import { DatabaseSync } from 'node:sqlite'

/** Every statement that has been prepared while somebody listened, in order. */
export interface Statements extends Disposable {
  /** Those prepared since the last time this was asked. */
  take(): readonly string[]
}

/** Listens to every statement that is prepared in this process: the plans shown are those of what really runs. */
export function listenToStatements(): Statements {
  const prepare = Reflect.get(DatabaseSync.prototype, 'prepare')
  let heard: string[] = []
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql, options) {
    heard.push(sql)
    return prepare.call(this, sql, options)
  }
  return {
    take() {
      const taken = heard
      heard = []
      return taken
    },
    [Symbol.dispose]() {
      DatabaseSync.prototype.prepare = prepare
    },
  }
}

/** How SQLite carries a statement out, a line for each step. */
export function planOf(database: DatabaseSync, sql: string): readonly string[] {
  const steps = database.prepare(`explain query plan ${sql}`).all() as { id: number; parent: number; detail: string }[]
  const depths = new Map<number, number>([[0, 0]])
  return steps.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? 0) + 1
    depths.set(id, depth)
    return `${'  '.repeat(depth - 1)}${detail}`
  })
}

/** Tables that grow with every delivery. */
const GROWING = ['part', 'ahead', 'delivery', 'send_log', 'history', 'article']

/** Whether a step reads a growing table, or a whole index of one, from end to end. */
export function isFullScan(step: string): boolean {
  const table = /^SCAN (\w+)/.exec(step.trim())?.[1]
  return table !== undefined && GROWING.includes(table)
}
