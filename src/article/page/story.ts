import { isRestOf, smallNames, type SmallNames } from '#src/text/goes-on.ts'
import { isWhole } from '#src/text/sentences.ts'
import { wordsOf } from '#src/text/words.ts'
import { bare } from '../same.ts'
import type { Block } from './block.ts'
import type { Standfirst } from './standfirst.ts'

/** What else the page says, by which lines are known that only repeat it. */
export interface Around {
  readonly headline: string | null
  readonly standfirsts: readonly Standfirst[]
  readonly authors: readonly string[]
  /** What the page's images are described by. */
  readonly alts: readonly string[]
}

/** Whether a line is a link to elsewhere: nothing but one, or mostly one and no sentence of the story. */
export function isLink({ text, linked, is }: Block): boolean {
  if (linked > NOTHING_BUT_LINK) return true
  return linked > MOSTLY_LINK && (is !== 'paragraph' || !isWhole(text) || LABEL.test(text))
}

const NOTHING_BUT_LINK = 0.97
const BEGINNING = 8
const MOSTLY_LINK = 0.5
// Shorter lines without an end are headings, labels and credits.
const SHORT = 120
// More of them in a row are a list of other stories.
const TEASERS = 4

/**
 * The paragraphs of the story among the lines of a page's main text: without headline, standfirst and byline again,
 * without captions, dates and credits, without lines that are links to elsewhere, without a list that sums it up, and
 * without what follows its end. An empty one stands first where such a list was left
 * out: what follows may speak of what is listed.
 */
export function storyOf(blocks: readonly Block[], around: Around): readonly string[] {
  const shown = around.standfirsts.filter((each) => each.shown).map(({ text }) => text)
  const repeated = new Set([around.headline, ...shown].filter((text) => text !== null).map(bare))
  // What machines are told may be the standfirst or the story's own first paragraph: that is set as the others are.
  const told = new Set(around.standfirsts.map(({ text }) => bare(text)))
  const box = boxOf(blocks)
  const alts = new Set(around.alts.map(bare))
  const authors = around.authors.map(bare).filter((name) => name.length > 3)
  const kept = blocks.filter((block, index) => {
    const { text } = block
    const same = bare(text)
    if (same === '') return false
    if (index < BEGINNING && (repeated.has(same) || (told.has(same) && block.box !== box))) return false
    if (isLink(block)) return false
    if (CREDIT.test(text) || isCaption(text) || (alts.has(same) && block.box !== box)) return false
    return !(isLabel(block) && (isDate(text) || authors.some((name) => same.includes(name))))
  })
  const { rest, gap } = withoutPoints(kept)
  const story = withoutTeasers(fromStartToEnd(rest, around.headline ?? '')).map((block) => block.text)
  const own = story.filter((text, index) => index < story.length - ENDING || !isAbout(text, around.authors))
  return withinBounds(gap && own.length > 0 ? ['', ...own] : own)
}

/**
 * `blocks` without a list before the first paragraph: its points sum up the story, and are none of it. A list that says
 * more than the paragraphs do is the story, and one behind which a heading stands a section of it. None that leans can
 * lean on a list of labels: it leaves no gap, unless a line with a colon says what is listed.
 */
function withoutPoints(blocks: readonly Block[]): { readonly rest: readonly Block[]; readonly gap: boolean } {
  const first = Math.max(blocks.findIndex(isProse), 0)
  const [before, story] = [blocks.slice(0, first), blocks.slice(first)]
  const points = before.filter(({ is }) => is === 'item')
  const prose = story.filter(({ is }) => is === 'paragraph')
  const section = before.slice(before.findLastIndex(({ is }) => is === 'item')).some(({ is }) => is === 'heading')
  if (section || lengthOf(points) >= lengthOf(prose)) return { rest: blocks, gap: false }
  const others = before.filter(({ is }) => is !== 'item')
  const announced = points.length > 0 && others.some(({ text }) => /[:：]$/u.test(text))
  const gap = announced || points.some(({ text }) => wordsOf(text).length >= TELLING)
  return { rest: [...others, ...story], gap }
}

