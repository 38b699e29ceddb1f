import { expect, test } from 'vitest'
import { recallFeed, rememberFeed } from '#src/store/feeds.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

test('what Crier remembers of a feed comes back verbatim, and the newest memory counts', async () => {
  const store = await ownStore()
  const memory = {
    url: 'https://news.example.com/rss',
    etag: 'W/"a-1"',
    lastModified: 'Wed, 20 May 2026 12:00:00 GMT',
    validates: 'https://news.example.com/rss.xml',
    bodyHash: 'abc',
    baseline: NOON,
    cutOff: 0,
    nextAt: NOON + 5,
    failures: 3,
    error: 'the server answered 503',
    okAt: NOON - 5,
    polledAt: 'https://news.example.com/new',
    movedTo: 'https://news.example.com/newer',
    movedSince: NOON - 4,
    movedSeen: 2,
    goneAt: NOON - 3,
    freshFor: 300_000,
    hub: 'https://hub.example.com/',
    topic: 'https://news.example.com/rss',
    failingSince: NOON - 9,
    toldFailing: NOON - 8,
    toldQuiet: NOON - 7,
    toldClock: NOON - 8,
    doubted: false,
    ttl: 900_000,
    skips: { hours: [0, 1], days: [6] },
    rhythm: {
      since: NOON - 9,
      at: NOON,
      hours: [0.5, ...Array.from({ length: 23 }, () => 0)],
      lately: 2,
      newest: NOON - 1,
      longest: 7,
    },
  }
  expect(await recallFeed(store.read, 'world')).toBeUndefined()
  await store.write((writer) => rememberFeed(writer, 'world', memory))
  expect(await recallFeed(store.read, 'world')).toEqual(memory)
  const next = { ...memory, etag: null, error: null, failures: 0, skips: null, rhythm: null }
  await store.write((writer) => rememberFeed(writer, 'world', next))
  expect(await recallFeed(store.read, 'world')).toEqual(next)
})
