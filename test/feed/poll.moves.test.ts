import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { memoryOf, poll } from '#src/feed/poll.ts'
import { endGone, recallFeed } from '#src/store/feeds.ts'
import { untold } from '#src/store/notices.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { feedServer, outside, rss, fixed, someFeed, type Served } from '#test/fixtures/polled.ts'
import { ownStore } from '#test/fixtures/stored.ts'

const EVERY = 10 * HOUR
const HEADERS = { etag: '"one"', 'last-modified': 'Wed, 20 May 2026 11:00:00 GMT' }

/** A feed at `/rss` of a server that answers as `at` says, by path. */
async function watched(at: Record<string, Served>) {
  const server = await feedServer()
  const store = await ownStore()
  const clock = fakeClock()
  const paths: string[] = []
  server.answer = (_, path) => {
    paths.push(path)
    return at[path] ?? { status: 404 }
  }
  const parts = { store, clock, log: keptLog().log, ...outside(server) }
  const origin = new URL(server.url).origin
  const look = async (path = '/rss') => {
    const feed = someFeed(origin + path, { every: fixed(EVERY) })
    await poll(feed, await memoryOf(store, feed), parts, new AbortController().signal)
    await clock.advance(EVERY)
  }
  const memory = async () => (await recallFeed(store.read, 'world'))!
  const told = async () => (await untold(store.read, 9)).map(({ text }) => text)
  return { server, store, origin, at, paths, look, memory, told }
}

const FEED: Served = { body: rss([{ title: 'Old', guid: 'g' }]), headers: HEADERS }
const movedTo = (location: string): Served => ({ status: 308, headers: { location } })

async function moved() {
  const crier = await watched({ '/rss': movedTo('/new'), '/new': FEED })
  for (let times = 0; times < 6; times++) await crier.look()
  crier.paths.length = 0
  return crier
}

test('a feed that has moved for days is polled at its new address, and staff are told to write it down', async () => {
  const { origin, paths, look, memory, told } = await moved()
  expect(await told()).toEqual([
    `The feed world has moved for good, and is polled there from now on. Write its new address into crier.yaml:\n\n${origin}/new`,
  ])
  expect(await memory()).toMatchObject({
    url: `${origin}/rss`,
    polledAt: `${origin}/new`,
    baseline: expect.any(Number),
  })
  await look()
  expect(paths).toEqual(['/new'])
})

test('when the new address fails, the old one is asked again', async () => {
  const { at, paths, look, memory } = await moved()
  at['/new'] = { status: 404 }
  at['/rss'] = FEED
  await look()
  await look()
  expect(paths).toEqual(['/new', '/rss'])
  expect(await memory()).toMatchObject({ polledAt: null, failures: 0 })
})

test('a new address that only asks to wait is kept, and one that is gone does not take the feed along', async () => {
  const { at, paths, look, memory } = await moved()
  at['/new'] = { status: 429, headers: { 'retry-after': '60' } }
  await look()
  expect((await memory()).polledAt).not.toBeNull()
  at['/new'] = { status: 410 }
  at['/rss'] = FEED
  await look()
  await look()
  expect(paths).toEqual(['/new', '/new', '/rss'])
  expect(await memory()).toMatchObject({ goneAt: null, failures: 0 })
})

test('staff who write down the new address miss nothing: it is the same feed', async () => {
  const { at, look, memory, store } = await moved()
  const { baseline } = await memory()
  at['/new'] = {
    body: rss([
      { title: 'New', guid: 'n' },
      { title: 'Old', guid: 'g' },
    ]),
  }
  await look('/new')
  expect(await memory()).toMatchObject({ baseline, polledAt: null, movedTo: null })
  const articles = await store.read.selectFrom('article').select(['title', 'state']).orderBy('title').execute()
  expect(articles).toEqual([
    { title: 'New', state: 'seen' },
    { title: 'Old', state: 'old' },
  ])
})

test('a feed that is gone for good is told, until staff give another address or say that it is back', async () => {
  const { at, look, memory, told, store } = await watched({ '/rss': FEED })
  await look()
  at['/rss'] = { status: 410 }
  await look()
  const { goneAt } = await memory()
  expect(goneAt).not.toBeNull()
  expect(await told()).toEqual([expect.stringContaining('crier resume world')])
  at['/other'] = FEED
  const feed = someFeed((await memory()).url.replace('/rss', '/other'))
  expect(await memoryOf(store, feed)).toMatchObject({ goneAt: null, nextAt: 0 })
  expect(await store.write((writer) => endGone(writer, 'world'))).toBe(true)
  expect((await memory()).goneAt).toBeNull()
  expect(await store.write((writer) => endGone(writer, 'world'))).toBe(false)
})

test.each<[string, Record<string, Served>, boolean]>([
  ['its own address', { '/rss#top': { status: 410 }, '/rss': { status: 410 } }, true],
  ['the address it has moved to for good', { '/rss': movedTo('/new'), '/new': { status: 410 } }, true],
  [
    'no address that it is at for now',
    { '/rss': { status: 302, headers: { location: '/new' } }, '/new': { status: 410 } },
    false,
  ],
  [
    'no address that its new one leads to for now',
    {
      '/rss': movedTo('/new'),
      '/new': { status: 307, headers: { location: '/newer' } },
      '/newer': { status: 410 },
    },
    false,
  ],
])('whether a feed is gone for good is said by %s', async (_, at, gone) => {
  const [path] = Object.keys(at)
  const { look, memory } = await watched(at)
  await look(path)
  expect(await memory()).toMatchObject({ failures: 1, goneAt: gone ? expect.any(Number) : null })
})

test.each<[string, Served['headers'], Record<string, string>, string]>([
  ['of the same answer renews its date', HEADERS, { etag: '"one"', 'last-modified': 'Thu' }, 'Thu'],
  ['of another answer changes nothing', HEADERS, { etag: '"two"', 'last-modified': 'Thu' }, HEADERS['last-modified']],
  ['without an ETag changes nothing', HEADERS, { 'last-modified': 'Thu' }, HEADERS['last-modified']],
])('a 304 %s', async (_, headers, on304, lastModified) => {
  const { at, look, memory } = await watched({ '/rss': { ...FEED, headers: headers! } })
  await look()
  at['/rss'] = { status: 304, headers: on304 }
  await look()
  expect(await memory()).toMatchObject({ etag: '"one"', lastModified, failures: 0 })
})

test('the same bytes under a new ETag are asked for by the new one', async () => {
  const { at, look, server } = await watched({ '/rss': FEED })
  await look()
  at['/rss'] = { ...FEED, headers: { etag: '"two"' } }
  await look()
  await look()
  expect(server.requests.at(-1)).toMatchObject({ 'if-none-match': '"two"' })
  expect(server.requests.at(-1)).not.toHaveProperty('if-modified-since')
})

test('that a feed was asked stands in the store before it is', async () => {
  const { server, store, look } = await watched({ '/rss': FEED })
  const seen: (number | undefined)[] = []
  const answer = server.answer
  server.answer = (...given) => {
    void recallFeed(store.read, 'world').then((known) => seen.push(known?.nextAt))
    return answer(...given)
  }
  await look()
  expect(seen).toEqual([Date.UTC(2026, 4, 20, 22)])
})
