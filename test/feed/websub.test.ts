import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { rss } from '#test/fixtures/polled.ts'
import { ownFolder } from '#test/fixtures/stored.ts'
import { APPSPOT, SWITCHBOARD } from './hub.ts'
import { subscribed } from './subscribed.ts'

test('a feed that names a hub is subscribed to under an address that nobody can guess, and pushed by its own name', async () => {
  const { hub, gathered, topic, held, base } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  expect(hub.asked).toHaveLength(1)
  expect(hub.asked[0]).toMatchObject({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.lease_seconds': '864000' })
  expect(hub.asked[0]!['hub.callback']).toMatch(new RegExp(`^${base}/[0-9a-f]{40}$`))
  expect(hub.asked[0]!['hub.secret']).toMatch(/^[0-9a-f]{64}$/)
  expect(hub.answers).toEqual([{ status: 200, body: 'challenge-1' }])
  expect(await held()).toMatchObject([{ feed: 'world', state: 'active' }])
})

test('a hub of many feeds is asked for two at once', async () => {
  const { hub, server, clock, start, stop, feed, topic } = await subscribed(APPSPOT)
  await stop()
  const answer = server.answer
  server.answer = (headers, path) => ({
    ...answer(headers, path),
    headers: { link: `<${hub.url}>; rel="hub", <${topic}&of=${path.slice(1)}>; rel="self"` },
  })
  const feeds = Array.from({ length: 8 }, (_, at) => ({ ...feed, id: `f${at}`, url: `${server.url}${at}` }))
  await start(feeds)
  await clock.advance(2 * SECOND, 9)
  await hub.settled(8)
  expect(hub.asked.length).toBeGreaterThanOrEqual(8)
  expect(hub.most()).toBe(2)
})

test.each([
  ['appspot', APPSPOT],
  ['Switchboard', SWITCHBOARD],
])('what is pushed as %s does, one entry alone, is stored at once, and once', async (_, manners) => {
  const { hub, gathered, clock, webSub, titles, news } = await subscribed(manners)
  await gathered()
  await hub.settled(1)
  const body = rss([{ title: 'Fresh', published: clock.now() - SECOND }])
  expect(await hub.push(body)).toBe(202)
  await webSub().idle()
  expect(await titles()).toEqual(['Fresh'])
  expect(news.count).toBe(1)
  // Hubs that missed the answer push again; in another order of bytes too.
  await hub.push(body)
  await hub.push(`${body}\n`)
  await webSub().idle()
  expect(await titles()).toEqual(['Fresh'])
  expect(news.count).toBe(1)
})

test('a lease is renewed before it ends, beside the old one, under another address and secret', async () => {
  const { hub, gathered, clock, topic, held, states, webSub, titles } = await subscribed(SWITCHBOARD)
  await gathered()
  await hub.settled(1)
  const [first] = await held()
  expect(first!.until).toBeGreaterThan(clock.now() + 7 * DAY)
  hub.manners = { ...SWITCHBOARD, verifies: 'never' }
  while (hub.asked.length < 2) await clock.advance(HOUR, 2)
  expect(clock.now()).toBeLessThan(first!.until! - DAY)
  await hub.settled(2)
  const [one, two] = hub.asked
  expect(two!['hub.callback']).not.toBe(one!['hub.callback'])
  expect(two!['hub.secret']).not.toBe(one!['hub.secret'])
  expect(await states()).toEqual(['active', 'asked'])
  await hub.push(rss([{ title: 'By the old', published: clock.now() - SECOND }]), { to: one! })
  await webSub().idle()
  hub.manners = SWITCHBOARD
  const query = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'late' }
  expect(await hub.ask(two!['hub.callback']!, query)).toEqual({ status: 200, body: 'late' })
  await hub.push(rss([{ title: 'By the new', published: clock.now() }]), { to: two! })
  await webSub().idle()
  expect(await titles()).toEqual(['By the new', 'By the old'])
  await gathered()
  await hub.settled(3)
  expect(hub.asked[2]).toMatchObject({ 'hub.mode': 'unsubscribe', 'hub.callback': one!['hub.callback'] })
  expect(await held()).toMatchObject([{ callback: two!['hub.callback'], state: 'active' }])
})

test('what a hub still brings by the old lease is taken until it has agreed to the end of that', async () => {
  const { hub, gathered, clock, states, topic, webSub, titles } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  hub.manners = { ...APPSPOT, verifies: 'never' }
  while (hub.asked.length < 2) await clock.advance(HOUR, 2)
  await hub.settled(2)
  const [old, renewed] = hub.asked
  const query = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'x' }
  expect(await hub.ask(renewed!['hub.callback']!, query)).toMatchObject({ status: 200 })
  await gathered()
  await hub.settled(3)
  expect(await states()).toEqual(['active', 'ending'])
  expect(await hub.push(rss([{ title: 'By the old', published: clock.now() }]), { to: old! })).toBe(202)
  await webSub().idle()
  expect(await titles()).toEqual(['By the old'])
  expect(await hub.ask(old!['hub.callback']!, { ...query, 'hub.mode': 'unsubscribe' })).toMatchObject({ status: 200 })
  expect(await hub.push(rss([{ title: 'Late', published: clock.now() }]), { to: old! })).toBe(410)
})

