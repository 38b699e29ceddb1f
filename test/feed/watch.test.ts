import { expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { startWatch } from '#src/feed/watch.ts'
import type { WatchedFeed } from '#src/feed/poll.ts'
import type { Parser } from '#src/feed/parse.ts'
import type { Fetch, Fetched } from '#src/net/fetch.ts'
import { rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { keptLog, type Line } from '#test/fixtures/lanes.ts'
import { fixed, someFeed } from '#test/fixtures/polled.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const EVERY = 5 * MINUTE

const odd: { warnings: readonly string[] } = { warnings: [] }

/** A feed with as many entries as its body says, and as odd as the test says. */
const parser: Parser = {
  parse: async ({ body }) => ({
    is: 'feed',
    kind: 'rss',
    title: 'World',
    link: null,
    language: null,
    ttl: null,
    skips: null,
    hubs: [],
    self: null,
    whole: true,
    warnings: odd.warnings,
    entries: Array.from({ length: Number(new TextDecoder().decode(body)) }, (_, index) =>
      someEntry({ guid: `g${index}`, link: `https://news.example.com/${index}` }),
    ),
  }),
}

const answered = (entries: number): Fetched => ({
  is: 'answer',
  status: 200,
  headers: {},
  body: new TextEncoder().encode(String(entries)),
  url: 'https://news.example.com/rss',
  movedTo: null,
})

const feed = (id: string): WatchedFeed => someFeed(`https://news.example.com/${id}`, { id, every: fixed(EVERY) })

interface Watching {
  readonly store: Store
  readonly clock: FakeClock
  readonly asked: readonly { readonly url: string; readonly at: number }[]
  readonly told: () => number
  readonly lines: readonly Line[]
  readonly watch: AsyncDisposable
}

function watching(store: Store, clock: FakeClock, feeds: readonly WatchedFeed[], fetch: Fetch): Watching {
  const asked: { url: string; at: number }[] = []
  let told = 0
  const { log, lines } = keptLog()
  const watch = startWatch(feeds, {
    store,
    clock,
    log,
    parser,
    fetch(url, options) {
      asked.push({ url, at: clock.now() })
      return fetch(url, options)
    },
    onNews: () => (told += 1),
  })
  onTestFinished(() => watch[Symbol.asyncDispose]())
  return { store, clock, asked, told: () => told, lines, watch }
}

test('a feed is polled at once, then each time its time has come, and news is told', async () => {
  const clock = fakeClock()
  let entries = 0
  const { asked, told } = watching(await ownStore(), clock, [feed('world')], async () => answered((entries += 1)))
  await clock.advance(HOUR, 1)
  expect(asked.length).toBeGreaterThanOrEqual(11)
  expect(asked.length).toBeLessThanOrEqual(13)
  for (const [index, { at }] of asked.slice(1).entries()) expect(at - asked[index]!.at).toBeGreaterThanOrEqual(EVERY)
  expect(told()).toBe(asked.length - 1)
})

test('no request goes out before its time after a restart', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const first = watching(store, clock, [feed('world')], async () => answered(1))
  await clock.asleep(1)
  await first.watch[Symbol.asyncDispose]()
  const second = watching(store, clock, [feed('world')], async () => answered(1))
  await clock.advance(EVERY - 1, 1)
  expect(second.asked).toEqual([])
  await clock.advance(EVERY, 1)
  expect(second.asked).toHaveLength(1)
})

test('a wait that a server asked for is kept over a restart too', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const busy: Fetched = { ...answered(0), status: 503, headers: { 'retry-after': '7200' } } as Fetched
  const first = watching(store, clock, [feed('world')], async () => busy)
  await clock.asleep(1)
  await first.watch[Symbol.asyncDispose]()
  const second = watching(store, clock, [feed('world')], async () => answered(1))
  await clock.advance(2 * HOUR - 1, 1)
  expect(second.asked).toEqual([])
  await clock.advance(MINUTE, 1)
  expect(second.asked[0]?.at).toBe(NOON + 2 * HOUR)
})

test('a look that has become due in hours that the feed skips waits for their end, unless staff say that it errs', async () => {
  const clock = fakeClock()
  const store = await ownStore()
  const world = feed('world')
  const own = { ...feed('own'), freshness: 'ignore' as const }
  const skips = { hours: [12, 13], days: [] }
  for (const { id, url } of [world, own])
    await store.write((writer) => rememberFeed(writer, id, { ...unseenFeed(url), nextAt: NOON - HOUR, skips }))
  const { asked } = watching(store, clock, [world, own], async () => answered(1))
  await clock.advance(2 * HOUR - 1, 2)
  expect(new Set(asked.map(({ url }) => url))).toEqual(new Set([own.url]))
  await clock.advance(MINUTE, 2)
  expect(asked.map(({ url }) => url)).toContain(world.url)
})

