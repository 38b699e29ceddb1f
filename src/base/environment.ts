import { readFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { parse } from 'dotenv'

/** Variables by name. The only place that reads the process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The process's environment over the variables of `dotenvFile` (which may be absent): the environment wins. */
export function readEnvironment(dotenvFile?: string): Environment {
  return { ...(dotenvFile === undefined ? {} : readDotenv(dotenvFile)), ...process.env }
}

/**
 * What a thread that reads strangers' bytes is given: no secrets, only where Node keeps what it has compiled. With that
 * it starts in half the time.
 */
export function threadEnvironment(): Environment {
  const { NODE_COMPILE_CACHE } = process.env
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }
}

function readDotenv(file: string): Record<string, string> {
  try {
    return parse(readFileSync(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

/** This process by a name that a person and another process can find it by. */
export function processName(): string {
  return `process ${process.pid} on ${hostname()}`
}

/** Whether a process named by {@link processName} is certainly no more; false where that cannot be told from here. */
export function isGone(name: string): boolean {
  return isThere(name) === false
}

/** Whether a process by that name is on this machine; another one may have its number by now. */
export function isHere(name: string): boolean {
  return isThere(name) === true
}

function isThere(name: string): boolean | null {
  const [, pid, host] = /^process (\d+) on (.+)$/.exec(name) ?? []
  if (pid === undefined || host !== hostname() || Number(pid) === process.pid) return null
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** The person at the keyboard, as the system names them. */
export function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // a container may run a user without a name
  }
}
