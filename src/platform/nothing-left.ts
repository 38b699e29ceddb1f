import type { Piece } from '#src/records.ts'
import type { Refusal } from './platform.ts'

/** The refusal of a post of which nothing stands, with the reason of every part that the template has a place for. */
export function nothingLeft(pieces: readonly Piece[]): Refusal {
  const missing = pieces.flatMap(({ of, stands, why }) => (stands === null && why !== null ? [`${of}: ${why}`] : []))
  const because = missing.length === 0 ? ': every part of the template is empty' : ` (${missing.join('; ')})`
  return { is: 'refusal', why: `nothing is left to say${because}` }
}
