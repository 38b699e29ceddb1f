import { EventEmitter, once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { openFetch, type FetchOptions, type FetchParts } from '#src/net/fetch.ts'
import { listen, type Listening } from '#src/net/listen.ts'
import { fakeClock } from '#test/fake-clock.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const configured: FetchOptions = { trust: 'configured' }
const content: FetchOptions = { trust: 'content' }
let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

async function serve(handler: Handler): Promise<Listening & { readonly host: string }> {
  const server = stack.use(await listen(handler))
  return { ...server, host: server.origin.slice('http://'.length) }
}

function fetcher(allow: readonly string[], more: Partial<FetchParts> = {}) {
  return stack.use(openFetch({ clock: systemClock, userAgent: 'Crier/1 (+https://a.example)', allow, ...more })).fetch
}

const redirect =
  (status: number, to: string): Handler =>
  (_, response) =>
    void response.writeHead(status, { location: to }).end('moved')

/** Answers by path. */
const routes =
  (table: Readonly<Record<string, Handler>>): Handler =>
  (request, response) =>
    table[request.url ?? '']!(request, response)

describe('an answer', () => {
  test('comes whole: status, headers, decoded body, and the URL it came from', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { ETag: '"a"', 'Set-Cookie': ['a=1', 'b=2'], 'Content-Encoding': 'gzip' })
      response.end(gzipSync('<rss/>'))
    })
    const answer = await fetcher([server.host])(`${server.origin}/feed#top`, configured)
    expect(answer).toMatchObject({
      is: 'answer',
      status: 200,
      url: `${server.origin}/feed`,
      movedTo: null,
      headers: { etag: '"a"', 'set-cookie': 'a=1, b=2' },
      body: Buffer.from('<rss/>'),
    })
  })

  test('is an answer whatever its status', async () => {
    const server = await serve((request, response) => {
      response.writeHead(Number(request.url?.slice(1))).end()
    })
    const fetch = fetcher([server.host])
    for (const status of [204, 304, 404, 410, 429, 500, 503]) {
      expect(await fetch(`${server.origin}/${status}`, configured)).toMatchObject({ is: 'answer', status })
    }
  })

  test('is asked for by name and with the headers given', async () => {
    let headers: IncomingMessage['headers'] = {}
    const server = await serve((request, response) => {
      headers = request.headers
      response.end()
    })
    await fetcher([server.host])(server.origin, { ...configured, headers: { 'If-None-Match': 'W/"1"' } })
    expect(headers).toMatchObject({ 'user-agent': 'Crier/1 (+https://a.example)', 'if-none-match': 'W/"1"' })
    expect(headers['cache-control']).toBeUndefined()
  })
})

test('conditions go to the URL that they belong to, and to nothing on the way there', async () => {
  const seen: (readonly [string | undefined, string | undefined])[] = []
  const server = await serve((request, response) => {
    seen.push([request.url, request.headers['if-none-match']])
    if (request.url === '/a') redirect(302, '/b')(request, response)
    else response.end()
  })
  const fetch = fetcher([server.host])
  const headers = { 'if-none-match': '"1"' }
  await fetch(`${server.origin}/a`, { ...configured, conditions: { url: `${server.origin}/b`, headers } })
  await fetch(`${server.origin}/c`, { ...configured, conditions: { url: `${server.origin}/b`, headers } })
  expect(seen).toEqual([
    ['/a', undefined],
    ['/b', '"1"'],
    ['/c', undefined],
  ])
})

