import type { Entry } from '#src/records.ts'
import {
  datesOf,
  forgetKeys,
  markShared,
  namedBy,
  namedFrom,
  newsIn,
  sightedIn,
  titlesOf,
} from '#src/store/identity.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { misnamedOf, type Called, type Misnamed } from './misnamed.ts'
import { guidName, heirName, type Names } from './names.ts'
import { droppedAmong } from './updates.ts'

/** An entry with the names that are its own, as far as is known. */
export interface Own extends Names {
  readonly entry: Entry
  /** What names it where no address does. */
  readonly last: readonly string[]
}

/** Which article each name is known for; null where it names none. */
export type Known = ReadonlyMap<string, string | null>

/** What is known of a document's entries once their names are mended. */
export interface Mended {
  readonly known: Known
  readonly misnamed: ReadonlyMap<Entry, Misnamed>
}

/**
 * Finds the entries that their guids or addresses misname, and has those name nothing, or what they stand on now.
 * Answers what is known then.
 */
export async function mendGuids(writer: Writer, feed: string, own: readonly Own[], known: Known): Promise<Mended> {
  const named = await nameOf(writer, feed, own, known)
  if (!named.some(isDoubtful)) return { known, misnamed: new Map() }
  const called = await withHeirs(writer, feed, named)
  const misnamed = await misnamedOf(writer, called)
  if (misnamed.size === 0) return { known, misnamed }
  const namesThatAre = (kind: Misnamed['as']): readonly string[] =>
    named.flatMap(({ entry, names, byName }) =>
      misnamed.get(entry)?.as === kind && byName !== null ? names.filter((name) => known.get(name) === byName) : [],
    )
  const now = new Map(known)
  const positions = namesThatAre('position')
  await markShared(writer, positions)
  for (const name of positions) now.set(name, null)
  const slots = namesThatAre('slot')
  await forgetKeys(writer, slots)
  for (const name of slots) now.delete(name)
  return { known: now, misnamed }
}

/** An entry with what its name in doubt, or all that it has, is known for. */
interface Named extends Pick<Called, 'entry' | 'name' | 'byName' | 'byLink' | 'heirKey'> {
  /** In the spellings under which it is known. */
  readonly names: readonly string[]
}

/** Which name of each entry may be another story's. */
async function nameOf(reader: Reader, feed: string, own: readonly Own[], known: Known): Promise<readonly Named[]> {
  const named = own.map(({ entry, guid, link, last }) => ({
    entry,
    name: 'guid' as const,
    names: guid,
    byName: firstKnown(guid, known),
    byLink: firstKnown(link.length > 0 ? link : last, known),
    heirKey: heirName(feed, nameThatStays(feed, entry, guid, known)),
    link,
  }))
  const isRenamed = ({ names, link, byName, byLink }: (typeof named)[number]): boolean =>
    names.length > 0 && link.length > 0 && byName === null && byLink !== null
  const rewritten = await rewrittenAmong(reader, feed, named)
  const renamed = named.filter(isRenamed)
  if (renamed.length === 0 && rewritten.size === 0) return named
  const others = await namedFrom(
    reader,
    renamed.map(({ byLink }) => byLink!),
    guidName(feed, ''),
  )
  return named.map((each): Named => {
    const { entry, link, byLink } = each
    const address = link.find((name) => known.get(name) === byLink) ?? ''
    if (rewritten.has(entry)) {
      const heirKey = each.names.length > 0 ? each.heirKey : heirName(feed, address)
      return { entry, name: 'all', names: [...each.names, ...link], byName: byLink, byLink: null, heirKey }
    }
    if (!isRenamed(each) || !others.has(byLink!)) return each
    return { entry, name: 'address', names: link, byName: byLink, byLink: null, heirKey: heirName(feed, address) }
  })
}

/**
 * Which entries have a new headline and another date than the one article that all their names are known for, and that
 * the feed has shown: a page may tell the current story under one address.
 */
async function rewrittenAmong(
  reader: Reader,
  feed: string,
  named: readonly (Pick<Named, 'entry' | 'names' | 'byName' | 'byLink'> & { readonly link: readonly string[] })[],
): Promise<ReadonlySet<Entry>> {
  const agreed = named.filter(
    ({ entry, names, link, byName, byLink }) =>
      entry.published !== null && link.length > 0 && byLink !== null && (names.length === 0 || byName === byLink),
  )
  if (agreed.length === 0) return new Set()
  const articles = agreed.map(({ byLink }) => byLink!)
  const dates = await datesOf(reader, articles)
  const redated = agreed.filter(({ entry, byLink }) => entry.published !== dates.get(byLink!))
  if (redated.length === 0) return new Set()
  const titles = await titlesOf(reader, articles)
  const shown = await sightedIn(reader, feed, articles)
  return new Set(
    redated
      .filter(
        ({ entry, byLink }) => shown.has(byLink!) && bareText(titles.get(byLink!) ?? '') !== bareText(entry.title),
      )
      .map(({ entry }) => entry),
  )
}

/** The guid; where only the address that it is names an article, as a new fragment stands behind that, the address. */
function nameThatStays(feed: string, { guid }: Entry, names: readonly string[], known: Known): string {
  const name = names.find((each) => typeof known.get(each) === 'string')
  return name === undefined || name === guidName(feed, guid ?? '') ? (guid ?? '') : name
}

function isDoubtful({ byName, byLink }: Named): boolean {
  return byName !== null && byName !== byLink
}

/** Looks up whose names stood on another story before, and remembers those that staff have let go as that. */
async function withHeirs(writer: Writer, feed: string, called: readonly Named[]): Promise<readonly Called[]> {
  const heirs = await namedBy(
    writer,
    called.filter(isDoubtful).map(({ heirKey }) => heirKey),
  )
  const news = await newsIn(
    writer,
    feed,
    [...heirs.values()].filter((heir) => heir !== null),
  )
  const dropped = await droppedAmong(
    writer,
    [...heirs.values()].filter((heir) => heir !== null),
  )
  const all = called.map((each) => {
    const heir = isDoubtful(each) ? heirs.get(each.heirKey) : undefined
    const isLetGo = typeof heir === 'string' && heir !== each.byName && news.has(heir)
    return {
      ...each,
      heir: heir ?? null,
      changesHands: heir === null || isLetGo,
      isLetGo,
      dropped: dropped.get(heir ?? ''),
    }
  })
  await markShared(
    writer,
    all.filter(({ isLetGo }) => isLetGo).map(({ heirKey }) => heirKey),
  )
  return all
}

/** The article that the first of `names` to be known is known for; null where none is. */
export function firstKnown(names: readonly string[], known: Known): string | null {
  return names.map((name) => known.get(name)).find((article) => article !== undefined && article !== null) ?? null
}
