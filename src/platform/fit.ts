import { unreachable } from '#src/base/errors.ts'
import { shorten } from '#src/text/graphemes.ts'
import type { Post, Segment } from '#src/records.ts'
import { fill, HOLES } from './shape.ts'

/** What a post has to fit into. */
export interface Room {
  /** A post's template, with {@link hole} characters where its segments stand. */
  readonly shape: string
  /** By the platform's own measure of a finished text. */
  readonly fits: (text: string) => boolean
  /** At most this many UTF-16 units of summary, however much room there is. */
  readonly maxSummary?: number
}

/**
 * Fills a shape with the segments of `post`: with as many sentences from the first as fit; where not even the rest
 * does, with the longest value shortened at a word boundary; then without values, the last first. The link is never
 * touched. Answers what stands at each UTF-16 unit of the shape, or null where the template's own words and the link
 * alone do not fit.
 */
export function fit(post: Post, { shape, fits, maxSummary = Infinity }: Room): readonly string[] | null {
  const tries = (texts: readonly string[]) => fits(fill(shape, texts).join(''))
  const bare = post.segments.map((segment) => withoutSummary(segment))
  if (!tries(bare)) {
    const texts = squeeze(post.segments, bare, tries)
    return texts && fill(shape, texts)
  }

  if (!post.segments.some((segment) => segment.is === 'summary')) return fill(shape, bare)
  let best = bare
  let summary = ''
  for (const sentence of post.sentences) {
    summary = join(summary, sentence)
    if (summary.length > maxSummary) break
    const texts = post.segments.map((segment, at) => (segment.is === 'summary' ? summary : bare[at]!))
    if (!tries(texts)) break
    best = texts
  }
  return fill(shape, best)
}

function withoutSummary(segment: Segment): string {
  if (segment.is === 'value') return segment.text
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
    if (last === undefined) return tries(kept) ? kept : null
    if (tries(kept)) return kept
    const longest = values.toSorted((a, b) => kept[b]!.length - kept[a]!.length)[0]!
    const shorter = shorten(kept[longest]!, (text) => tries(kept.with(longest, text)))
    if (shorter !== null) return kept.with(longest, shorter)
    kept = kept.with(last, '')
  }
}

// Scripts that write no space between sentences end them with a full-width mark, and perhaps a closing bracket.
const UNSPACED_END = /[。！？｡][」』）】”’]*$/u

function join(before: string, sentence: string): string {
  // Before a Latin word, or what could become a link, there is a space all the same.
  const unspaced = UNSPACED_END.test(before) && !/^[!-~]/.test(sentence)
  return before === '' || unspaced ? before + sentence : `${before} ${sentence}`
}

/** The post as platforms fill it: `words` applied to all words of the article, `link` to its address. */
export function reword(post: Post, words: (text: string) => string, link: (url: string) => string): Post {
  return {
    ...post,
    link: link(post.link),
    sentences: post.sentences.map((sentence) => words(tidy(sentence))).filter(Boolean),
    segments: post.segments.map((segment): Segment => {
      switch (segment.is) {
        case 'literal':
          return { is: 'literal', text: segment.text.replace(HOLES, '') }
        case 'value':
          return { is: 'value', text: words(tidy(segment.text)) }
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
const CLINGING = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d)+|\u200d+$/gu

function tidy(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\f\v]/g, ' ')
    .replace(UNWANTED, '')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n\n')
    .trim()
    .replace(CLINGING, '')
    .trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(clean) ? clean : ''
}
