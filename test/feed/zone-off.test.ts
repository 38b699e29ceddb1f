import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { memoryOf, poll, type WatchedFeed } from '#src/feed/poll.ts'
import { offBy } from '#src/feed/zone-off.ts'
import { untold } from '#src/store/notices.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { feedServer, fixed, outside, rss, someFeed, type Item } from '#test/fixtures/polled.ts'
import { ownStore } from '#test/fixtures/stored.ts'

/** A feed that is looked at every ten minutes, and shows a new article every two hours. */
async function watched(every: Millis = 10 * MINUTE) {
  const server = await feedServer()
  const store = await ownStore()
  const clock = fakeClock()
  const parts = { store, clock, log: keptLog().log, ...outside(server) }
  const feed = someFeed(server.url, { every: fixed(every) })
  const items: Item[] = [{ title: 'Known for long', guid: 'old', published: clock.now() - 3 * DAY }]
  let count = 0
  return {
    /** For so long, dated `off` before they appear. */
    async pass(time: Millis, off: (count: number) => Millis) {
      for (const end = clock.now() + time; ;) {
        const memory = await memoryOf(store, feed)
        const wait = Math.max(memory.nextAt - clock.now(), 0)
        if (clock.now() + wait > end) return clock.advance(end - clock.now())
        const due = clock.now()
        await clock.advance(wait)
        // Published between two looks.
        if (memory.baseline !== null && Math.floor(due / (2 * HOUR)) !== Math.floor(clock.now() / (2 * HOUR))) {
          count += 1
          const published = Math.floor((clock.now() - MINUTE - off(count)) / SECOND) * SECOND
          items.unshift({ title: `Story ${count} is told`, guid: `g${count}`, published })
        }
        server.answer = () => ({ body: rss(items.slice(0, 20)) })
        await poll(feed, memory, parts, new AbortController().signal)
      }
    },
    told: async () => (await untold(store.read, 9)).map(({ text }) => text),
    joined: async () => (await untold(store.read, 9)).map(({ more }) => more),
  }
}

test('staff are told once of a feed that is all hours too old when it appears, and again after it was right', async () => {
  const { pass, told, joined } = await watched()
  await pass(DAY, () => 0)
  expect(await told()).toEqual([])
  await pass(2 * DAY, () => 8 * HOUR)
  const said =
    /^Everything that world showed since yesterday was already 8 h old when it appeared: its clock may be a time zone off\. No channel posts what is so old, unless its `maxAge` is longer\./
  expect(await told()).toEqual([expect.stringMatching(said)])
  await pass(2 * DAY, () => 0)
  expect(await joined()).toEqual([0])
  await pass(2 * DAY, () => 5.5 * HOUR)
  // Joins the first, that nobody has taken yet.
  expect(await joined()).toEqual([1])
})

test('staff are told of a feed that is dated hours ahead', async () => {
  const { pass, told } = await watched()
  await pass(DAY, () => -3 * HOUR)
  const said = /^Everything that world showed since yesterday was dated 3 h ahead when it appeared: .* wait until then/
  expect(await told()).toEqual([expect.stringMatching(said)])
})

test.each([
  ['three times an hour', 20 * MINUTE, 3 * HOUR, '3 h old'],
  ['twice an hour', HOUR / 2, 5.5 * HOUR, '5.5 h old'],
  ['once an hour', HOUR, 8 * HOUR, '8 h old'],
  ['as seldom', HOUR, -3 * HOUR, '3 h ahead'],
])('staff are told of a feed that is looked at %s, where waiting for it does not explain all', async (...all) => {
  const [, every, off, said] = all
  const { pass, told } = await watched(every)
  await pass(DAY, (count) => ((count * 17) % (every / MINUTE)) * MINUTE)
  expect(await told()).toEqual([])
  await pass(3 * DAY, (count) => off + ((count * 17) % (every / MINUTE)) * MINUTE)
  expect(await told()).toEqual([expect.stringContaining(said)])
})

