import type { DraftPart } from '#src/records.ts'
import { tidy } from '../fit.ts'
import type { Refusal } from '../platform.ts'
import { ALLOWED, urlsIn, weightedLength } from './length.ts'

/** A post in words of staff: they go as they are written, and its link stands among them. */
export function rewritePost(part: DraftPart, written: string): DraftPart | Refusal {
  const words = tidy(written)
  if (words === '') return { is: 'refusal', why: 'nothing is left to say' }
  const used = weightedLength(words, part.link ?? '')
  if (used > ALLOWED) {
    const count = used === Infinity ? `more than ${words.length}` : used
    return { is: 'refusal', why: `the text has ${count} characters by X's count, and X allows ${ALLOWED}` }
  }
  if (part.link !== null && !stands(part.link, words, part.text)) {
    return { is: 'refusal', why: `its link is missing, or no link where it stands: ${part.link}` }
  }
  return { ...part, body: { ...part.body, text: words }, text: words, length: { used, allowed: ALLOWED } }
}

/** Whether a link is one in `words`, as far as it was one before: X makes none of a host without a dot. */
function stands(link: string, words: string, before: string): boolean {
  const isLinked = (text: string) => urlsIn(text).some(({ url }) => url === link)
  return isLinked(words) || (words.includes(link) && !isLinked(before))
}