describe('an address inside a private network', () => {
  test('is refused, and staff are told what to do', async () => {
    const server = await serve((_, response) => response.end('secret'))
    const fetch = fetcher([])
    for (const trust of ['configured', 'content'] as const) {
      expect(await fetch(server.origin, { trust })).toEqual({
        is: 'failed',
        failure: 'refused-address',
        why: `${server.host} is inside a private network; add it to network.allow in crier.yaml if that is meant`,
      })
    }
  })

  test('is refused however it is spelled', async () => {
    let reached = 0
    const server = await serve((_, response) => {
      reached += 1
      response.end()
    })
    const port = new URL(server.origin).port
    const fetch = fetcher([])
    const hosts = ['localhost', '127.1', '0x7f.1', '2130706433', '017700000001', '[::ffff:127.0.0.1]', '0.0.0.0']
    for (const host of hosts) {
      expect(await fetch(`http://${host}:${port}/`, content)).toMatchObject({ failure: 'refused-address' })
    }
    expect(reached).toBe(0)
  })

  test('passes by its exact host and port, and by no other', async () => {
    const server = await serve((_, response) => response.end())
    const other = await serve((_, response) => response.end())
    const fetch = fetcher([server.host])
    expect(await fetch(server.origin, configured)).toMatchObject({ status: 200 })
    expect(await fetch(server.origin, content)).toMatchObject({ status: 200 })
    expect(await fetch(other.origin, configured)).toMatchObject({ failure: 'refused-address' })
    const name = server.origin.replace('127.0.0.1', 'localhost')
    expect(await fetch(name, configured)).toMatchObject({ failure: 'refused-address' })
  })

  test('is not reached by a redirect', async () => {
    let reached = 0
    const inner = await serve((_, response) => {
      reached += 1
      response.end()
    })
    const outer = await serve(redirect(302, inner.origin))
    expect(await fetcher([outer.host])(outer.origin, configured)).toMatchObject({ failure: 'refused-address' })
    expect(reached).toBe(0)
  })

  test('a redirect from one allowed host to another is followed', async () => {
    const inner = await serve((_, response) => response.end())
    const outer = await serve(redirect(302, inner.origin))
    for (const trust of ['configured', 'content'] as const) {
      const answer = await fetcher([outer.host, inner.host])(outer.origin, { trust })
      expect(answer).toMatchObject({ is: 'answer', url: `${inner.origin}/` })
    }
  })
})

