import { expect, onTestFinished, test } from 'vitest'
import { openExtractor } from '#src/article/extract.ts'
import { openPages, type PageLooks, type Pages } from '#src/article/fetch-page.ts'
import { SECOND, systemClock, type Clock } from '#src/base/clock.ts'
import { openFetch } from '#src/net/fetch.ts'
import { listen } from '#src/net/listen.ts'
import { fakeClock } from '#test/fake-clock.ts'

const PAGE = '<html><head><title>The bridge opens</title></head><body><p>It took nine years.</p></body></html>'
const { signal } = new AbortController()

interface Site {
  readonly url: (path: string) => string
  readonly pages: Pages & PageLooks
  readonly asked: string[]
  /** How many requests were open at once at most. */
  readonly most: () => number
  /** Lets the answers that wait go. */
  readonly release: PromiseWithResolvers<void>
}

async function site(
  answers: (path: string) => {
    readonly status: number
    readonly body?: string
    readonly wait?: boolean
    readonly to?: string
  },
  { clock = systemClock, within }: { readonly clock?: Clock; readonly within?: number } = {},
): Promise<Site> {
  const asked: string[] = []
  const release = Promise.withResolvers<void>()
  let open = 0
  let most = 0
  const server = await listen((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    open += 1
    most = Math.max(most, open)
    const { status, body = '', wait = false, to } = answers(path)
    const known = request.headers['if-none-match'] === '"1"'
    const send = () => {
      open -= 1
      response
        .writeHead(known ? 304 : status, {
          etag: '"1"',
          'content-type': 'text/html',
          ...(to !== undefined && { location: to }),
        })
        .end(known ? '' : body)
    }
    if (wait) void release.promise.then(send)
    else send()
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const origins = new Map([['https://news.example.com', server.origin]])
  const { fetch, ...fetching } = openFetch({ clock, userAgent: 'Crier', allow: [], origins })
  onTestFinished(() => fetching[Symbol.asyncDispose]())
  const extractor = openExtractor({ clock: systemClock })
  onTestFinished(() => extractor[Symbol.asyncDispose]())
  const pages = openPages({ clock, fetch, extractor, ...(within !== undefined && { within }) })
  return { url: (path) => `https://news.example.com${path}`, pages, asked, most: () => most, release }
}

const found = (path: string) => (path === '/robots.txt' ? { status: 404 } : { status: 200, body: PAGE })

test('a page costs one request, and its site’s robots.txt one for many pages', async () => {
  const { pages, url, asked } = await site(found)
  expect(await pages.read(url('/a'), null, signal)).toMatchObject({
    is: 'page',
    page: { headline: 'The bridge opens' },
    etag: '"1"',
  })
  expect(await pages.read(url('/b'), null, signal)).toMatchObject({ is: 'page' })
  expect(asked).toEqual(['/robots.txt', '/a', '/b'])
})

test('a page that was read before is asked for on condition', async () => {
  const { pages, url } = await site(found)
  expect(await pages.read(url('/a'), { etag: '"1"', lastModified: null }, signal)).toEqual({ is: 'unchanged' })
})

test('what robots.txt forbids is not fetched', async () => {
  const robots = 'User-agent: crier\nDisallow: /private'
  const { pages, url, asked } = await site((path) =>
    path === '/robots.txt' ? { status: 200, body: robots } : { status: 200, body: PAGE },
  )
  expect(await pages.read(url('/private/a'), null, signal)).toMatchObject({
    is: 'no-page',
    why: expect.stringContaining('robots'),
  })
  expect(await pages.read(url('/open'), null, signal)).toMatchObject({ is: 'page' })
  expect(asked).toEqual(['/robots.txt', '/open'])
})

test('a site whose robots.txt cannot be had is left alone for a while', async () => {
  const { pages, url, asked } = await site(() => ({ status: 503 }))
  for (const path of ['/a', '/b', '/c'])
    expect(await pages.read(url(path), null, signal)).toEqual({
      is: 'no-page',
      why: "its site's robots.txt cannot be had: its server answered 503",
    })
  expect(asked).toEqual(['/robots.txt'])
})

test('of an address inside a private network it is told how staff allow it', async () => {
  const { pages } = await site(found)
  const why = '127.0.0.1:1 is inside a private network; add it to network.allow in crier.yaml if that is meant'
  expect(await pages.read('http://127.0.0.1:1/x', null, signal)).toEqual({ is: 'no-page', why })
})

test('no more than two pages of a host are asked for at once', async () => {
  const { pages, url, most, release, asked } = await site((path) => ({ ...found(path), wait: path !== '/robots.txt' }))
  const reading = Promise.all(['/a', '/b', '/c', '/d', '/e'].map((path) => pages.read(url(path), null, signal)))
  await expect.poll(() => asked.length).toBe(3)
  release.resolve()
  expect((await reading).map(({ is }) => is)).toEqual(['page', 'page', 'page', 'page', 'page'])
  expect(most()).toBe(2)
})

test('an article waits no longer than ten seconds for its page, the wait for its turn included', async () => {
  const clock = fakeClock()
  const { pages, url, asked } = await site((path) => ({ ...found(path), wait: path !== '/robots.txt' }), { clock })
  const reading = Promise.all(['/a', '/b', '/c'].map((path) => pages.read(url(path), null, signal)))
  await expect.poll(() => asked.length).toBe(3)
  await clock.advance(10 * SECOND)
  for (const answer of await reading)
    expect(answer).toMatchObject({ is: 'no-page', why: expect.stringContaining('10 s') })
})

test('a server’s error is an answer', async () => {
  const { pages, url } = await site((path) => (path === '/robots.txt' ? { status: 404 } : { status: 410 }))
  expect(await pages.read(url('/a'), null, signal)).toEqual({ is: 'no-page', why: 'its server answered 410' })
})

test.each([
  ['stands', { status: 200, body: PAGE }, null, { is: 'there', answer: { is: 'page' } }],
  ['stands as it was', { status: 200, body: PAGE }, '"1"', { is: 'there', answer: { is: 'unchanged' } }],
  ['has changed', { status: 200, body: PAGE }, '"0"', { is: 'there', answer: { is: 'page' } }],
  ['is not there', { status: 404 }, null, { is: 'missing', status: 404 }],
  ['is gone', { status: 410 }, null, { is: 'missing', status: 410 }],
  ['leads to the front page', { status: 302, to: '/' }, null, { is: 'front-page' }],
  ['leads elsewhere', { status: 302, to: '/b' }, null, { is: 'there' }],
  ['leads to a question before it', { status: 302, to: '/?consent=asked' }, null, { is: 'there' }],
  ['cannot be had', { status: 503 }, null, { is: 'unseen' }],
] as const)('a second look at a page finds that it %s', async (_, answer, etag, wanted) => {
  const { pages, url } = await site((path) => (path === '/a' ? answer : found(path)))
  const since = etag === null ? null : { etag, lastModified: null }
  expect(await pages.look(url('/a'), since, signal)).toMatchObject(wanted)
})

test('a second look reads a page that was not read before by the same request', async () => {
  const { pages, url, asked } = await site(found)
  expect(await pages.look(url('/a'), null, signal)).toMatchObject({ is: 'there', answer: { is: 'page' } })
  expect(asked).toEqual(['/robots.txt', '/a'])
})

test('a second look asks robots.txt too', async () => {
  const { pages, url, asked } = await site((path) =>
    path === '/robots.txt' ? { status: 200, body: 'User-agent: *\nDisallow: /' } : { status: 410 },
  )
  expect(await pages.look(url('/a'), null, signal)).toEqual({ is: 'unseen' })
  expect(asked).toEqual(['/robots.txt'])
})
