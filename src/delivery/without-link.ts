import { articleById } from '#src/store/articles.ts'
import { partById, type Part } from '#src/store/deliveries.ts'
import { redraft } from '#src/store/redraft.ts'
import type { Reason } from '#src/store/reasons.ts'
import { isTouched } from '#src/store/waiting.ts'
import { aboutPart } from './about.ts'
import type { DeliveryParts, SendingChannel } from './account.ts'

/** Why a post that costs `usd` goes as it was `made` without its link; null where that makes it no cheaper. */
export function whyWithoutLink(usd: number, made: { readonly usd: number } | null, because: Reason): Reason | null {
  if (made === null || made.usd >= usd) return null
  return `over-budget: without its link it costs $${made.usd} instead of $${usd} (${because})`
}

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
    const why = whyWithoutLink(now.usd, made, because)
    if (made === null || why === null) return null
    await redraft(writer, now, made, { why, at: clock.now() })
    return made.usd
  })
  if (usd === null) return false
  log.warn({ ...aboutPart(part), usd, why: because }, 'a post goes without its link')
  return true
}
