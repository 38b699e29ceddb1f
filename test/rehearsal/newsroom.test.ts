import { parseRssFeed } from 'feedsmith'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR, SECOND } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { openNewsroom, type Newsroom, type NewsroomOptions } from '#src/rehearsal/newsroom.ts'
import { heldClock, type HeldClock } from './clock.ts'

const START = Date.parse('2031-05-06T07:08:09.400Z')
let clock: HeldClock
let open: AsyncDisposableStack

beforeEach(() => {
  clock = heldClock(START)
  open = new AsyncDisposableStack()
})
afterEach(() => open.disposeAsync())

async function opened(options: Partial<NewsroomOptions> = {}): Promise<Newsroom> {
  return open.use(await openNewsroom({ clock, log: silentLog, feeds: ['world'], first: 1, ...options }))
}

/** What is really served where `url` says. */
function get(room: Newsroom, url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url.replace(room.origin, room.local), { headers })
}

async function read(room: Newsroom, feed = 'world') {
  const text = await (await get(room, room.feedUrl(feed))).text()
  return parseRssFeed(text).items ?? []
}

const guids = (items: Awaited<ReturnType<typeof read>>) => items.map((item) => item.guid?.value)

test('a feed begins with eight older articles, newest first, and nothing new before it was read', async () => {
  const room = await opened()
  await clock.advance(HOUR)
  const items = await read(room)
  expect(guids(items)).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((number) => `crier-newsroom-00000${number}`))
  const dates = items.map((item) => Date.parse(item.pubDate as unknown as string))
  expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  for (const date of dates) expect(START - date).toBeGreaterThan(0)
  for (const date of dates) expect(START - date).toBeLessThan(6 * HOUR)
  expect(room.published()).toBe(0)
})

test('a second after the first reading a new article stands there, and then one every four seconds', async () => {
  const room = await opened()
  await read(room)
  await clock.sleeping()
  await clock.advance(SECOND - 1)
  expect(room.published()).toBe(0)
  await clock.advance(1)
  expect(guids(await read(room)).slice(0, 2)).toEqual(['crier-newsroom-000009', 'crier-newsroom-000008'])
  await clock.advance(12 * SECOND)
  expect(room.published()).toBe(4)
  const [newest] = await read(room)
  expect(newest?.guid?.value).toBe('crier-newsroom-000012')
  expect(Date.parse(newest?.pubDate as unknown as string)).toBe(Math.floor(clock.now() / SECOND) * SECOND)
})

test('it goes on where an earlier run ended, and tells older numbers as they were told then', async () => {
  const earlier = await opened({ first: 40 })
  await read(earlier)
  await clock.sleeping()
  await clock.advance(SECOND)
  const [told] = await read(earlier)
  const later = await opened({ first: 41 })
  const [again] = await read(later)
  expect({ ...again, pubDate: '' }).toEqual({ ...told, pubDate: '' })
  await clock.sleeping()
  await clock.advance(SECOND)
  expect(guids(await read(later))[0]).toBe('crier-newsroom-000041')
})

test('a feed that nobody reads any more stops growing while everything new is still in sight', async () => {
  const room = await opened()
  await read(room)
  await clock.sleeping()
  await clock.advance(HOUR)
  expect(room.published()).toBe(10)
  expect(guids(await read(room))).toContain('crier-newsroom-000009')
  await clock.advance(4 * SECOND)
  expect(room.published()).toBe(11)
})

test('with several feeds an article stands in one of them, and only in one that was read before', async () => {
  const room = await opened({ feeds: ['world', 'local', 'never-read'] })
  await read(room, 'world')
  await read(room, 'local')
  await clock.sleeping()
  await clock.advance(SECOND + 12 * SECOND)
  expect(room.published()).toBe(4)
  const news = (items: Awaited<ReturnType<typeof read>>) =>
    guids(items).filter((guid) => guid! > 'crier-newsroom-000008')
  const [world, local] = [news(await read(room, 'world')), news(await read(room, 'local'))]
  expect(new Set([...world, ...local])).toEqual(
    new Set([9, 10, 11, 12].map((n) => `crier-newsroom-${`${n}`.padStart(6, '0')}`)),
  )
  expect(world.length + local.length).toBe(4)
  expect(world.length).toBeGreaterThan(0)
  expect(local.length).toBeGreaterThan(0)
  expect(news(await read(room, 'never-read'))).toEqual([])
})

