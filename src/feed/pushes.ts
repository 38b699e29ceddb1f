import { createHash } from 'node:crypto'
import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import type { Log } from '#src/base/log.ts'
import type { Store } from '#src/store/open.ts'
import { MOST_OF_A_FEED } from './callback.ts'
import type { Parser } from './parse.ts'
import { memoryOf, tell, type WatchedFeed } from './poll.ts'
import { takePushed } from './take-pushed.ts'
import { openTurns } from './turns.ts'

export interface PushesParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Of its own: what is pushed holds up no feed that is polled. */
  readonly parser: Parser
  readonly onNews: () => void
  /** Has a feed looked at as soon as it may be. */
  readonly lookSoon: (feed: string) => Promise<void>
}

/** What hubs have pushed, and is to be taken into the store. */
export interface Pushes extends AsyncDisposable {
  /** Takes a signed body in its turn. False where there is too much to do: the hub will come again. */
  take(feed: WatchedFeed, body: Buffer, contentType: string | null): boolean
  /** Settles when nothing is left to do. */
  idle(): Promise<void>
}

// A newsroom publishes one by one; what comes faster than this for long is a hub that has gone wrong.
const AT_ONCE = 30
const EVERY: Millis = SECOND
const MOST_WAITING = 8
const MOST_BYTES = 32 * 2 ** 20

interface Flow {
  /** How many may come now, as of `at`; they fill up again one by one. */
  left: number
  at: Millis
  waiting: number
  bytes: number
  /** Of what came last: hubs that missed the answer, or lie, bring the same again. */
  hash: string
  /** When it was last said that what comes cannot be used. */
  told: Millis
}

/** Opens the line: one body at a time, the feeds by turns, and of each only as many as a newsroom makes. */
export function openPushes({ store, clock, log, parser, onNews, lookSoon }: PushesParts): Pushes {
  const stop = new AbortController()
  const turns = openTurns({ perHost: 1, atOnce: 1, failedAtOnce: 1 })
  const flows = new Map<string, Flow>()
  const working = new Set<Promise<void>>()
  let bytes = 0

  const work = async (feed: WatchedFeed, body: Buffer, contentType: string | null, flow: Flow): Promise<void> => {
    if (stop.signal.aborted) return
    const read = await parser.parse({ body, contentType, url: feed.url, language: feed.language }, stop.signal)
    if (read.is === 'not-a-feed') {
      complain(flow, feed, read.why)
      return lookSoon(feed.id)
    }
    const memory = await memoryOf(store, feed)
    if (memory.goneAt !== null) return
    const now = clock.now()
    const pushed = await store.write((writer) => takePushed(writer, feed, read, memory, now))
    tell(feed.id, pushed, false, log)
    if (pushed.news > 0) onNews()
    if (pushed.left > 0) await lookSoon(feed.id)
  }

  const complain = (flow: Flow, { id: feed }: WatchedFeed, why: string): void => {
    const now = clock.monotonic()
    if (now - flow.told < MINUTE) return
    flow.told = now
    log.warn({ feed, why }, 'what was pushed cannot be used')
  }

  return {
    take(feed, body, contentType) {
      const now = clock.monotonic()
      const flow = flows.get(feed.id) ?? { left: AT_ONCE, at: now, waiting: 0, bytes: 0, hash: '', told: -Infinity }
      flows.set(feed.id, flow)
      const hash = createHash('sha256').update(body).digest('hex')
      if (hash === flow.hash) return true
      const left = Math.min(AT_ONCE, flow.left + (now - flow.at) / EVERY)
      if (left < 1 || flow.waiting >= MOST_WAITING) return false
      if (flow.bytes + body.length > MOST_OF_A_FEED || bytes + body.length > MOST_BYTES) return false
      bytes += body.length
      Object.assign(flow, { left: left - 1, at: now, hash, waiting: flow.waiting + 1 })
      flow.bytes += body.length
      const done = turns
        .take(feed.id, false, () => work(feed, body, contentType, flow))
        .catch((error: unknown) => {
          flow.hash = ''
          if (!stop.signal.aborted) complain(flow, feed, describeError(error))
        })
        .finally(() => {
          flow.waiting -= 1
          bytes -= body.length
          flow.bytes -= body.length
          working.delete(done)
        })
      working.add(done)
      return true
    },
    async idle() {
      while (working.size > 0) await Promise.all(working)
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('Crier is stopping'))
      await Promise.all(working)
    },
  }
}
