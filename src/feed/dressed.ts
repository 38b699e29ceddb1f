import { takeTurns } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { shownSince, titlesOf, type Shown } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy } from '#src/store/said.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { measureOf } from '#src/text/measure.ts'
import { shareOf } from '#src/text/overlap.ts'
import { isInstant } from './dated.ts'
import { isReissue } from './gate.ts'
import { isScheduled, TELLING, TELLING_HEADLINE } from './same-time.ts'
import { haveOneNumbers, runsIn, toldBy } from './told.ts'

// What an archive holds is as a rule what the feed has shown last.
const RECENT = 100
// What is cut, or framed by a byline and a notice, is the rest of its text; a template has other words in it.
const MOST = 0.75
// So few words are anybody's.
const SEVERAL_RUNS = 8

/** What `entries` of a document are compared with. */
export interface Archive {
  readonly feed: string
  /** The articles that the document shows under their own names. */
  readonly named: ReadonlySet<string>
  /** How many stories the document has. */
  readonly all: number
}

/**
 * Which of `entries`, whose names are all unknown, are articles of the feed in another dress: several headlines framed
 * alike, as by the name of the house, where the feed's are not; several with the very instant of one that is gone; and
 * where half of the document or more is new, several with most of the text that only one has. One such is no reason to
 * ask: none is answered unless there are so many that it is an archive which was issued again.
 */
export async function dressedAnew(
  reader: Reader,
  entries: readonly Entry[],
  { feed, named, all }: Archive,
): Promise<ReadonlySet<Entry>> {
  if (!isReissue(entries.length, all)) return new Set()
  const shown = await shownSince(reader, feed, 0, RECENT)
  const gone = shown.filter(({ article, isCopy }) => !isCopy && !named.has(article))
  if (!isReissue(gone.length, all)) return new Set()
  const framed = await framedAlike(reader, entries, { shown, gone, all })
  const texts = entries.length < named.size ? [] : await withTextOf(reader, entries, gone)
  const telling = new Map([...framed.telling, ...withTimeOf(entries, gone), ...texts])
  if (!isReissue(new Set(telling.values()).size, all)) return new Set()
  return new Set([...telling.keys(), ...framed.others])
}

type Found = readonly (readonly [Entry, article: string])[]

/** The entries that have the very instant of one article, which nothing else has; what is scheduled begins together. */
function withTimeOf(entries: readonly Entry[], gone: readonly Shown[]): Found {
  const times = Map.groupBy(gone, ({ published }) => published)
  const together = Map.groupBy(entries, ({ published }) => published)
  return entries.flatMap((entry) => {
    const { published } = entry
    if (!isInstant(published) || isScheduled(published)) return []
    const [article, ...more] = times.get(published) ?? []
    return article === undefined || more.length > 0 || together.get(published)!.length > 1
      ? []
      : [[entry, article.article] as const]
  })
}

interface Framed {
  readonly entry: Entry
  readonly article: string
  /** Whether the headline within is more than a label: labels are added to, as alerts end, but not most of what is shown. */
  readonly isTelling: boolean
}

/** A frame is what stands around a headline, before and behind. */
const BETWEEN = '\n'

