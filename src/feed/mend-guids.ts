import type { Entry } from '#src/records.ts'
import { forgetKeys, markShared } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { misnamedOf, type Misnamed } from './misnamed.ts'
import type { Names } from './names.ts'

/** An entry with the names that are its own, as far as is known. */
export interface Own extends Names {
  readonly entry: Entry
  /** What names it where no address does. */
  readonly last: readonly string[]
}

/** Which article each name is known for; null where it names none. */
export type Known = ReadonlyMap<string, string | null>

/**
 * Finds the entries that their guids misname, and has those guids name nothing, or what they stand on now. Answers what
 * is known then.
 */
export async function mendGuids(
  writer: Writer,
  own: readonly Own[],
  known: Known,
): Promise<{ readonly known: Known; readonly misnamed: ReadonlyMap<Entry, Misnamed> }> {
  const called = own.map(({ entry, guid, link, last }) => ({
    entry,
    byGuid: firstKnown(guid, known),
    byLink: firstKnown([...link, ...last], known),
  }))
  const misnamed = await misnamedOf(writer, called)
  if (misnamed.size === 0) return { known, misnamed }
  const wrong = own.flatMap(({ entry, guid }) => {
    const article = firstKnown(guid, known)
    const is = misnamed.get(entry)?.guid
    return is === undefined || article === null
      ? []
      : [{ is, names: guid.filter((name) => known.get(name) === article) }]
  })
  const namesThatAre = (kind: Misnamed['guid']): readonly string[] =>
    wrong.filter(({ is }) => is === kind).flatMap(({ names }) => names)
  const now = new Map(known)
  const positions = namesThatAre('position')
  await markShared(writer, positions)
  for (const name of positions) now.set(name, null)
  const slots = namesThatAre('slot')
  await forgetKeys(writer, slots)
  for (const name of slots) now.delete(name)
  return { known: now, misnamed }
}

/** The article that the first of `names` to be known is known for; null where none is. */
export function firstKnown(names: readonly string[], known: Known): string | null {
  return names.map((name) => known.get(name)).find((article) => article !== undefined && article !== null) ?? null
}
