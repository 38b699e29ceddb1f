import { once } from 'node:events'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverSent } from '#src/net/failure.ts'
import { untrusted } from './certificate.ts'

const system = (code: string, syscall?: string, message = `${syscall ?? ''} ${code}`): Error =>
  Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) })
const ours = (error: unknown): Error =>
  Object.defineProperty(new Error('Request failed.'), '_options', { value: { request: {}, error } })
const theirs = (code: string): Error =>
  Object.assign(new Error(`reason: ${code}`), { type: 'system', errno: code, code })
const ssl = (text: string): string => `80F36E:error:0A00010B:SSL routines:${text}:`

describe('a failure proves that nothing was sent', () => {
  test.each([
    ['refused', system('ECONNREFUSED', 'connect')],
    ['reset while connecting', system('ECONNRESET', 'connect')],
    ['timed out while connecting', system('ETIMEDOUT', 'connect')],
    ['no route', system('EHOSTUNREACH', 'connect')],
    ['unknown name', system('ENOTFOUND', 'getaddrinfo')],
    ['names cannot be asked', system('EAI_AGAIN', 'getaddrinfo')],
    ['undici waited for a connection', system('UND_ERR_CONNECT_TIMEOUT')],
    ['the address is blocked', system('ERR_IP_BLOCKED')],
    ['an expired certificate', system('CERT_HAS_EXPIRED')],
    ['a certificate for another name', system('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['a server that wants another TLS', system('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')],
    [
      'plain text on a TLS port',
      system('ERR_SSL_WRONG_VERSION_NUMBER', undefined, ssl('x:../methods/tlsany_meth.c:84')),
    ],
    ['the same as node:https tells it', system('EPROTO', 'write', ssl('x:../methods/tlsany_meth.c:84'))],
    ['a refused handshake in an alert', system('EPROTO', 'write', ssl('x:918:SSL alert number 40'))],
    ['fetch wraps the cause', new TypeError('fetch failed', { cause: system('ECONNREFUSED', 'connect') })],
    [
      'every address was tried',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('ENETUNREACH', 'connect')]),
    ],
    ['node-fetch: refused', theirs('ECONNREFUSED')],
    ['node-fetch: unknown name', theirs('ENOTFOUND')],
    ['node-fetch: a certificate', theirs('SELF_SIGNED_CERT_IN_CHAIN')],
    ['twitter-api-v2 hides the error', ours(system('ENOTFOUND', 'getaddrinfo'))],
  ])('%s', (_, error) => {
    expect(neverSent(error)).toBe(true)
  })
})

describe('a failure proves nothing', () => {
  const round: { cause?: unknown } = new Error('round')
  round.cause = round
  test.each([
    ['reset while reading', system('ECONNRESET', 'read')],
    ['reset, no syscall', system('ECONNRESET')],
    ['broken pipe', system('EPIPE', 'write')],
    ['timed out while reading', system('ETIMEDOUT', 'read')],
    ['timed out, no syscall', system('ETIMEDOUT')],
    ['the other side closed', system('UND_ERR_SOCKET')],
    ['no headers in time', system('UND_ERR_HEADERS_TIMEOUT')],
    ['half a body', new TypeError('terminated', { cause: system('UND_ERR_SOCKET') })],
    [
      'a read that says it follows a refusal',
      Object.assign(system('ECONNRESET', 'read'), { cause: system('ECONNREFUSED', 'connect') }),
    ],
    [
      'one of several addresses may have taken it',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')]),
    ],
    ['of several addresses, none is told', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    [
      'TLS garbage in mid-stream',
      system('ERR_SSL_WRONG_VERSION_NUMBER', undefined, ssl('x:../methods/tls13_meth.c:84')),
    ],
    ['a TLS alert in mid-stream', system('EPROTO', 'read', ssl('x:918:SSL alert number 20'))],
    ['node-fetch: reset', theirs('ECONNRESET')],
    ['node-fetch: timed out', theirs('ETIMEDOUT')],
    ['twitter-api-v2: reset', ours(system('ECONNRESET', 'read'))],
    ['twitter-api-v2: no information', ours(new Error('Socket closed without any information.'))],
    ['aborted', new DOMException('This operation was aborted', 'AbortError')],
    ['a cause that is itself', round],
    ['text', 'ECONNREFUSED'],
    ['nothing', undefined],
  ])('%s', (_, error) => {
    expect(neverSent(error)).toBe(false)
  })
})

describe('on real sockets', () => {
  const received: string[] = []
  const plain = net.createServer((socket) => {
    socket.on('error', () => {}).on('data', (data) => received.push(data.toString('latin1')))
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'))
  })
  const resetting = net.createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.resetAndDestroy())
  })
  const closing = net.createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.destroy())
  })
  const distrusted = tls.createServer(untrusted, (socket) => {
    socket.on('error', () => {}).on('data', (data) => received.push(data.toString('latin1')))
  })
  const servers = [plain, resetting, closing, distrusted]
  const port = (server: net.Server): number => (server.address() as AddressInfo).port

  beforeAll(async () => {
    for (const server of servers) {
      server.listen(0, '127.0.0.1').on('tlsClientError', () => {})
      await once(server, 'listening')
    }
  })
  afterAll(() => {
    for (const server of servers) server.close()
  })

  const clients: Record<string, (url: string) => Promise<unknown>> = {
    undici: async (url) => {
      await using agent = { agent: new Agent(), [Symbol.asyncDispose]: () => agent.agent.destroy() }
      return await request(url, { method: 'POST', body: 'news', dispatcher: agent.agent }).catch(
        (error: unknown) => error,
      )
    },
    'node:https': (url) =>
      new Promise((resolve) => {
        https.request(url, { method: 'POST', agent: false }).on('error', resolve).on('response', resolve).end('news')
      }),
  }

  describe.each(Object.entries(clients))('%s', (_, failureOf) => {
    test('a closed port proves it', async () => {
      const spare = net.createServer().listen(0, '127.0.0.1')
      await once(spare, 'listening')
      const free = port(spare)
      spare.close()
      await once(spare, 'close')
      expect(neverSent(await failureOf(`https://127.0.0.1:${free}/`))).toBe(true)
    })

    test('plain text on a TLS port proves it', async () => {
      expect(neverSent(await failureOf(`https://127.0.0.1:${port(plain)}/`))).toBe(true)
    })

    test('a connection closed in the handshake proves it', async () => {
      expect(neverSent(await failureOf(`https://127.0.0.1:${port(closing)}/`))).toBe(true)
    })

    test('a certificate that nobody trusts proves it, and indeed no byte arrives', async () => {
      received.length = 0
      expect(neverSent(await failureOf(`https://localhost:${port(distrusted)}/`))).toBe(true)
      expect(received).toEqual([])
    })

    test('a reset proves nothing', async () => {
      const failure = await failureOf(`https://127.0.0.1:${port(resetting)}/`)
      expect(failure).toBeInstanceOf(Error)
      expect(neverSent(failure)).toBe(false)
    })
  })

  test('a connection closed after the request proves nothing', async () => {
    const failure = await clients['undici']!(`http://127.0.0.1:${port(closing)}/`)
    expect(failure).toBeInstanceOf(Error)
    expect(neverSent(failure)).toBe(false)
  })
})