// A point of fewer words is a label, a topic, how long it takes to read.
const TELLING = 5

function isProse(block: Block): boolean {
  return block.is === 'paragraph' && !isLabel(block)
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { text }) => sum + text.length, 0)
}

// Longer than any story; keeps what one page can add to the store within bounds.
const MOST_TEXT = 200_000

function withinBounds(story: readonly string[]): readonly string[] {
  let used = 0
  return story.filter((text) => (used += text.length) <= MOST_TEXT)
}

const ENDING = 3

/** "Anna Writer is a reporter in Kyiv.": the last lines tell of those who wrote the others. */
function isAbout(text: string, authors: readonly string[]): boolean {
  return text.length < LONGEST_BIOGRAPHY && authors.some((name) => name.includes(' ') && text.startsWith(name))
}

const LONGEST_BIOGRAPHY = 600

/** How most of the text is set. */
function boxOf(blocks: readonly Block[]): string | null {
  const lengths = new Map<string, number>()
  for (const { box, text } of blocks) lengths.set(box, (lengths.get(box) ?? 0) + text.length)
  return [...lengths].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}

function isLabel({ text }: Block): boolean {
  return text.length < SHORT && !isWhole(text)
}

/** Before the first sentence stand labels of the page, and behind the last one those of what comes next on it. */
function fromStartToEnd(blocks: readonly Block[], headline: string): readonly Block[] {
  const first = Math.max(
    blocks.findIndex((block) => !isLabel(block)),
    0,
  )
  const last = blocks.findLastIndex((block) => !isLabel(block) || block.is === 'item')
  const beginning = blocks[first]?.text ?? ''
  // Without what its first sentence begins with, the rest of that would look whole.
  const names = (): SmallNames =>
    smallNames(
      headline,
      blocks.map(({ text }) => text),
    )
  const begun = blocks
    .slice(0, first)
    .findLastIndex(({ text }, at) => at >= first - NEAR && isRestOf(text, beginning, names))
  return blocks.slice(begun === -1 ? first : begun, last + 1)
}

// Few labels stand within a sentence.
const NEAR = 3

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
    /[.!?。][”"»]?\s*\([^()]{2,80}\)$/u.test(text) ||
    /\([^()]{2,60}\/[^()]{2,60}\)$/u.test(text) ||
    AGENCY.test(text) ||
    NAMES.test(text)
  )
}

/** "… as possible. IMAGO/N. Herbertz": an agency's name in capitals, then the photographer's. */
const AGENCY = /\s\p{Lu}{2,}(?:\s\p{L}+)?\s?\/\s?\p{Lu}[\p{L}.\s'’-]{1,40}$/u

/** "… in the fog. Credit: Jane Doe / Getty Images.": behind a sentence's end or a label nothing but two names. */
const NAMES =
  /[.!?:：]["'”»]?\s\p{Lu}[\p{L}\p{M}.'’-]{0,25}(?:\s\p{Lu}[\p{L}\p{M}.'’-]{0,25}){1,3}\s?\/\s?\p{L}[\p{L}\p{M}.'’-]{1,25}(?:\s\p{L}[\p{L}\p{M}.'’-]{1,25}){0,2}$/u

/** "Read also: …": a word or two before a link, whatever the language. */
const LABEL = /^[\p{L}\s]{3,30}[:：]\s*\S/u
const CREDIT = /^(?:©|\(c\)\s|[\p{L}()]{2,12}:\s*©|\([^()]{0,80}\)$|\[[^\]]{0,80}\]$)/iu

/** A line that says little but a day or an hour. */
function isDate(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0
  return /\b(?:19|20)\d\d\b|\d{1,2}[:.]\d{2}/.test(text) && digits * 5 > bare(text).length
}
