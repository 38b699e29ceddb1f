import { endOf, type Entity, type FormattedText } from './entity.ts'
import { badRequest, byteOffset } from './failure.ts'
import { repair } from './repair.ts'

/**
 * What is left of a text when Telegram has cleaned it: control characters are spaces, carriage returns, direction marks
 * U+2028–U+202E and three combining lines are gone, the ends are trimmed of spaces and line breaks (but not the
 * beginning of an entity), and entities follow (TDLib, `fix_formatted_text`). May be empty.
 * @throws Failure (400) where an entity lies outside the text or splits a character of two UTF-16 units
 */
export function clean(raw: FormattedText): FormattedText {
  for (const { offset, length } of raw.entities) {
    if (offset < 0 || offset > 1_000_000) throw badRequest(`Receive an entity with incorrect offset ${offset}`)
    if (length < 0 || length > 1_000_000) throw badRequest(`Receive an entity with incorrect length ${length}`)
  }
  const entities = repair(raw.entities)
  checkPlaces(raw.text, entities)
  return trim(withoutControls(raw.text, entities))
}

function checkPlaces(text: string, entities: readonly Entity[]): void {
  for (const entity of entities) {
    const { offset } = entity
    const end = endOf(entity)
    if (splits(text, offset)) {
      throw badRequest(`Entity begins in a middle of a UTF-16 symbol ${byteOffset(text, offset + 1)}`)
    }
    if (splits(text, end)) {
      throw badRequest(
        `Entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol ${byteOffset(text, end + 1)}`,
      )
    }
    if (offset > text.length) throw badRequest(`Entity begins after the end of the text at UTF-16 offset ${offset}`)
    if (end > text.length) {
      throw badRequest(
        `Entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
      )
    }
  }
}

function splits(text: string, place: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(place - 1, 0), place + 1))
}

const DROPPED = /\r|[\u2028-\u202E]|\u0333|\u033F|\u030A/

function withoutControls(text: string, entities: readonly Entity[]): FormattedText {
  let kept = ''
  const placeOf: number[] = []
  for (let at = 0; at < text.length; at++) {
    placeOf.push(kept.length)
    const unit = text.charAt(at)
    if (!DROPPED.test(unit)) kept += unit < ' ' && unit !== '\n' ? ' ' : unit
  }
  placeOf.push(kept.length)
  return { text: kept, entities: repair(entities.map((entity) => moved(entity, placeOf))) }
}

function moved(entity: Entity, placeOf: readonly number[]): Entity {
  const offset = placeOf[entity.offset]!
  return { ...entity, offset, length: placeOf[endOf(entity)]! - offset }
}

function trim({ text, entities }: FormattedText): FormattedText {
  const end = text.replace(/[ \n]+$/, '').length
  const inside = entities
    .filter((entity) => entity.offset < end)
    .map((entity) => ({ ...entity, length: Math.min(entity.length, end - entity.offset) }))
  const lead = /^[ \n]*/.exec(text.slice(0, Math.min(end, inside[0]?.offset ?? end)))?.[0].length ?? 0
  return {
    text: text.slice(lead, end),
    entities: repair(inside.map((entity) => ({ ...entity, offset: entity.offset - lead }))),
  }
}
