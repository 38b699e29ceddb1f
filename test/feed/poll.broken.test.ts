import { expect, test } from 'vitest'
import { memoryOf, poll } from '#src/feed/poll.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { feedServer, outside, rss, someFeed, type Item } from '#test/fixtures/polled.ts'
import { ownStore } from '#test/fixtures/stored.ts'

const BROKEN: Item = { title: 'Broken <b' }
const OLD: Item = { title: 'Old', guid: 'g0' }
const NEW: Item = { title: 'New', guid: 'g1' }

async function watched() {
  const server = await feedServer()
  const store = await ownStore()
  const parts = { store, clock: fakeClock(), log: keptLog().log, ...outside(server) }
  const feed = someFeed(server.url)
  /** Looks so often; answers the ETags that were asked with, and how many articles were news. */
  const looks = async (times: number) => {
    const from = server.requests.length
    let news = 0
    for (let nth = 0; nth < times; nth++)
      news += (await poll(feed, await memoryOf(store, feed), parts, new AbortController().signal)).news
    return { etags: server.requests.slice(from).map((headers) => headers['if-none-match'] ?? null), news }
  }
  return { server, looks }
}

test('a feed that is malformed for good is asked only for what changed, once it is plain that nothing is cut off', async () => {
  const { server, looks } = await watched()
  const served = { items: [BROKEN, OLD], etag: '"1"' }
  server.answer = (headers) =>
    headers['if-none-match'] === served.etag
      ? { status: 304 }
      : { body: rss(served.items), headers: { etag: served.etag } }
  expect(await looks(6)).toEqual({ etags: [null, null, null, null, '"1"', '"1"'], news: 0 })
  Object.assign(served, { items: [BROKEN, NEW, OLD], etag: '"2"' })
  expect(await looks(3)).toEqual({ etags: ['"1"', '"1"', '"2"'], news: 1 })
})

test('a feed that is cut off elsewhere each time is asked for as a whole', async () => {
  const { server, looks } = await watched()
  const whole = rss([NEW, OLD])
  let cut = whole.indexOf('Old')
  server.answer = () => ({ body: whole.slice(0, (cut += 1)), headers: { etag: '"1"' } })
  const { etags } = await looks(7)
  expect(new Set(etags)).toEqual(new Set([null]))
})

test('what the same cut hid twice comes with the first whole answer', async () => {
  const { server, looks } = await watched()
  server.answer = () => ({ body: rss([OLD]) })
  await looks(1)
  const whole = rss([OLD, NEW])
  server.answer = () => ({ body: whole.slice(0, whole.indexOf('New')), headers: { etag: '"1"' } })
  expect(await looks(2)).toMatchObject({ news: 0 })
  server.answer = () => ({ body: whole, headers: { etag: '"1"' } })
  expect(await looks(1)).toMatchObject({ news: 1, etags: [null] })
})
