import { createRequire } from 'node:module'
import { destination, pino } from 'pino'
import { scrub } from './secret.ts'

/** Ids that an event is about; every log line carries those it knows. */
export interface About {
  readonly feed?: string
  readonly article?: string
  readonly channel?: string
  readonly account?: string
  readonly delivery?: string
  readonly [more: string]: unknown
}

/** One line per event: `about` says what it concerns, `event` what happened, in a few words. */
export interface Log {
  debug(about: About, event: string): void
  info(about: About, event: string): void
  warn(about: About, event: string): void
  error(about: About, event: string): void
}

/**
 * A log on stderr: JSON lines, or one short coloured line an event when `pretty` and pino-pretty is installed.
 * Whatever is logged, no known secret leaves: the finished line is scrubbed.
 */
export function openLog(level: 'debug' | 'info' | 'warn' | 'error', pretty: boolean): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: scrub },
    },
    // Synchronous, so that nothing is lost at exit and an early exit cannot throw (pino 10: "sonic boom is not ready").
    (pretty && prettyStream()) || destination({ fd: 2, sync: true }),
  )
}

function prettyStream() {
  const require = createRequire(import.meta.url)
  try {
    const build = require('pino-pretty') as (options: object) => NodeJS.WritableStream
    return build({ colorize: true, sync: true, destination: 2, translateTime: 'SYS:HH:MM:ss' })
  } catch {
    return null // absent in production installs: JSON lines then
  }
}

/** A log that keeps nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
