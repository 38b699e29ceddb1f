import type { Millis } from '#src/base/clock.ts'
import type { Article } from '#src/records.ts'
import { addSighting, beginsAgain, moveArticle, setOut } from './articles.ts'
import { CRIER, note } from './history.ts'
import { forgetLikeness } from './identity.ts'
import type { Writer } from './open.ts'
import { movePlacements } from './placements.ts'
import { ANSWER, isDropped, ruleOf } from './reasons.ts'

/**
 * Takes `article` for `other`, which was known before under another address: from now on its keys name the other, the
 * feeds that showed it have shown the other, and it is never posted itself. Where it is news in a feed of which the other
 * is not known, channels of that feed still want the other.
 */
export async function takeForSame(
  writer: Writer,
  article: Article,
  other: Article,
  change: { readonly why: string; readonly at: Millis },
): Promise<void> {
  const { id } = article
  // Who asks about either address is answered with the other's history.
  await note(writer, {
    at: change.at,
    article: other.id,
    delivery: null,
    was: other.state,
    became: other.state,
    why: `same: it stands at ${article.url} too`,
    who: CRIER,
  })
  await writer.updateTable('identity').set({ article: other.id }).where('article', '=', id).execute()
  // Or their common headline would pass for one that recurs.
  await forgetLikeness(writer, id)
  const sightings = await writer.selectFrom('sighting').selectAll().where('article', '=', id).orderBy('seen').execute()
  let at: Article = other
  for (const { feed, seen, baseline } of sightings) {
    const first = await addSighting(writer, { article: other.id, feed, seen, baseline: baseline === 1 })
    if (!first || baseline === 1 || (at.state !== 'old' && at.state !== 'routed')) continue
    // What staff let go since goes, though they dropped it under its other address.
    if (isDropped(at) && ruleOf(article.reason) !== ANSWER) continue
    const to = at.state === 'old' ? 'seen' : beginsAgain(at)
    await moveArticle(writer, at, { to, why: `new: also seen in ${feed}`, at: change.at })
    at = { ...at, state: to }
  }
  const wanted = await movePlacements(writer, id, other.id)
  if (wanted && (at.state === 'old' || at.state === 'routed')) {
    await setOut(writer, at, { why: `post: asked for as ${article.url}`, at: change.at })
  }
  await moveArticle(writer, article, { to: 'old', ...change })
}
