import type { Entry } from '#src/records.ts'
import type { Alike } from '#src/store/identity.ts'
import { isInstant } from './dated.ts'
import { hasOwnGuid } from './names.ts'
import type { Others } from './others.ts'
import { AFTER, TELLING } from './same-time.ts'
import { toldBy } from './told.ts'

/** The articles of its feed that have an entry's words. */
export interface Tellings {
  /** Its headline, those kept back too. */
  readonly before: readonly Alike[]
  /** Its headline and its text, none kept back. */
  readonly whole: readonly Alike[]
}

/**
 * Whether an entry is evidently the next of a series, as of alerts: with a guid and an address of its own, dated an hour
 * or more after each of that headline, none of which has gone from amid the document as what is edited does; and either
 * several say all that it says, or its headline is a template of the feed's, and little of a text that tells is its own.
 */
export async function isNextOfSeries(
  entry: Entry,
  { before, whole }: Tellings,
  { others, present }: { readonly others: Others; readonly present: ReadonlySet<string> },
): Promise<boolean> {
  const { link, published } = entry
  if (before.length === 0 || link === null || !hasOwnGuid(entry) || !isInstant(published)) return false
  if (before.some((each) => published - each.published < AFTER)) return false
  if (before.some((each) => !present.has(each.article) && !others.hasSlidOut(each))) return false
  if (whole.length > 1) return true
  const articles = before.map(({ article }) => article)
  if (!(await others.isTemplate(entry, articles))) return false
  if (toldBy(entry).length() < TELLING) return true
  return standsInOthers(entry, articles, others)
}

/** Whether most of each text of an entry stands in several others too, which are none of `articles`. */
export async function standsInOthers(entry: Entry, articles: readonly string[], others: Others): Promise<boolean> {
  const standing = await others.standing(entry, articles)
  return toldBy(entry)
    .runs()
    .every((runs) => 2 * runs.intersection(standing).size > runs.size)
}
