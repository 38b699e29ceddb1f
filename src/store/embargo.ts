import type { Millis } from '#src/base/clock.ts'
import type { Article, Origins } from '#src/records.ts'
import { moveArticle, type Better } from './articles.ts'
import { movePart } from './deliveries.ts'
import { addNotice } from './notices.ts'
import type { Writer } from './open.ts'
import { ruleOf, type Reason } from './reasons.ts'
import { renew } from './revisions.ts'
import { takeBack, untouched } from './waiting.ts'

const FEED = 'the feed'
const PAGE = 'its page'

/** Where the words of an article come from, with its date by `who`. */
export function datedBy({ origins }: Article, who: typeof FEED | typeof PAGE): Origins {
  return { ...origins, date: who }
}

/** Whether an article has its date of its page: against that stands what its feed has shown all along. */
export function isDatedByPage({ origins }: Article): boolean {
  return origins.date === PAGE
}

/**
 * Puts an article that was routed under an embargo, since it is dated in the future by now. What waits is taken back, to
 * be composed when the time has come; what a person let go, not knowing the date, is held with its text; staff are told.
 * Answers false where none of its posts waits: then there is nothing to keep.
 */
export async function putUnderEmbargo(
  writer: Writer,
  article: Article,
  change: {
    readonly why: Reason
    readonly at: Millis
    readonly better: Better & { readonly published: Millis }
    /** Who gave the date. */
    readonly by: typeof FEED | typeof PAGE
  },
): Promise<boolean> {
  const { why, at, better, by } = change
  const taken = await untouched(writer, { article: article.id })
  for (const delivery of taken) await takeBack(writer, delivery, { why, at })
  const open = await writer
    .selectFrom('part')
    .selectAll()
    .where('article', '=', article.id)
    .where('ordinal', '=', 0)
    .where('state', 'in', ['ready', 'held'])
    .execute()
  const kept = open.filter(({ reason }) => ruleOf(reason) !== 'unknown')
  if (taken.length + kept.length === 0) return false
  const stopped = kept.filter(({ state }) => state === 'ready')
  for (const part of stopped) await movePart(writer, part, { to: 'held', why, at })
  // Let go after that time, it is as old as its article.
  const deliveries = kept.map(({ delivery }) => delivery)
  const { published } = better
  if (kept.length > 0) await writer.updateTable('part').set({ published }).where('delivery', 'in', deliveries).execute()
  await renew(writer, article.id)
  await moveArticle(writer, article, { to: 'waiting', why, at, better, origins: datedBy(article, by) })
  const where = stopped.map(({ channel }) => channel).join(', ')
  const held = where === '' ? '' : `\n\nHeld, though it had been let go: ${where}. See: crier held`
  const title = better.title ?? article.title
  await addNotice(writer, `An article waits (${why}):\n\n${title}\n${article.url}${held}`, at)
  return true
}
