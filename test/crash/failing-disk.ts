// Stands in main.ts's place: runs it with a disk that fails right after the first `sending` is on it, until SIGUSR2.
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isDiskFault, pragmasOf } from './disk-faults.ts'
import { STEPS } from './steps.ts'

const fault = process.env['DISK_FAULT']!
if (!isDiskFault(fault)) throw new Error(`there is no disk fault ${fault}`)
const { begin, end } = pragmasOf(fault)
let isSending = false
let hasBegun = false

const { exec } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql)
  if (sql !== 'commit' || !isSending || hasBegun) return
  hasBegun = true
  exec.call(this, begin)
  process.once('SIGUSR2', () => exec.call(this, end))
}

const plain: (...values: never[]) => unknown = StatementSync.prototype.all
StatementSync.prototype.all = function (this: StatementSync, ...values: never[]) {
  isSending ||= STEPS.sending.test(`${this.sourceSQL} -- ${JSON.stringify(values)}`)
  return plain.apply(this, values) as never
}

await import('#src/main.ts')