/** The entries whose headlines are those of articles that are gone, in a frame that is not the feed's; or out of one. */
async function framedAlike(
  reader: Reader,
  entries: readonly Entry[],
  { shown, gone, all }: { readonly shown: readonly Shown[]; readonly gone: readonly Shown[]; readonly all: number },
): Promise<{ readonly telling: Found; readonly others: readonly Entry[] }> {
  const stored = await titlesOf(
    reader,
    shown.map(({ article }) => article),
  )
  const titles = new Map(stored.entries().map(([article, title]) => [article, bareText(title)]))
  const frames = new Map<string, Framed[]>()
  const turn = takeTurns()
  for (const entry of entries) {
    await turn()
    const title = toldBy(entry).bareTitle()
    const [closest] = gone
      .flatMap(({ article }) => {
        const frame = frameOf(title, titles.get(article) ?? '')
        return frame === null ? [] : [{ article, ...frame }]
      })
      .toSorted((a, b) => a.frame.length - b.frame.length)
    if (closest === undefined) continue
    const found = { entry, article: closest.article, isTelling: measureOf(closest.within) >= TELLING_HEADLINE }
    frames.set(closest.frame, [...(frames.get(closest.frame) ?? []), found])
  }
  const own = shown.filter(({ isCopy }) => !isCopy).map(({ article }) => article)
  const found: Framed[] = []
  for (const [frame, alike] of frames) {
    if (alike.length < 2) continue
    const asBefore = own.filter(
      (article) => isFramed(titles.get(article) ?? '', frame.slice(1)) === frame.startsWith('+'),
    )
    // What others have had, or have been without, is a label of the feed's.
    if (asBefore.length >= alike.length && (await storiesIn(reader, asBefore)) >= alike.length) continue
    const isMost = 2 * alike.length >= all
    found.push(...alike.map((each) => ({ ...each, isTelling: each.isTelling || isMost })))
  }
  const telling = found.filter(({ isTelling }) => isTelling).map(({ entry, article }) => [entry, article] as const)
  return { telling, others: found.map(({ entry }) => entry) }
}

/** How many of `articles` are stories: what staff took for another one over again is like nothing. */
async function storiesIn(reader: Reader, articles: readonly string[]): Promise<number> {
  const said = await saidBy(reader, articles)
  return said.values().reduce((sum, { likeness }) => sum + Number(likeness.length > 0), 0)
}

/** The frame of the longer headline around the other one, with a sign that tells which is the longer; null without one. */
function frameOf(title: string, known: string): { readonly frame: string; readonly within: string } | null {
  const isLonger = title.length > known.length
  const [outer, within] = isLonger ? [title, known] : [known, title]
  const at = within === '' || within === outer ? -1 : outer.indexOf(within)
  if (at === -1) return null
  const frame = `${outer.slice(0, at)}${BETWEEN}${outer.slice(at + within.length)}`
  return { frame: `${isLonger ? '+' : '-'}${frame}`, within }
}

function isFramed(title: string, frame: string): boolean {
  const [before, behind] = frame.split(BETWEEN) as [string, string]
  return title.length > before.length + behind.length && title.startsWith(before) && title.endsWith(behind)
}

/** The entries that have most of the text of one article, by what no other one, and no other entry, says. */
async function withTextOf(reader: Reader, entries: readonly Entry[], gone: readonly Shown[]): Promise<Found> {
  const said = await saidBy(
    reader,
    gone.map(({ article }) => article),
  )
  const turn = takeTurns()
  const known = new Map<string, ReadonlySet<string>>()
  const bearers = new Map<string, string | null>()
  for (const [article, { words }] of said) {
    await turn()
    const text = runsIn(words)
    known.set(article, text)
    for (const run of text) bearers.set(run, bearers.has(run) ? null : article)
  }
  const told = new Map<Entry, ReadonlySet<string>>()
  const tellers = new Map<string, Entry | null>()
  for (const entry of entries) {
    await turn()
    if (toldBy(entry).length() < TELLING) continue
    const text = runsIn([entry])
    told.set(entry, text)
    for (const run of text) tellers.set(run, tellers.has(run) ? null : entry)
  }
  const ownIn = (runs: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(runs.values().filter((run) => bearers.get(run) !== null && tellers.get(run) !== null))
  const found: (readonly [Entry, string])[] = []
  for (const [entry, text] of told) {
    await turn()
    const mine = ownIn(text)
    if (mine.size < SEVERAL_RUNS) continue
    const of = new Set([...mine].flatMap((run) => bearers.get(run) ?? []))
    const article = of.values().find((each) => {
      const other = known.get(each)!
      const theirs = ownIn(other)
      return theirs.size >= SEVERAL_RUNS && haveOneNumbers(text, other) && shareOf(mine, theirs) >= MOST
    })
    if (article !== undefined) found.push([entry, article])
  }
  return found
}
