import { unreachable } from '#src/base/errors.ts'
import { cut, shorten } from '#src/text/graphemes.ts'
import { withoutEnd } from '#src/text/ends.ts'
import { nfc } from '#src/text/normal-form.ts'
import { untilAnswered } from '#src/text/sentences.ts'
import type { Draft, Piece, Post, Segment } from '#src/records.ts'
import { fill, HOLES } from './shape.ts'

/** What a post has to fit into. */
export interface Room {
  /** A post's template, with {@link hole} characters where its segments stand. */
  readonly shape: string
  /** By the platform's own measure of a finished text. */
  readonly fits: (text: string) => boolean
  /**
   * However much room there is: at most so many UTF-16 units of summary, and so many sentences. A first sentence that is
   * longer is left out too: the rest alone is a good post.
   */
  readonly maxSummary?: number
  readonly maxSentences?: number
}

/** A post that fits. */
export interface Filled {
  /** What stands at each UTF-16 unit of the shape. */
  readonly units: readonly string[]
  /** What became of every part of the post. */
  readonly pieces: readonly Piece[]
}

/**
 * Fills a shape with the segments of `post`: with as many sentences from the first as fit. Where not even the rest
 * does, signs go, all of them; then the longest value is shortened at a word boundary; then values go, the last first.
 * Where nothing of the article would stand, a word that is too long by itself is cut, of the title first; else sentences
 * stand without the rest. The link is never touched. Null where the template's own words and the link alone do not fit.
 */
export function fit(post: Post, room: Room): Filled | null {
  const { shape, fits } = room
  const tries = (texts: readonly string[]) => fits(fill(shape, texts).join(''))
  const whole = post.segments.map((segment) => withoutSummary(segment))
  const bare = tries(whole) ? whole : whole.map((text, at) => (post.segments[at]!.is === 'sign' ? '' : text))
  if (bare !== whole && !tries(bare)) {
    const texts = squeeze(post.segments, bare, tries)
    if (texts && isBare(post.segments, texts)) return summarised(post, texts, room, tries)
    return texts && filled(post, shape, texts, 'there is no room for it')
  }
  if (!post.segments.some(({ is }) => is === 'summary')) return filled(post, shape, bare, null)
  return summarised(post, bare, room, tries)
}

function summarised(
  post: Post,
  bare: readonly string[],
  { shape, maxSummary = Infinity, maxSentences = Infinity }: Room,
  tries: (texts: readonly string[]) => boolean,
): Filled {
  const most = Math.min(
    maxSentences,
    ...post.segments.map((one) => (one.is === 'summary' ? (one.most ?? Infinity) : Infinity)),
  )
  const stood = [bare]
  const told = (why: string | null): Filled => {
    const count = stood.length - 1
    // What comes next is the answer, as a rule.
    const last = untilAnswered(post.sentences.slice(0, count))
    if (why === null || last === 0 || last === count) return filled(post, shape, stood[count]!, why, count)
    return filled(post, shape, stood[last]!, 'a question is not told without its answer', last)
  }
  let summary = ''
  for (const [count, sentence] of post.sentences.entries()) {
    if (count >= most) return told(`no more than ${most} here`)
    summary = join(summary, sentence)
    if (summary.length > maxSummary) return told(`no more than ${maxSummary} characters here`)
    const texts = post.segments.map((segment, at) => (segment.is === 'summary' ? summary : bare[at]!))
    if (!tries(texts)) return told(count === 0 ? 'there is no room for it' : 'the next does not fit')
    stood.push(texts)
  }
  return told(null)
}

function filled(
  post: Post,
  shape: string,
  texts: readonly string[],
  whySummary: string | null,
  sentences: number = 0,
): Filled {
  const pieces = new Map<string, Piece>()
  for (const [at, segment] of post.segments.entries()) {
    const piece = pieceOf(segment, texts[at]!, post, whySummary, sentences)
    if (piece === null) continue
    const before = pieces.get(piece.of)
    // Of one that stands in several pieces, what is wrong with any is told.
    if (before === undefined || (before.why === null && piece.why !== null)) pieces.set(piece.of, piece)
  }
  return { units: fill(shape, texts), pieces: [...pieces.values()] }
}

