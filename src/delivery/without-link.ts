import { articleById } from '#src/store/articles.ts'
import { partById, type Part } from '#src/store/deliveries.ts'
import { redraft } from '#src/store/redraft.ts'
import type { Reason } from '#src/store/reasons.ts'
import { isTouched } from '#src/store/waiting.ts'
import type { DeliveryParts, SendingChannel } from './account.ts'

/**
 * Takes the link from a post that the budget has no room for with it (`overBudget: withoutLink`). Answers false where
 * that makes it no cheaper, or where a person has let it go or written it: their text stays.
 */
export async function takeLinkAway(
  part: Part,
  channel: SendingChannel,
  because: Reason,
  { store, clock, log }: Pick<DeliveryParts, 'store' | 'clock' | 'log'>,
): Promise<boolean> {
  const usd = await store.write(async (writer) => {
    const [now, article] = [await partById(writer, part.id), await articleById(writer, part.article)]
    if (now?.state !== 'ready' || !article || (await isTouched(writer, part.delivery))) return null
    const made = channel.withoutLink(article)
    if (made === null || made.usd >= now.usd) return null
    const why: Reason = `over-budget: without its link it costs $${made.usd} instead of $${now.usd} (${because})`
    await redraft(writer, now, made, { why, at: clock.now() })
    return made.usd
  })
  if (usd === null) return false
  log.warn({ channel: part.channel, delivery: part.delivery, usd, why: because }, 'a post goes without its link')
  return true
}
