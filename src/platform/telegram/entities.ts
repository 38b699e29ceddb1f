import type { Segment } from '#src/records.ts'
import { segmentAt } from '../shape.ts'
import { canLead } from './address.ts'
import type { Span } from './markup.ts'
import type { EntityType } from './tags.ts'
import { JOINER } from './words.ts'

/** Formatting as the Bot API takes it: offset and length in UTF-16 units. */
export interface Entity {
  readonly type: EntityType
  readonly offset: number
  readonly length: number
  readonly url?: string
}

/**
 * The spans of a shape as entities of the text that fills it. `parts` says what stands at each unit of the shape. No
 * entity is empty, leads where Telegram takes no link to, begins or ends with white space, or splits a grapheme; what
 * nested in the shape nests here.
 */
export function entitiesOf(
  spans: readonly Span[],
  parts: readonly string[],
  segments: readonly Segment[],
): readonly Entity[] {
  if (spans.length === 0) return []
  const text = parts.join('')
  const offsets = [0]
  for (const part of parts) offsets.push(offsets.at(-1)! + part.length)
  const cells = Array.from(GRAPHEMES.segment(text))
  const starts = [...cells.map(({ index }) => index), text.length]
  // The same rounding for every end keeps the nesting.
  const cellAt = (offset: number) => starts.findLastIndex((start) => start <= offset)
  const blank = (cell: number) => cells[cell]!.segment.trim() === ''

  return spans.flatMap(({ type, from, to, url }) => {
    let first = cellAt(offsets[from]!)
    let end = cellAt(offsets[to]!)
    while (first < end && blank(first)) first += 1
    while (first < end && blank(end - 1)) end -= 1
    if (first === end) return []
    const offset = starts[first]!
    const range = { type, offset, length: starts[end]! - offset }
    if (url === undefined) return [range]
    const target = addressOf(url, segments)
    return target === null ? [] : [{ ...range, url: target }]
  })
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * An address with its holes filled: as it is where the link stands at its beginning, else escaped as a part of it. Null
 * where no words can lead there.
 */
function addressOf(url: string, segments: readonly Segment[]): string | null {
  const filled = Array.from(url, (unit, at) => {
    const index = segmentAt(unit)
    if (index === null) return unit
    const segment = segments[index]
    if (segment?.is === 'link') return at === 0 ? segment.url : encodeURIComponent(segment.url.toWellFormed())
    const words = segment?.is === 'value' || segment?.is === 'sign' ? segment.text : ''
    return encodeURIComponent(words.replaceAll(JOINER, '').toWellFormed())
  }).join('')
  return canLead(filled) ? filled : null
}
