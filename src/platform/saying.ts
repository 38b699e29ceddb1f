import type { Post, Segment } from '#src/records.ts'
import { fit, type Filled, type Room } from './fit.ts'
import { hole } from './shape.ts'

/**
 * Fills a shape as {@link fit} does, and so that the post says something of its article wherever the template has a place
 * for that: where neither headline nor summary would stand, the headline stands in the summary's place, shortened between
 * words where it must be; where even that is impossible, the first sentence does.
 */
export function fitSaying(post: Post, room: Room): Filled | null {
  const filled = fit(post, room)
  if (filled === null || says(post, room, filled)) return filled
  const { segments, title, sentences } = post
  const summary = segments.findIndex(isSummary)
  const place = summary === -1 ? segments.findIndex(isTitle) : summary
  if (place === -1) return filled
  const where = `in the ${summary === -1 ? 'headline' : 'summary'}'s place`
  const candidates = [
    { is: 'value', text: title, of: 'title' },
    { is: 'value', text: sentences[0] ?? '', of: 'summary' },
  ] as const
  for (const candidate of candidates) {
    // Names and dates before words: beside them, no word that is too long by itself is cut.
    for (const others of [withoutSummary, withoutValues]) {
      const other = { ...post, segments: segments.map((segment, at) => (at === place ? candidate : others(segment))) }
      const said = fit(other, room)
      if (said !== null && says(other, room, said)) return told(said, filled, candidate.of, where)
    }
  }
  return filled
}

/** With what became of the parts that the post would have had without this. */
function told({ units, pieces }: Filled, before: Filled, of: string, where: string): Filled {
  const known = new Set(pieces.map((piece) => piece.of))
  const placed = pieces.map((piece) => (piece.of === of ? { ...piece, stands: `${piece.stands}, ${where}` } : piece))
  return { units, pieces: [...placed, ...before.pieces.filter((piece) => !known.has(piece.of))] }
}

function isTitle(segment: Segment): boolean {
  return segment.is === 'value' && segment.of === 'title'
}

/** Where the article has no sentence, nothing stands there. */
function isSummary(segment: Segment): boolean {
  return segment.is === 'summary' || (segment.is === 'value' && segment.of === 'summary')
}

function withoutSummary(segment: Segment): Segment {
  return isSummary(segment) ? { is: 'value', text: '' } : segment
}

function withoutValues(segment: Segment): Segment {
  return segment.is === 'literal' || segment.is === 'link' ? segment : { is: 'value', text: '' }
}

/** Whether words of the article stand, beside its names and dates. What has no name may be any of them. */
function says({ segments }: Post, { shape }: Room, { units }: Filled): boolean {
  return segments.some((segment, at) => {
    const words = segment.is === 'summary' || (segment.is === 'value' && WORDS.has(segment.of))
    const unit = shape.indexOf(hole(at))
    return words && unit !== -1 && units[unit] !== ''
  })
}

const WORDS: ReadonlySet<string | undefined> = new Set([undefined, 'title', 'summary'])