test('what a clock a year ahead has put off is asked within a week, restarts included', async () => {
  const clock = fakeClock()
  const store = await ownStore()
  const { id, url } = feed('world')
  await store.write((writer) => rememberFeed(writer, id, { ...unseenFeed(url), nextAt: NOON + 365 * DAY }))
  const first = watching(store, clock, [feed('world')], async () => answered(1))
  await clock.advance(4 * DAY, 1)
  await first.watch[Symbol.asyncDispose]()
  const { asked } = watching(store, clock, [feed('world')], async () => answered(1))
  await clock.advance(3 * DAY - 1, 1)
  expect(asked).toEqual([])
  await clock.advance(1, 1)
  expect(asked[0]?.at).toBe(NOON + 7 * DAY)
})

test('a feed that hangs delays no other', async () => {
  const clock = fakeClock()
  const hanging: Fetch = (url, { signal }) =>
    url.endsWith('hanging')
      ? new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
      : Promise.resolve(answered(1))
  const { asked } = watching(await ownStore(), clock, [feed('hanging'), feed('world')], hanging)
  await clock.advance(HOUR, 1)
  expect(asked.filter(({ url }) => url.endsWith('world')).length).toBeGreaterThanOrEqual(11)
  expect(asked.filter(({ url }) => url.endsWith('hanging'))).toHaveLength(1)
})

test.each([
  ['back', -24 * HOUR],
  ['forward', 24 * HOUR],
])('a clock that is set %s a day neither puts a feed to sleep nor makes it spin', async (_, step) => {
  const clock = fakeClock()
  const { asked } = watching(await ownStore(), clock, [feed('world')], async () => answered(1))
  await clock.asleep(1)
  clock.step(step)
  await clock.advance(HOUR, 1)
  expect(asked.length).toBeGreaterThanOrEqual(11)
  expect(asked.length).toBeLessThanOrEqual(14)
})

test('what is odd about a feed is told once, and again only when it has changed', async () => {
  const clock = fakeClock()
  let entries = 0
  const { lines } = watching(await ownStore(), clock, [feed('world')], async () => answered((entries += 1)))
  onTestFinished(() => void (odd.warnings = []))
  for (const warnings of [[], ['is not well-formed'], ['says that it has ended'], []]) {
    odd.warnings = warnings
    await clock.advance(HOUR, 1)
  }
  expect(lines.filter(({ level }) => level === 'warn').map(({ about }) => about['warnings'])).toEqual([
    ['is not well-formed'],
    ['says that it has ended'],
  ])
})

test('stopping ends the polls under way', async () => {
  const clock = fakeClock()
  const begun = Promise.withResolvers<void>()
  const { store, watch } = watching(await ownStore(), clock, [feed('world')], (_, { signal }) => {
    begun.resolve()
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  await begun.promise
  await watch[Symbol.asyncDispose]()
  expect(await store.read.selectFrom('feed').select(['baseline', 'failures']).execute()).toEqual([
    { baseline: null, failures: 0 },
  ])
})

test('of one host no more than two feeds are asked at once, and other hosts do not wait for it', async () => {
  const clock = fakeClock()
  const urls = ['a', 'a', 'a', 'a', 'b', 'c'].map((host, index) => `https://${host}.example.com/${index}`)
  const feeds = urls.map((url, index) => someFeed(url, { id: `f${index}`, every: fixed(EVERY) }))
  const all = Promise.withResolvers<void>()
  const begun: string[] = []
  watching(await ownStore(), clock, feeds, (url, { signal }) => {
    begun.push(URL.parse(url)!.host)
    if (begun.length === 4) all.resolve()
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  await all.promise
  await clock.asleep(0)
  expect(begun.toSorted()).toEqual(['a.example.com', 'a.example.com', 'b.example.com', 'c.example.com'])
})

test('of a host that many redirect to no more than two are asked at once either', async () => {
  const clock = fakeClock()
  const feeds = ['a', 'b', 'c', 'd'].map((id) => someFeed(`https://${id}.example.com/`, { id, every: fixed(EVERY) }))
  const all = Promise.withResolvers<void>()
  const redirected: string[] = []
  const there: string[] = []
  watching(await ownStore(), clock, feeds, async (url, { signal, beforeRedirect }) => {
    redirected.push(url)
    if (redirected.length === feeds.length) all.resolve()
    await beforeRedirect?.('https://target.example.com/rss')
    signal?.throwIfAborted()
    there.push(url)
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
  })
  await all.promise
  await clock.asleep(0)
  expect(there).toEqual(redirected.slice(0, 2))
})

test('a busy feed is asked more often than a quiet one, and by its rhythm after a restart too', async () => {
  const clock = fakeClock()
  const store = await ownStore()
  const every = { atLeast: 2 * MINUTE, atMost: 30 * MINUTE }
  const feeds = ['busy', 'quiet'].map((id) => someFeed(`https://${id}.example.com/rss`, { id, every }))
  let entries = 0
  const answer: Fetch = async (url) => answered(url.includes('busy') ? (entries += 2) : 1)
  const first = watching(store, clock, feeds, answer)
  await clock.advance(6 * HOUR, 2)
  await first.watch[Symbol.asyncDispose]()
  const second = watching(store, clock, feeds, answer)
  await clock.advance(2 * HOUR, 2)
  const asked = (id: string) => second.asked.filter(({ url }) => url.includes(id)).length
  expect(asked('busy')).toBeGreaterThan(45)
  expect(asked('quiet')).toBeLessThan(15)
})
