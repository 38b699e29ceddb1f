import { sentences, isWhole } from '#src/text/sentences.ts'
import { addsTo, contentWords } from './adds.ts'
import type { Standfirst } from './page/standfirst.ts'
import { bare } from './same.ts'

/** What a text is held against to tell whether it is the article's own standfirst. */
export interface Story {
  readonly headline: string
  readonly authors: readonly string[]
  readonly language: string | null
  readonly paragraphs: readonly string[]
  /** The other texts that may be the standfirst: of a text and its cut-off start the longer is meant. */
  readonly others: readonly string[]
}

const SHORTEST_WORDS = 3
// Measured: of a real standfirst a third of the words, and mostly more than half, stand in headline or story too.
const FOREIGN = 0.3

/**
 * The whole sentences of `text` where it is a standfirst: what the newsroom wrote to stand between headline and story.
 * Empty where it is the headline again, the start of a byline, the site's words about itself, or nothing but cut off.
 */
export function standfirstSentences({ text, shown }: Standfirst, story: Story): readonly string[] {
  if (!addsTo(text, story.headline) || isByline(text, story.authors) || isAboutSite(text, story)) return []
  const whole: string[] = []
  const all = sentences(text, story.language)
  for (const [index, sentence] of all.entries()) {
    const last = index === all.length - 1
    // Many newsrooms set a standfirst without a full stop.
    const ended = isWhole(sentence) || (isUncut(sentence, story) && (shown || (last && whole.length === 0)))
    if (!ended) break
    if (bare(sentence) !== bare(story.headline)) whole.push(sentence)
    // What follows would run on in the same line.
    if (!isWhole(sentence)) break
  }
  if (whole.length === 0 || contentWords(whole.join(' ')).length < SHORTEST_WORDS) return []
  // The start of the story, cut off: the story itself has the sentence that was cut.
  return !shown && whole.length < all.length && startsStory(whole[0]!, story) ? [] : whole
}

function isByline(text: string, authors: readonly string[]): boolean {
  const start = bare(text.replace(/^(?:by|von|par|por|di|автор)[\s:]+/iu, ''))
  return authors.some((author) => bare(author).length > 5 && start.startsWith(bare(author))) && text.length < 120
}

/** A slogan or a navigation's words: nothing of it is in headline or story, though there is a story. */
function isAboutSite(text: string, story: Story): boolean {
  const told = new Set(contentWords([story.headline, ...story.paragraphs].join(' ')).map((word) => word.slice(0, 5)))
  const words = contentWords(text)
  if (story.paragraphs.join(' ').length < 600) return false
  const shared = words.filter((word) => told.has(word.slice(0, 5))).length
  return shared < words.length * FOREIGN
}

function isUncut(sentence: string, { others, paragraphs }: Story): boolean {
  if (/(?:…|\.\.\.?|‥|[,;:(\[{—–-])["'’”»]*$/u.test(sentence)) return false
  const same = bare(sentence)
  return ![...others, ...paragraphs].some((other) => bare(other).length > same.length && bare(other).startsWith(same))
}

function startsStory(sentence: string, { paragraphs }: Story): boolean {
  return paragraphs.slice(0, 3).some((paragraph) => bare(paragraph).includes(bare(sentence)))
}
