import { createHash } from 'node:crypto'
import { wordsOf } from '#src/text/words.ts'
import { addsTo, contentWords } from './adds.ts'
import type { Page } from './page/page.ts'
import { bare } from './same.ts'

/** By what a line is known again: its letters and digits, whatever stands around them. */
export function fingerprint(line: string): string {
  return createHash('sha256').update(bare(line)).digest('base64url').slice(0, 16)
}

/** What is looked through for lines that recur. */
type Texts = Pick<Page, 'paragraphs' | 'standfirsts'>

/**
 * The lines of a page: the fingerprints of its paragraphs and of what may be its standfirst; and the words of those
 * that readers see first, since in them a word may change from article to article.
 */
export function linesOf({ paragraphs, standfirsts }: Texts): readonly string[] {
  const told = standfirsts.map(({ text }) => text)
  const lines = [...paragraphs, ...told].filter((line) => bare(line) !== '')
  const openings = [...told, ...paragraphs.slice(0, FIRST)].map(opening).filter((line) => line !== null)
  return [...new Set([...openings, ...lines.map(fingerprint)])]
}

const FIRST = 2
const LONGEST_OPENING = 200
const LEAST_WORDS = 6
/** What an opening begins with; no fingerprint does. */
export const OPENING = '='

/** The words of a short line; null where it is long, or of too few words to be known by them. */
function opening(line: string): string | null {
  if (line.length > LONGEST_OPENING) return null
  const words = wordsOf(line)
  return words.length < LEAST_WORDS ? null : OPENING + words.join(' ')
}

/** An article by what recurs, or does not, on its site. */
export interface Lined {
  readonly title: string
  readonly lines: readonly string[]
}

/** In so many other articles of its site a line stands before it is none of the story. */
const RECURS = 2

/**
 * Those of the lines of `own` that recur over `others`. Articles that tell one story as it goes on are not
 * counted: what only they share is its own.
 */
export function recurringIn(own: Lined, others: readonly Lined[]): ReadonlySet<string> {
  const unlike = others.filter((other) => !areUpdates(own, other))
  const counts = new Map<string, number>()
  for (const { lines } of unlike) for (const line of new Set(lines)) counts.set(line, (counts.get(line) ?? 0) + 1)
  const often = (line: string): boolean => (counts.get(line) ?? 0) >= RECURS
  // What is all that an article says is no line beside its story.
  const isStory = own.lines.filter((line) => !line.startsWith(OPENING) && !often(line)).length < 2
  const openings = unlike.map(({ lines }) => lines.filter((line) => line.startsWith(OPENING)))
  return new Set(
    own.lines.filter((line) => {
      if (often(line)) return true
      if (isStory || !line.startsWith(OPENING)) return false
      return openings.filter((each) => each.some((other) => isSameFrame(line, other, own.title))).length >= RECURS
    }),
  )
}

// Of the words of the shorter headline, and of the lines of the article.
const ALIKE = 0.4
const MOST = 0.5

/** Whether two articles tell one story: by like headlines, or by a word of them and most of the text. */
function areUpdates(own: Lined, other: Lined): boolean {
  const [a, b] = [new Set(contentWords(own.title)), new Set(contentWords(other.title))]
  const shared = a.intersection(b).size
  if (shared >= 2 && shared >= Math.min(a.size, b.size) * ALIKE) return true
  const lines = own.lines.filter((line) => !line.startsWith(OPENING))
  const same = new Set(lines).intersection(new Set(other.lines)).size
  return shared > 0 && same >= 2 && same >= lines.length * MOST
}

// Of the words of the longer line.
const SAME = 0.75

/**
 * Whether two lines are one but for some words in one place, and what they share says nothing of the headline: of a
 * story's first sentence it does, however alike stories are told.
 */
function isSameFrame(line: string, other: string, headline: string): boolean {
  const [a, b] = [line.slice(1).split(' '), other.slice(1).split(' ')]
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a]
  const differs = shorter.findIndex((word, index) => word !== longer[index])
  const start = differs === -1 ? shorter.length : differs
  let end = 0
  while (end < shorter.length - start && shorter.at(-1 - end) === longer.at(-1 - end)) end += 1
  if (start + end < longer.length * SAME) return false
  const shared = [...a.slice(0, start), ...a.slice(a.length - end)]
  return contentWords(shared.join(' ')).every((word) => addsTo(word, headline))
}

/**
 * The page without the lines that recur over its site: invitations to subscribe, read also, the site's words about
 * itself. Learnt, not listed, so that it holds in any language. Where a paragraph was, an empty one stays: what leans
 * on it must not be told.
 */
export function withoutRecurring<P extends Texts>(page: P, recurring: ReadonlySet<string>): P {
  if (recurring.size === 0) return page
  return {
    ...page,
    paragraphs: page.paragraphs.map((line, index) => (isOneOf(line, recurring, index < FIRST) ? '' : line)),
    standfirsts: page.standfirsts.filter(({ text }) => !isOneOf(text, recurring, true)),
  }
}

function isOneOf(line: string, recurring: ReadonlySet<string>, first: boolean): boolean {
  return recurring.has(fingerprint(line)) || (first && recurring.has(opening(line) ?? ''))
}
