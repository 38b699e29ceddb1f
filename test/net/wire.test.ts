import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { SECOND, systemClock } from '#src/base/clock.ts'
import { openWire, type Wire } from '#src/net/wire.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { untrusted } from './certificate.ts'

/** A server that reads what it is sent and answers nothing. */
async function reading(server: net.Server = net.createServer()) {
  const received: string[] = []
  const heard = (socket: net.Socket) =>
    void socket.on('error', () => {}).on('data', (data) => received.push(data.toString('latin1')))
  server.on(server instanceof https.Server ? 'secureConnection' : 'connection', heard).on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, received }
}

const NEVER: LookupFunction = () => {}

/** Asks over a wire; how it fails. */
function asked({ agent }: Wire, url: string, options: https.RequestOptions = {}): Promise<Error> {
  const { request } = url.startsWith('https:') ? https : http
  return new Promise(
    (resolve) =>
      void request(url, { agent, method: 'POST', ...options })
        .on('error', resolve)
        .end('news'),
  )
}

test('a connection that does not come about within 10 s ends, and proves that nothing was sent', async () => {
  const clock = fakeClock()
  const wire = openWire('http://a.example', clock)
  const failure = asked(wire, 'http://a.example', { lookup: NEVER })
  await clock.asleep(1)
  await clock.advance(9 * SECOND)
  expect(clock.sleeping()).toBe(1)
  await clock.advance(SECOND)
  expect(await failure).toMatchObject({ message: 'not connected within 10 s' })
  expect(wire.cut()).toBe(true)
})

test('a call that is cut before its connection came about has sent nothing, and sends nothing any more', async () => {
  const { server, port, received } = await reading()
  const wire = openWire('http://a.example', systemClock)
  const { promise: address, resolve: tell } = Promise.withResolvers<string>()
  const late: LookupFunction = (_, options, then) =>
    void address.then((told) =>
      options.all === true ? then(null, [{ address: told, family: 4 }]) : then(null, told, 4),
    )
  const failure = asked(wire, `http://a.example:${port}`, { lookup: late })
  expect(wire.cut()).toBe(true)
  tell('127.0.0.1')
  expect(await failure).toMatchObject({ code: 'ECONNRESET' })
  expect(() => http.request(`http://127.0.0.1:${port}`, { agent: wire.agent })).toThrow('ended already')
  const other = net.connect(port, '127.0.0.1')
  await once(server, 'connection')
  other.destroy()
  expect(received).toEqual([])
})

test('one that stood proves nothing, however it ended, and whatever came of the next', async () => {
  const clock = fakeClock()
  const { server, port } = await reading()
  server.on('connection', (socket: net.Socket) => void socket.once('data', () => socket.resetAndDestroy()))
  const wire = openWire('http://a.example', clock)
  expect(await asked(wire, `http://127.0.0.1:${port}`)).toMatchObject({ code: 'ECONNRESET' })
  const next = asked(wire, 'http://a.example', { lookup: NEVER })
  await clock.asleep(1)
  await clock.advance(10 * SECOND)
  expect(await next).toMatchObject({ message: 'not connected within 10 s' })
  expect(wire.cut()).toBe(false)
})

test('one that stands is not ended after 10 s', async () => {
  const clock = fakeClock()
  const { server, port } = await reading()
  const wire = openWire('http://a.example', clock)
  const failure = asked(wire, `http://127.0.0.1:${port}`)
  const [socket] = (await once(server, 'connection')) as [net.Socket]
  await once(socket, 'data')
  expect(clock.sleeping()).toBe(0)
  expect(wire.cut()).toBe(false)
  expect(await failure).toMatchObject({ code: 'ECONNRESET' })
})

test.each([
  ['refused', {}, true],
  ['done', { ca: untrusted.cert }, false],
])('over TLS, one whose handshake is %s', async (_, options, proven) => {
  const { server, port, received } = await reading(https.createServer(untrusted))
  const wire = openWire('https://localhost', systemClock)
  const failure = asked(wire, `https://localhost:${port}`, options)
  if (!proven) {
    const [socket] = (await once(server, 'secureConnection')) as [net.Socket]
    await once(socket, 'data')
    expect(wire.cut()).toBe(false)
  }
  await failure
  expect(wire.cut()).toBe(proven)
  expect(received.length > 0).toBe(!proven)
})

test('a wire that nobody used proves nothing', () => {
  expect(openWire('https://a.example', systemClock).cut()).toBe(false)
})

test.each([
  ['a connection that stood, and was reset', true, 'ECONNRESET'],
  ['one that was cut before it came about', false, 'the call has ended'],
])('carries what undici sends too: %s', async (_, stands, words) => {
  const { server, port, received } = await reading()
  server.on('connection', (socket: net.Socket) => void socket.once('data', () => socket.resetAndDestroy()))
  const wire = openWire('http://a.example', systemClock)
  const dispatcher = new Agent({ connect: wire.connect })
  const answer = request(`http://127.0.0.1:${port}`, { dispatcher, method: 'POST', body: 'news' })
  if (!stands) expect(wire.cut()).toBe(true)
  await expect(answer).rejects.toThrow(words)
  expect(wire.cut()).toBe(!stands)
  await expect(request(`http://127.0.0.1:${port}`, { dispatcher })).rejects.toThrow('ended already')
  expect(received.length > 0).toBe(stands)
  await dispatcher.destroy()
})
