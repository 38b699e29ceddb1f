import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '#src/net/listen.ts'

test.each([
  ['stops within its headers', 'POST / HTTP/1.1\r\nhost: x\r\n'],
  ['stops within its body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx'],
])('a request that %s is ended when its time is over', async (_, sent) => {
  const server = await listen((request) => void request.resume(), { within: 200 })
  onTestFinished(() => server[Symbol.asyncDispose]())
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  socket.write(sent)
  socket.resume()
  const begun = performance.now()
  await once(socket, 'close')
  expect(performance.now() - begun).toBeGreaterThan(150)
})
