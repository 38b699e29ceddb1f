// Stands in main.ts's place: runs it (or another program) unchanged, and strikes its own process at one point.
import fs, { writeSync } from 'node:fs'
import { flushCompileCache, syncBuiltinESMExports } from 'node:module'
import { resolve } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { STEPS, type Point } from './steps.ts'

const point = JSON.parse(process.env['CRASH_POINT']!) as Point
const statements: string[] = []
let left = point.nth

function strike(): void {
  // Saved now, as the next life starts faster with it, and a killed process saves nothing.
  flushCompileCache()
  writeSync(2, '{"msg":"struck"}\n')
  process.kill(process.pid, point.signal)
}

/** Whether `step` is the one to be struck at: `text` is its statement, or at a commit all those of its transaction. */
function isPoint(text: string): boolean {
  if (point.step === 'moment' || point.step === 'told') return false
  if (point.step !== 'any' && !STEPS[point.step].test(text)) return false
  left -= 1
  return left === 0
}

function strikeAround<T>(text: string, work: () => T): T {
  const here = isPoint(text)
  if (here && point.when === 'before') strike()
  const result = work()
  if (here && point.when === 'after') strike()
  return result
}

const { exec } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql) {
  const text = sql === 'commit' ? statements.join('\n') : this.isTransaction ? '' : sql
  if (/^(?:begin|commit|rollback)/.test(sql)) statements.length = 0
  else if (this.isTransaction) statements.push(sql)
  strikeAround(text, () => exec.call(this, sql))
}

for (const method of ['all', 'run', 'get'] as const) {
  const plain: (...values: never[]) => unknown = StatementSync.prototype[method]
  StatementSync.prototype[method] = function (this: StatementSync, ...values: never[]) {
    statements.push(`${this.sourceSQL} -- ${JSON.stringify(values)}`)
    return strikeAround('', () => plain.apply(this, values)) as never
  }
}

const { renameSync } = fs
fs.renameSync = (from, to) => strikeAround('', () => renameSync(from, to))
syncBuiltinESMExports()

if (point.step === 'told') process.once('SIGUSR2', strike)
if (point.step === 'moment') setTimeout(strike, point.nth).unref()
await import(pathToFileURL(resolve(process.env['CRASH_PROGRAM']!)).href)
