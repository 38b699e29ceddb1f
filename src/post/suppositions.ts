import { contentKey, EMPTY, OTHER, type Condition, type Known, type Question, type Supposed } from './conditions.ts'
import { isPossible, type Chosen, type Open } from './contradictions.ts'

// Eight conditions that have nothing to do with each other are tried in every combination.
const MOST = 256
/** There is one of each for every article; a list may be empty, which is something too. */
const ALWAYS = /^(?:title|date|source|feed|authors|tags|[\w-]+\.size)$/

/**
 * What may be supposed of articles so that a template's conditions come out in every combination, each without a
 * contradiction: of a value that is asked for several texts, one at a time. Where there are too many combinations, those
 * that differ in one thing or two from articles that have, or lack, everything asked for.
 */
export function suppositions(conditions: readonly Condition[]): readonly Supposed[] {
  const open = openIn(conditions.flatMap(({ questions }) => questions))
  if (open.length === 0) return []
  const count = open.reduce((product, { options }) => product * options.length, 1)
  const chosen = count <= MOST ? combined(open) : varied(open)
  return chosen.filter((each) => isPossible(open, each)).map((each) => toSupposed(open, each))
}

function openIn(questions: readonly Question[]): readonly Open[] {
  const values = new Map<string, Set<Known>>()
  const contents = new Map<string, Open>()
  for (const question of questions) {
    const options = values.get(question.of) ?? new Set<Known>([OTHER, ...(ALWAYS.test(question.of) ? [] : [null])])
    values.set(question.of, options)
    if (question.is === 'contains') {
      contents.set(contentKey(question), { of: question.of, contains: question.what, options: [true, false] })
    }
    if (question.is !== 'compared') continue
    const known = question.with
    if (typeof known === 'number') {
      options.delete(OTHER)
      // Where there is no such value, its size is none.
      if (question.of.endsWith('.size')) options.add(0)
      for (const near of [known - 1, known, known + 1]) if (near >= 0) options.add(near)
    } else if (!(options.has(null) && known === EMPTY) && !(known === null && ALWAYS.test(question.of))) {
      options.add(known)
    }
  }
  return [...[...values].map(([of, options]) => ({ of, contains: null, options: [...options] })), ...contents.values()]
}

function combined(open: readonly Open[]): readonly Chosen[] {
  return open.reduce<readonly Chosen[]>(
    (chosen, { options }) => chosen.flatMap((each) => options.map((option) => [...each, option])),
    [[]],
  )
}

function varied(open: readonly Open[]): readonly Chosen[] {
  const bases: readonly Chosen[] = [open.map(({ options }) => options[0]!), open.map(({ options }) => options.at(-1)!)]
  const once = bases.flatMap((base) => open.flatMap((_, at) => changed(base, open, at)))
  if (once.length >= MOST) return [...bases, ...once].slice(0, MOST)
  const twice = open.flatMap((_, at) =>
    bases.flatMap((base) =>
      changed(base, open, at).flatMap((one) =>
        open.flatMap((_, behind) => (behind > at ? changed(one, open, behind) : [])),
      ),
    ),
  )
  return [...bases, ...once, ...twice].slice(0, MOST)
}

/** With every other option at `at`. */
function changed(base: Chosen, open: readonly Open[], at: number): readonly Chosen[] {
  return open[at]!.options.filter((option) => option !== base[at]).map((option) => base.with(at, option))
}

function toSupposed(open: readonly Open[], chosen: Chosen): Supposed {
  const values = new Map<string, Known>()
  const contents = new Map<string, boolean>()
  for (const [at, { of, contains }] of open.entries()) {
    const option = chosen[at]!
    if (contains !== null) contents.set(contentKey({ of, what: contains }), option === true)
    else if (typeof option !== 'boolean') values.set(of, option)
  }
  return { values, contents }
}
