import { clean, oneLine } from '#src/text/clean.ts'
import { firstWord, goesOn, smallNames, type SmallNames } from '#src/text/goes-on.ts'
import { walk, withoutEscapes } from '#src/text/html.ts'
import { isWhole } from '#src/text/sentences.ts'
import { wordsOf } from '#src/text/words.ts'
import type { Article } from '#src/records.ts'
import { withoutSignature } from './dateline.ts'
import { isBeside, isNamedBeside, LARGE, LEFT_OUT, LARGEST_BOX, PROSE, SMALL } from './page/beside.ts'
import { beginsSentence, BLOCK, BOLD, isLabelBefore, withoutHardBreaks, type Block } from './page/block.ts'
import { firstLines } from './page/bounded.ts'
import type { Page } from './page/page.ts'
import { isLink, storyOf } from './page/story.ts'
import { bare } from './same.ts'

/** The lines of the story that a feed gives, without all that a page's story is freed of. */
export function feedStory({
  title,
  content,
  authors,
}: Pick<Article, 'title' | 'content' | 'authors'>): readonly string[] {
  const own = withoutFooters(blocksOf(content ?? '', title), title)
  const blocks = own.map((block) => ({ ...block, text: withoutSignature(block.text) }))
  return storyOf(blocks, { headline: title, standfirsts: [], authors, alts: [] })
}

/** The lines of the summary that a feed gives, without captions and links to elsewhere or to the article itself. */
export function feedSummary({ title, summary }: Pick<Article, 'title' | 'summary'>): readonly string[] {
  const all = blocksOf(summary ?? '', title)
  const blocks = withoutFooters(all, title)
  const own = blocks.filter((block) => !isLink(block))
  // Some set the whole summary as a link; but what is listed beside the article's own headline is other stories.
  const linked = blocks.length < all.length ? blocks.filter(({ is }) => is !== 'item') : blocks
  return (own.length > 0 ? own : linked).map(({ text }) => text)
}

/**
 * Lines without "The post … appeared first on …": the headline again as a link, beside few other words. Of a headline of
 * a word or two a sentence may make a link too: there another link, to the site, must stand beside it. A story's first
 * sentence may begin with it, but goes on behind a comma, or to no name at its end.
 */
function withoutFooters(lines: readonly Line[], title: string): readonly Line[] {
  const same = bare(title)
  const wholes = new Set([title, ...Array.from(title.matchAll(PARTED), ({ index }) => title.slice(0, index))].map(bare))
  // A headline may have grown since; beside a single link its beginning is a sentence's own.
  const isOwn = (link: string, single: boolean): boolean => {
    const told = bare(link)
    if (told.length * 2 <= same.length) return false
    return wholes.has(told) || ((!single || CUT.test(link)) && same.startsWith(told))
  }
  return lines.filter(({ text, links }, index) => {
    const single = links.length === 1
    if (!links.some((link) => isOwn(link, single)) || (links.length < 2 && wordsOf(title).length < TELLING)) return true
    const link = oneLine(links[0]!)
    const begins = index === 0 && lines.length > 1 && single && text.startsWith(link)
    if (begins && isWhole(text) && !wholes.has(bare(text)) && !SOURCE.test(text.slice(link.length))) return true
    return wordsOf(text).length - wordsOf(links.join(' ')).length > FEW
  })
}

// What parts a headline from the house's name, and how one ends that was cut short.
const PARTED = /\s[-–—·•]\s|\s?[|｜:：]/gu
const CUT = /(?:…|\.\.\.)[\s\])]*$/u

// "… first appeared on Tarnholm Times.": a few words before the name. More are a sentence's own.
const NAMED = String.raw`["'“„«‘]?[\p{Lu}\p{Lo}]`
const NAME = String.raw`\s(?:${NAMED}[^\s,;:،、，]*|(?!${NAMED})[^\s,;:،、，]+\.\p{L}+[.!]?["'”“»’]*)`
const SOURCE = new RegExp(String.raw`^(?:\s[^\s,;:،、，]+){1,5}?${NAME}(?:${NAME}|\s\p{Ll}{1,3})*$`, 'u')

