import { withoutEnd } from '#src/text/ends.ts'
import { nfkc } from '#src/text/normal-form.ts'
import { withinQuotations } from '#src/text/quotations.ts'
import { sentences, isWhole } from '#src/text/sentences.ts'
import { wordsOf } from '#src/text/words.ts'
import { addsTo, contentWords, repeats, tellingWords } from './adds.ts'
import { linesBeside } from './beside-headline.ts'
import { beginsWithAuthor, isByline } from './byline.ts'
import { notesAmong } from './notes.ts'
import type { Standfirst } from './page/standfirst.ts'
import { withoutDateline } from './dateline.ts'
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

const SHORTEST_WORDS = 2
// Fewer words without a full stop are a label.
const OPEN_WORDS = 5
// Measured: of a real standfirst a third of the words, and mostly more than half, stand in headline or story too.
const FOREIGN = 0.3

/**
 * The whole sentences of `text` where it is a standfirst: what the newsroom wrote to stand between headline and story.
 * Empty where it is the headline again, alone or with little around it, the start of a byline, the site's words about
 * itself, or nothing but cut off.
 */
export function standfirstSentences(
  { text: given, shown }: Pick<Standfirst, 'text' | 'shown'>,
  story: Story,
): readonly string[] {
  const told = linesBeside(given.split('\n'), story.headline)
  const notesIn = (lines: readonly string[]) => notesAmong(lines, story.headline, story.paragraphs)
  const above = notesIn(told)
  const first = told.findIndex((_, line) => !above.isSaid(line))
  if (first === -1) return []
  const text = told.slice(first).join('\n')
  if (
    /^["'”’»\s]*(?:[…,;:)]|\.\.)/.test(text) ||
    !addsTo(text, story.headline) ||
    beginsWithAuthor(text, story.authors) ||
    isAboutSite(text, story) ||
    isKeywords(text) ||
    (!shown && (isLoud(text) || isStuck(text, story)))
  )
    return []
  const whole: string[] = []
  const lines = withoutDateline(text, story.language, story.headline).split('\n')
  const notes = notesIn(lines)
  const all = lines.flatMap((line, of) => withNext(sentences(line, story.language), of))
  for (const [index, { sentence, next, within, of }] of all.entries()) {
    // Readers would not know whose words they are; and what leans on a line must not follow another.
    if (within || (all[index - 1]?.of !== of && notes.isSaid(of))) break
    const last = index === all.length - 1
    // An ellipsis within a line that goes on is the writer's own.
    const ended = isWhole(sentence) || (next !== null && /\p{L}(?:…|\.\.\.)["'’”»]*$/u.test(sentence) && isWhole(next))
    // Many newsrooms set a standfirst, or its last line, without a full stop.
    const open =
      !ended &&
      tellingWords(sentence).length >= OPEN_WORDS &&
      isUncut(sentence, story) &&
      (shown || (last && !isCutLength(text) && (index === 0 || isPlaced(text, story))))
    if (!ended && !open) break
    if (!shown && last && goesOn(sentence, story, open)) break
    const again = bare(sentence) === bare(story.headline) || repeats(sentence, whole)
    if (!again && (whole.length > 0 || !isByline(sentence))) whole.push(sentence)
    // What follows would run on in the same line.
    if (open) break
  }
  if (whole.length === 0 || tellingWords(whole.join(' ')).length < SHORTEST_WORDS) return []
  // The start of the story, cut off: the story itself has the sentence that was cut.
  return !shown && whole.length < all.length && startsStory(whole[0]!, story) ? [] : whole
}

/** A sentence of a line. */
interface Part {
  readonly sentence: string
  /** The one behind it. */
  readonly next: string | null
  /** Whether it is of a quotation that it does not hold whole. */
  readonly within: boolean
  /** Which line it is of. */
  readonly of: number
}

function withNext(line: readonly string[], of: number): readonly Part[] {
  const within = withinQuotations(line)
  return line.map((sentence, index) => ({ sentence, next: line[index + 1] ?? null, within: within[index]!, of }))
}

// Where software cuts descriptions that are too long.
const CUTS = [155, 160, 197, 200, 250, 255, 297, 300]

function isCutLength(text: string): boolean {
  return CUTS.some((cut) => text.length <= cut && text.length > cut - 6)
}

/** Whether a text without an end was likely not cut: its last word is a whole one that the story has too. */
function isPlaced(text: string, { paragraphs }: Story): boolean {
  const last = contentWords(text.slice(-80)).at(-1) ?? ''
  return (
    last.length > 3 &&
    contentWords(paragraphs.join(' ')).includes(last) &&
    withoutEnd(text.toLowerCase(), /[\p{P}\s]/u).endsWith(last)
  )
}

// A standfirst is shorter; a feed's summary may be the whole story.
const BEGINNING = 2_000

/**
 * A slogan or a navigation's words: nothing of it is in headline or story, though there is a story; or a site is named
 * that the story does not speak of.
 */
function isAboutSite(text: string, story: Story): boolean {
  const { length } = story.paragraphs.join(' ')
  const [site] = sitesIn(text.slice(0, BEGINNING))
  const named = site === undefined || story.paragraphs.some((paragraph) => sitesIn(paragraph).includes(site))
  if (!named && length >= PROSE) return true
  // A few lines have too few words to share any.
  if (length < LONG_STORY) return false
  const told = new Set(contentWords([story.headline, ...story.paragraphs].join(' ')).map((word) => word.slice(0, 5)))
  const words = contentWords(text.slice(0, BEGINNING))
  const shared = words.filter((word) => told.has(word.slice(0, 5))).length
  return shared < words.length * FOREIGN
}

/**
 * "tram, airport, council, news": many commas, a word or two between them, and no end. Some standfirsts are such too, with
 * a few words behind a dash; so are the slogans of many houses, and the story has its own beginning.
 */
function isKeywords(text: string): boolean {
  if (text.length > LONGEST_LIST || isWhole(text)) return false
  const parts = text.split(/[,;\n،؛、，；]/u)
  return parts.length >= LIST && wordsOf(text).length <= parts.length * WORDS_OF_KEY
}

const LIST = 5
const WORDS_OF_KEY = 2.5
const LONGEST_LIST = 1_000
const PROSE = 80
const LONG_STORY = 600

/** "➤ New trains ✓ All you need": marks set between words for the eye, as in search results. */
function isLoud(text: string): boolean {
  return (text.match(MARKS)?.length ?? 0) >= 2
}

const MARKS = /(?<=^|\s)[→-⇿■-◿★☆✅✓-✘➔-➾⬅-⬇|](?=\s)/gu

/** "By Anna Writer The bridge opened …": the story's own sentence with something stuck before it, which is none of it. */
function isStuck(text: string, { headline, language, paragraphs }: Story): boolean {
  const [first = ''] = sentences(withoutDateline(text, language, headline), language)
  const same = bare(first)
  return paragraphs.slice(0, 3).some((paragraph) => {
    const own = bare(sentences(withoutDateline(paragraph, language, headline), language)[0] ?? '')
    return own.length >= TAIL && same.length > own.length && same.endsWith(own)
  })
}

/** A site as one speaks of it; not one in an address or a link. */
const DOMAIN = /(?<![\p{L}\p{N}@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\p{L}\p{N}/])/gu

function sitesIn(text: string): readonly string[] {
  return text.match(DOMAIN) ?? []
}

function isUncut(sentence: string, { others, paragraphs }: Story): boolean {
  if (/(?:(?:…|\.\.\.?|‥)[\])}]*|[,;:([{—–-])["'’”»]*$/u.test(sentence)) return false
  const same = bare(sentence)
  return ![...others, ...paragraphs].some((other) => bare(other).length > same.length && bare(other).startsWith(same))
}

// Enough of an end to be known again, as software cuts anywhere.
const TAIL = 25

/**
 * Whether the story goes on where a sentence for machines ends: it was cut, though a full stop may have been set behind
 * the cut. Of one without a full stop the end alone tells; of others the whole sentence, and a writer may have ended it
 * where the story has a comma.
 */
function goesOn(sentence: string, { headline, language, paragraphs }: Story, open: boolean): boolean {
  const same = bare(sentence)
  const end = open ? same.slice(-TAIL) : same
  const all = paragraphs.flatMap((paragraph) => sentences(withoutDateline(paragraph, language, headline), language))
  if (all.some((other) => bare(other) === same)) return false
  return all.some((other) => {
    const letters = bare(other)
    const at = open ? letters.indexOf(end) : letters.startsWith(end) ? 0 : -1
    if (at === -1 || at + end.length >= letters.length) return false
    return open || !/^[,;:–—(،、，；]/u.test(behind(other, end.length))
  })
}

/** What stands in `text`, in NFKC, behind its first `count` letters and digits. */
function behind(text: string, count: number): string {
  const all = nfkc(text)
  let [at, passed] = [0, 0]
  for (const character of all) {
    if (passed >= count) break
    passed += bare(character).length
    at += character.length
  }
  return all.slice(at).trimStart()
}

function startsStory(sentence: string, { paragraphs }: Story): boolean {
  return paragraphs.slice(0, 3).some((paragraph) => bare(paragraph).includes(bare(sentence)))
}
