import { DAY, takeTurns, type Millis } from '#src/base/clock.ts'
import { articleById } from '#src/store/articles.ts'
import { CRIER, note } from '#src/store/history.ts'
import { addKeys, hasShown, namedBy, sightedIn } from '#src/store/identity.ts'
import { retoldSince } from '#src/store/habit.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { dressedAnew } from './dressed.ts'
import { isFramedAnew } from './framed.ts'
import { isReissue, isRepeat, isRetold, isToldBefore } from './gate.ts'
import { likenessOf, type Likeness } from './likeness.ts'
import { heirName } from './names.ts'
import { othersOf } from './others.ts'
import type { Sight } from './recognise.ts'
import { replacing } from './replaced.ts'
import { resemble, type Resembled, type Surroundings } from './resemble.ts'
import { onSamePage } from './same-page.ts'
import { droppedAmong, goesOn } from './updates.ts'

/** Where stories come from. */
export interface Origin {
  readonly feed: string
  readonly language: string | null
  /** Whether the feed gives days without a time. */
  readonly days: boolean
  readonly now: Millis
}

/** A story that no name is known of. */
export interface Newcomer extends Sight {
  readonly likeness: Likeness
  /** Whether it came after all that it looks like, as what recurs does. */
  readonly comesAfter?: boolean
  /** Its place in the document, from its end. */
  readonly index: number
}

/** The stories of a document by what the feed has shown before. */
export interface Sorted {
  /** Articles that other feeds have brought, and this one shows for the first time. */
  readonly elsewhere: readonly string[]
  readonly fresh: readonly Newcomer[]
  /** Those that look like what vanished from this feed: an archive that was issued again, a story told once more. */
  readonly repeated: readonly Newcomer[]
  /** Those whose guid is another article's: they may be edits of that. */
  readonly doubted: readonly Newcomer[]
  /** Those that go on with what staff dropped at their addresses. */
  readonly updates: readonly Newcomer[]
  /** Whether the document has a story that the feed has shown before; true where it has shown none at all. */
  readonly overlaps: boolean
  /** Whether known stories stand beside the new ones. */
  readonly besideKnown: boolean
}

/**
 * So many stories that no name is known of are compared with what the feed has shown, the last of a document: what asks
 * and reads for each takes milliseconds where all of them share a time or their words. No newsroom publishes more at once.
 */
const MOST_COMPARED = 200

type Unknown = Newcomer &
  Resembled & {
    /** Whether its address is that of one article but for parameters that tell no stories apart. */
    readonly samePage: boolean
    /** Whether it is one article in the dress of another house. */
    readonly framed: boolean
  }

type Sorting = { -readonly [Field in keyof Unknown]: Unknown[Field] }

/** Sorts the stories of a document that is not the feed's first. Learns the new names of what is known by its words. */
export async function sortSights(writer: Writer, origin: Origin, sights: readonly Sight[]): Promise<Sorted> {
  const { feed, now } = origin
  const named = new Set(sights.map(({ article }) => article).filter((article) => article !== null))
  const around = { ...origin, others: othersOf(writer, origin, sights), present: named }
  const { unknown, byWords, compared, beyond } = await compareAll(writer, around, sights)
  const present = named.union(byWords)
  await lookCloser(writer, { ...around, present }, sights, unknown)
  const dressed = await dressedAnew(
    writer,
    [...compared].map(({ entry }) => entry),
    { feed, named, all: sights.length },
  )
  const shown = await sightedIn(writer, feed, [...present])
  const [updates = [], asked = []] = [true, false].map((is) =>
    unknown.filter((each) => goesOn(each.entry, each.dropped, now) === is),
  )
  const repeated = new Set([
    ...(await repeatedOf(writer, asked, sights.length, origin)),
    ...asked.filter(({ entry }) => dressed.has(entry)),
  ])
  // What is not compared is as what is.
  const isArchive = isReissue(byWords.size + repeated.size, compared.size)
  const rest = [...(isArchive ? [] : beyond), ...asked.filter((each) => !repeated.has(each))]
  return {
    elsewhere: [...present].filter((article) => !shown.has(article)),
    fresh: rest.filter(({ doubt }) => doubt === null),
    repeated: [...(isArchive ? beyond : []), ...repeated],
    doubted: rest.filter(({ doubt }) => doubt !== null),
    updates,
    overlaps: shown.size > 0 || !(await hasShown(writer, feed)),
    besideKnown: shown.size > 0,
  }
}

