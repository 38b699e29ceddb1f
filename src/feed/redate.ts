import type { Millis } from '#src/base/clock.ts'
import type { Article, Entry } from '#src/records.ts'
import { articlesById, moveArticle } from '#src/store/articles.ts'
import { datedBy, isDatedByPage, putUnderEmbargo } from '#src/store/embargo.ts'
import type { Writer } from '#src/store/open.ts'
import { noteReplaced, type Replacing } from '#src/store/outdated.ts'
import { EMBARGO, embargoed, ruleOf, type Reason } from '#src/store/reasons.ts'
import { ageFrom } from './dated.ts'
import type { Sight } from './recognise.ts'
import type { Origin } from './sort.ts'

/**
 * Takes over new dates of articles under an embargo: a newsroom moves one, or mends a date that was written wrong. What
 * is no longer dated in the future is news now.
 */
export async function redate(writer: Writer, sights: readonly Sight[], { days, now }: Origin): Promise<void> {
  const entries = new Map(sights.flatMap(({ article, entry }) => (article === null ? [] : [[article, entry]])))
  for (const article of await articlesById(writer, [...entries.keys()])) {
    const change = newDateOf(article, entries.get(article.id)!, { days, now })
    if (change === null) continue
    const { published, why } = change
    if (article.state === 'routed') {
      // A newsroom may date an article in the future only when its posts wait already.
      const embargo = { why: why!, at: now, better: { published }, by: 'the feed' } as const
      if (!(await putUnderEmbargo(writer, article, embargo))) continue
    } else
      await moveArticle(writer, article, {
        ...(why === null ? { to: 'seen', why: 'embargo: the feed took its date back' } : { to: 'waiting', why }),
        at: now,
        better: { published },
        origins: datedBy(article, 'the feed'),
      })
    await noteReplaced(writer, article.id, change, now)
  }
}

/** The date that an entry gives its article anew, where that matters, and why it waits for it; else null. */
export function newDateOf(
  article: Article,
  entry: Entry,
  { days, now }: Pick<Origin, 'days' | 'now'>,
): (Replacing & { readonly published: Millis; readonly why: Reason | null }) | null {
  const isWaiting = article.state === 'waiting' && ruleOf(article.reason) === EMBARGO
  if (entry.published === null || (!isWaiting && article.state !== 'routed')) return null
  const published = ageFrom(entry.published, days, now)
  if (published === article.published) return null
  const why = embargoed(published, now)
  if (why === null && (!isWaiting || isDatedByPage(article))) return null
  return { published, why, was: [`date:${article.published}`], became: [`date:${published}`], updated: entry.updated }
}
