import { onTestFinished } from 'vitest'
import { MINUTE, SECOND, systemClock } from '#src/base/clock.ts'
import { openParser } from '#src/feed/parse.ts'
import type { WatchedFeed } from '#src/feed/poll.ts'
import { startWatch, type Watch } from '#src/feed/watch.ts'
import { openWebSub, type WebSub } from '#src/feed/websub.ts'
import { openFetch } from '#src/net/fetch.ts'
import { allSubscriptions } from '#src/store/subscriptions.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { freePort } from '#test/fixtures/house.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { feedServer, parser, rss, someFeed, type Item } from '#test/fixtures/polled.ts'
import { ownStore } from '#test/fixtures/stored.ts'
import { openHub, type Manners } from './hub.ts'

// As in production, pushes are read beside polls. One for all tests: its thread takes a while to start, and ends by itself.
const pushParser = openParser({ clock: systemClock, idle: 5 * SECOND })

/** A feed that is polled, and pushed by a hub, over real HTTP and by a clock that the test moves. */
export async function subscribed(manners: Manners, change: Partial<WatchedFeed> = {}, file = ':memory:') {
  const store = await ownStore(file)
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const hub = await openHub(manners)
  const server = await feedServer()
  const shown = { items: [{ title: 'Known', published: clock.now() - MINUTE }] as readonly Item[], hub: hub.url }
  const topic = `${server.url}?topic`
  server.answer = () => ({
    headers: { link: `<${shown.hub}>; rel="hub", <${topic}>; rel="self"` },
    body: rss(shown.items),
  })
  const fetching = openFetch({
    clock: systemClock,
    userAgent: 'test',
    allow: [new URL(server.url).host, new URL(hub.url).host],
  })
  const port = await freePort()
  const feed = someFeed(server.url, change)
  const news = { count: 0 }
  let watch: Watch | null = null
  let webSub: WebSub | null = null

  const start = async (feeds: readonly WatchedFeed[] = [feed], publicUrl = `http://127.0.0.1:${port}/websub`) => {
    const onNews = (): void => void (news.count += 1)
    const begun = startWatch(feeds, {
      store,
      clock,
      log,
      fetch: fetching.fetch,
      parser,
      onNews,
      onHub: () => webSub?.nudge(),
      pushed: { isPushed: (id) => webSub?.isPushed(id) ?? false, missed: (id) => webSub?.missed(id) },
    })
    watch = begun
    webSub = await openWebSub(feeds, {
      store,
      clock,
      log,
      fetch: fetching.fetch,
      parser: pushParser,
      publicUrl,
      listen: { host: '127.0.0.1', port },
      onNews,
      turns: begun.turns,
      lookSoon: begun.lookSoon,
    })
  }
  const stop = async () => {
    await webSub?.[Symbol.asyncDispose]()
    await watch?.[Symbol.asyncDispose]()
    webSub = null
    watch = null
  }
  onTestFinished(async () => {
    await stop()
    await fetching[Symbol.asyncDispose]()
  })
  await start()
  return {
    store,
    clock,
    hub,
    server,
    shown,
    topic,
    feed,
    news,
    lines,
    start,
    stop,
    webSub: () => webSub!,
    base: `http://127.0.0.1:${port}/websub`,
    /** Lets pass what is gathered before hubs are asked; the loops of the feed and of the hubs sleep then. */
    gathered: () => clock.advance(2 * SECOND, 2),
    held: () => allSubscriptions(store.read),
    async states() {
      return (await allSubscriptions(store.read)).map(({ state }) => state).toSorted()
    },
    async titles() {
      const rows = await store.read.selectFrom('article').select('title').where('state', '=', 'seen').execute()
      return rows.map(({ title }) => title).toSorted()
    },
  }
}