function pieceOf(
  segment: Segment,
  text: string,
  { sentences, origins }: Post,
  whySummary: string | null,
  count: number,
): Piece | null {
  switch (segment.is) {
    case 'literal':
      return null
    case 'link':
      return { of: 'link', from: null, stands: 'whole', why: null }
    case 'summary': {
      const stands =
        count === 0 ? null : `${count} of ${sentences.length} ${sentences.length === 1 ? 'sentence' : 'sentences'}`
      const why = sentences.length === 0 ? 'the article gives no whole sentence for it' : whySummary
      return { of: 'summary', from: origins.summary ?? null, stands, why }
    }
    case 'value':
    case 'sign': {
      const { of } = segment
      if (of === undefined) return null
      const from = Object.entries(origins).find(([name]) => name === (ORIGINS[of] ?? of))?.[1] ?? null
      if (text === '')
        return { of, from, stands: null, why: segment.text === '' ? 'the article has none' : 'there is no room for it' }
      return text === segment.text
        ? { of, from, stands: 'whole', why: null }
        : { of, from, stands: 'shortened', why: 'it is too long for what the platform allows' }
    }
    default:
      return unreachable(segment)
  }
}

/** The variables whose words have the origin of another. */
const ORIGINS: Readonly<Record<string, string>> = { authors: 'author', tags: 'section', hashtags: 'section' }

/**
 * A post with its lead sentence in the headline's place, where it asks for that and the sentence stands there whole;
 * else as it is. `format` is the platform's own, for a post as it comes.
 */
export function withLead<Refusal extends { readonly is: string }>(
  post: Post,
  format: (post: Post) => Draft | Refusal,
): Draft | Refusal {
  if (post.instead === null || !post.instead.segments.some(mayBeTitle)) return format(post)
  const led = format(post.instead)
  if (!('is' in led) && led.pieces.every(({ of, why }) => of !== 'title' || why === null)) {
    const all = post.instead.sentences.length === 0
    return all ? because(led, 'summary', "all of it stands in the headline's place") : led
  }
  const plain = format(post)
  if ('is' in plain) return plain
  const cut = plain.pieces.some((piece) => piece.of === 'title' && piece.why !== null)
  return cut ? plain : because(plain, 'title', 'the lead sentence does not fit in its place')
}

/** Whether a segment is the headline's, as far as that is known: then the lead sentence stands in its place. */
function mayBeTitle(segment: Segment): boolean {
  return segment.is === 'value' && (segment.of === 'title' || segment.of === undefined)
}

function because(draft: Draft, of: string, why: string): Draft {
  return { ...draft, pieces: draft.pieces.map((piece) => (piece.of === of ? { ...piece, why } : piece)) }
}

/**
 * A post as `format` makes it; without its link where it is refused with it and its address alone `isLong`, as no
 * template makes room for that.
 */
export function withRoom<Refusal extends { readonly is: string }>(
  post: Post,
  isLong: (link: string) => boolean,
  format: (post: Post) => Draft | Refusal,
): Draft | Refusal {
  const draft = format(post)
  if (!('is' in draft) || !isLong(post.link)) return draft
  const bare = format({ ...withoutLinks(post), link: '' })
  if ('is' in bare) return draft
  const why = 'the address of the article is too long for a post'
  return { ...bare, pieces: [...bare.pieces, { of: 'link', from: null, stands: null, why }] }
}

/** The post without its link, which stands somewhere else. */
export function withoutLinks(post: Post): Post {
  return {
    ...post,
    segments: post.segments.map((segment) => (segment.is === 'link' ? { is: 'value', text: '' } : segment)),
  }
}

function withoutSummary(segment: Segment): string {
  if (segment.is === 'value' || segment.is === 'sign') return segment.text
  return segment.is === 'link' ? segment.url : ''
}

function squeeze(
  segments: readonly Segment[],
  texts: readonly string[],
  tries: (texts: readonly string[]) => boolean,
): readonly string[] | null {
  let kept = texts
  for (;;) {
    const values = [...segments.keys()].filter((at) => segments[at]!.is === 'value' && kept[at] !== '')
    const last = values.at(-1)
    if (last === undefined) return tries(kept) ? (cutWord(segments, texts, kept, tries) ?? kept) : null
    if (tries(kept)) return kept
    const longest = values.toSorted((a, b) => kept[b]!.length - kept[a]!.length)[0]!
    const shorter = shorten(kept[longest]!, (text) => tries(kept.with(longest, text)))
    if (shorter !== null) return kept.with(longest, shorter)
    kept = kept.with(last, '')
  }
}

