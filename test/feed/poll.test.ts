import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { memoryOf, poll, type WatchedFeed } from '#src/feed/poll.ts'
import { sightingsOf } from '#src/store/articles.ts'
import { recallFeed, unseenFeed } from '#src/store/feeds.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { feedServer, outside, rss, fixed, someFeed, type Item } from '#test/fixtures/polled.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const EVERY = 5 * MINUTE
const OLD: Item = { title: 'Old', guid: 'g0' }
const NEW: Item = { title: 'New', guid: 'g1' }

async function watched() {
  const server = await feedServer()
  const store = await ownStore()
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const parts = { store, clock, log, ...outside(server) }
  const feed: WatchedFeed = { ...someFeed(server.url), every: fixed(EVERY) }
  const serve = (items: readonly Item[], headers: Readonly<Record<string, string>> = {}) => {
    server.answer = () => ({ body: rss(items), headers })
  }
  const look = async (change: Partial<WatchedFeed> = {}) => {
    const wanted = { ...feed, ...change }
    return poll(wanted, await memoryOf(store, wanted), parts, new AbortController().signal)
  }
  serve([OLD])
  return { server, store, clock, lines, feed, serve, look, parts }
}

async function articles(store: Store): Promise<readonly string[]> {
  const rows = await store.read.selectFrom('article').select(['title', 'state']).orderBy('title').execute()
  return rows.map(({ title, state }) => `${title} ${state}`)
}

test('first sight of a feed is its baseline: nothing of it is news, and what comes next is', async () => {
  const { store, serve, look } = await watched()
  expect(await look()).toMatchObject({ news: 0 })
  serve([NEW, OLD])
  expect(await look()).toMatchObject({ news: 1 })
  expect(await articles(store)).toEqual(['New seen', 'Old old'])
  expect(await look()).toMatchObject({ news: 0 })
})

test('an empty feed has a baseline too: its first article is news', async () => {
  const { store, serve, look } = await watched()
  serve([])
  await look()
  serve([NEW])
  await look()
  expect(await articles(store)).toEqual(['New seen'])
})

test('a first answer that was cut off is no baseline: what it lacked is not news either', async () => {
  const { store, server, serve, look } = await watched()
  const whole = rss([{ title: 'Shown', guid: 's' }, OLD])
  server.answer = () => ({ body: whole.slice(0, whole.indexOf('<title>Old') + 8) })
  expect(await look()).toMatchObject({ news: 0 })
  expect(await articles(store)).toEqual(['Shown old'])
  serve([{ title: 'Shown', guid: 's' }, OLD])
  expect(await look()).toMatchObject({ news: 0 })
  serve([NEW, { title: 'Shown', guid: 's' }, OLD])
  expect(await look()).toMatchObject({ news: 1 })
  expect(await articles(store)).toEqual(['New seen', 'Old old', 'Shown old'])
})

test('several cut-off answers are no baseline either, until a feed has never come whole', async () => {
  const { store, server, serve, look } = await watched()
  const whole = rss([{ title: 'Shown', guid: 's' }, OLD])
  const cut = () => ({ body: whole.slice(0, whole.indexOf('<title>Old') + 8) })
  server.answer = cut
  await look()
  await look()
  expect(await recallFeed(store.read, 'world')).toMatchObject({ baseline: null, cutOff: 2 })
  serve([{ title: 'Shown', guid: 's' }, OLD])
  expect(await look()).toMatchObject({ news: 0 })
  expect(await recallFeed(store.read, 'world')).toMatchObject({ baseline: NOON, cutOff: 0 })

  const other = await watched()
  other.server.answer = cut
  for (let time = 0; time < 3; time++) await other.look()
  expect(await recallFeed(other.store.read, 'world')).toMatchObject({ baseline: NOON, cutOff: 3 })
})

test('a cut-off answer leaves no validators behind: no 304 hides what it lacked', async () => {
  const { store, server, look } = await watched()
  const headers = { etag: '"one"' }
  const whole = rss([NEW, OLD])
  server.answer = () => ({ body: whole.slice(0, whole.indexOf('<title>Old') + 8), headers })
  await look()
  expect(await recallFeed(store.read, 'world')).toMatchObject({ etag: null, baseline: null })
  const asked: unknown[] = []
  server.answer = (given) => {
    asked.push(given['if-none-match'])
    return { body: whole, headers }
  }
  await look()
  expect(asked).toEqual([undefined])
  expect(await articles(store)).toEqual(['New old', 'Old old'])
})

