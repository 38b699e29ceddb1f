import type { Millis } from '#src/base/clock.ts'
import type { Writer } from '#src/store/open.ts'
import { isInstant } from './dated.ts'
import { isTextOfOne } from './replaced.ts'
import { hasOwnGuid } from './names.ts'
import { likenessOf } from './likeness.ts'
import { othersOf } from './others.ts'
import type { Feed } from './parsed.ts'
import { recognise, type Sight } from './recognise.ts'
import { resemble, type Surroundings } from './resemble.ts'
import { onSamePage } from './same-page.ts'
import { isBacklog, takeEntries, type Before, type Taken, type TakenFeed } from './take.ts'

/** What a pushed document brought. */
export interface Pushed extends Taken {
  /** Entries that only the whole feed can place, or show which of two versions is the newer: a look will. */
  readonly left: number
}

const NOTHING: Taken = { news: 0, old: 0, embargoed: 0, held: 0, nameless: 0, doubted: 0 }

/**
 * Takes what a hub has pushed, which may be a few entries of the feed. That something is not among them says nothing, so
 * it is no first sight, ends no absence of Crier's, and makes no entry a re-issue of what is "gone": whatever is without
 * a time, or like something that is known, is left to a look at the whole feed.
 */
export async function takePushed(
  writer: Writer,
  feed: TakenFeed,
  document: Feed,
  before: Before,
  now: Millis,
): Promise<Pushed> {
  const usable = document.entries.filter(({ title }) => title !== '')
  if (before.baseline === null || (await isBacklog(writer, before))) return { ...NOTHING, left: usable.length }
  const sights = await recognise(writer, feed.id, usable, document.link)
  const others = othersOf(writer, { feed: feed.id, now }, sights)
  const around = { feed: feed.id, others, present: new Set<string>(), days: false, now }
  const kept: Sight[] = []
  for (const sight of sights)
    if (sight.article !== null || (await isPlain(writer, feed, sight, around))) kept.push(sight)
  const entries = kept.map(({ entry }) => entry)
  const taken = await takeEntries(writer, feed, { ...document, entries }, { ...before, part: true }, now)
  return { ...taken, left: sights.length - kept.length + taken.doubted }
}

/** Whether an entry with names that nobody knows is evidently a new story. */
async function isPlain(writer: Writer, { undated }: TakenFeed, sight: Sight, around: Surroundings): Promise<boolean> {
  const { entry } = sight
  if (entry.published === null ? undated !== 'post' : !isInstant(entry.published)) return false
  const { same, like, echo, edit } = await resemble(writer, sight, likenessOf(entry), around)
  if (same !== null || like !== null || echo || edit) return false
  // It may stand in the place of the one that has its text.
  if (!hasOwnGuid(entry) && (await isTextOfOne(writer, around.feed, entry))) return false
  // Which parameters tell stories apart is seen in the whole feed.
  return (await onSamePage(writer, around.feed, [])(sight)) === null
}
