import { DAY, MINUTE, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { MOST_OF_A_FEED, type CallbackParts } from './callback.ts'
import { isSameTopic } from './hubs.ts'
import type { WatchedFeed } from './poll.ts'
import type { Pushes } from './pushes.ts'
import { isSigned } from './signature.ts'
import { agreed, subscription } from './subscribing.ts'
import type { Kept } from './subscriptions.ts'

export interface DoorParts {
  readonly clock: Clock
  readonly log: Log
  readonly kept: Kept
  readonly pushes: Pushes
  readonly watched: ReadonlyMap<string, WatchedFeed>
  readonly publicUrl: string
  /** A hub has pushed what is signed by it. */
  readonly onPush: (feed: string) => void
  /** A subscription has changed. */
  readonly onChange: () => void
}

// Of what is still coming in, of all hubs together; and so many pushes of one feed.
const MOST_BYTES = 32 * 2 ** 20
const AT_ONCE = 16
// A transaction each: those of the feeds that are polled must not wait behind thousands.
const QUESTIONS_AT_ONCE = 8
// After a hub's no, and its reasons may change.
const AFTER_DENIAL: Millis = DAY

/** Who is let in at the callbacks: hubs that were asked, about what they were asked, with what they have signed. */
export function openDoor({ clock, log, kept, pushes, watched, publicUrl, onPush, onChange }: DoorParts): CallbackParts {
  let bytes = 0
  const shares = new Map<string, { bytes: number; coming: number }>()
  let questions = 0
  const oneOfFew: Kept['changeAt'] = async (path, to) => {
    if (questions >= QUESTIONS_AT_ONCE) throw new Error('too many questions at once')
    questions += 1
    try {
      return await kept.changeAt(path, to)
    } finally {
      questions -= 1
    }
  }
  let told: Millis = -Infinity
  const forged = (feed: string): void => {
    const now = clock.monotonic()
    if (now - told < MINUTE) return
    told = now
    log.warn({ feed }, 'what was pushed is not signed by the hub, and is not read')
  }
  return {
    async verify(path, asked) {
      const topic = asked.get('hub.topic') ?? ''
      const challenge = asked.get('hub.challenge') ?? ''
      const mode = asked.get('hub.mode')
      if (kept.at(path) === undefined || challenge === '') return null
      let isMeant = false
      const became = await oneOfFew(path, (each) => {
        if (!isSameTopic(each.topic, topic)) return null
        if (mode === 'unsubscribe') {
          isMeant = each.state === 'ending'
          return isMeant ? [] : null
        }
        const active = mode === 'subscribe' ? agreed(each, asked.get('hub.lease_seconds'), clock.now()) : null
        isMeant = active !== null
        return active
      })
      if (!isMeant) return null
      if (became !== null)
        log.info({ feed: became.feed, hub: became.hub, until: isoOf(became.until) }, 'feed is pushed')
      onChange()
      return challenge
    },
    async deny(path, said) {
      if (kept.at(path) === undefined) return false
      let feed: string | null = null
      await oneOfFew(path, (each) => {
        if (!isSameTopic(each.topic, said.get('hub.topic') ?? '')) return null
        feed = each.feed
        if (each.state === 'ending') return []
        return [subscription(each.feed, each, publicUrl, clock.now() + AFTER_DENIAL)]
      })
      if (feed === null) return false
      log.warn({ feed, why: said.get('hub.reason')?.slice(0, 200) }, 'a hub will not push')
      onChange()
      return true
    },
    expects: (path) => kept.isAwaited(path) && watched.has(kept.at(path)?.feed ?? ''),
    enter(path) {
      const feed = kept.at(path)?.feed ?? ''
      const share = shares.get(feed) ?? { bytes: 0, coming: 0 }
      if (share.coming >= AT_ONCE) return null
      share.coming += 1
      shares.set(feed, share)
      let own = 0
      const count = (more: number): void => {
        own += more
        share.bytes += more
        bytes += more
      }
      return {
        more(further) {
          if (bytes + further > MOST_BYTES || share.bytes + further > MOST_OF_A_FEED) return false
          count(further)
          return true
        },
        leave() {
          count(-own)
          share.coming -= 1
          if (share.coming === 0) shares.delete(feed)
        },
      }
    },
    take(path, body, headers) {
      const found = kept.at(path)
      const feed = watched.get(found?.feed ?? '')
      if (found === undefined || feed === undefined) return true
      if (!isSigned(signatureOf(headers['x-hub-signature']), found.secret, body)) {
        // Answered as any other (WebSub, 8): who forges learns nothing by it.
        forged(found.feed)
        return true
      }
      onPush(found.feed)
      return pushes.take(feed, body, headers['content-type'] ?? null)
    },
  }
}

function signatureOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0]
}

function isoOf(time: Millis | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
