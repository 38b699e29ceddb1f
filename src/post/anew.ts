import type { Millis } from '#src/base/clock.ts'
import { meetChannel, noteComposition } from '#src/store/channels.ts'
import type { Delivery } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import { routeAnew } from '#src/store/waiting.ts'

/** What the posts of a channel are composed by, and for which account. */
export interface Composition {
  /** A fingerprint of its rules and words. */
  readonly of: string
  readonly account: string
  readonly apiRoot: string
}

/**
 * Takes back what waits in channels whose rules or wording have changed, so that it is routed and composed anew. What a
 * person has let go or written keeps its text, and so does what has begun to go, and what was made for another account: it
 * goes with no other. `compositions` are those of now, by channel: the store keeps their fingerprints, so that a change
 * while Crier did not run, or just before it was killed, is one too. Answers how many posts were taken back.
 */
export async function composeAnew(
  store: Store,
  compositions: ReadonlyMap<string, Composition>,
  now: Millis,
): Promise<number> {
  return store.write(async (writer) => {
    const changed: string[] = []
    for (const [channel, { of }] of compositions) {
      await meetChannel(writer, channel, now)
      if (await noteComposition(writer, channel, of)) changed.push(channel)
    }
    const why = (channel: string) => `anew: ${channel} has changed in crier.yaml` as const
    return routeAnew(writer, changed, now, why, (delivery) => isStillFor(delivery, compositions.get(delivery.channel)!))
  })
}

/** An account that was never proven is known by its name in the config alone; what it is, the proof compares. */
function isStillFor(
  { account, api_root: root, remote_id: remote }: Delivery,
  now: Pick<Composition, 'account' | 'apiRoot'>,
): boolean {
  return root === now.apiRoot && (account === now.account || remote !== null)
}
