import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { request } from 'undici'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { MOST_BYTES } from '#src/feed/callback.ts'
import { rss } from '#test/fixtures/polled.ts'
import { APPSPOT, SWITCHBOARD, sign, type Manners } from './hub.ts'
import { subscribed } from './subscribed.ts'

const SILENT: Manners = { ...APPSPOT, verifies: 'never' }

/** A feed whose hub was asked, and what it was asked. */
async function asked(manners: Manners = SILENT) {
  const given = await subscribed(manners)
  await given.gathered()
  await given.hub.settled(1)
  const callback = given.hub.asked[0]!['hub.callback']!
  const query = { 'hub.mode': 'subscribe', 'hub.topic': given.topic, 'hub.challenge': 'x', 'hub.lease_seconds': '3600' }
  return { ...given, callback, query }
}

test.each([
  ['another topic', { 'hub.topic': 'https://evil.example/feed' }],
  ['the end of what is wanted', { 'hub.mode': 'unsubscribe' }],
  ['no lease at all', { 'hub.lease_seconds': '0' }],
  ['a lease of seconds', { 'hub.lease_seconds': '20' }],
  ['a lease that is no number', { 'hub.lease_seconds': '-1' }],
  ['a mode that nobody knows', { 'hub.mode': 'publish' }],
  ['nothing to repeat', { 'hub.challenge': '' }],
])('a hub that asks about %s is told that it was not meant', async (_, change) => {
  const { hub, callback, query, states } = await asked()
  expect(await hub.ask(callback, { ...query, ...change })).toEqual({ status: 404, body: '' })
  expect(await states()).toEqual(['asked'])
})

test('a hub that spells the topic in another way is answered', async () => {
  const { hub, callback, query, states } = await asked()
  const spelled = { ...query, 'hub.topic': query['hub.topic'].replace('http://', 'HTTP://').replace('/rss', '/./rss') }
  expect(await hub.ask(callback, spelled)).toEqual({ status: 200, body: 'x' })
  expect(await states()).toEqual(['active'])
})

test('a lease that is written with a point is the one that it is', async () => {
  const { hub, callback, query, held, clock } = await asked()
  await hub.ask(callback, { ...query, 'hub.lease_seconds': '86400.0' })
  expect(await held()).toMatchObject([{ state: 'active', until: clock.now() + DAY }])
})

test('a question that comes an hour late, or at an address that nobody gave, is not answered', async () => {
  const { hub, callback, query, clock } = await asked()
  expect(await hub.ask(callback.slice(0, -1) + (callback.endsWith('0') ? '1' : '0'), query)).toMatchObject({
    status: 404,
  })
  await clock.advance(HOUR - MINUTE, 2)
  expect(await hub.ask(callback, query)).toEqual({ status: 200, body: 'x' })
  await clock.advance(2 * MINUTE, 2)
  expect(await hub.ask(callback, query)).toMatchObject({ status: 404 })
})

test('a question that is asked again moves no lease, and a lease of years is not believed', async () => {
  const { hub, callback, query, held, clock } = await asked()
  await hub.ask(callback, { ...query, 'hub.lease_seconds': '999999999' })
  const until = clock.now() + 30 * DAY
  expect(await held()).toMatchObject([{ state: 'active', until }])
  expect(await hub.ask(callback, query)).toEqual({ status: 200, body: 'x' })
  expect(await held()).toMatchObject([{ state: 'active', until }])
})

test.each([
  ['nothing', null],
  ['another secret', `sha256=${sign('sha256', 'guess', 'x')}`],
  ['no digits', 'sha256='],
  ['a method that is broken', 'md5=d41d8cd98f00b204e9800998ecf8427e'],
  ['half a signature', `sha1=${'0'.repeat(20)}`],
])('what is signed with %s is answered as any other, and never read', async (_, signature) => {
  const { hub, clock, webSub, titles, lines } = await asked(SWITCHBOARD)
  const body = rss([{ title: 'Forged', published: clock.now() }])
  for (let at = 0; at < 20; at += 1) expect(await hub.push(body, { signature })).toBe(202)
  await webSub().idle()
  expect(await titles()).toEqual([])
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  expect(webSub().isPushed('world')).toBe(false)
})

