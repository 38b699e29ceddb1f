import { join } from 'node:path'
import { readEnvironment } from '#src/base/environment.ts'
import type { Loaded, Rehearsal } from '#src/config/config.ts'
import { folderOf, loadConfig } from '#src/config/load.ts'
import type { Platform } from '#src/platform/platform.ts'
import { platforms } from '#src/platform/registry.ts'
import { checkTemplate, samplePost } from '#src/post/template.ts'

/** Reads the config at `file` with every platform of the registry, and the secrets of the environment and `.env`. */
export function configure(file: string, rehearsal?: Rehearsal): Loaded {
  const environment = readEnvironment(join(folderOf(file), '.env'))
  return loadConfig({ file, platforms, environment, checkTemplate: tryTemplate, ...(rehearsal && { rehearsal }) })
}

/** What Liquid has against a template, or the platform that its posts are for. */
function tryTemplate(template: string, platform: Platform | null, settings: unknown): string | null {
  const wrong = checkTemplate(template)
  if (wrong !== null || platform === null) return wrong
  const draft = platform.format(samplePost(template), settings)
  return 'is' in draft ? draft.why : null
}
