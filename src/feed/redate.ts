import type { Millis } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { articlesById, moveArticle } from '#src/store/articles.ts'
import { datedBy, isDatedByPage, putUnderEmbargo } from '#src/store/embargo.ts'
import type { Writer } from '#src/store/open.ts'
import { EMBARGO, embargoed, ruleOf } from '#src/store/reasons.ts'
import { ageFrom } from './dated.ts'
import type { Sight } from './recognise.ts'
import type { Origin } from './sort.ts'

/**
 * Takes over new dates of articles under an embargo: a newsroom moves one, or mends a date that was written wrong. What
 * is no longer dated in the future is news now.
 */
export async function redate(writer: Writer, sights: readonly Sight[], { days, now }: Origin): Promise<void> {
  const dated = new Map(
    sights.flatMap(({ article, entry }) =>
      article === null || entry.published === null ? [] : [[article, ageFrom(entry.published, days, now)]],
    ),
  )
  for (const article of await articlesById(writer, [...dated.keys()])) {
    const published = dated.get(article.id)
    if (article.state === 'routed' && published !== undefined) await embargoAgain(writer, article, published, now)
    if (article.state !== 'waiting' || ruleOf(article.reason) !== EMBARGO) continue
    if (published === undefined || published === article.published) continue
    const why = embargoed(published, now)
    if (why === null && isDatedByPage(article)) continue
    const change =
      why === null
        ? { to: 'seen' as const, why: 'embargo: the feed took its date back' }
        : { to: 'waiting' as const, why }
    await moveArticle(writer, article, {
      ...change,
      at: now,
      better: { published },
      origins: datedBy(article, 'the feed'),
    })
  }
}

/** A newsroom may date an article in the future only when its posts wait already. */
async function embargoAgain(writer: Writer, article: Article, published: Millis, at: Millis): Promise<void> {
  const why = published === article.published ? null : embargoed(published, at)
  if (why !== null) await putUnderEmbargo(writer, article, { why, at, better: { published }, by: 'the feed' })
}
