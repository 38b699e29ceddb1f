import { isBegun, isRestOf, smallNames, type SmallNames } from '#src/text/goes-on.ts'
import { withinQuotations } from '#src/text/quotations.ts'
import { isWhole, sentences } from '#src/text/sentences.ts'
import { addsTo, repeats } from './adds.ts'
import { besideHeadline } from './beside-headline.ts'
import { isByline } from './byline.ts'
import { withoutDateline, withoutSignature } from './dateline.ts'
import { isExpletive, leans } from '#src/text/leaning.ts'
import { bare } from './same.ts'
import { notesAmong } from './notes.ts'

/** The first sentences of a story. */
interface Lead {
  readonly sentences: readonly string[]
  /** Which sentence of the text the first of them is, from 1. */
  readonly first: number
}

interface Told {
  readonly headline: string
  readonly language: string | null
  readonly paragraphs: readonly string[]
}

// Behind the first paragraphs stands no beginning any more.
const LATEST_START = 6

// A shorter line without an end is a heading, a place, a label: no sentence leans on it.
const CUT_SENTENCE = 40

/**
 * The story from its first whole sentence on, unbroken. An empty paragraph stands for one that was left out, as a note
 * within the story is: what leans on that is not told, and ends the run. A first sentence that adds nothing to the
 * headline is left out: what leans on it leans on the headline, which stands above. A run never begins with one that
 * leans on a sentence that was cut, or with the rest of one, and holds none of a quotation that is told in part only.
 */
export function leadSentences({ headline, language, paragraphs }: Told, most: number): Lead {
  let first = 0
  let counted = 0
  const run: string[] = []
  // Where something was left out: all that stood before the story told nothing, or summed it up.
  let cut: 'before' | 'within' | null = null
  let unended = ''
  let passed = 0
  let known: SmallNames | null = null
  const names = (): SmallNames => (known ??= smallNames(headline, paragraphs))
  const notes = notesAmong(paragraphs, headline)
  for (const [index, paragraph] of paragraphs.entries()) {
    const note = notes.isLikely(index)
    // Nothing of the story stands before its beginning.
    if (note && passed === 0) continue
    if (note || paragraph === '') {
      cut = passed === 0 ? 'before' : 'within'
      continue
    }
    if (run.length === 0 && passed >= LATEST_START) break
    passed += 1
    // Behind the beginning what looks like a dateline is more likely a speaker's name.
    const told =
      run.length === 0
        ? withoutDateline(besideHeadline(paragraph, headline) ?? paragraph, language, headline)
        : withoutSignature(paragraph)
    const all = sentences(told, language)
    const within = withinQuotations(all)
    for (const [at, sentence] of all.entries()) {
      counted += 1
      if (run.length >= most) return { sentences: run, first }
      // Readers would not know whose words they are, or how the sentence began.
      const rest = isRestOf(unended, sentence, names)
      const ended = isWhole(sentence)
      // A label may stand within a sentence.
      if (ended) unended = ''
      else if (!isBegun(unended) || isBegun(sentence)) unended = sentence
      if (within[at] === true || rest) {
        if (run.length > 0) return { sentences: run, first }
        cut = 'within'
        continue
      }
      if (!ended) {
        // A heading or caption before the story is passed over; within it a gap would be read as one thought.
        if (run.length > 0) return { sentences: run, first }
        cut = sentence.length >= CUT_SENTENCE ? 'within' : null
        continue
      }
      const again = run.length === 0 ? isByline(sentence) || !addsTo(sentence, headline) : repeats(sentence, run)
      const leaning = cut !== null && leans(sentence, language)
      const left = leaning && !(cut === 'before' && isExpletive(sentence, language))
      if (left && run.length > 0) return { sentences: run, first }
      if (left) cut = 'within'
      if (again || bare(sentence) === bare(headline) || left) continue
      if (run.length === 0) first = counted
      run.push(sentence)
      cut = null
    }
  }
  return { sentences: run, first }
}
