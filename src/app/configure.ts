import { join } from 'node:path'
import { readEnvironment } from '#src/base/environment.ts'
import type { Loaded, Rehearsal } from '#src/config/config.ts'
import { folderOf, loadConfig } from '#src/config/load.ts'
import type { Platform } from '#src/platform/platform.ts'
import { platforms } from '#src/platform/registry.ts'
import { checkWording, samplePosts } from '#src/post/check-template.ts'
import { placesOf } from '#src/post/markup-place.ts'
import type { MarkupMistake, Wording, WordingMistake } from '#src/records.ts'

/**
 * Reads the config at `file`, or `text` as if it stood there, with every platform of the registry, and the secrets of the
 * environment and `.env`.
 */
export function configure(file: string, rehearsal?: Rehearsal, text?: string): Loaded {
  const environment = readEnvironment(join(folderOf(file), '.env'))
  return loadConfig({
    file,
    platforms,
    environment,
    checkWording: tryWording,
    ...(rehearsal && { rehearsal }),
    ...(text !== undefined && { text }),
  })
}

/** What Liquid has against a channel's template, or the platform that its posts are for. */
function tryWording(wording: Wording, platform: Platform | null, settings: unknown): WordingMistake | null {
  const wrong = checkWording(wording)
  if (wrong !== null || platform === null) return wrong
  let linked = false
  const { posts, branches } = samplePosts(wording)
  for (const post of posts) {
    const draft = platform.format(post, settings)
    if ('is' in draft) return { key: 'template', what: draft.why, at: null }
    if (draft.mistake) return markupMistake(wording, draft.mistake)
    linked ||= draft.parts.some(({ link }) => link !== null)
  }
  for (const post of branches) {
    const draft = platform.format(post, settings)
    if (!('is' in draft) && draft.mistake) return markupMistake(wording, draft.mistake)
  }
  if (linked || Object.keys(wording.utm).length === 0) return null
  return { key: 'utm', what: 'no post of this channel has a link that these could stand in', at: null }
}

function markupMistake({ template }: Wording, mistake: MarkupMistake): WordingMistake {
  return { key: 'template', what: mistake.why, at: placesOf(template, mistake)[0] ?? null }
}
