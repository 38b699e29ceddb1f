import type { Millis } from '#src/base/clock.ts'
import type { Store } from '#src/store/open.ts'
import { routeAnew } from '#src/store/waiting.ts'

/**
 * Takes back what waits in `channels`, whose rules or wording have changed, so that it is routed and composed anew. What
 * a person has let go or written keeps its text, and so does what has begun to go. Answers how many posts that were.
 */
export async function composeAnew(store: Store, channels: readonly string[], now: Millis): Promise<number> {
  if (channels.length === 0) return 0
  return store.write((writer) =>
    routeAnew(writer, channels, now, (channel) => `anew: ${channel} has changed in crier.yaml`),
  )
}
