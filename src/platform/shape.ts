import type { Segment } from '#src/records.ts'
import { isInk, parted } from './parting.ts'

/**
 * A shape is a template as a platform reads it, with one private-use character, a hole, for each segment of the post
 * that is not the template's own words. Markup is parsed while the words of the article are not there yet: no article
 * can bring markup in.
 */

const FIRST = 0xe000
const LAST = 0xf8ff

/** Every character that could be taken for a hole: to be removed from the template's own words. */
export const HOLES: RegExp = /[\ue000-\uf8ff]/g

/** The character that stands for segment `index`. */
export function hole(index: number): string {
  return String.fromCharCode(FIRST + index)
}

/** The index of the segment that `unit` stands for, or null where it stands for itself. */
export function segmentAt(unit: string): number | null {
  const code = unit.charCodeAt(0)
  return code >= FIRST && code <= LAST ? code - FIRST : null
}

/** The shape of a template without markup; literals must be free of {@link HOLES}. */
export function shapeOf(segments: readonly Segment[]): string {
  return segments.map((segment, index) => (segment.is === 'literal' ? segment.text : hole(index))).join('')
}

/**
 * What stands at each UTF-16 unit of `shape` when hole i holds `texts[i]`. A line of nothing but empty holes goes; of
 * the blank lines that then meet, one stays. The ends are trimmed, and no spaces, separators or brackets stay around what
 * is missing.
 */
export function fill(shape: string, texts: readonly string[]): readonly string[] {
  const lines = shape.split('\n').map((line) => fillLine(line.split(''), texts))
  const stays = lines.map((line) => !line.gone)
  let blank = true
  for (const [index, { units }] of lines.entries()) {
    if (!stays[index]) continue
    const says = units.some(isInk)
    if (!says && blank) stays[index] = false
    blank = !says
  }
  return trimmed(
    lines.flatMap(({ units }, index) => {
      const kept = stays[index] ? units : units.map(() => '')
      return index === lines.length - 1 ? kept : [...kept, stays[index] ? '\n' : '']
    }),
  )
}

interface Line {
  readonly units: readonly string[]
  /** It held only holes and what parts them, and all of them are empty. */
  readonly gone: boolean
}

function fillLine(shape: readonly string[], texts: readonly string[]): Line {
  const units = shape.map((unit) => {
    const index = segmentAt(unit)
    return index === null ? unit : (texts[index] ?? '')
  })
  if (!units.includes('')) return { units, gone: false }
  const own = shape.map((unit) => segmentAt(unit) === null)
  const left = parted(units, own)
  if (!left.some(isInk)) return { units: left, gone: true }
  let before = ' '
  const spaced = left.map((unit) => {
    const kept = unit === ' ' && before === ' ' ? '' : unit
    if (kept !== '') before = kept
    return kept
  })
  const end = spaced.findLastIndex(isInk)
  return { units: spaced.map((unit, index) => (index > end ? '' : unit)), gone: false }
}

function trimmed(units: readonly string[]): readonly string[] {
  const from = units.findIndex(isInk)
  const to = units.findLastIndex(isInk)
  return units.map((unit, index) => (index < from || index > to ? '' : unit))
}
