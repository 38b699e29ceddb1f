import { isWhole, sentences } from '#src/text/sentences.ts'
import { addsTo } from './adds.ts'
import { withoutDateline } from './dateline.ts'
import { leans } from './leaning.ts'
import { bare } from './same.ts'

interface Told {
  readonly headline: string
  readonly language: string | null
  readonly paragraphs: readonly string[]
}

// Behind the first paragraphs stands no beginning any more.
const LATEST_START = 6

/**
 * The story from its first whole sentence on, unbroken. A sentence that adds nothing to the headline is left out, and
 * the run never begins with one that leans on a sentence that is not there.
 */
export function leadSentences({ headline, language, paragraphs }: Told, most: number): readonly string[] {
  const run: string[] = []
  let gap = true
  for (const [index, paragraph] of paragraphs.entries()) {
    if (run.length === 0 && index >= LATEST_START) break
    for (const sentence of sentences(withoutDateline(paragraph), language)) {
      if (run.length >= most) return run
      if (!isWhole(sentence)) {
        // A heading or caption before the story is passed over; within it a gap would be read as one thought.
        if (run.length > 0) return run
        continue
      }
      if (bare(sentence) === bare(headline) || (run.length === 0 && !addsTo(sentence, headline))) {
        gap = true
        continue
      }
      if (gap && index > 0 && leans(sentence, language)) {
        if (run.length > 0) return run
        continue
      }
      run.push(sentence)
      gap = false
    }
  }
  return run
}
