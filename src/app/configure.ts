import { join } from 'node:path'
import { readEnvironment } from '#src/base/environment.ts'
import type { Loaded, Rehearsal } from '#src/config/config.ts'
import { folderOf, loadConfig } from '#src/config/load.ts'
import { platforms } from '#src/platform/registry.ts'
import { checkTemplate } from '#src/post/template.ts'

/** Reads the config at `file` with every platform of the registry, and the secrets of the environment and `.env`. */
export function configure(file: string, rehearsal?: Rehearsal): Loaded {
  const environment = readEnvironment(join(folderOf(file), '.env'))
  return loadConfig({ file, platforms, environment, checkTemplate, ...(rehearsal && { rehearsal }) })
}
