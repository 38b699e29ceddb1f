import dns from 'node:dns'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { openPages } from '#src/article/fetch-page.ts'
import { askHub } from '#src/feed/ask-hub.ts'
import { usualFeed } from '#src/feed/discover.ts'
import { lookAt } from '#src/feed/look.ts'
import { openFetch, type Fetch, type Fetched } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'
import { openPictures } from '#src/net/pictures.ts'
import { unseenFeed } from '#src/store/feeds.ts'
import { specialUrls } from './spellings.ts'

/** A server on every address of this machine that nobody may reach. */
async function canary() {
  let reached = 0
  const server = createServer((socket) => {
    reached += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '::', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, reached: () => reached }
}

/** The way out, and all that came of what went there. */
function watchedFetch(allow: readonly string[] = []) {
  const open = openFetch({ clock: systemClock, userAgent: 'test', allow })
  onTestFinished(() => open[Symbol.asyncDispose]())
  const came: Fetched[] = []
  const fetch: Fetch = async (url, options) => {
    const fetched = await open.fetch(url, options)
    came.push(fetched)
    return fetched
  }
  return { fetch, came }
}

const { signal } = new AbortController()
const clock = systemClock
const nobody = {
  parser: { parse: async () => Promise.reject(new Error('nothing came that could be read')) },
  extractor: { read: async () => Promise.reject(new Error('nothing came that could be read')) },
}

const subscription = {
  feed: 'world',
  topic: 'https://news.example.com/feed',
  path: 'x',
  callback: 'https://crier.example.com/hub/x',
  secret: 'secret',
  state: 'wanted',
  asked: null,
  tries: 0,
  nextAt: 0,
  until: null,
} as const

const PATHS: Readonly<Record<string, (url: string, fetch: Fetch) => Promise<unknown>>> = {
  'a feed': (url, fetch) => lookAt(unseenFeed(url), null, { clock, fetch, parser: nobody.parser }, signal),
  'a page, or its robots.txt': (url, fetch) =>
    openPages({ clock, fetch, extractor: { ...nobody.extractor, async [Symbol.asyncDispose]() {} } }).read(
      url,
      null,
      signal,
    ),
  'the page itself': (url, fetch) => fetch(url, { trust: 'content' }),
  'a picture': (url, fetch) => openPictures({ clock, fetch })(url),
  'the feed of a page': async (url, fetch) =>
    URL.canParse(url) && usualFeed(url, async (one) => (await fetch(one, { trust: 'configured' }), null)),
  'a hub': (url, fetch) => askHub({ ...subscription, hub: url }, fetch, signal),
}

test.each(Object.keys(PATHS))('%s leads to no special address, however that is spelled', async (path) => {
  const { port, reached } = await canary()
  const { fetch, came } = watchedFetch()
  const urls = specialUrls(port)
  expect(urls.length).toBeGreaterThanOrEqual(2 * 120)
  for (const url of urls) await PATHS[path]!(url, fetch)
  expect(came.length).toBeGreaterThanOrEqual(2 * 100)
  expect(came.filter(({ is }) => is === 'answer')).toEqual([])
  expect(reached()).toBe(0)
})

test('a redirect leads to no special address, whoever may be asked first', async () => {
  const { port, reached } = await canary()
  const location = { to: '' }
  const outer = await listen((_, response) => void response.writeHead(302, { location: location.to }).end())
  onTestFinished(() => outer[Symbol.asyncDispose]())
  const { fetch, came } = watchedFetch([new URL(outer.origin).host])
  for (const url of specialUrls(port)) {
    location.to = Buffer.from(url.trim().replaceAll(/[\n\t]/g, '')).toString('latin1')
    for (const trust of ['configured', 'content'] as const) await fetch(outer.origin, { trust })
  }
  expect(came.filter(({ is }) => is === 'answer')).toEqual([])
  expect(reached()).toBe(0)
})

test('what a name stands for is judged at the moment of the connection, a thousand times', async () => {
  const { port, reached } = await canary()
  const answers = ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '0.0.0.0', '64:ff9b::7f00:1']
  let asked = 0
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
    _name: string,
    options: { readonly all?: boolean },
    done: (error: Error | null, found: unknown, family?: number) => void,
  ) => {
    asked += 1
    const address = answers[asked % answers.length]!
    const family = address.includes(':') ? 6 : 4
    queueMicrotask(() => (options.all === true ? done(null, [{ address, family }]) : done(null, address, family)))
  }) as never)
  onTestFinished(() => lookup.mockRestore())
  const { fetch, came } = watchedFetch()
  for (let time = 0; time < 1_000; time++)
    await fetch(`${time % 2 ? 'http' : 'https'}://rebind-${time % 7}.example.com:${port}/`, { trust: 'content' })
  expect(asked).toBeGreaterThanOrEqual(1_000)
  expect(new Set(came.map((one) => one.is === 'failed' && one.failure))).toEqual(new Set(['refused-address']))
  expect(reached()).toBe(0)
})
