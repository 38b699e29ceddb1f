import { MINUTE, type Millis } from '#src/base/clock.ts'
import { startLoop, type Loop } from '#src/base/loop.ts'
import type { Part } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import { readyOutside } from '#src/store/waiting.ts'
import { aboutPart } from './about.ts'
import type { DeliveryParts } from './account.ts'
import { end } from './end.ts'
import { holdForgotten } from './recover.ts'

// A config that is being uploaded may stand still before its last channels, and is one without them until it goes on.
const BELIEVED: Millis = MINUTE

/**
 * Does as {@link dropRemoved} and {@link holdForgotten} once the channels and accounts have been these for a minute, and
 * from then on.
 */
export function startDropping(
  channels: readonly { readonly id: string }[],
  accounts: readonly { readonly id: string }[],
  { store, clock, log }: Pick<DeliveryParts, 'store' | 'clock' | 'log'>,
): Loop {
  const since = clock.monotonic()
  return startLoop({
    name: 'removed channels',
    clock,
    log,
    async turn() {
      const left = since + BELIEVED - clock.monotonic()
      if (left > 0) return left
      for (const part of await dropRemoved(store, channels, clock.now())) {
        log.warn({ ...aboutPart(part), why: part.reason }, 'a post is dropped')
      }
      for (const part of await holdForgotten(store, accounts, clock.now())) {
        log.error({ ...aboutPart(part), why: part.reason }, 'held: see `crier held`')
      }
      return MINUTE
    },
  })
}

/**
 * Drops what is ready for a channel that is none of `channels` any more: nothing would ever send it, and put back in
 * days it would be old news. What waits there for a person stays. Answers what is dropped.
 */
export async function dropRemoved(
  store: Store,
  channels: readonly { readonly id: string }[],
  now: Millis,
): Promise<readonly Part[]> {
  const ids = channels.map(({ id }) => id)
  if ((await readyOutside(store.read, ids)).length === 0) return []
  return store.write(async (writer) => {
    const dropped: Part[] = []
    for (const part of await readyOutside(writer, ids)) {
      const why = `removed: ${part.channel} is no longer in crier.yaml` as const
      dropped.push(await end(writer, part, { to: 'dropped', why, at: now }))
    }
    return dropped
  })
}
