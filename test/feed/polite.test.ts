import { get } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE, systemClock, type Millis } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { USER_AGENT } from '#src/desk/help.ts'
import { startWatch } from '#src/feed/watch.ts'
import { openFetch } from '#src/net/fetch.ts'
import { introduce } from '#src/net/introduce.ts'
import { openStore } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { rss, fixed, parser, someFeed } from '#test/fixtures/polled.ts'
import { NOON, ownFolder } from '#test/fixtures/stored.ts'
import { scoredServer, type Script } from './scored.ts'

const EVERY = HOUR
const AGENT = introduce(USER_AGENT, 'https://news.example.com/contact')
const body = (version: number): string =>
  rss([
    { title: `Story ${version}`, guid: `g${version}`, published: NOON },
    { title: 'Old', guid: 'g' },
  ])
const day = (version: number): string => new Date(NOON - DAY + version * HOUR).toUTCString()

/** Changes with every `often`th request. */
const changing =
  (often: number, more: (version: number, nth: number) => Partial<ReturnType<Script>>): Script =>
  (nth) => {
    const version = Math.floor(nth / often)
    return { body: body(version), ...more(version, nth) }
  }

const SCRIPTS: Readonly<Record<string, Script>> = {
  '/both': changing(5, (version) => ({ etag: `"${version}"`, modified: day(version) })),
  '/weak': changing(3, (version) => ({ etag: `W/"a b ${version}"` })),
  '/date': changing(4, (version) => ({ modified: day(version) })),
  '/odd-date': changing(4, (version) => ({ modified: `yesterday, ${version}` })),
  '/none': changing(2, () => ({})),
  // What one answer gave is nothing to the next.
  '/now-and-then': changing(3, (version) =>
    version % 2 === 0 ? { etag: `"${version}"`, modified: day(version) } : {},
  ),
  '/alternately': changing(2, (version) => (version % 2 === 0 ? { etag: `"${version}"` } : { modified: day(version) })),
  // A new ETag on the same bytes every time (Apache's mod_deflate).
  '/restless': changing(50, (_, nth) => ({ etag: `"${nth}-gzip"` })),
  // Names that say nothing.
  '/blank': changing(5, () => ({ headers: { etag: '', 'last-modified': '' } })),
  '/other-304': changing(6, (version) => ({
    etag: `"${version}"`,
    modified: day(version),
    on304: { etag: '"elsewhere"', 'last-modified': day(40) },
  })),
  '/fresh': changing(3, (version) => ({ etag: `"${version}"`, headers: { 'cache-control': 'public, max-age=9000' } })),
  // The 304 says nothing of it anew.
  '/fresh-once': changing(40, (version) => ({
    etag: `"${version}"`,
    headers: { 'cache-control': 'max-age=7200' },
    on304: { 'cache-control': '' },
  })),
  '/busy': (nth) =>
    nth % 4 === 3 ? { status: 429, headers: { 'retry-after': '14400' } } : { body: body(nth), etag: `"${nth}"` },
  '/later': (nth) =>
    nth === 2
      ? { status: 503, headers: { 'retry-after': new Date(NOON + DAY).toUTCString() } }
      : { body: body(0), etag: '"0"' },
  '/broken': (nth) => (nth % 3 === 1 ? { status: 500, body: 'oh' } : { body: body(0), etag: '"0"' }),
  '/page': (nth) => (nth % 3 === 1 ? { body: '<!doctype html><title>Busy</title>' } : { body: body(nth) }),
  '/gone': (nth) => (nth < 3 ? { body: body(0), etag: '"0"' } : { status: 410 }),
  '/moved': () => ({ status: 301, headers: { location: '/new' } }),
  '/new': changing(7, (version) => ({ etag: `"${version}"` })),
  '/for-now': (nth) => ({ status: 302, headers: { location: nth < 20 ? '/here' : '/there' } }),
  '/here': changing(9, (version) => ({ etag: `"here ${version}"` })),
  '/there': changing(9, (version) => ({ etag: `"there ${version}"` })),
}
const WATCHED = Object.keys(SCRIPTS).filter((path) => !['/new', '/here', '/there'].includes(path))

async function scored(scripts: Readonly<Record<string, Script>>, paths: readonly string[]) {
  const clock = fakeClock()
  const server = await scoredServer(scripts, clock, EVERY)
  const file = join(ownFolder(), 'crier.db')
  const allow = [new URL(server.origin).host]
  let life = new AsyncDisposableStack()
  onTestFinished(() => life.disposeAsync())

  const start = async (): Promise<void> => {
    life = new AsyncDisposableStack()
    const store = life.use(await openStore({ file, use: 'live' }))
    const { fetch } = life.use(openFetch({ clock: systemClock, userAgent: AGENT, allow }))
    const feeds = paths.map((path) => someFeed(server.origin + path, { id: path.slice(1), every: fixed(EVERY) }))
    life.use(startWatch(feeds, { store, clock, log: silentLog, fetch, parser, onNews: () => {} }))
  }
  const restart = async (): Promise<void> => {
    await life.disposeAsync()
    await start()
  }
  /** Ends while a request is under way, and is there again at once. */
  const crash = async (within: Millis): Promise<void> => {
    const held = server.hold()
    const passing = clock.advance(within, paths.length)
    await held
    await restart()
    await passing
  }
  await start()
  return { server, clock, restart, crash, pass: (ms: Millis) => clock.advance(ms, paths.length) }
}

test('a server that keeps score finds no fault over four days, restarts and requests cut short included', async () => {
  const { server, restart, crash, pass } = await scored(SCRIPTS, WATCHED)
  for (let half = 0; half < 8; half++) {
    await pass(5 * HOUR + 20 * MINUTE)
    await restart()
    await pass(4 * HOUR + 10 * MINUTE)
    await restart()
    await restart()
    await crash(2 * HOUR + 30 * MINUTE)
  }
  expect(server.offences).toEqual([])
  expect(server.asked.get('/both')).toBeGreaterThan(70)
  expect(server.asked.get('/gone')).toBe(4)
  // From the third day on straight to the new address.
  expect(server.asked.get('/moved')).toBeLessThan(0.7 * server.asked.get('/new')!)
  expect(server.spared()).toBeGreaterThan(300)
}, 60_000)

test('the one that keeps score finds what is wrong: too soon, unconditional, what nobody gave', async () => {
  const clock = fakeClock()
  const server = await scoredServer({ '/a': SCRIPTS['/both']! }, clock, EVERY)
  const ask = (headers: Readonly<Record<string, string>> = {}) =>
    new Promise((resolve) => {
      const agent = { 'user-agent': AGENT }
      get(`${server.origin}/a`, { headers: { ...agent, ...headers } }, (answer) => answer.resume().on('end', resolve))
    })
  await ask({ 'if-none-match': '"mine"' })
  await ask()
  clock.step(HOUR)
  await ask({ 'if-none-match': '"0"', 'if-modified-since': day(1) })
  clock.step(HOUR)
  await ask({ 'if-none-match': '"0"', 'if-modified-since': day(0), 'user-agent': 'node', cookie: 'a=1' })
  expect(
    server.offences.map((offence) =>
      offence
        .replace(/^.*?: /, '')
        .split(' ')
        .slice(0, 2)
        .join(' '),
    ),
  ).toEqual(['validators that', 'too soon,', 'unconditional', 'validators "0"', 'it sends', 'it does'])
})