interface Compared {
  readonly unknown: readonly Sorting[]
  /** The articles that are known by their words alone. */
  readonly byWords: ReadonlySet<string>
  readonly compared: ReadonlySet<Sight>
  /** What is more than is compared. */
  readonly beyond: readonly Newcomer[]
}

/** Compares the stories that no name is known of with the articles that are known, each by itself. */
async function compareAll(writer: Writer, around: Origin & Surroundings, sights: readonly Sight[]): Promise<Compared> {
  const byWords = new Set<string>()
  const unknown: Sorting[] = []
  const beyond: Newcomer[] = []
  const compared = new Set(sights.filter(({ article }) => article === null).slice(-MOST_COMPARED))
  const turn = takeTurns()
  for (const [index, sight] of sights.entries()) {
    if (sight.article !== null) continue
    await turn()
    const likeness = likenessOf(sight.entry)
    if (!compared.has(sight)) {
      beyond.push({ ...sight, likeness, index })
      continue
    }
    const found = await resemble(writer, sight, likeness, around)
    if (found.same === null || around.present.has(found.same) || byWords.has(found.same)) {
      unknown.push({ ...sight, ...found, likeness, index, samePage: false, framed: false })
    } else {
      byWords.add(found.same)
      await learnNames(writer, found.same, sight, around)
    }
  }
  return { unknown, byWords, compared, beyond }
}

/** Looks at the pages of stories that are not known, and at whose places they take in the whole document. */
async function lookCloser(
  reader: Reader,
  { feed, others, present, now }: Surroundings,
  sights: readonly Sight[],
  unknown: readonly Sorting[],
): Promise<void> {
  const entries = sights.map(({ entry }) => entry)
  // What may be an edit stands in its article's place: that is not gone.
  const standing = present.union(new Set(sights.flatMap(({ bears }) => bears)))
  const replaces = replacing(reader, { feed, present: standing, entries, now })
  const pageOf = onSamePage(reader, feed, sights)
  const turn = takeTurns()
  for (const each of unknown.filter(({ doubt }) => doubt === null)) {
    await turn()
    const page = await pageOf(each)
    each.samePage = page !== null
    if (page !== null) {
      // Beside the article: what came last at its page, and was kept back.
      each.doubt = heirName(feed, page.article)
      if (page.isSure) each.dropped = await droppedAs(reader, each.doubt)
    }
    each.edit ||= !each.samePage && (await replaces(each.entry))
    each.framed = !each.samePage && !each.edit && (await isFramedAnew(reader, each.entry, { feed, others }))
  }
}

/** The time of what came last under a name, where staff dropped it. */
async function droppedAs(reader: Reader, name: string): Promise<Millis | undefined> {
  const heir = (await namedBy(reader, [name])).get(name)
  return heir === undefined || heir === null ? undefined : (await droppedAmong(reader, [heir])).get(heir)
}

/** An article that is known by its words under names that are new. */
async function learnNames(writer: Writer, article: string, { entry, names }: Sight, origin: Origin): Promise<void> {
  // Told while that is something new: some sites change their addresses at every look.
  if (await addKeys(writer, article, names)) return
  const known = await articleById(writer, article)
  if (known === undefined) return
  const why: Reason = `same: ${origin.feed} shows it under other names now${entry.link === null ? '' : `, at ${entry.link}`}`
  const state = { was: known.state, became: known.state }
  await note(writer, { at: origin.now, article, delivery: null, ...state, why, who: CRIER })
}

async function repeatedOf(
  reader: Reader,
  unknown: readonly Unknown[],
  all: number,
  { feed, now }: Origin,
): Promise<ReadonlySet<Newcomer>> {
  const titles = Map.groupBy(unknown, ({ likeness }) => likeness.title)
  // A headline that comes twice at once is one that recurs.
  const comesOnce = ({ likeness }: Newcomer): boolean => titles.get(likeness.title)?.length === 1
  const resembling = unknown.filter((each) => each.like !== null && (isRetold(each.like) || comesOnce(each)))
  if (isReissue(resembling.length, all))
    return new Set(unknown.filter(({ echo, samePage, framed }) => echo || samePage || framed))
  const edits = unknown.filter((each) => each.samePage || each.framed || (each.edit && comesOnce(each)))
  const again = resembling.filter(({ recurs, next }) => !recurs && next !== 'beside')
  const retold = again.filter(({ like }) => isToldBefore(like!))
  const before = retold.length === 0 ? 0 : await retoldSince(reader, feed, now - DAY)
  const isOneByOne = isReissue(retold.length + before, Infinity)
  return new Set([
    ...again.filter(({ like, next }) => next === null && isRepeat(like!)),
    ...(isOneByOne ? retold : []),
    ...edits,
  ])
}
