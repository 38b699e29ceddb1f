import { expect, onTestFinished, test } from 'vitest'
import { MOST_BYTES } from '#src/feed/callback.ts'
import { openDoor } from '#src/feed/door.ts'
import { openPushes } from '#src/feed/pushes.ts'
import { subscription } from '#src/feed/subscribing.ts'
import { keepSubscriptions } from '#src/feed/subscriptions.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { parser, rss, someFeed } from '#test/fixtures/polled.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const BASE = 'https://crier.example.com'
const TOPIC = { hub: 'https://hub.example.com/', topic: 'https://news.example.com/rss' }

/** Two feeds, each with a callback of its own; the first has a second one, as while it is renewed. */
async function opened() {
  const store = await ownStore()
  const clock = fakeClock()
  const { log } = keptLog()
  const feeds = ['bad', 'good'].map((id) => someFeed('https://news.example.com/rss', { id }))
  const [bad, renewed, good] = ['bad', 'bad', 'good'].map((feed) => subscription(feed, TOPIC, BASE, NOON))
  const kept = await keepSubscriptions(store)
  await kept.change(() => ({ put: [bad!, renewed!, good!], remove: [] }))
  const pushes = openPushes({ store, clock, log, parser, onNews: () => {}, lookSoon: async () => {} })
  onTestFinished(() => pushes[Symbol.asyncDispose]())
  const watched = new Map(feeds.map((feed) => [feed.id, feed]))
  const door = openDoor({ clock, log, kept, pushes, watched, publicUrl: BASE, onPush: () => {}, onChange: () => {} })
  return { door, pushes, feeds, bad: [bad!.path, renewed!.path], good: good!.path }
}

test('a hub that lets its pushes stand half sent shuts out no other, and has its room again when they end', async () => {
  const { door, bad, good } = await opened()
  const half = bad.flatMap((path) => Array.from({ length: 40 }, () => door.enter(path)))
  const standing = half.filter((entered) => entered !== null)
  expect(standing.length).toBeLessThan(40)
  const full = standing.filter((entered) => entered.more(MOST_BYTES - 1))
  expect(full).toHaveLength(2)
  const pushed = door.enter(good)
  expect(pushed?.more(MOST_BYTES)).toBe(true)
  for (const entered of standing) entered.leave()
  expect(door.enter(bad[0]!)?.more(MOST_BYTES)).toBe(true)
})

test('a hub that pushes more than can be read at once shuts out no other', async () => {
  const { pushes, feeds } = await opened()
  const [bad, good] = feeds
  const taken = Array.from({ length: 12 }, (_, at) => pushes.take(bad!, Buffer.alloc(MOST_BYTES, `${at} `), null))
  expect(taken.filter(Boolean)).toHaveLength(2)
  expect(pushes.take(good!, Buffer.from(rss([{ title: 'Fresh' }])), null)).toBe(true)
  await pushes.idle()
  expect(pushes.take(bad!, Buffer.from(rss([{ title: 'Fresh' }])), null)).toBe(true)
  await pushes.idle()
})
