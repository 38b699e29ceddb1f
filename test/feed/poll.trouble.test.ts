import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { memoryOf, poll } from '#src/feed/poll.ts'
import { recallFeed } from '#src/store/feeds.ts'
import { untold } from '#src/store/notices.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { feedServer, fixed, outside, rss, someFeed, type Item, type Served } from '#test/fixtures/polled.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

async function watched(every = 5 * MINUTE) {
  const server = await feedServer()
  const store = await ownStore()
  const clock = fakeClock()
  const parts = { store, clock, log: keptLog().log, ...outside(server) }
  const feed = someFeed(server.url, { every: fixed(every), maxAge: 40 * DAY })
  /** Looks whenever it is time, for so long. */
  const pass = async (ms: number, served: Served) => {
    server.answer = () => served
    for (const end = clock.now() + ms; ;) {
      const memory = await memoryOf(store, feed)
      const wait = Math.max(memory.nextAt - clock.now(), 0)
      if (clock.now() + wait > end) return clock.advance(end - clock.now())
      await clock.advance(wait)
      await poll(feed, memory, parts, new AbortController().signal)
    }
  }
  const told = async () => (await untold(store.read, 9)).map(({ text }) => text)
  return { store, clock, pass, told, feed }
}

const entry = (published: number): Item => ({ title: `Story ${published}`, guid: `g${published}`, published })
const WELL: Served = { body: rss([entry(NOON - HOUR)]) }

test.each<[string, Served, string]>([
  ['is down', { status: 500 }, 'cannot be fetched, for 35 min: the server answered 500.'],
  [
    'shuts Crier out',
    { status: 403 },
    'shuts Crier out (ask those who run it to let Crier in), for 35 min: the server',
  ],
  [
    'has become a page',
    { body: '<!doctype html><title>Welcome</title><p>Hello' },
    'is not a feed any more (write its new address into crier.yaml), for 35 min:',
  ],
])('a feed that %s is told once after half an hour, and when it is back', async (_, trouble, words) => {
  const { pass, told, store } = await watched()
  await pass(5 * MINUTE, WELL)
  await pass(25 * MINUTE, trouble)
  expect(await told()).toEqual([])
  await pass(5 * HOUR, trouble)
  const [first, ...more] = await told()
  expect(more).toEqual([])
  expect(first?.replace(/\d\d min/, '35 min')).toContain(`The feed world ${words}`)
  // The last pause is an hour and a little.
  await pass(2 * HOUR, WELL)
  expect((await told()).slice(1)).toEqual([expect.stringMatching(/^The feed world is back after [567] h\.$/)])
  expect(await recallFeed(store.read, 'world')).toMatchObject({ failures: 0, failingSince: null, toldFailing: null })
})

test('a feed that fails for a moment is not told', async () => {
  const { pass, told } = await watched()
  for (let times = 0; times < 6; times++) {
    await pass(30 * MINUTE, WELL)
    await pass(12 * MINUTE, { status: 503 })
  }
  expect(await told()).toEqual([])
})

test('a busy feed that falls silent is told once, and again only when it has spoken meanwhile', async () => {
  const { pass, told, clock } = await watched(HOUR)
  const items = Array.from({ length: 120 }, (_, hour) => entry(NOON - (hour + 1) * HOUR))
  const body = (more: readonly Item[]): Served => ({ body: rss([...more, ...items]) })
  await pass(5 * HOUR, body([]))
  expect(await told()).toEqual([])
  await pass(DAY, body([]))
  expect(await told()).toEqual([
    expect.stringMatching(
      /^The feed world is unusually quiet: nothing new for \d+ h, in which about \d+ articles were due\./,
    ),
  ])
  const fresh = entry(clock.now() - MINUTE)
  await pass(4 * DAY, body([fresh]))
  expect(await told()).toEqual([expect.stringContaining('and 1 more like this')])
})
