import type { Millis } from '#src/base/clock.ts'
import type { DraftPart } from '#src/records.ts'
import { columnsOf, dropBehind, type Part } from './deliveries.ts'
import { CRIER, note } from './history.ts'
import { replaceMedia } from './media.ts'
import type { Writer } from './open.ts'
import type { Reason } from './reasons.ts'

/** Puts another message in the place of a post that is ready and was never tried. Replies to it are dropped. */
export async function redraft(
  writer: Writer,
  part: Part,
  { draft, usd }: { readonly draft: DraftPart; readonly usd: number },
  { why, at }: { readonly why: Reason; readonly at: Millis },
): Promise<void> {
  await replaceMedia(writer, part, null)
  await writer
    .updateTable('part')
    .set({
      ...columnsOf(draft),
      usd,
      reason: why,
      changed: at,
    })
    .where('id', '=', part.id)
    .execute()
  const { article, delivery, state } = part
  await note(writer, { at, article, delivery, was: state, became: state, why, who: CRIER })
  await dropBehind(writer, part, { why, at })
}
