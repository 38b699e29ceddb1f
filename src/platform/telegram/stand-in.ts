import type { StandIn, StandInOptions, StandInPost } from '#src/platform/platform.ts'
import { listen } from '#src/net/listen.ts'
import { FAULTS, createFaults } from './stand-in/faults.ts'
import type { Photo } from './stand-in/picture.ts'
import { postOf } from './stand-in/present.ts'
import { createHandler, type LedgerEntry } from './stand-in/server.ts'
import { DEFAULT_LIMITS, openWindows, type Limits } from './stand-in/windows.ts'
import { createWorld } from './stand-in/world.ts'

/**
 * A strict local Bot API on a free loopback port: own parser of HTML, own entity rules, own lengths and limits, literal
 * answers. It gives every account a bot that is administrator of the chats of its channels.
 *
 * Playing `no-rights` also makes `getChatMember` say that the bot may not post, until a message goes through or an
 * account is admitted again.
 */
export async function telegramStandIn(options: StandInOptions): Promise<StandIn<{ readonly chat: string }>> {
  const { clock } = options
  const limits = limitsOf(options)
  const world = createWorld(clock)
  const faults = createFaults()
  const ledger: LedgerEntry[] = []
  const photos = new Map<string, Photo>()
  const listeners = new Set<(post: StandInPost) => void>()
  const stop = new AbortController()
  const server = await listen(
    createHandler({
      clock,
      world,
      faults,
      ledger,
      photos,
      windows: openWindows(clock, limits),
      onTaken: (message) => {
        for (const listener of listeners) listener(postOf(message, server.origin))
      },
      signal: stop.signal,
    }),
  )

  return {
    apiRoot: server.origin,
    limits: { ...limits },
    faults: [...FAULTS.keys()],
    admit(account, channels, secrets = {}, staffPlace = null) {
      const places = [...channels.map(({ chat }) => chat), ...(staffPlace === null ? [] : [staffPlace])]
      return { BOT_TOKEN: world.admit(account, places, secrets['BOT_TOKEN']).token }
    },
    posts: () => world.messages().map((message) => postOf(message, server.origin)),
    onPost(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    requests: () => ledger.map((entry) => ({ ...entry })),
    play(fault, { times = 1, on = 'post' } = {}) {
      faults.play(fault, times, on)
      if (fault === 'no-rights') world.mayPost = false
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await server[Symbol.asyncDispose]()
    },
  }
}

function limitsOf({ limits = {} }: StandInOptions): Limits {
  return {
    perSecond: limits['perSecond'] ?? DEFAULT_LIMITS.perSecond,
    placePerSecond: limits['placePerSecond'] ?? DEFAULT_LIMITS.placePerSecond,
    placePerMinute: limits['placePerMinute'] ?? DEFAULT_LIMITS.placePerMinute,
  }
}