test('a feed that staff took out is unsubscribed from, and what is pushed of it is answered with 410', async () => {
  const { hub, gathered, start, stop, states, clock } = await subscribed({ ...APPSPOT, verifies: 'later' })
  await gathered()
  await hub.settled(1)
  await stop()
  hub.manners = { ...APPSPOT, verifies: 'never' }
  await start([])
  await clock.advance(2 * SECOND, 1)
  await hub.settled(2)
  expect(hub.asked[1]).toMatchObject({ 'hub.mode': 'unsubscribe', 'hub.callback': hub.asked[0]!['hub.callback'] })
  expect(await states()).toEqual(['ending'])
  expect(await hub.push(rss([{ title: 'Late', published: clock.now() }]))).toBe(410)
  hub.manners = APPSPOT
  await clock.advance(2 * MINUTE, 1)
  await hub.settled(3)
  expect(hub.answers.at(-1)).toEqual({ status: 200, body: 'challenge-3' })
  expect(await states()).toEqual([])
  expect(await hub.push(rss([]))).toBe(410)
})

test('a subscription lives on over a restart, and nobody is asked anew', async () => {
  const { hub, gathered, start, stop, clock, webSub, titles } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  await stop()
  await start()
  await gathered()
  expect(hub.asked).toHaveLength(1)
  expect(await hub.push(rss([{ title: 'Fresh', published: clock.now() }]))).toBe(202)
  await webSub().idle()
  expect(await titles()).toEqual(['Fresh'])
})

test('a feed that names another hub is subscribed to there, and no more at the one before', async () => {
  const { hub, gathered, clock, shown, held } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  shown.hub = `${hub.url}?other`
  shown.items = [{ title: 'Other', published: clock.now() }]
  await clock.advance(6 * MINUTE, 2)
  await gathered()
  await hub.settled(3)
  expect(hub.asked.slice(1).map((fields) => fields['hub.mode'])).toEqual(
    expect.arrayContaining(['subscribe', 'unsubscribe']),
  )
  expect(await held()).toMatchObject([{ hub: shown.hub, state: 'active' }])
})

test('a hub that is down is asked again after growing pauses, and the feed is polled as before', async () => {
  const { hub, gathered, clock, states } = await subscribed({ ...APPSPOT, verifies: 'never', status: 500 })
  await gathered()
  await hub.settled(1)
  await clock.advance(3 * HOUR, 2)
  expect(hub.asked.length).toBeGreaterThan(2)
  expect(hub.asked.length).toBeLessThan(6)
  expect(new Set(hub.asked.map((fields) => fields['hub.callback'])).size).toBe(1)
  expect(await states()).not.toContain('active')
})

test('a feed that is pushed is polled at the slow end of its pace, until a look finds what was not pushed', async () => {
  const every = { atLeast: 2 * MINUTE, atMost: 15 * MINUTE }
  const { hub, gathered, clock, server, shown, webSub } = await subscribed(APPSPOT, { every })
  shown.items = Array.from({ length: 60 }, (_, at) => ({ title: `Known ${at}`, published: clock.now() - at * MINUTE }))
  await gathered()
  await hub.settled(1)
  const polled = async (): Promise<number> => {
    const before = server.requests.length
    await clock.advance(HOUR, 2)
    return server.requests.length - before
  }
  await hub.push(rss([{ title: 'Fresh', published: clock.now() }]))
  await webSub().idle()
  await clock.advance(15 * MINUTE, 2)
  expect(webSub().isPushed('world')).toBe(true)
  expect(await polled()).toBeLessThanOrEqual(4)
  shown.items = [{ title: 'Missed', published: clock.now() }, ...shown.items]
  await clock.advance(20 * MINUTE, 2)
  expect(webSub().isPushed('world')).toBe(false)
})