test('a reader who holds the latest feed gets 304 without a body, until there is something new', async () => {
  const room = await opened()
  const first = await get(room, room.feedUrl('world'))
  expect(first.headers.get('content-type')).toContain('application/rss+xml')
  await first.text()
  const etag = first.headers.get('etag')!
  const modified = first.headers.get('last-modified')!
  const ask = (headers: Record<string, string>) => get(room, room.feedUrl('world'), headers)
  for (const headers of [
    { 'if-none-match': etag },
    { 'if-none-match': `"other", W/${etag}` },
    { 'if-modified-since': modified },
  ]) {
    const answer = await ask(headers)
    expect([headers, answer.status]).toEqual([headers, 304])
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('etag')).toBe(etag)
  }
  expect((await ask({ 'if-none-match': '"other"', 'if-modified-since': modified })).status).toBe(200)
  await clock.sleeping()
  await clock.advance(SECOND)
  expect((await ask({ 'if-none-match': etag })).status).toBe(200)
  await clock.advance(SECOND)
  expect((await ask({ 'if-modified-since': modified })).status).toBe(200)
})

test('no date of change is given in the second of a change, since another one may follow in it', async () => {
  const room = await opened({ every: 100 })
  await read(room)
  await clock.sleeping()
  await clock.advance(SECOND)
  const fresh = await get(room, room.feedUrl('world'))
  expect(fresh.headers.get('last-modified')).toBeNull()
  const since = new Date(clock.now()).toUTCString()
  expect((await get(room, room.feedUrl('world'), { 'if-modified-since': since })).status).toBe(200)
})

test('every entry leads to a page that says the same, with a picture that is one', async () => {
  const room = await opened()
  for (const item of await read(room)) {
    const page = await get(room, item.link!)
    expect(page.status).toBe(200)
    const text = await page.text()
    const data = JSON.parse(/<script type="application\/ld\+json">\s*(.*?)\s*<\/script>/s.exec(text)![1]!)
    expect(data).toMatchObject({ '@type': 'NewsArticle', headline: item.title, mainEntityOfPage: item.link })
    expect(data.datePublished.slice(0, 19)).toBe(new Date(item.pubDate as unknown as string).toISOString().slice(0, 19))
    expect(text).toContain(`<link rel="canonical" href="${item.link}"`)
    for (const name of ['og:title', 'og:image', 'og:description']) expect(text).toContain(`property="${name}"`)
    expect(text.match(/<p>/g)!.length).toBeGreaterThanOrEqual(3)
    expect(item.media?.contents?.[0]?.url).toBe(data.image[0].url)
  }
  const picture = await get(room, `${room.origin}/pictures/8.png`)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await picture.arrayBuffer()).toString('latin1', 1, 4)).toBe('PNG')
})

test('what is not published yet, and what never was, is not found', async () => {
  const room = await opened()
  for (const path of ['/harbour/night-ferry-9', '/pictures/9.png', '/pictures/0.png', '/other.rss', '/harbour/x-1']) {
    expect([path, (await get(room, room.origin + path)).status]).toEqual([path, 404])
  }
})

test('titles come as careless systems write them, descriptions as text, as markup and in CDATA', async () => {
  const room = await opened({ first: 19 })
  const text = await (await get(room, room.feedUrl('world'))).text()
  expect(text).toContain('&lt; 2 crowns')
  expect(text).toMatch(/<description><!\[CDATA\[<p>/)
  expect(text).toMatch(/<description>&lt;p&gt;/)
  expect(text).toMatch(/<description>[^<&]{20}/)
  expect(text).toMatch(/<a href="https:\/\/newsroom\.example\.org\/">/)
  const earlier = await opened({ first: 11 })
  const items = await (await get(earlier, earlier.feedUrl('world'))).text()
  expect(items).toContain('&lt;b&gt;Live:&lt;/b&gt; Salt &amp;amp; Lantern')
  expect(items).toContain('Tide &amp;amp;amp; Bell')
})

test('the front page links to the latest articles and names the feeds', async () => {
  const room = await opened()
  const text = await (await get(room, `${room.origin}/`)).text()
  expect(text.match(/<h2>/g)).toHaveLength(8)
  expect(text).toContain('href="/world.rss"')
})

test('it tells the card of a link to one of its articles, and of no other link', async () => {
  const room = await opened()
  const [newest] = await read(room)
  expect(room.card(newest!.link!)).toMatchObject({ title: newest!.title, picture: `${room.local}/pictures/8.png` })
  expect(room.card(`${newest!.link!}?utm_source=x#top`)?.title).toBe(newest!.title)
  for (const url of ['https://elsewhere.example/a-8', `${room.origin}/`, `${room.origin}/harbour/night-ferry-9`, '']) {
    expect([url, room.card(url)]).toEqual([url, null])
  }
})
