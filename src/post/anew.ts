import type { Millis } from '#src/base/clock.ts'
import { meetChannel, noteComposition, notePresent } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { routeAnew } from '#src/store/waiting.ts'

/**
 * Takes back what waits in channels whose rules or wording have changed, so that it is routed and composed anew. What a
 * person has let go or written keeps its text, and so does what has begun to go. `compositions` are fingerprints of what
 * the posts of each channel are composed by now: the store keeps them, so that a change while Crier did not run, or just
 * before it was killed, is one too. Channels that have none any more are missing since `since`. Answers how many posts
 * were taken back.
 */
export async function composeAnew(
  store: Store,
  compositions: ReadonlyMap<string, string>,
  now: Millis,
  since: Millis = now,
): Promise<number> {
  return store.write(async (writer) => {
    const changed: string[] = []
    for (const [channel, composition] of compositions) {
      await meetChannel(writer, channel, now)
      if (await noteComposition(writer, channel, composition)) changed.push(channel)
    }
    await notePresent(writer, [...compositions.keys()], since)
    return routeAnew(writer, changed, now, (channel) => `anew: ${channel} has changed in crier.yaml`)
  })
}