describe('redirects', () => {
  const chain = (length: number): Handler =>
    routes(
      Object.fromEntries(
        Array.from({ length: length + 1 }, (_, step): [string, Handler] => [
          `/${step}`,
          step === length ? (_, response) => response.end('there') : redirect(301, `/${step + 1}`),
        ]),
      ),
    )

  test('are followed up to five times', async () => {
    const five = await serve(chain(5))
    expect(await fetcher([five.host])(`${five.origin}/0`, configured)).toMatchObject({ url: `${five.origin}/5` })
    const six = await serve(chain(6))
    expect(await fetcher([six.host])(`${six.origin}/0`, configured)).toEqual({
      is: 'failed',
      failure: 'redirects',
      why: `${six.origin}/0 redirects more than 5 times`,
    })
  })

  test('in a circle are noticed at once', async () => {
    let asked = 0
    const server = await serve(
      routes({
        '/a': (request, response) => {
          asked += 1
          redirect(302, '/b')(request, response)
        },
        '/b': redirect(302, '/a'),
      }),
    )
    const answer = await fetcher([server.host])(`${server.origin}/a`, configured)
    expect(answer).toMatchObject({ failure: 'redirects', why: `${server.origin}/a redirects in a circle` })
    expect(asked).toBe(1)
  })

  test.each([
    [[301], '/1'],
    [[308, 301], '/2'],
    [[302], null],
    [[301, 302], '/1'],
    [[307, 301], null],
  ] as const)('of %j have moved the feed to %s', async (statuses, movedTo) => {
    const server = await serve((request, response) => {
      const step = Number(request.url?.slice(1))
      if (statuses[step] === undefined) response.end()
      else redirect(statuses[step], `/${step + 1}`)(request, response)
    })
    expect(await fetcher([server.host])(`${server.origin}/0`, configured)).toMatchObject({
      is: 'answer',
      movedTo: movedTo === null ? null : server.origin + movedTo,
    })
  })

  test('to what is no web address are refused', async () => {
    const server = await serve(redirect(302, 'file:///etc/passwd'))
    expect(await fetcher([server.host])(server.origin, configured)).toMatchObject({ failure: 'bad-url' })
  })

  test('may be written in raw UTF-8', async () => {
    const server = await serve((request, response) => {
      if (request.url !== '/') response.end()
      else response.writeHead(302, { location: Buffer.from('/новини').toString('latin1') }).end()
    })
    expect(await fetcher([server.host])(server.origin, configured)).toMatchObject({
      url: `${server.origin}/${encodeURIComponent('новини')}`,
    })
  })

  test('without a target are answers', async () => {
    const server = await serve((_, response) => void response.writeHead(302).end('here'))
    expect(await fetcher([server.host])(server.origin, configured)).toMatchObject({ is: 'answer', status: 302 })
  })

  test('carry credentials to no other host', async () => {
    const seen: (readonly [string | undefined, string | undefined])[] = []
    const note = (request: IncomingMessage) => seen.push([request.headers.authorization, request.headers.cookie])
    const other = await serve((request, response) => {
      note(request)
      response.end()
    })
    const server = await serve((request, response) => {
      note(request)
      redirect(302, request.url === '/' ? '/again' : other.origin)(request, response)
    })
    const url = server.origin.replace('//', '//reader:pass@')
    const answer = await fetcher([server.host, other.host])(url, { ...configured, headers: { Cookie: 'a=1' } })
    const basic = `Basic ${Buffer.from('reader:pass').toString('base64')}`
    expect(seen).toEqual([
      [basic, 'a=1'],
      [basic, 'a=1'],
      [undefined, undefined],
    ])
    expect(JSON.stringify(answer)).not.toContain('pass')
  })
})

describe('a local origin in the place of a public one', () => {
  test('is fetched from, and what is reported stays public', async () => {
    const server = await serve(
      routes({
        '/feed?a=1': (request, response) => redirect(301, `http://${request.headers.host}/new`)(request, response),
        '/new': (_, response) => response.end('local'),
      }),
    )
    const fetch = fetcher([], { origins: new Map([['https://newsroom.example.org', server.origin]]) })
    for (const trust of ['configured', 'content'] as const) {
      expect(await fetch('https://newsroom.example.org/feed?a=1', { trust })).toMatchObject({
        is: 'answer',
        url: 'https://newsroom.example.org/new',
        movedTo: 'https://newsroom.example.org/new',
      })
    }
    expect(await fetch(server.origin, content)).toMatchObject({ failure: 'refused-address' })
  })
})

