import { z } from 'zod'
import type { DraftPart } from '#src/records.ts'

const links = z.array(
  z.object({ type: z.string(), offset: z.number(), length: z.number(), url: z.string().optional() }),
)

/** The text of a message with the address of every hidden link in brackets behind it. */
export function showPart(part: DraftPart): string {
  const entities = links.safeParse(part.body['entities'] ?? part.body['caption_entities']).data ?? []
  let shown = part.text
  for (const { offset, length, url } of entities.toReversed()) {
    if (url !== undefined) shown = `${shown.slice(0, offset + length)} (${url})${shown.slice(offset + length)}`
  }
  return shown
}
