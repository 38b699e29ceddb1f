import { once } from 'node:events'
import { BlockList, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import tls from 'node:tls'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { connectOutside } from '#src/net/connect.ts'
import { untrusted } from './certificate.ts'

const NOTHING = new BlockList()
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

function agentFor(blocked: BlockList, within = 5_000): Agent {
  const agent = new Agent({ connect: connectOutside(blocked, within), connections: 1 })
  onTestFinished(() => agent.destroy())
  return agent
}

/** Where `server` listens, and the connections that came. */
async function opened(server: Server): Promise<{ readonly port: number; readonly came: readonly Socket[] }> {
  const came: Socket[] = []
  server.on('connection', (socket) => void came.push(socket.on('error', () => {})))
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of came) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { port: (server.address() as AddressInfo).port, came }
}

const answering = (): Server =>
  tls.createServer(untrusted, (socket) => {
    socket.on('error', () => {})
    socket.on('data', () => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnews'))
  })

const failureOf = (url: string, dispatcher: Agent): Promise<unknown> =>
  request(url, { dispatcher }).then(
    () => 'answered',
    (error: unknown) => (error as { readonly code?: string }).code,
  )

function trustOurOwn(): void {
  const usual = tls.getCACertificates('default')
  tls.setDefaultCACertificates([...usual, untrusted.cert])
  onTestFinished(() => tls.setDefaultCACertificates(usual))
}

test.each(['localhost', '127.0.0.1'])('https to %s goes over one connection that is kept', async (host) => {
  trustOurOwn()
  const { port, came } = await opened(answering())
  const agent = agentFor(NOTHING)
  for (let time = 0; time < 3; time++) {
    const { body } = await request(`https://${host}:${port}/`, { dispatcher: agent })
    expect(await body.text()).toBe('news')
  }
  expect(came.length).toBe(1)
})

test.each(['localhost', '127.0.0.1'])('https to %s does not even connect where it is blocked', async (host) => {
  trustOurOwn()
  const { port, came } = await opened(answering())
  expect(await failureOf(`https://${host}:${port}/`, agentFor(LOOPBACK))).toBe('ERR_IP_BLOCKED')
  expect(came.length).toBe(0)
})

test('a certificate that nobody trusts ends the connection', async () => {
  const { port, came } = await opened(answering())
  expect(await failureOf(`https://localhost:${port}/`, agentFor(NOTHING))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(came.length).toBe(1)
  if (!came[0]!.closed) await once(came[0]!, 'close')
})

test('a handshake that nobody answers ends in time, and its connection with it', async () => {
  const { port, came } = await opened(createServer())
  expect(await failureOf(`https://localhost:${port}/`, agentFor(NOTHING, 50))).toBe('UND_ERR_CONNECT_TIMEOUT')
  expect(came.length).toBe(1)
  if (!came[0]!.closed) await once(came[0]!.resume(), 'close')
})

test('what is closed while it connects opens nothing afterwards', async () => {
  const { port, came } = await opened(createServer())
  const agent = agentFor(NOTHING)
  const failure = failureOf(`https://localhost:${port}/`, agent)
  await agent.destroy()
  expect(await failure).toBe('UND_ERR_DESTROYED')
  for (const socket of came) if (!socket.closed) await once(socket.resume(), 'close')
})
