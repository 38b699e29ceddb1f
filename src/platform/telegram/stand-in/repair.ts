import { endOf, inOrder, kindOf, type Entity, type EntityType } from './entity.ts'

/**
 * Entities as Telegram keeps them: nothing crosses, quotes do not nest, code holds nothing else, of whole entities that
 * share text the first stays, and the cuttable ones are joined and cut wherever another begins or ends inside them
 * (TDLib, `fix_entities`). In order.
 */
export function repair(entities: readonly Entity[]): Entity[] {
  const sorted = inOrder(entities.filter((entity) => entity.length > 0))
  const quotes = withoutOverlaps(sorted.filter((entity) => kindOf(entity.type) === 'quote'))
  const whole = withoutOverlaps(
    sorted.filter((entity) => kindOf(entity.type) === 'whole' || kindOf(entity.type) === 'verbatim'),
  ).filter((entity) => quotes.every((quote) => isApart(entity, quote) || isInside(entity, quote)))
  const solid = [...quotes, ...whole]
  const runs = joinRuns(sorted.filter((entity) => kindOf(entity.type) === 'cuttable'))
  return inOrder([...solid, ...cut(runs, solid)])
}

/** Adds entities that Telegram found by itself; where they touch text of another whole entity, they are left out. */
export function withDetected(entities: readonly Entity[], detected: readonly Entity[]): Entity[] {
  const whole = entities.filter((entity) => kindOf(entity.type) === 'whole' || kindOf(entity.type) === 'verbatim')
  return repair([...entities, ...detected.filter((entity) => whole.every((other) => isApart(entity, other)))])
}

/**
 * The hundred entities that Telegram honours: whole ones first, then the cuttable ones; the rest silently lose their
 * formatting (TDLib, `get_input_message_entities`). Takes and gives repaired entities.
 */
export function honoured(entities: readonly Entity[]): Entity[] {
  const MOST = 100
  const emoji = entities.filter((entity) => entity.type === 'custom_emoji')
  const solid = entities.filter((entity) => kindOf(entity.type) !== 'cuttable' && entity.type !== 'custom_emoji')
  const kept = solid.slice(0, MOST)
  const runs = joinRuns(entities.filter((entity) => kindOf(entity.type) === 'cuttable'))
  return repair([...emoji, ...kept, ...cut(runs, []).slice(0, MOST - kept.length)])
}

function isApart(a: Entity, b: Entity): boolean {
  return endOf(a) <= b.offset || endOf(b) <= a.offset
}

function isInside(inner: Entity, outer: Entity): boolean {
  return inner.offset >= outer.offset && endOf(inner) <= endOf(outer)
}

function withoutOverlaps(sorted: readonly Entity[]): Entity[] {
  const kept: Entity[] = []
  for (const entity of sorted) {
    const last = kept.at(-1)
    if (last === undefined || entity.offset >= endOf(last)) kept.push(entity)
  }
  return kept
}

/** Runs of one type that overlap or touch become one. */
function joinRuns(sorted: readonly Entity[]): Entity[] {
  const open = new Map<EntityType, Entity>()
  const runs: Entity[] = []
  for (const entity of sorted) {
    const run = open.get(entity.type)
    if (run !== undefined && entity.offset <= endOf(run)) {
      const end = Math.max(endOf(run), endOf(entity))
      open.set(entity.type, { type: run.type, offset: run.offset, length: end - run.offset })
    } else {
      if (run !== undefined) runs.push(run)
      open.set(entity.type, entity)
    }
  }
  return inOrder([...runs, ...open.values()])
}

function cut(runs: readonly Entity[], solid: readonly Entity[]): Entity[] {
  const places = [...solid.flatMap((entity) => [entity.offset, endOf(entity)]), ...runs.map((run) => run.offset)]
  const cuts = [...new Set(places)].toSorted((a, b) => a - b)
  const verbatim = solid.filter((entity) => kindOf(entity.type) === 'verbatim')
  const pieces = runs.flatMap((run) => {
    const edges = [run.offset, ...cuts.filter((place) => place > run.offset && place < endOf(run)), endOf(run)]
    return edges.slice(1).map((end, index) => ({
      type: run.type,
      offset: edges[index]!,
      length: end - edges[index]!,
    }))
  })
  return inOrder(pieces.filter((piece) => verbatim.every((entity) => isApart(piece, entity))))
}
