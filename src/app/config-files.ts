import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { folderOf } from '#src/config/load.ts'

/** The files that a config is made of, as they are now. */
export interface ConfigFiles {
  /** The folders to watch for changes of them. */
  readonly folders: readonly string[]
  /** Changes whenever the content of any of them does. Never throws: a missing file is a content too. */
  fingerprint(): string
}

/** The config at `file` and the `.env` that belongs to it. */
export function configFiles(file: string): ConfigFiles {
  const dotenv = join(folderOf(file), '.env')
  return {
    folders: [...new Set([dirname(file), dirname(dotenv)])],
    fingerprint: () => `${fingerprintOf(file)} ${fingerprintOf(dotenv)}`,
  }
}

function fingerprintOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
  }
}
