import type { Millis } from '#src/base/clock.ts'
import { articleById, moveArticle } from '#src/store/articles.ts'
import type { Store } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { takeBack, untouched } from '#src/store/waiting.ts'

/**
 * Takes back what waits in `channels`, whose rules or wording have changed, so that it is routed and composed anew. What
 * a person has let go or written keeps its text, and so does what has begun to go. Answers how many posts that were.
 */
export async function composeAnew(store: Store, channels: readonly string[], now: Millis): Promise<number> {
  if (channels.length === 0) return 0
  return store.write(async (writer) => {
    const waiting = await untouched(writer, 'channel', channels)
    for (const delivery of waiting) {
      const why: Reason = `anew: ${delivery.channel} has changed in crier.yaml`
      await takeBack(writer, delivery, { why, at: now })
      const article = await articleById(writer, delivery.article)
      // One that is still on its way is routed anyway.
      if (article?.state === 'routed') await moveArticle(writer, article, { to: 'read', why, at: now })
    }
    return waiting.length
  })
}