test('from the push to the stored article it takes less than 100 ms', async () => {
  const { hub, gathered, clock, webSub, titles } = await subscribed(APPSPOT, {}, join(ownFolder(), 'crier.db'))
  await gathered()
  await hub.settled(1)
  const times: number[] = []
  // As many as come between two looks without a question.
  for (let at = 0; at < 5; at += 1) {
    const begun = performance.now()
    await hub.push(rss([{ title: `Fresh ${at}`, published: clock.now() - at * SECOND }]))
    await webSub().idle()
    times.push(performance.now() - begun)
  }
  expect(await titles()).toHaveLength(5)
  // Half of them: the machine may be busy with something else meanwhile.
  expect(times.toSorted((a, b) => a - b)[2]).toBeLessThan(100)
})

test('what only the whole feed can place is left to a look, as soon as the feed may be asked', async () => {
  const every = { atLeast: 5 * MINUTE, atMost: HOUR }
  const { hub, gathered, clock, webSub, titles, server, shown, store } = await subscribed(APPSPOT, { every })
  await gathered()
  await hub.settled(1)
  await clock.advance(90 * MINUTE, 2)
  const told = shown.items[0]!
  const again = { title: told.title, link: 'https://news.example.com/again', published: clock.now() - 2 * SECOND }
  const asked = server.requests.length
  await hub.push(rss([again, { title: 'Without a date' }, { title: 'Plain', published: clock.now() - SECOND }]))
  await webSub().idle()
  expect(await titles()).toEqual(['Plain'])
  shown.items = [again, ...shown.items]
  await clock.advance(6 * MINUTE, 2)
  expect(server.requests.length).toBe(asked + 1)
  expect(await titles()).toEqual(['Known', 'Plain'])
  expect(await store.read.selectFrom('question').selectAll().execute()).toEqual([])
})

test('what is at the address of an article but for a parameter is left to a look, which may see that it tells stories apart', async () => {
  const { hub, gathered, clock, webSub, titles, shown, store } = await subscribed(APPSPOT, {
    every: { atLeast: 5 * MINUTE, atMost: HOUR },
  })
  await gathered()
  await hub.settled(1)
  const view = (section: string, id: number) => ({
    title: `Of ${section}, the ${id}.`,
    link: `https://news.example.com/${section}/view?id=${id}`,
    published: clock.now() - id * SECOND,
  })
  await hub.push(rss([view('sport', 1)]))
  await webSub().idle()
  const next = view('sport', 2)
  await hub.push(rss([next]))
  await webSub().idle()
  expect(await titles()).toEqual(['Of sport, the 1.'])
  shown.items = [next, view('city', 3), view('city', 4), ...shown.items]
  await clock.advance(90 * MINUTE, 2)
  expect(await titles()).toContain('Of sport, the 2.')
  expect(await store.read.selectFrom('question').selectAll().execute()).toEqual([])
})

test('what has the text of one other story and no guid is left to a look, which sees whether that is gone', async () => {
  const { hub, gathered, clock, webSub, titles, shown, store } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  const text = 'Follow all of it in our live report.'
  const [first, second] = ['Ferry is late', 'Choir sings'].map((title, index) => ({
    title,
    text,
    published: clock.now() - (9 - index) * SECOND,
  }))
  for (const told of [first!, second!]) {
    await hub.push(rss([told]))
    await webSub().idle()
  }
  expect(await titles()).toEqual(['Ferry is late'])
  shown.items = [second!, first!, ...shown.items]
  await clock.advance(90 * MINUTE, 2)
  expect(await titles()).toEqual(['Choir sings', 'Ferry is late'])
  expect(await store.read.selectFrom('question').selectAll().execute()).toEqual([])
})

test('a push before the first sight of a feed, or after a long absence, decides nothing', async () => {
  const { hub, gathered, clock, webSub, titles, store } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  await store.write((writer) => writer.updateTable('feed').set({ baseline: null }).execute())
  await hub.push(rss([{ title: 'Fresh', published: clock.now() }]))
  await webSub().idle()
  expect(await titles()).toEqual([])
  expect(await store.read.selectFrom('feed').select(['baseline', 'etag']).execute()).toEqual([
    { baseline: null, etag: null },
  ])
})

test('what a push brings leaves what is known of the feed as it was', async () => {
  const { hub, gathered, clock, webSub, store } = await subscribed(APPSPOT)
  await gathered()
  await hub.settled(1)
  const before = await store.read.selectFrom('feed').selectAll().execute()
  await hub.push(rss([{ title: 'Fresh', published: clock.now() }]))
  await webSub().idle()
  expect(await store.read.selectFrom('feed').selectAll().execute()).toEqual(before)
})