describe('a server that misbehaves', () => {
  test('by never answering costs no more than the deadline', async () => {
    const asked = new EventEmitter()
    const server = await serve(() => asked.emit('request'))
    const clock = fakeClock()
    const waiting = fetcher([server.host], { clock })(`${server.origin}/feed?token=x`, {
      ...configured,
      within: 15_000,
    })
    await once(asked, 'request')
    await clock.advance(15_000)
    expect(await waiting).toEqual({
      is: 'failed',
      failure: 'timeout',
      why: `${server.origin}/feed did not answer in full within 15 s`,
    })
  })

  test('by dripping costs no more, and is hung up on', async () => {
    const events = new EventEmitter()
    const server = await serve((_, response) => {
      response.on('close', () => events.emit('closed'))
      response.write('<rss>', () => events.emit('dripped'))
    })
    const clock = fakeClock()
    const closed = once(events, 'closed')
    const waiting = fetcher([server.host], { clock })(server.origin, configured)
    await once(events, 'dripped')
    await clock.advance(20_000)
    expect(await waiting).toMatchObject({ failure: 'timeout' })
    await closed
  })

  test('by redirecting slowly has one deadline for all of it', async () => {
    const asked = new EventEmitter()
    const server = await serve((request, response) => {
      asked.emit('request')
      if (request.url === '/') redirect(302, '/slow')(request, response)
    })
    const clock = fakeClock()
    const waiting = fetcher([server.host], { clock })(server.origin, configured)
    await once(asked, 'request')
    await clock.advance(15_000)
    await once(asked, 'request')
    await clock.advance(5_000)
    expect(await waiting).toMatchObject({ failure: 'timeout' })
  })

  test('by redirecting uses up no time that is waited before what it leads to is asked', async () => {
    const table = { '/': redirect(302, '/feed'), '/feed': redirect(200, '') }
    const server = await serve(routes(table))
    const clock = fakeClock()
    const beforeRedirect = (url: string) => clock.advance(url === `${server.origin}/feed` ? 60_000 : 0)
    const answer = await fetcher([server.host], { clock })(server.origin, { ...configured, beforeRedirect })
    expect(answer).toMatchObject({ is: 'answer', status: 200 })
    expect(clock.monotonic()).toBe(60_000)
  })

  test.each<readonly [string, string, Handler]>([
    ['by sending too much', 'too-big', (_, response) => void response.end(Buffer.alloc(3000))],
    [
      'by sending a bomb',
      'too-big',
      (_, response) => void response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(3_000_000))),
    ],
    ['by resetting', 'unreachable', (request) => void request.socket.resetAndDestroy()],
    ['by hanging up', 'unreachable', (request) => void request.socket.destroy()],
    ['by speaking something else', 'broken', (request) => void request.socket.end('220 mail.example ESMTP\r\n')],
    [
      'by stopping in mid-body',
      'broken',
      (_, response) => void response.writeHead(200, { 'content-length': 100 }).write('<rss>', () => response.destroy()),
    ],
    ['by stopping in mid-chunk', 'broken', (_, response) => void response.write('<rss>', () => response.destroy())],
    ['by encoding badly', 'broken', (_, response) => void response.setHeader('content-encoding', 'gzip').end('plain')],
    [
      'by flooding with headers',
      'broken',
      (request) => void request.socket.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}\r\n`),
    ],
  ])('%s is told as %s', async (_, failure, handler) => {
    const server = await serve(handler)
    const answer = await fetcher([server.host])(server.origin, { ...configured, maxBytes: 2000 })
    expect(answer).toMatchObject({ is: 'failed', failure, why: expect.stringContaining(server.host) })
  })

  test('by not being there is unreachable', async () => {
    const server = await serve(() => {})
    await stack.disposeAsync()
    stack = new AsyncDisposableStack()
    expect(await fetcher([server.host])(server.origin, configured)).toMatchObject({ failure: 'unreachable' })
  })
})

test.each(['', 'news', 'ftp://a.example/', 'file:///etc/passwd', 'http://', 'javascript:1'])(
  '%j is no URL to fetch',
  async (url) => {
    expect(await fetcher([])(url, configured)).toMatchObject({ is: 'failed', failure: 'bad-url' })
  },
)

test('an abort by the caller is not told as a failure of the server', async () => {
  const asked = new EventEmitter()
  const server = await serve(() => asked.emit('request'))
  const cut = new AbortController()
  const waiting = fetcher([server.host])(server.origin, { ...configured, signal: cut.signal })
  await once(asked, 'request')
  cut.abort(new Error('stopping'))
  await expect(waiting).rejects.toThrow('stopping')
})

test('disposing ends what is under way', async () => {
  const asked = new EventEmitter()
  const server = await serve(() => asked.emit('request'))
  const open = openFetch({ clock: systemClock, userAgent: 'Crier', allow: [server.host] })
  const waiting = open.fetch(server.origin, configured)
  await once(asked, 'request')
  await open[Symbol.asyncDispose]()
  expect(await waiting).toMatchObject({ is: 'failed' })
})
