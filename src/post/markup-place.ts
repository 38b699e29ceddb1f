import type { MarkupMistake } from '#src/records.ts'

/**
 * Where in a template the markup may stand that a mistake is about, in UTF-16 units: where most of what stood around it
 * in the post stands around it. Several places where nothing tells them apart.
 */
export function placesOf(template: string, { tag, before, behind }: MarkupMistake): readonly number[] {
  if (tag === '') return []
  const places: { readonly at: number; readonly alike: number }[] = []
  for (let at = template.indexOf(tag); at !== -1; at = template.indexOf(tag, at + 1)) {
    const [left, right] = [template.slice(0, at), template.slice(at + tag.length)]
    places.push({ at, alike: sharedEnd(left, before) + sharedStart(right, behind) })
  }
  const most = Math.max(...places.map(({ alike }) => alike))
  return places.filter(({ alike }) => alike === most).map(({ at }) => at)
}

/** For people: "line 1, column 4 of the template". */
export function showPlaces(template: string, mistake: MarkupMistake): string {
  const told = placesOf(template, mistake).map((at) => {
    const lines = template.slice(0, at).split('\n')
    return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
  })
  return `${told.length === 0 ? '' : `${told.join(' or ')} of `}the template`
}

function sharedStart(one: string, other: string): number {
  let count = 0
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1
  return count
}

function sharedEnd(one: string, other: string): number {
  let count = 0
  while (count < one.length && count < other.length && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}