const TELLING = 3
const FEW = 8

/**
 * As much of a text as a post can be of, in UTF-16 units: what is told of an article is told on the main thread, whatever
 * length a site or a feed gives. What recurs over the articles of a feed stands there too.
 */
export const BEGINNING = 10_000

/** What a feed says of an article, as a page says it: the beginnings, read of `longest` UTF-16 units of markup. */
export function feedLines(
  article: Pick<Article, 'title' | 'summary' | 'content' | 'authors'>,
  longest = 2 * BEGINNING,
): Pick<Page, 'paragraphs' | 'standfirsts'> {
  const { summary, content } = article
  const story = feedStory({ ...article, content: content?.slice(0, longest) ?? null })
  const told = feedSummary({ ...article, summary: summary?.slice(0, longest) ?? null })
  return {
    paragraphs: firstLines(story, BEGINNING),
    standfirsts: firstLines(told, BEGINNING).map((text) => ({ text, shown: false, from: "the feed's summary" })),
  }
}

interface Open {
  readonly name: string
  readonly named: string
  /** Where what is beside the story began: at which line, or at which character of an unfinished one. */
  readonly beside: { readonly by: 'element' | 'class'; readonly line: number; readonly at: number } | null
}

/** The lines `from` up to `to`, where the element may be beside the story. */
interface Gone {
  readonly by: 'element' | 'class'
  readonly name: string
  readonly from: number
  readonly to: number
  readonly closed: boolean
}

interface Line extends Block {
  readonly prose: boolean
  /** The texts of its links. */
  readonly links: readonly string[]
}

// Deeper nesting says nothing more, and looking through it would take long.
const DEEPEST = 100
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
const HEADING = /^h[1-6]$/
const ITEM = /^(?:li|td|th|dt|dd)$/

/**
 * The lines of a feed's HTML without what stands beside the story: by the same elements and classes as on a page, but
 * read in one go, as it is done in the main thread. Takes time in proportion to its input.
 */
