import { readFileSync } from 'node:fs'
import { parse } from 'dotenv'

/** Variables by name. The only place that reads the process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The process's environment over the variables of `dotenvFile` (which may be absent): the environment wins. */
export function readEnvironment(dotenvFile?: string): Environment {
  return { ...(dotenvFile === undefined ? {} : readDotenv(dotenvFile)), ...process.env }
}

function readDotenv(file: string): Record<string, string> {
  try {
    return parse(readFileSync(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