test('a 304 that nobody asked for is a failure, not a baseline', async () => {
  const { store, server, serve, look } = await watched()
  server.answer = () => ({ status: 304 })
  await look()
  expect(await recallFeed(store.read, 'world')).toMatchObject({ baseline: null, failures: 1 })
  serve([OLD])
  expect(await look()).toMatchObject({ news: 0 })
  expect(await articles(store)).toEqual(['Old old'])
})

test('a feed is asked only for what changed: validators go back verbatim, and 304 changes nothing', async () => {
  const { server, store, clock, look } = await watched()
  const etag = 'W/"a b"'
  const modified = 'Wed, 20 May 2026 11:00:00 GMT'
  server.answer = (headers) =>
    headers['if-none-match'] === etag
      ? { status: 304 }
      : { body: rss([OLD]), headers: { etag, 'last-modified': modified } }
  await look()
  expect(server.requests[0]).not.toHaveProperty('if-none-match')
  await clock.advance(EVERY)
  await look()
  expect(server.requests[1]).toMatchObject({ 'if-none-match': etag, 'if-modified-since': modified })
  expect(await recallFeed(store.read, 'world')).toMatchObject({
    etag,
    lastModified: modified,
    okAt: NOON + EVERY,
    baseline: NOON,
  })
})

test('a body that is unchanged under a new ETag is not read again, and entries stay known', async () => {
  const { server, store, look, parts } = await watched()
  let versions = 0
  server.answer = () => ({ body: rss([OLD]), headers: { etag: `"${(versions += 1)}"` } })
  let parsed = 0
  const { parser } = parts
  const counting = {
    ...parts,
    parser: { parse: (...given: Parameters<typeof parser.parse>) => ((parsed += 1), parser.parse(...given)) },
  }
  const feed = { ...someFeed(server.url), every: fixed(EVERY) }
  for (let times = 0; times < 3; times++)
    await poll(feed, await memoryOf(store, feed), counting, new AbortController().signal)
  expect(parsed).toBe(1)
  expect(await look()).toMatchObject({ news: 0 })
})

test('validators and entries are committed together: a write that fails leaves both out, and nothing is lost', async () => {
  const { server, store, serve, look } = await watched()
  await look()
  serve([NEW, OLD], { etag: '"new"' })
  await sql`create trigger broken before insert on sighting begin select raise(abort, 'the disk broke'); end`.execute(
    store.read,
  )
  expect((await errorOf(look())).message).toBe('the disk broke')
  expect(await articles(store)).toEqual(['Old old'])
  expect(await recallFeed(store.read, 'world')).toMatchObject({ etag: null })
  await sql`drop trigger broken`.execute(store.read)
  expect(await look()).toMatchObject({ news: 1 })
  expect(server.requests.at(-1)).not.toHaveProperty('if-none-match')
})

test.each<[string, Item]>([
  ['the same guid under another address', { title: 'Renamed', guid: 'g0', link: 'https://news.example.com/renamed' }],
  ['the same address without a guid', { title: 'Old' }],
  ['the same address under another guid', { title: 'Old', guid: 'other' }],
  ['http where it was https', { title: 'Old', guid: 'x', link: 'http://news.example.com/Old' }],
  [
    'tracking, a slash and a fragment',
    { title: 'Old', guid: 'y', link: 'https://news.example.com/Old/?utm_source=rss&utm_medium=x#top' },
  ],
])('an article is recognised again by %s', async (_, again) => {
  const { store, serve, look } = await watched()
  await look()
  serve([again])
  expect(await look()).toMatchObject({ news: 0 })
  expect(await articles(store)).toEqual(['Old old'])
})

test('an article that was known by its address keeps its later guid in mind', async () => {
  const { store, serve, look } = await watched()
  await look()
  serve([{ title: 'Old', guid: 'second' }])
  await look()
  serve([{ title: 'Moved', guid: 'second', link: 'https://news.example.com/moved' }])
  expect(await look()).toMatchObject({ news: 0 })
  expect(await articles(store)).toEqual(['Old old'])
})