function blocksOf(html: string, title: string): readonly Line[] {
  const lines: Line[] = []
  const gone: Gone[] = []
  const stack: Open[] = []
  let text = ''
  let linked = 0
  let links: string[] = []
  let breaks: Block['breaks'] = null
  let drawn = false
  // Whether no words stand on the line yet; what is set apart there; and whether that is a label before the line's words.
  let begins = true
  let bold: string | null = null
  let label = false
  let names: SmallNames | null = null
  const flush = (): void => {
    const line = oneLine(clean(text))
    if (line !== '') {
      const blocks = stack.filter(({ name }) => isBlock(name))
      const own = blocks.at(-1)?.name ?? ''
      const item = blocks.some(({ name }) => ITEM.test(name))
      const is = HEADING.test(own) ? 'heading' : item ? 'item' : 'paragraph'
      const box = [blocks.at(-1), blocks.at(-2)].map((each) => `${each?.name} ${each?.named ?? ''}`).join(' < ')
      const prose = own === 'p' && line.length >= PROSE
      lines.push({
        text: line,
        linked: Math.min(1, linked / text.length),
        is,
        box,
        breaks,
        prose,
        links: links.filter((link) => link.trim() !== ''),
      })
      breaks = 0
    }
    text = ''
    linked = 0
    links = []
    begins = true
    bold = null
    label = false
  }
  const end = (from: number, closing: string): void => {
    for (const { name, beside } of stack.splice(from).toReversed()) {
      if (beside === null) continue
      if (isBlock(name))
        gone.push({ by: beside.by, name, from: beside.line, to: lines.length, closed: name === closing })
      // Within a line; one that went on to the next is no part of it.
      else if (beside.line === lines.length) {
        const initial = text.slice(0, beside.at).trim() === '' && /^\s*\p{Lu}?\s*$/u.test(text)
        if (!initial) text = text.slice(0, beside.at)
      }
    }
  }
  const say = (words: string): void => {
    const blank = words.trim() === ''
    if (label && !blank) {
      if (beginsSentence(words.trimStart())) flush()
      label = false
    }
    // What such a line begins with is drawn, unless it goes on behind a line break.
    const isBroken = (): boolean => breaks !== null && !isWhole(lines.at(-1)?.text ?? '')
    if (drawn && begins && isWithin(words) && !isBroken()) {
      names ??= smallNames(title, [])
      if (!names.possible.has(firstWord(words))) text += LEFT_OUT
    }
    drawn = false
    begins &&= blank
    text += words
    if (!stack.some(({ name }) => name === 'a')) return
    linked += words.length
    links.push((links.pop() ?? '') + words)
  }
  const markup = withoutEscapes(html)
  const isPlain = !LINED.test(markup)
  walk(markup, {
    text(words) {
      const isTyped = isPlain || stack.some(({ name }) => name === 'pre')
      for (const [index, paragraph] of (isTyped ? words.split(BLANK_LINE) : [words]).entries()) {
        if (index > 0) {
          flush()
          if (breaks !== null) breaks = 2
        }
        say(paragraph)
      }
    },
    open(name, named) {
      if (isBlock(name)) {
        flush()
        breaks = name === 'br' && breaks !== null ? breaks + 1 : null
      }
      drawn = name === 'img'
      if (name === 'a') links.push('')
      if (begins && BOLD.test(name)) bold = name
      const top = stack.at(-1)?.name
      if (isBlock(name) && name !== 'br' && (top === 'p' || (top === name && ITEM.test(name))))
        end(stack.length - 1, top)
      if (VOID.test(name) || stack.length >= DEEPEST) return
      const by = isBeside(name, named) ? 'element' : isNamedBeside(name, named) ? 'class' : null
      stack.push({ name, named, beside: by && { by, line: lines.length, at: text.length } })
    },
    close(name) {
      if (isBlock(name)) flush()
      if (isBlock(name) && name !== 'br') breaks = null
      drawn = name === 'svg' || (drawn && !isBlock(name))
      if (name === bold) {
        label = isLabelBefore(oneLine(clean(text)), title)
        bold = null
      }
      const at = stack.findLastIndex((open) => open.name === name)
      if (at !== -1) end(at, name)
    },
  })
  flush()
  const of = (all: readonly Line[]): number => all.reduce((sum, { text: { length } }) => sum + length, 0)
  const proseOf = (all: readonly Line[]): number => of(all.filter(({ prose }) => prose))
  const [length, prose] = [of(lines), proseOf(lines)]
  const beside = new Set<Line>()
  for (const { by, name, from, to, closed } of gone) {
    const inside = lines.slice(from, Math.min(to, from + MOST_INSIDE))
    const small = of(inside) < LARGEST_BOX && to - from <= MOST_INSIDE
    // One that is never closed holds the story.
    const apart = closed && small && of(inside) < length
    const own = name === 'p' ? 0 : proseOf(inside)
    if (by === 'element' ? of(inside) < length * LARGE || apart : small && own <= prose * SMALL) {
      for (const line of inside) beside.add(line)
    }
  }
  return withoutHardBreaks(
    lines.filter((line) => !beside.has(line)),
    title,
  )
}

/** Whether `words` go on within a word, unless they are a name. */
function isWithin(words: string): boolean {
  return /^\p{L}/u.test(words) && goesOn(words)
}

// What writes its lines as elements. Without any a text is as it was typed: a blank line parts its paragraphs.
const LINED = /<(?:p|div|br)[\s/>]/i
const BLANK_LINE = /\n[^\S\n]*\n/

// Boxes of more lines are no small ones.
const MOST_INSIDE = 200

function isBlock(name: string): boolean {
  return BLOCK.test(name) || isBeside(name, '')
}
