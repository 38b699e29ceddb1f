import type { Entry } from '#src/records.ts'
import { addKeys, addLikeness, markShared, namedBy, titlesOf } from '#src/store/identity.ts'
import type { Writer } from '#src/store/open.ts'
import { likenessKeys, likenessOf } from './likeness.ts'
import { lastName, namesOf, sharedNames, type Names } from './names.ts'

/** One story of a document: an entry, and what it is called. */
export interface Sight {
  readonly entry: Entry
  /** Every name that it has and that names it alone. */
  readonly names: readonly string[]
  /** The article that one of its names is known for; null where none is. */
  readonly article: string | null
}

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
  const given = entries.map((entry) => ({ entry, names: namesOf(feed, entry, home) }))
  const known = await namedBy(writer, [...new Set(given.flatMap(({ names }) => [...names.guid, ...names.link]))])
  const shared = sharedNames(given)
  await markShared(
    writer,
    [...shared].filter((name) => known.get(name) !== null),
  )
  const named = given.map(({ entry, names }) => ({ entry, names: ownNames(names, shared, known) }))
  const last = await namedBy(
    writer,
    named.filter(({ names }) => names.length === 0).map(({ entry }) => lastName(feed, entry)),
  )
  const sights = onceEach(
    named.map(({ entry, names }) => (names.length > 0 ? { entry, names } : { entry, names: [lastName(feed, entry)] })),
  ).map(({ entry, names }): Sight => {
    const article = names.map((name) => known.get(name) ?? last.get(name)).find((id) => id !== undefined && id !== null)
    return { entry, names, article: article ?? null }
  })
  for (const { names, article } of sights) {
    if (article === null) continue
    await addKeys(
      writer,
      article,
      names.filter((name) => !known.has(name) && !last.has(name)),
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
  for (const { article, entry } of known) {
    const title = titles.get(article!)
    if (title === undefined || title === entry.title) continue
    await addLikeness(writer, article!, likenessKeys(likenessOf(entry)))
  }
}

function ownNames(
  { guid, link }: Names,
  shared: ReadonlySet<string>,
  known: ReadonlyMap<string, string | null>,
): readonly string[] {
  // The guid first: it is meant as a name, an address may change hands.
  return [...new Set([...guid, ...link])].filter((name) => !shared.has(name) && known.get(name) !== null)
}

type Named = Pick<Sight, 'entry' | 'names'>

/** Entries that have a name in common are one story: the first of them, with the names of all. */
function onceEach(entries: readonly Named[]): readonly Named[] {
  const stories: { readonly entry: Entry; names: readonly string[] }[] = []
  const byName = new Map<string, (typeof stories)[number]>()
  for (const { entry, names } of entries) {
    const found = names.map((name) => byName.get(name)).find((story) => story !== undefined)
    const story = found ?? { entry, names }
    if (found === undefined) stories.push(story)
    else found.names = [...new Set([...found.names, ...names])]
    for (const name of names) byName.set(name, story)
  }
  return stories
}