test('one story in two feeds is one article, and news in each feed that did not hold it at first sight', async () => {
  const { store, serve, look, feed } = await watched()
  const city = { id: 'city', url: `${feed.url}?city` }
  await look()
  serve([])
  await look(city)
  serve([NEW, OLD])
  await look()
  await look(city)
  const rows = await store.read.selectFrom('article').select(['id', 'title']).orderBy('title').execute()
  expect(rows.map(({ title }) => title)).toEqual(['New', 'Old'])
  expect((await sightingsOf(store.read, rows[0]!.id)).newsIn.toSorted()).toEqual(['city', 'world'])
  expect(await sightingsOf(store.read, rows[1]!.id)).toEqual({ newsIn: ['city'], oldIn: ['world'] })
  expect(await articles(store)).toEqual(['New seen', 'Old seen'])
})

test('an embargoed article waits', async () => {
  const { store, serve, look } = await watched()
  await look()
  serve([{ ...NEW, published: NOON + HOUR }])
  await look()
  expect(await articles(store)).toEqual(['New waiting', 'Old old'])
})

test('an article without a date is dated by its first sight; one that says nothing is passed over and told', async () => {
  const { store, look, server } = await watched()
  await look()
  server.answer = () => ({
    body: rss([NEW]).replace('</channel>', '<item><link>https://news.example.com/bare</link></item></channel>'),
  })
  expect(await look()).toMatchObject({
    news: 1,
    warnings: ['1 entries have neither a title nor a text, and are not posted'],
  })
  expect(await store.read.selectFrom('article').select('published').where('title', '=', 'New').execute()).toEqual([
    { published: NOON },
  ])
})

test('articles of one poll without dates keep the order of their publication', async () => {
  const { store, serve, look } = await watched()
  serve([])
  await look()
  serve(['Third', 'Second', 'First'].map((title) => ({ title })))
  await look()
  const rows = await sql<{ title: string }>`select title from article order by rowid`.execute(store.read)
  expect(rows.rows.map(({ title }) => title)).toEqual(['First', 'Second', 'Third'])
})

test.each([
  ['after what is known', ['Known', 'First', 'Second'], undefined],
  ['as the dates beside them go', ['First', 'Second', 'Third'], [NOON - 2_000, null, NOON - 1_000]],
])('in a feed that stands oldest first they follow each other %s', async (_, titles, dates) => {
  const { store, serve, look } = await watched()
  serve([{ title: 'Known' }])
  await look()
  serve(titles.map((title, at) => ({ title, ...(dates?.[at] && { published: dates[at] }) })))
  await look()
  const rows = await sql<{ title: string }>`select title from article order by rowid`.execute(store.read)
  expect(rows.rows.map(({ title }) => title)).toEqual(['Known', ...titles.filter((title) => title !== 'Known')])
})

test('the next poll is not before the feed’s time, and not long after it', async () => {
  const { look } = await watched()
  for (let times = 0; times < 5; times++) {
    const { nextAt } = await look()
    expect(nextAt - NOON).toBeGreaterThanOrEqual(EVERY)
    expect(nextAt - NOON).toBeLessThanOrEqual(EVERY * 1.11)
  }
})

test('times are stored in whole milliseconds, after a success and after a failure', async () => {
  const { server, store, look } = await watched()
  for (const status of [200, 500]) {
    if (status !== 200) server.answer = () => ({ status })
    await look()
    expect((await recallFeed(store.read, 'world'))!.nextAt % 1).toBe(0)
  }
})

test('failures are remembered with their reason, and pauses grow to an hour', async () => {
  const { server, store, look, lines } = await watched()
  await look()
  server.answer = () => ({ status: 500 })
  const pauses: number[] = []
  for (let times = 0; times < 7; times++) pauses.push(((await look()).nextAt - NOON) / MINUTE)
  for (const [index, expected] of [5, 10, 20, 40, 60, 60, 60].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(expected * 0.9)
    expect(pauses[index]).toBeLessThanOrEqual(expected * 1.1)
  }
  expect(await recallFeed(store.read, 'world')).toMatchObject({ failures: 7, error: 'the server answered 500' })
  expect(lines.at(-1)).toMatchObject({ level: 'warn', about: { feed: 'world', failures: 7 } })
})

