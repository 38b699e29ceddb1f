import type { Entry } from '#src/records.ts'
import { forgetKeys, markShared, namedBy, newsIn } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { misnamedOf, type Called, type Misnamed } from './misnamed.ts'
import { heirName, type Names } from './names.ts'

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
  feed: string,
  own: readonly Own[],
  known: Known,
): Promise<{ readonly known: Known; readonly misnamed: ReadonlyMap<Entry, Misnamed> }> {
  const called = await withHeirs(
    writer,
    feed,
    own.map(({ entry, guid, link, last }) => ({
      entry,
      byGuid: firstKnown(guid, known),
      byLink: firstKnown([...link, ...last], known),
    })),
  )
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
  await forgetKeys(
    writer,
    called.flatMap(({ entry, heir }) => {
      const is = misnamed.get(entry)
      return heir !== null && is?.guid === 'doubt' && is.article === null ? heirName(feed, entry.guid!) : []
    }),
  )
  return { known: now, misnamed }
}

/** Looks up whose guids stood on another story before, and remembers those that staff have let go as that. */
async function withHeirs(
  writer: Writer,
  feed: string,
  called: readonly Pick<Called, 'entry' | 'byGuid' | 'byLink'>[],
): Promise<readonly Called[]> {
  const nameOf = ({ entry: { guid }, byGuid, byLink }: (typeof called)[number]): string | null =>
    guid === null || byGuid === null || byGuid === byLink ? null : heirName(feed, guid)
  const heirs = await namedBy(
    writer,
    called.map(nameOf).filter((name) => name !== null),
  )
  const news = await newsIn(
    writer,
    feed,
    [...heirs.values()].filter((heir) => heir !== null),
  )
  const all = called.map((each) => {
    const name = nameOf(each)
    const heir = heirs.get(name ?? '')
    const isLetGo = typeof heir === 'string' && heir !== each.byGuid && news.has(heir)
    return { ...each, heir: heir ?? null, changesHands: heir === null || isLetGo, letGo: isLetGo ? name! : null }
  })
  await markShared(
    writer,
    all.map(({ letGo }) => letGo).filter((name) => name !== null),
  )
  return all
}

/** The article that the first of `names` to be known is known for; null where none is. */
export function firstKnown(names: readonly string[], known: Known): string | null {
  return names.map((name) => known.get(name)).find((article) => article !== undefined && article !== null) ?? null
}
