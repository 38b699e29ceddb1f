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

/**
 * The paragraphs of the story among the lines of a page's main text: without headline, standfirst and byline again,
 * without lines that are links to elsewhere, dates and credits.
 */
export function storyOf(blocks: readonly Block[], around: Around): readonly string[] {
  const repeated = new Set([around.headline, ...around.standfirsts].filter((text) => text !== null).map(bare))
  const authors = around.authors.map(bare).filter((name) => name.length > 3)
  const kept = blocks.filter((block, index) => {
    const { text } = block
    const same = bare(text)
    if (same === '' || (index < 8 && repeated.has(same))) return false
    if (block.linked > MOSTLY_LINK && (block.is !== 'paragraph' || !isWhole(text) || LABEL.test(text))) return false
    if (CREDIT.test(text)) return false
    return !(text.length < 120 && !isWhole(text) && (isDate(text) || authors.some((name) => same.includes(name))))
  })
  return kept.map((block) => block.text)
}

/** "Read also: …": a word or two before a link, whatever the language. */
const LABEL = /^[\p{L}\s]{3,30}[:：]\s*\S/u
const CREDIT = /^(?:©|\(c\)\s|\([^()]{0,80}\/[^()]{0,40}\)$)/iu

/** A line that says little but a day or an hour. */
function isDate(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0
  return /\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}/.test(text) && digits * 5 > bare(text).length
}
