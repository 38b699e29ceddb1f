import { takeTurns, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { addKeys, addLikeness, markShared, namedBy, titlesOf } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { slugKey } from '#src/text/urls.ts'
import { isInstant } from './dated.ts'
import { likenessKeys, likenessOf } from './likeness.ts'
import { firstKnown, mendGuids, type Own } from './mend-guids.ts'
import type { Misnamed } from './misnamed.ts'
import { hasOwnGuid, lastName, namesOf, sharedNames, type Names } from './names.ts'
import { areOneInSections } from './same-time.ts'

/** One story of a document: an entry, and what it is called. */
export interface Sight {
  readonly entry: Entry
  /** Every name that it has and that names it alone. */
  readonly names: readonly string[]
  /** The article that one of its names is known for; null where none is. */
  readonly article: string | null
  /**
   * Where its guid or address is that of another article and it may be an edit of that: how it is called until staff
   * have told; null where there is no such doubt.
   */
  readonly doubt: string | null
  /** The time of what staff dropped at its address before, while it is in doubt. */
  readonly dropped?: Millis | undefined
  /** Every article that its guid or an address names, be it in doubt. */
  readonly bears: readonly string[]
}

const NO_DOUBT = { doubt: null }

// The names of so many entries take a few milliseconds, however long they are.
const AT_ONCE = 16

/**
 * The stories of a document of `feed`, in the order of its entries, each once. Learns which names are shared and name
 * none, and further names of what is known.
 */
export async function recognise(
  writer: Writer,
  feed: string,
  entries: readonly Entry[],
  home: string | null,
): Promise<readonly Sight[]> {
  const turn = takeTurns()
  const given: { readonly entry: Entry; readonly names: Names }[] = []
  for (const [index, entry] of entries.entries()) {
    if (index % AT_ONCE === 0) await turn()
    given.push({ entry, names: namesOf(feed, entry, home) })
  }
  const named = await namedBy(writer, [...new Set(given.flatMap(({ names }) => [...names.guid, ...names.link]))])
  await turn()
  const shared = sharedNames(given)
  await turn()
  await markShared(
    writer,
    [...shared].filter((name) => named.get(name) !== null),
  )
  const isOwn = (name: string): boolean => !shared.has(name) && named.get(name) !== null
  const own = given.map(({ entry, names }): Own => {
    const link = names.link.filter(isOwn)
    return { entry, guid: names.guid.filter(isOwn), link, last: link.length === 0 ? [lastName(feed, entry)] : [] }
  })
  const last = await namedBy(writer, [...new Set(own.flatMap((each) => each.last))])
  const { known, misnamed } = await mendGuids(writer, feed, own, new Map([...named, ...last]))
  const told = own.map(({ entry, guid, link, last: rest }): Sight => {
    // The guid first: it is meant as a name, an address may change hands.
    const wrong = misnamed.get(entry)
    const doubt = wrong?.as === 'doubt' ? wrong : null
    const isSure = (name: Misnamed['name']): boolean => doubt === null || (doubt.name !== name && doubt.name !== 'all')
    const sure = [...(isSure('guid') ? guid : []), ...(isSure('address') ? link : [])]
    const good = [...new Set(sure)].filter((name) => known.get(name) !== null)
    const names = good.length > 0 ? good : rest
    const article = wrong === undefined ? firstKnown(names, known) : wrong.article
    const bears = [...guid, ...link].flatMap((name) => known.get(name) ?? [])
    const inDoubt = article === null && doubt !== null ? { doubt: doubt.heirKey, dropped: doubt.dropped } : NO_DOUBT
    return { entry, names, article, ...inDoubt, bears }
  })
  const sights = onceEach(told, await inSections(told, turn))
  for (const { names, article } of sights) {
    if (article === null) continue
    await turn()
    await addKeys(
      writer,
      article,
      names.filter((name) => !known.has(name)),
    )
  }
  await learnHeadlines(writer, sights)
  return sights
}

/** An article whose headline was edited is known by the new one too. */
async function learnHeadlines(writer: Writer, sights: readonly Sight[]): Promise<void> {
  const known = sights.filter(({ article }) => article !== null)
  const titles = await titlesOf(
    writer,
    known.map(({ article }) => article!),
  )
  const turn = takeTurns()
  for (const { article, entry } of known) {
    await turn()
    const title = titles.get(article!)
    if (title === undefined || title === entry.title) continue
    await addLikeness(writer, article!, likenessKeys(likenessOf(entry)))
  }
}

/**
 * Entries that have a name in common are one story, and so is what a site shows in several sections: the first of them,
 * with the names of all.
 */
function onceEach(entries: readonly Sight[], sections: ReadonlyMap<Sight, string>): readonly Sight[] {
  const stories: { -readonly [Field in keyof Sight]: Sight[Field] }[] = []
  const byName = new Map<string, (typeof stories)[number]>()
  for (const sight of entries) {
    const { names, article, doubt, bears } = sight
    const called = doubt === null ? names : [...names, doubt]
    const section = sections.get(sight)
    const beside = section === undefined ? undefined : byName.get(section)
    const isKnownApart = beside !== undefined && beside.article !== null && article !== null
    const found =
      called.map((name) => byName.get(name)).find((story) => story !== undefined) ?? (isKnownApart ? undefined : beside)
    const story = found ?? { ...sight }
    if (found === undefined) stories.push(story)
    else {
      found.names = [...new Set([...found.names, ...names])]
      found.article ??= article
      found.doubt ??= doubt
      found.bears = [...found.bears, ...bears]
    }
    for (const name of called) byName.set(name, story)
    if (section !== undefined) byName.set(section, story)
  }
  return stories
}

// A headline that so many stories have at one time is no story's own.
const MOST = 4

/**
 * What names a story beside itself in another section: one headline and time at addresses that end alike, without guids
 * of their own, in words that agree.
 */
async function inSections(entries: readonly Sight[], turn: () => Promise<void>): Promise<ReadonlyMap<Sight, string>> {
  const sections = new Map<Sight, string>()
  const dated = entries.filter(({ entry }) => isInstant(entry.published))
  // As a rule no two entries have one time.
  if (new Set(dated.map(({ entry }) => entry.published)).size === dated.length) return sections
  for (const [told, together] of Map.groupBy(dated, ({ entry }) => `${entry.published} ${entry.title}`)) {
    if (together.length === 1) continue
    const bySlug = Map.groupBy(together, ({ entry }) =>
      entry.link === null || hasOwnGuid(entry) ? null : slugKey(entry.link),
    )
    for (const [slug, alike] of bySlug) {
      if (slug === null) continue
      const tellings: Sight[] = []
      for (const sight of alike) {
        await turn()
        const found = tellings.findIndex(({ entry }) => areOneInSections(sight.entry, entry))
        if (found === -1 && tellings.length === MOST) break
        const telling = found === -1 ? tellings.push(sight) - 1 : found
        sections.set(sight, `section:${slug} ${telling} ${told}`)
      }
    }
  }
  return sections
}