/** Whether nothing of the article stands but its link. */
function isBare(segments: readonly Segment[], texts: readonly string[]): boolean {
  return texts.every((text, at) => text === '' || segments[at]!.is === 'link')
}

/** The best of `texts` cut within its first word, where otherwise nothing of the article stands; null where none can be. */
function cutWord(
  segments: readonly Segment[],
  texts: readonly string[],
  kept: readonly string[],
  tries: (texts: readonly string[]) => boolean,
): readonly string[] | null {
  if (!isBare(segments, kept)) return null
  const isTitle = (at: number) => {
    const segment = segments[at]!
    return Number(segment.is === 'value' && segment.of === 'title')
  }
  const values = [...segments.keys()].filter((at) => segments[at]!.is === 'value' && texts[at] !== '')
  for (const at of values.toSorted((a, b) => isTitle(b) - isTitle(a))) {
    const run = cut(texts[at]!, (text) => tries(kept.with(at, text)))
    if (run !== null) return kept.with(at, run)
  }
  return null
}

// Scripts that write no space between sentences end them with a full-width mark, and perhaps a closing bracket.
const UNSPACED_END = /[。！？｡][」』）】”’]*$/u

// What could become a link has a space before it all the same, and a sentence of a script with spaces.
const SPACED_START = /^(?:[@#$]|[!-~]*[.:/][!-~]|\p{Script=Latin}[^\u3000-\u9fff]*$)/u

function join(before: string, sentence: string): string {
  const unspaced = UNSPACED_END.test(before) && !SPACED_START.test(sentence)
  return before === '' || unspaced ? before + sentence : `${before} ${sentence}`
}

/**
 * The post as platforms fill it: `words` applied to all words of the article, `link` to its address, `sign` to hashtags
 * and handles.
 */
export function reword(
  post: Post,
  words: (text: string) => string,
  link: (url: string) => string,
  sign: (text: string) => string = (text) => text,
): Post {
  return {
    ...post,
    title: words(tidy(post.title)),
    link: post.link === '' ? '' : link(post.link),
    sentences: post.sentences.map((sentence) => words(tidy(sentence))).filter(Boolean),
    segments: post.segments.map((segment): Segment => {
      switch (segment.is) {
        case 'literal':
          return { is: 'literal', text: segment.text.replace(HOLES, '') }
        case 'value':
          return { ...segment, text: words(tidy(segment.text)) }
        case 'sign':
          return { ...segment, text: sign(tidy(segment.text.replace(HOLES, ''))) }
        case 'link':
          return { is: 'link', url: link(segment.url) }
        case 'summary':
          return segment
        default:
          return unreachable(segment)
      }
    }),
  }
}

// Controls, overrides of the writing direction, and what is no character at all: X refuses some, none is ever meant.
const UNWANTED = /(?!\n)[\p{Cc}\u202a-\u202e\ufeff\ufffe\uffff\u{e0000}\u{e0001}]|\p{Cs}/gu
// A value must not grow onto what stands before it, nor what follows onto it.
const CLINGING = /^(?:\p{M}|\p{Emoji_Modifier}|[\u200d\s])+/u

// Most texts have nothing of what is looked for one after the other below.
const UNTIDY = /[\p{Cc}\p{Cs}\u2028-\u202e\ufeff\ufffe\uffff\u{e0000}\u{e0001}]| {2}/u

function spaced(text: string): string {
  if (!UNTIDY.test(text)) return text
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\f\v]/g, ' ')
    .replace(UNWANTED, '')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n\n')
}

/**
 * Words without what is never meant: controls, overrides of direction, repeated spaces and blank lines, what would grow
 * onto its neighbours. Empty where nothing is left to read.
 */
export function tidy(text: string): string {
  const clean = withoutEnd(spaced(nfc(text)).trim().replace(CLINGING, ''), /[\u200d\s]/).trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(clean) ? clean : ''
}
