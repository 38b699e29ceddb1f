import { CallerMistake } from '#src/base/errors.ts'
import type { DraftPart } from '#src/records.ts'
import { partsOf, type Part } from '#src/store/deliveries.ts'
import { draftOf, editPart } from '#src/store/edits.ts'
import type { Reader } from '#src/store/open.ts'
import { ruleOf } from '#src/store/reasons.ts'
import { wayOut, type Desk } from './actions.ts'
import { noDelivery } from './call.ts'

/** What a platform does with a message that staff write. */
export interface Writing {
  editable(part: DraftPart): string
  rewrite(part: DraftPart, words: string): DraftPart | { readonly is: 'refusal'; readonly why: string }
  attach(body: DraftPart['body'], media: null): DraftPart['body']
  price(part: DraftPart): number
}

/** What came of an edit; a refused one has changed nothing. */
export type Edited =
  | { readonly is: 'edited'; readonly part: Part; readonly draft: DraftPart }
  | { readonly is: 'refused'; readonly why: string }

/**
 * Puts words of staff in the place of a post's text, counted and checked as its platform does. Its link and picture stay,
 * and so do the replies that follow it. From then on these words are what goes.
 * @throws CallerMistake where the post no longer waits, or waits for something else than its words.
 */
export async function edit(desk: Desk, delivery: string, words: string, writing: Writing): Promise<Edited> {
  const at = desk.clock.now()
  return desk.store.write(async (writer) => {
    const part = await editablePart(writer, delivery)
    const draft = writing.rewrite(draftOf(part, writing.attach), words)
    if ('is' in draft) return { is: 'refused', why: draft.why }
    const edited = await editPart(writer, part, { draft, usd: writing.price(draft), at, who: desk.who })
    return { is: 'edited', part: edited, draft }
  })
}

/**
 * The text of a post that may be edited, as staff would write it.
 * @throws CallerMistake as {@link edit} does.
 */
export async function editableText(reader: Reader, delivery: string, writing: Writing): Promise<string> {
  const part = await editablePart(reader, delivery)
  return writing.editable(draftOf(part, writing.attach))
}

// A post of unknown fate may stand already, and these are composed anew before they can go.
const NOT_ITS_WORDS: ReadonlySet<string> = new Set(['unknown', 'format', 'other-account'])

const EDITABLE: ReadonlySet<string> = new Set(['ready', 'held', 'refused'])

async function editablePart(reader: Reader, delivery: string): Promise<Part> {
  const [part] = await partsOf(reader, delivery)
  if (!part) throw new CallerMistake(noDelivery(delivery))
  if (!EDITABLE.has(part.state)) {
    const which = 'only what is ready, held or refused can be edited'
    throw new CallerMistake(`${delivery} is ${part.state} (${part.reason}): ${which}.`)
  }
  if (part.state === 'held' && NOT_ITS_WORDS.has(ruleOf(part.reason))) {
    throw new CallerMistake(`${delivery} cannot be edited (${part.reason}). ${wayOut(delivery, part)}`)
  }
  return part
}