test.each<[string, Millis, (count: number) => Millis]>([
  ['is slow by half an hour', 10 * MINUTE, () => 40 * MINUTE],
  ['is slow, and not always as slow', 10 * MINUTE, (count) => 2 * HOUR + (count % 3) * 15 * MINUTE],
  ['brings one article of today among old ones', 10 * MINUTE, (count) => (count % 5 === 1 ? 0 : 8 * HOUR)],
  ['dates by days alone or not by hours', 10 * MINUTE, () => DAY],
  ['is slow, and seldom looked at', HOUR, (count) => (count % 3) * 40 * MINUTE],
  ['may be slow by two hours or one, as seldom as it is looked at', HOUR, () => 2 * HOUR],
])('nothing is told of a feed that %s', async (_, every, off) => {
  const { pass, told } = await watched(every)
  await pass(2 * DAY, off)
  expect((await told()).filter((text) => text.includes('time zone'))).toEqual([])
})

test('what came at fewer than three looks tells nothing', () => {
  const at = (seen: Millis, age: Millis) => ({ seen, published: seen - age })
  const off = 8 * HOUR + MINUTE
  expect(offBy([], 0)).toBeNull()
  expect(offBy([at(1e12, off), at(1e12, off), at(1e12, off), at(2e12, off)], 0)).toBeNull()
  expect(offBy([at(1e12, off), at(2e12, off), at(3e12, off)], 0)).toBe(8 * HOUR)
  expect(offBy([at(1e12, -off), at(2e12, -off), at(3e12, MINUTE - off)], 0)).toBe(-8 * HOUR)
  // What looks an hour apart found at once.
  expect(offBy([at(1e12, off), at(2e12, off), at(3e12, off)], HOUR)).toBe(8 * HOUR)
  expect(offBy([at(1e12, MINUTE), at(2e12, 0), at(3e12, -MINUTE)], 0)).toBe(0)
})

test('what has waited for looks that were further apart than the last is not told', () => {
  const found = (age: Millis) =>
    [0, 1, 2, 3].map((times) => ({
      seen: 1e12 + times * 2 * HOUR,
      published: 1e12 + times * 2 * HOUR - age - times * MINUTE,
    }))
  expect(offBy(found(65 * MINUTE), 5 * MINUTE, 2 * HOUR)).toBeNull()
  expect(offBy(found(8 * HOUR), 5 * MINUTE, 2 * HOUR)).toBe(8 * HOUR)
  expect(offBy(found(-3 * HOUR), 5 * MINUTE, 2 * HOUR)).toBe(-3 * HOUR)
})

test.each<[string, Partial<WatchedFeed>, number, boolean]>([
  ['rarely when it is quiet', { every: { atLeast: 5 * MINUTE, atMost: 2 * HOUR } }, 0, false],
  ['always often', { every: fixed(5 * MINUTE) }, 0, true],
  ['as rarely as its publisher asks', { every: fixed(5 * MINUTE), freshness: 'wait' }, 2 * HOUR, false],
  ['often, whatever its publisher asks', { every: fixed(5 * MINUTE), freshness: 'ignore' }, 2 * HOUR, true],
])(
  'staff are told of an hour only where looks are close together by what is set: %s',
  async (_, set, freshFor, told) => {
    const store = await ownStore()
    const server = await feedServer()
    const feed = someFeed(server.url, set)
    const clock = fakeClock()
    const parts = { store, clock, log: keptLog().log, ...outside(server) }
    const items: Item[] = [{ title: 'Known for long', guid: 'old', published: clock.now() - 3 * DAY }]
    for (const wait of [0, HOUR, HOUR, HOUR, 5 * MINUTE]) {
      await clock.advance(wait)
      const published = Math.floor((clock.now() - 65 * MINUTE) / SECOND) * SECOND
      if (wait > 0) items.unshift({ title: `Story ${items.length} is told`, guid: `g${items.length}`, published })
      server.answer = () => ({ body: rss(items), headers: { 'cache-control': `max-age=${freshFor / SECOND}` } })
      await poll(feed, await memoryOf(store, feed), parts, new AbortController().signal)
    }
    expect((await untold(store.read, 9)).some(({ text }) => text.includes('time zone'))).toBe(told)
  },
)
