import type { Article } from '#src/records.ts'
import { untilAnswered } from '#src/text/sentences.ts'
import { linesBeside } from './beside-headline.ts'
import { withoutRecurring } from './boilerplate.ts'
import { BEGINNING, feedLines } from './feed-text.ts'
import { leadSentences } from './lead.ts'
import { firstLines } from './page/bounded.ts'
import type { Page } from './page/page.ts'
import type { Standfirst } from './page/standfirst.ts'
import { standfirstSentences } from './standfirst.ts'

/** What is said of an article for readers: by its feed, and by its page where that was read. */
export type Told = Pick<Article, 'title' | 'summary' | 'content' | 'language' | 'authors'>

// A post is as long as it should be, not as long as it could be: what an editor writes under a headline. One sentence
// is always handed on, whatever its length: platforms judge what they have room for, and where not even that fits,
// headline and link stand alone.
const ENOUGH = 400
const MOST_SENTENCES = 5
// A text in which every character is a word's part says as much in fewer.
const ENOUGH_DENSE = 160

/** The sentences of a post, and where they come from, for staff; null where there are none. */
export interface Summary {
  readonly sentences: readonly string[]
  readonly from: string | null
}

/** The sentences of {@link summaryOf}. */
export function summarise(article: Told, page: Page | null = null): readonly string[] {
  return summaryOf(article, page).sentences
}

/**
 * The sentences of a post, in the article's order and words: the newsroom's own standfirst where it is real, else the
 * story's first sentences. The standfirst that readers see under the headline goes before those for machines, and
 * those of the page before the feed's summary, which is more often cut off; all are judged alike. Of what the feed
 * says, the lines in `recurring` are left out.
 */
export function summaryOf(article: Told, page: Page | null, recurring: ReadonlySet<string> = NONE): Summary {
  const language = article.language ?? page?.language ?? null
  const { paragraphs: content, standfirsts } = withoutRecurring(
    feedLines(article, LONGEST_MARKUP),
    recurring,
    article.title,
  )
  const summary = standfirsts.map(({ text }) => text)
  const onPage = page !== null && page.paragraphs.some((paragraph) => paragraph !== '')
  const body = onPage ? firstLines(page.paragraphs, BEGINNING) : content
  const authors = [...article.authors, ...(page?.authors ?? [])]
  const candidates: readonly Standfirst[] = [
    ...(page?.standfirsts ?? []),
    ...(summary.length > 0 ? [{ text: summary.join('\n'), shown: false, from: "the feed's summary" }] : []),
  ]
  for (const candidate of candidates) {
    const others = candidates.filter((other) => other !== candidate).map(({ text }) => text)
    const story = { headline: article.title, authors, language, paragraphs: body.filter(Boolean), others }
    const found = standfirstSentences(candidate, story)
    if (found.length > 0) return { sentences: enough(found), from: candidate.from }
  }
  for (const { paragraphs, of } of [
    { paragraphs: body, of: onPage ? "its page's story" : "the feed's story" },
    { paragraphs: content, of: "the feed's story" },
    { paragraphs: linesBeside(summary, article.title), of: "the feed's summary" },
  ]) {
    const { sentences, first } = leadSentences({ headline: article.title, language, paragraphs }, MOST_SENTENCES + 1)
    if (sentences.length === 0) continue
    const told = enough(sentences, MOST_SENTENCES)
    const last = first + told.length - 1
    return { sentences: told, from: `${of}, sentence${first === last ? ` ${first}` : `s ${first}-${last}`}` }
  }
  return { sentences: [], from: null }
}

/**
 * Whether the feed alone gives enough for a post: a summary of its own that is whole and more than the headline again,
 * or the story itself. The page is not asked for then. Looks at the beginning only: it is asked of every article before
 * that article's own turn, and must not take long over any.
 */
export function suffices(article: Told, recurring: ReadonlySet<string> = NONE): boolean {
  const { paragraphs: content, standfirsts } = withoutRecurring(feedLines(article), recurring, article.title)
  const told = standfirsts.map(({ text }) => text)
  const { title: headline, language, authors } = article
  const story = { headline, authors, language, paragraphs: content.filter(Boolean), others: [] }
  if (standfirstSentences({ text: told.join('\n'), shown: false }, story).length > 0) return true
  const lead = leadSentences({ headline, language, paragraphs: content }, MOST_SENTENCES)
  return content.join(' ').length >= FULL_TEXT && lead.sentences.length > 0
}

// A shorter text is a feed's first lines.
const FULL_TEXT = 600
// Markup of that much text, with room for what stands between.
const LONGEST_MARKUP = 10 * BEGINNING
const NONE: ReadonlySet<string> = new Set()

function enough(sentences: readonly string[], most: number = sentences.length): readonly string[] {
  const limit = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sentences[0]!) ? ENOUGH_DENSE : ENOUGH
  let used = 0
  const end = sentences.findIndex(
    (sentence, index) => ((used += sentence.length + 1) > limit + 1 && index > 0) || index >= most,
  )
  if (end === -1) return sentences
  const told = sentences.slice(0, end)
  return told.slice(0, untilAnswered(told) || told.length)
}
