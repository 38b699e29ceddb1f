import { createHash } from 'node:crypto'
import { sentences } from '#src/text/sentences.ts'
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
 * The lines of a page: the fingerprints of its paragraphs and of what may be its standfirst; and of those that readers
 * see first the words, since in them a word may change from article to article, the first sentence and the last, and
 * what is left where they hold the headline.
 */
export function linesOf({ paragraphs, standfirsts }: Texts, headline: string): readonly string[] {
  const told = standfirsts.map(({ text }) => text)
  const lines = [...paragraphs, ...told].filter((line) => bare(line) !== '')
  const seen = [...told.slice(0, MOST_TOLD), ...paragraphs.slice(0, FIRST)]
  const parts = seen.flatMap((line) => [
    frame(line, headline),
    ...endsOf(line).flatMap((end) => marksOf(end, headline)),
  ])
  const found = [...[...told, ...paragraphs.slice(0, FIRST)].map(opening), ...parts].filter((line) => line !== null)
  return [...new Set([...found, ...lines.map(fingerprint)])]
}

// A post is of the first few.
const MOST_TOLD = 20
const LONGEST_PARTED = 2_000
const SHORTEST_SENTENCE = 6
const SHORTEST_HEADLINE = 8
// What fingerprints of sentences begin with, and those of a text around the headline.
const SENTENCE = '+'
const FRAME = '~'

/** The sentences of a line; none of one that is a single sentence, or too long for any post. */
function partsOf(line: string): readonly string[] {
  // Learnt in one way wherever the line stands, whatever its language is said to be.
  const all = line.length > LONGEST_PARTED ? [] : sentences(line, null)
  return all.length < 2 ? [] : all
}

function endsOf(line: string): readonly string[] {
  const parts = partsOf(line)
  return parts.filter((_, index) => index === 0 || index === parts.length - 1)
}

/** By what a sentence is known again. One with a number may be half a sentence, parted behind an ordinal. */
function marksOf(sentence: string, headline: string): readonly (string | null)[] {
  const telling = bare(sentence).length >= SHORTEST_SENTENCE && !/\p{N}/u.test(sentence)
  return [telling ? SENTENCE + fingerprint(sentence) : null, frame(sentence, headline)]
}

/** What stands around the headline in a text; null where it is not there, or stands alone. */
function frame(text: string, headline: string): string | null {
  if (headline.length > LONGEST_PARTED || text.length > LONGEST_PARTED) return null
  const same = bare(headline)
  if (same.length < SHORTEST_HEADLINE) return null
  const around = bare(text).split(same)
  const rest = around.join(' ')
  return around.length < 2 || bare(rest).length < SHORTEST_SENTENCE ? null : FRAME + fingerprint(rest)
}

/** Whether what `linesOf` gives is a whole line, and stands for no part of one. */
function isLine(line: string): boolean {
  return ![OPENING, SENTENCE, FRAME].includes(line[0]!)
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
  const isStory = own.lines.filter((line) => isLine(line) && !often(line)).length < 2
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
  const lines = own.lines.filter(isLine)
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
 * itself; where only a line's first or last sentence recurs, without that. Learnt, not listed, so that it holds in any
 * language. Where something was among the paragraphs, an empty one stays: what leans on it must not be told.
 */
export function withoutRecurring<P extends Texts>(page: P, recurring: ReadonlySet<string>, headline: string): P {
  if (recurring.size === 0) return page
  const left = (line: string): readonly string[] => leftOf(line, recurring, headline)
  return {
    ...page,
    paragraphs: page.paragraphs.flatMap((line, index) =>
      index < FIRST ? left(line) : recurring.has(fingerprint(line)) ? '' : line,
    ),
    standfirsts: page.standfirsts.flatMap((each) =>
      left(each.text)
        .filter((text) => text !== '')
        .map((text) => ({ ...each, text })),
    ),
  }
}

/** What is left of a line, with an empty one in place of all that recurs. */
function leftOf(line: string, recurring: ReadonlySet<string>, headline: string): readonly string[] {
  const whole = [fingerprint(line), opening(line), frame(line, headline)]
  if (whole.some((mark) => mark !== null && recurring.has(mark))) return ['']
  const parts = partsOf(line)
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined) return [line]
  const recurs = (sentence: string): boolean => {
    const [own, around] = marksOf(sentence, headline)
    return recurring.has(around ?? '') || (recurring.has(own ?? '') && !tellsOf(sentence, headline))
  }
  const [start, end] = [recurs(first), recurs(last)]
  if (!start && !end) return [line]
  const kept = line.slice(start ? first.length : 0, end ? line.lastIndexOf(last) : line.length).trim()
  return [...(start ? [''] : []), ...(kept === '' ? [] : [kept]), ...(end ? [''] : [])]
}

/** Whether a sentence tells of what the headline does: then it is the story's, however often it is told. */
function tellsOf(sentence: string, headline: string): boolean {
  const words = contentWords(sentence)
  return words.filter((word) => !addsTo(word, headline)).length > words.length * ALIKE
}