test('a feed that comes back is polled as before, and lost nothing meanwhile', async () => {
  const { server, store, serve, look } = await watched()
  await look()
  server.answer = () => ({ status: 500 })
  await look()
  serve([NEW, OLD])
  expect(await look()).toMatchObject({ news: 1 })
  expect(await recallFeed(store.read, 'world')).toMatchObject({ failures: 0, error: null, baseline: NOON })
})

test.each([
  ['seconds', '7200', 2 * HOUR],
  ['a date', new Date(NOON + 3 * HOUR).toUTCString(), 3 * HOUR],
  ['a date beyond reason', new Date(NOON + 400 * DAY).toUTCString(), 7 * DAY],
])('Retry-After in %s is obeyed, a week at most', async (_, value, wait) => {
  const { server, look } = await watched()
  server.answer = () => ({ status: 503, headers: { 'retry-after': value } })
  const { nextAt } = await look()
  expect(nextAt).toBe(NOON + wait)
})

test('a Retry-After that is past or no time at all shortens nothing', async () => {
  const { server, look } = await watched()
  for (const value of ['0', 'soon', new Date(NOON - DAY).toUTCString()]) {
    server.answer = () => ({ status: 503, headers: { 'retry-after': value } })
    expect((await look()).nextAt - NOON).toBeGreaterThan(EVERY * 0.9)
  }
})

test.each([
  ['HTML', '<!doctype html><title>Log in</title><p>Please.'],
  ['nothing', ''],
  ['broken XML of no kind', '<<<not xml at all'],
])('%s instead of a feed is a failure with a reason, and no baseline', async (_, body) => {
  const { server, store, serve, look } = await watched()
  server.answer = () => ({ body })
  await look()
  const memory = await recallFeed(store.read, 'world')
  expect(memory).toMatchObject({ failures: 1, baseline: null })
  expect(memory?.error).toMatch(/\w{4,}/)
  serve([OLD])
  await look()
  expect(await articles(store)).toEqual(['Old old'])
})

test('a feed whose address changed is a new feed: its validators are not used, and what it holds is its baseline', async () => {
  const { server, store, serve, look, feed } = await watched()
  serve([OLD], { etag: '"a"' })
  await look()
  serve([NEW, OLD], { etag: '"b"' })
  expect(await look({ url: `${feed.url}?moved` })).toMatchObject({ news: 0 })
  expect(server.requests.at(-1)).not.toHaveProperty('if-none-match')
  expect(await articles(store)).toEqual(['New old', 'Old old'])
})

test('a server that cannot be reached is a failure like any other', async () => {
  const { store, look } = await watched()
  await look({ url: 'http://127.0.0.1:1/rss' })
  expect((await recallFeed(store.read, 'world'))?.failures).toBe(1)
})

test('a poll that is told to stop keeps nothing but that it was asked', async () => {
  const { server, store, feed, parts } = await watched()
  const stop = new AbortController()
  server.answer = () => {
    stop.abort(new Error('Crier is stopping'))
    return { body: rss([OLD]) }
  }
  const polling = poll(feed, await memoryOf(store, feed), parts, stop.signal)
  expect((await errorOf(polling)).message).toBe('Crier is stopping')
  expect(await recallFeed(store.read, 'world')).toEqual({ ...unseenFeed(server.url), nextAt: NOON + EVERY })
})

test('the language is the one that staff set, else the feed’s own', async () => {
  const { server, store, look } = await watched()
  server.answer = () => ({ body: rss([OLD]).replace('<description>', '<language>uk</language><description>') })
  await look()
  server.answer = () => ({ body: rss([OLD, NEW]).replace('<description>', '<language>uk</language><description>') })
  await look({ language: 'en-GB' })
  const rows = await store.read.selectFrom('article').select('language').orderBy('title').execute()
  expect(rows).toEqual([{ language: 'en-GB' }, { language: 'uk' }])
})

test('a date in words that languages share is read in the language that staff give', async () => {
  const { store, server, look } = await watched()
  await look()
  const item = '<item><title>Late</title><guid>late</guid><pubDate>2 listopada 2025, 10:00</pubDate></item>'
  server.answer = () => ({ body: `<rss version="2.0"><channel><title>World</title>${item}</channel></rss>` })
  await look({ language: 'pl' })
  expect(await store.read.selectFrom('article').select(['title', 'published']).execute()).toContainEqual({
    title: 'Late',
    published: Date.parse('2025-11-02T10:00Z'),
  })
})
