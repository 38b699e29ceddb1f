import { HOUR, MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { startLoop } from '#src/base/loop.ts'
import type { Fetch } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'
import type { Store } from '#src/store/open.ts'
import { allSubscriptions, offeredTopics, type Subscription } from '#src/store/subscriptions.ts'
import { askHub } from './ask-hub.ts'
import { answerHubs } from './callback.ts'
import { openDoor } from './door.ts'
import type { Parser } from './parse.ts'
import type { WatchedFeed } from './poll.ts'
import { openPushes } from './pushes.ts'
import { beingAsked, isDue, planOf, refused } from './subscribing.ts'
import { keepSubscriptions } from './subscriptions.ts'
import { fetchInTurn, type Turns } from './turns.ts'

export interface WebSubParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly fetch: Fetch
  /** Those of the feeds' hosts: a hub is often one of them. */
  readonly turns: Turns
  /** Of its own: what is pushed holds up no feed that is polled. */
  readonly parser: Parser
  /** Where hubs reach {@link WebSubParts.listen}; without a trailing slash. */
  readonly publicUrl: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly onNews: () => void
  /** Has a feed looked at as soon as it may be. */
  readonly lookSoon: (feed: string) => Promise<void>
}

/** Feeds that are pushed. Disposing ends no subscription: they stand in the store, and live on over a restart. */
export interface WebSub extends AsyncDisposable {
  /** Where it listens. */
  readonly origin: string
  /** Says that feeds may have named other hubs, or the clock was set. */
  nudge(): void
  /** Whether what is new in a feed has come by itself so far, as long as nothing else was found in it. */
  isPushed(feed: string): boolean
  /** Takes note that a look has found what was not pushed. */
  missed(feed: string): void
  /** Settles when all that was pushed is taken. */
  idle(): Promise<void>
}

// Of hubs that hang each fills one of these for a while.
const ASKED_AT_ONCE = 16
// Many feeds name their hubs at once, after a start.
const GATHER: Millis = SECOND
const CONNECTIONS = 256

/**
 * Subscribes to every feed of `feeds` that names a hub, renews that, and takes what is pushed (WebSub). Feeds that are not
 * among them any more are unsubscribed from.
 * @throws the system's error where its address cannot be listened at.
 */
export async function openWebSub(feeds: readonly WatchedFeed[], parts: WebSubParts): Promise<WebSub> {
  const { store, clock, log, fetch, turns, publicUrl } = parts
  const watched = new Map(feeds.map((feed) => [feed.id, feed]))
  const stack = new AsyncDisposableStack()
  try {
    const kept = stack.use(await keepSubscriptions(store))
    // Whether what a hub promises is what it does: known once it has pushed something.
    const relied = new Set<string>()
    const pushes = stack.use(openPushes(parts))
    // The parser starts now, not with the first that is pushed.
    await parts.parser.parse(
      { body: Buffer.from('<rss/>'), contentType: null, url: publicUrl, language: null },
      new AbortController().signal,
    )
    const ask = async ({ path }: Subscription, signal: AbortSignal): Promise<void> => {
      const asked = await kept.changeAt(path, (each) => beingAsked(each, clock.now()))
      if (asked === null) return
      const first = { url: asked.hub, failed: asked.tries > 1 }
      const why = await fetchInTurn(turns, fetch, first, (inTurn) => askHub(asked, inTurn, signal))
      if (why === null) return
      log.warn({ feed: asked.feed, hub: asked.hub, why }, 'a hub would not be asked')
      await kept.changeAt(path, (each) => refused(each, clock.now()))
    }
    const carryOut = async (signal: AbortSignal): Promise<void> => {
      const offered = [...(await offeredTopics(store.read))].filter(([id, { url }]) => watched.get(id)?.url === url)
      await kept.change((held) => planOf(held, new Map(offered), publicUrl, clock.now()))
      const due = (await allSubscriptions(store.read))
        .filter((each) => isDue(each, clock.now()))
        // A hub that has failed waits for those that have not.
        .toSorted((a, b) => a.tries - b.tries)
      await Promise.all(due.slice(0, ASKED_AT_ONCE).map((each) => ask(each, signal)))
    }
    const door = openDoor({
      ...parts,
      kept,
      pushes,
      watched,
      onPush: (feed) => relied.add(feed),
      onChange: () => loop.nudge(),
    })
    const server = stack.use(
      await listen(answerHubs(door), { ...parts.listen, connections: CONNECTIONS, within: MINUTE / 2 }),
    )
    const loop = stack.use(
      startLoop({
        name: 'websub',
        clock,
        log,
        async turn(signal) {
          await clock.sleep(GATHER, signal)
          if (signal.aborted) return GATHER
          await carryOut(signal)
          return waitOf(await allSubscriptions(store.read), clock.now())
        },
      }),
    )
    log.info({ address: server.origin, publicUrl }, 'hubs may push')
    return {
      origin: server.origin,
      nudge: () => loop.nudge(),
      isPushed: (feed) => relied.has(feed) && kept.isActive(feed),
      missed: (feed) => void relied.delete(feed),
      idle: () => pushes.idle(),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Until the next that is due: the hub's answer, a renewal, an end. */
function waitOf(held: readonly Subscription[], now: Millis): Millis {
  const times = held.flatMap(({ nextAt, until }) => [nextAt, until ?? nextAt]).filter((at) => at > now)
  const isBehind = held.filter((each) => isDue(each, now)).length > 0
  return isBehind ? 0 : Math.min(HOUR, ...times.map((at) => at - now))
}