test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
  'what is signed with %s over its raw bytes is read',
  async (signs) => {
    const { hub, clock, webSub, titles } = await asked({ ...APPSPOT, signs })
    await hub.push(rss([{ title: 'Підписано', published: clock.now() }]))
    await webSub().idle()
    expect(await titles()).toEqual(['Підписано'])
  },
)

test('a hub that says no is asked again a day later, under another address, and the old one is dead', async () => {
  const { hub, callback, topic, clock, states, lines } = await asked()
  const no = { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': 'no room' }
  expect(await hub.ask(callback, { ...no, 'hub.topic': 'https://evil.example/' })).toMatchObject({ status: 404 })
  expect(await hub.ask(callback, no)).toMatchObject({ status: 200 })
  expect(await states()).toEqual(['wanted'])
  expect(lines).toContainEqual({
    level: 'warn',
    about: { feed: 'world', why: 'no room' },
    event: 'a hub will not push',
  })
  expect(await hub.push(rss([]))).toBe(410)
  await clock.advance(DAY - MINUTE, 2)
  expect(hub.asked).toHaveLength(1)
  await clock.advance(5 * MINUTE, 2)
  await hub.settled(2)
  expect(hub.asked[1]!['hub.callback']).not.toBe(callback)
})

test('a flood of signed pushes is bounded, and the feed is polled meanwhile', async () => {
  const { hub, clock, webSub, titles, server, shown } = await asked(APPSPOT)
  const statuses = new Map<number, number>()
  const push = async (at: number): Promise<void> => {
    const status = await hub.push(rss([{ title: 'Known', published: clock.now() - MINUTE, guid: `flood ${at}` }]))
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const polls = server.requests.length
  shown.items = [{ title: 'Polled', published: clock.now() }, ...shown.items]
  const flood = (async () => {
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, at) => push(round * 50 + at)))
    }
  })()
  await clock.advance(6 * MINUTE, 2)
  await flood
  await webSub().idle()
  expect(server.requests.length).toBeGreaterThan(polls)
  expect(await titles()).toContain('Polled')
  expect(statuses.get(202)).toBeLessThan(500)
  expect(statuses.get(503)).toBeGreaterThan(1_000)
})

test('a burst that comes bit by bit is one question, as it is at once', async () => {
  const { hub, clock, webSub, titles, store } = await asked(APPSPOT)
  for (let at = 0; at < 20; at += 1) {
    await hub.push(rss([{ title: `Story number ${at}`, published: clock.now() - SECOND, guid: `g${at}` }]))
    await webSub().idle()
    await clock.advance(SECOND, 2)
  }
  expect((await titles()).length).toBeLessThanOrEqual(5)
  const questions = await store.read.selectFrom('question').select('kind').execute()
  expect(questions).toEqual([{ kind: 'burst' }])
})

test('what is too large, packed or nothing that can be read is refused or left, and leaves what is known as it is', async () => {
  const { hub, callback, clock, webSub, titles } = await asked(APPSPOT)
  expect(await hub.push('x'.repeat(MOST_BYTES + 1))).toBe(413)
  expect(await hub.push('x', { headers: { 'content-encoding': 'gzip' } })).toBe(415)
  const drip = await request(callback, { method: 'POST', body: Readable.from(largeStream()) }).catch(() => null)
  expect(drip === null || drip.statusCode === 413).toBe(true)
  expect((await request(callback, { method: 'DELETE' })).statusCode).toBe(405)
  expect(await hub.push('<html>no feed</html>')).toBe(202)
  expect(await hub.push(rss([{ title: 'Fresh', published: clock.now() }]))).toBe(202)
  await webSub().idle()
  expect(await titles()).toEqual(['Fresh'])
})

async function* largeStream(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent <= MOST_BYTES; sent += 65_536) yield Buffer.alloc(65_536)
}
