import type { Millis } from '#src/base/clock.ts'
import type { DraftPart } from '#src/records.ts'
import type { Part } from './deliveries.ts'
import { note } from './history.ts'
import { mediaOf, pictureOf } from './media.ts'
import type { Writer } from './open.ts'

/**
 * A part as it was formatted, without what preparing its picture has added to its body. A picture that is known not to
 * go is none.
 */
export function draftOf(part: Part, attach: (body: DraftPart['body'], media: null) => DraftPart['body']): DraftPart {
  const media = mediaOf(part)
  const gone = media?.is === 'without' && media.forGood
  return {
    body: attach(JSON.parse(part.bytes) as DraftPart['body'], null),
    text: part.text,
    length: { used: part.used, allowed: part.allowed },
    link: part.link,
    picture: gone ? null : pictureOf(part),
  }
}

/**
 * Puts `draft` in the place of what a part says; its state, key and picture stay. The history keeps the text before.
 * @throws where it is no longer in the state that it was read in.
 */
export async function editPart(
  writer: Writer,
  part: Part,
  {
    draft,
    usd,
    at,
    who,
  }: { readonly draft: DraftPart; readonly usd: number; readonly at: Millis; readonly who: string },
): Promise<Part> {
  const { article, delivery, state } = part
  const { text, length } = draft
  const edited = await writer
    .updateTable('part')
    .set({ bytes: JSON.stringify(draft.body), text, ...length, usd })
    .where('id', '=', part.id)
    .where('state', '=', state)
    .returningAll()
    .executeTakeFirst()
  if (!edited) throw new Error(`part ${part.id} is no longer ${state}`)
  const why = 'edit: its text is written by a person'
  await note(writer, { at, article, delivery, was: state, became: state, why, who, earlier: part.text })
  return edited
}
