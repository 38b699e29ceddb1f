import type { MarkupMistake, Segment } from '#src/records.ts'
import { hole, HOLES, shapeOf } from '../shape.ts'
import { readMarkup, type Span } from './markup.ts'
import { withoutMarkup } from './without-markup.ts'

/** A template as far as Telegram takes it. */
export interface ReadShape {
  readonly shape: string
  readonly spans: readonly Span[]
  /** Why it is without its markup; undefined where that is well. */
  readonly mistake?: MarkupMistake
}

/** Reads the markup of a template; where it is none for this post, the template's words stay without it. */
export function readShape(segments: readonly Segment[]): ReadShape {
  const source = shapeOf(segments)
  const markup = readMarkup(source)
  if (markup.is === 'markup') return markup
  const { why, from, to } = markup
  const links = [...segments.keys()].filter((at) => segments[at]!.is === 'link').map(hole)
  const [tag = '', ...values] = source.slice(from, to).split(HOLES)
  const mistake = {
    why: `the template ${why}`,
    tag,
    before: source.slice(0, from).split(HOLES).at(-1) ?? '',
    behind: values.length > 0 ? '' : (source.slice(to).split(HOLES)[0] ?? ''),
  }
  return { shape: withoutMarkup(source, links), spans: [], mistake }
}
