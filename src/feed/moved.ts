import { DAY, type Millis } from '#src/base/clock.ts'
import type { FeedMemory } from '#src/store/feeds.ts'

/** Where a feed is polled, and where it seems to be moving. */
export type Place = Pick<FeedMemory, 'polledAt' | 'movedTo' | 'movedSince' | 'movedSeen'>

// Misconfigured servers and networks that ask for a sign-in redirect "for good" too, for hours.
const SIGHTINGS = 5
const DAYS: Millis = 2 * DAY

const SETTLED = { movedTo: null, movedSince: null, movedSeen: 0 } as const

/** The address that a feed is polled at. */
export function addressOf({ url, polledAt }: Pick<FeedMemory, 'url' | 'polledAt'>): string {
  return polledAt ?? url
}

/**
 * Where a feed is polled from now on, after an answer that could be used and to which 301s and 308s led from
 * `memory`'s address to `movedTo`: there, once that was seen five times over two days.
 */
export function follow(memory: FeedMemory, movedTo: string | null, now: Millis): Place {
  const { polledAt } = memory
  if (movedTo === null || isUnsafer(addressOf(memory), movedTo)) return { polledAt, ...SETTLED }
  if (movedTo !== memory.movedTo) return { polledAt, movedTo, movedSince: now, movedSeen: 1 }
  const movedSince = memory.movedSince ?? now
  const movedSeen = memory.movedSeen + 1
  if (movedSeen < SIGHTINGS || now - movedSince < DAYS) return { polledAt, movedTo, movedSince, movedSeen }
  return { polledAt: movedTo === memory.url ? null : movedTo, ...SETTLED }
}

/** Where a feed is polled after its address has failed: at its own again, which says where it is by now. */
export function turnBack(): Place {
  return { polledAt: null, ...SETTLED }
}

/** Nobody on the way could read or change what came by https. */
function isUnsafer(from: string, to: string): boolean {
  return from.startsWith('https:') && !to.startsWith('https:')
}
