import { isWhole } from '#src/text/sentences.ts'
import { bare } from '../same.ts'
import type { Block } from './body.ts'

/** What else the page says, by which lines are known that only repeat it. */
export interface Around {
  readonly headline: string | null
  readonly standfirsts: readonly string[]
  readonly authors: readonly string[]
}

const MOSTLY_LINK = 0.5
// Shorter lines without an end are headings, labels and credits.
const SHORT = 120
// More of them in a row are a list of other stories.
const TEASERS = 4

/**
 * The paragraphs of the story among the lines of a page's main text: without headline, standfirst and byline again,
 * without captions, dates and credits, without lines that are links to elsewhere, and without what follows its end.
 */
export function storyOf(blocks: readonly Block[], around: Around): readonly string[] {
  const repeated = new Set([around.headline, ...around.standfirsts].filter((text) => text !== null).map(bare))
  const authors = around.authors.map(bare).filter((name) => name.length > 3)
  const kept = blocks.filter((block, index) => {
    const { text } = block
    const same = bare(text)
    if (same === '' || (index < 8 && repeated.has(same))) return false
    if (block.linked > MOSTLY_LINK && (block.is !== 'paragraph' || !isWhole(text) || LABEL.test(text))) return false
    if (CREDIT.test(text) || isCaption(text)) return false
    return !(isLabel(block) && (isDate(text) || authors.some((name) => same.includes(name))))
  })
  return withoutTeasers(fromStartToEnd(kept)).map((block) => block.text)
}

function isLabel({ text }: Block): boolean {
  return text.length < SHORT && !isWhole(text)
}

/** Before the first sentence stand labels of the page, and behind the last one those of what comes next on it. */
function fromStartToEnd(blocks: readonly Block[]): readonly Block[] {
  const first = blocks.findIndex((block) => !isLabel(block))
  const last = blocks.findLastIndex((block) => !isLabel(block) || block.is === 'item')
  return blocks.slice(Math.max(first, 0), last + 1)
}

function withoutTeasers(blocks: readonly Block[]): readonly Block[] {
  const runs: Block[][] = []
  for (const block of blocks) {
    const run = runs.at(-1)
    const teaser = isLabel(block) && block.is !== 'item'
    if (run?.[0] !== undefined && isLabel(run[0]) && run[0].is !== 'item' && teaser) run.push(block)
    else runs.push([block])
  }
  return runs.filter((run) => run.length < TEASERS).flat()
}

/** What is known by its end: the picture's author or agency, in brackets behind a sentence or behind a slash. */
function isCaption(text: string): boolean {
  if (text.length > 500) return false
  return (
    /[.!?。][”"»]?\s*\([^()]{2,80}\)$/u.test(text) || /\([^()]{2,60}\/[^()]{2,60}\)$/u.test(text) || AGENCY.test(text)
  )
}

/** "… as possible. IMAGO/N. Herbertz": an agency's name in capitals, then the photographer's. */
const AGENCY = /\s\p{Lu}{2,}(?:\s\p{L}+)?\s?\/\s?\p{Lu}[\p{L}.\s'’-]{1,40}$/u

/** "Read also: …": a word or two before a link, whatever the language. */
const LABEL = /^[\p{L}\s]{3,30}[:：]\s*\S/u
const CREDIT = /^(?:©|\(c\)\s|[\p{L}()]{2,12}:\s*©|\([^()]{0,80}\)$|\[[^\]]{0,80}\]$)/iu

/** A line that says little but a day or an hour. */
function isDate(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0
  return /\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}/.test(text) && digits * 5 > bare(text).length
}
