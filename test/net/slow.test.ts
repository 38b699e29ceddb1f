import { EventEmitter, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { SECOND } from '#src/base/clock.ts'
import { openFetch } from '#src/net/fetch.ts'
import { fakeClock } from '#test/fake-clock.ts'

/** A server that takes its time: what it does with a connection, and with every second that passes. */
interface Slow {
  readonly scheme: 'http' | 'https'
  readonly greet: (socket: Socket) => void
  readonly drip: (socket: Socket, second: number) => void
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\ncontent-length: 100000\r\n'
/** Without its first byte: a header, and the beginning of a stored block (RFC 1951, 3.2.4). */
const GZIP = Buffer.from([0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0xff, ...Buffer.from('<rss>')])
const nothing = (): void => {}

const SLOW: Readonly<Record<string, Slow>> = {
  'never answers': { scheme: 'http', greet: nothing, drip: nothing },
  'never speaks TLS': { scheme: 'https', greet: nothing, drip: nothing },
  'drips a TLS record': {
    scheme: 'https',
    greet: nothing,
    drip: (socket, second) => socket.write(Buffer.from([[22], [3], [3], [64], [0]][second] ?? [1])),
  },
  'drips the first line': {
    scheme: 'http',
    greet: nothing,
    drip: (socket, second) => socket.write('HTTP/1.1 200 OK and more'.charAt(second)),
  },
  'drips headers': {
    scheme: 'http',
    greet: (socket) => socket.write('HTTP/1.1 200 OK\r\n'),
    drip: (socket, second) => socket.write(`x-${second}: y\r\n`),
  },
  'stops before the body': { scheme: 'http', greet: (socket) => socket.write(`${HEAD}\r\n`), drip: nothing },
  'drips the body': {
    scheme: 'http',
    greet: (socket) => socket.write(`${HEAD}\r\n<rss>`),
    drip: (socket) => socket.write('<item>'),
  },
  'drips chunks': {
    scheme: 'http',
    greet: (socket) => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
    drip: (socket) => socket.write('6\r\n<item>\r\n'),
  },
  'drips a gzip body': {
    scheme: 'http',
    greet: (socket) => socket.write(`${HEAD}content-encoding: gzip\r\n\r\n\u001f`, 'latin1'),
    drip: (socket, second) => socket.write(GZIP.subarray(second, second + 1)),
  },
}

async function slowServer({ greet }: Slow) {
  const events = new EventEmitter()
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', nothing)
    socket.on('close', () => events.emit('closed'))
    // Only once it is asked.
    socket.once('data', () => {
      greet(socket)
      events.emit('asked')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  return { host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, events, sockets }
}

test.each(Object.keys(SLOW))('a server that %s is left after twenty seconds', async (name) => {
  const slow = SLOW[name]!
  const { host, events, sockets } = await slowServer(slow)
  const clock = fakeClock()
  const open = openFetch({ clock, userAgent: 'test', allow: [host] })
  onTestFinished(() => open[Symbol.asyncDispose]())
  const asked = once(events, 'asked')
  const closed = once(events, 'closed')
  let settled = false
  const fetching = open.fetch(`${slow.scheme}://${host}/feed`, { trust: 'configured' }).finally(() => (settled = true))
  await asked
  for (let second = 0; second < 19; second++) {
    slow.drip(sockets[0]!, second)
    await clock.advance(SECOND)
  }
  expect(settled).toBe(false)
  await clock.advance(SECOND)
  expect(await fetching).toMatchObject({ is: 'failed', failure: 'timeout' })
  // A handshake that hangs is ended by undici, ten seconds of the machine's own time after it began.
  if (slow.scheme === 'http') await closed
})
