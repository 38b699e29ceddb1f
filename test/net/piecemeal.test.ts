import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '#src/base/clock.ts'
import { openFetch } from '#src/net/fetch.ts'

const MIB = 2 ** 20
// A list of so many pieces takes 200 MB.
const BYTES = 2 * MIB
const PIECES = '1\r\na\r\n'.repeat(BYTES / 1024)

/** A process with less memory than a list of the pieces takes. */
function small(...words: readonly string[]): ChildProcess {
  const args = ['--max-old-space-size=64', join(import.meta.dirname, 'piecemeal.ts'), ...words]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const lines = (child: ChildProcess) => createInterface(child.stdout!)[Symbol.asyncIterator]()

async function sendPieces(socket: Socket): Promise<void> {
  for (let sent = 0; sent < 1024 && !socket.destroyed; sent++) {
    if (!socket.write(PIECES)) await Promise.race([once(socket, 'drain'), once(socket, 'close')])
  }
  socket.write('0\r\n\r\n')
}

/** A server that answers every connection by `answer`. */
async function answering(answer: (socket: Socket) => unknown): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return `http://127.0.0.1:${port}/`
}

test('an answer that comes one byte at a time takes no more memory than it holds', { timeout: 60_000 }, async () => {
  const origin = await answering((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
    return sendPieces(socket)
  })
  expect((await lines(small('fetch', origin)).next()).value).toBe(String(BYTES))
})

test('nor does what a hub pushes so', { timeout: 60_000 }, async () => {
  const said = lines(small('door'))
  const socket = connect(Number(new URL(String((await said.next()).value)).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write('POST /abc HTTP/1.1\r\nhost: crier\r\ntransfer-encoding: chunked\r\n\r\n')
  await sendPieces(socket)
  expect((await said.next()).value).toBe(String(BYTES))
})

test('a compressed answer that ends with its connection, which nobody announced, is read whole', async () => {
  const body = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
    .toString('hex')
    .repeat(8)
  const bytes = gzipSync(body, { level: 0 })
  const origin = await answering((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bytes.length}\r\n\r\n`)
    socket.end(bytes)
  })
  const open = openFetch({ clock: systemClock, userAgent: 'test', allow: [new URL(origin).host] })
  onTestFinished(() => open[Symbol.asyncDispose]())
  const answer = await open.fetch(origin, { trust: 'configured' })
  expect(answer.is === 'answer' && Buffer.from(answer.body).toString()).toBe(body)
})
