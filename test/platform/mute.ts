import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { SECOND, type Clock } from '#src/base/clock.ts'
import { fakeClock } from '#test/fake-clock.ts'

/** What may come of a handshake but its end, at its first bytes. */
export const BROKEN_HANDSHAKES: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['a reset', (socket) => void socket.resetAndDestroy()],
  ['an end', (socket) => void socket.end()],
  // RFC 8446 section 6.2: fatal, internal_error.
  ['a TLS alert', (socket) => void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80]))],
]

/** A server that takes connections and brings no handshake to its end; `taken`: once it has taken the first. */
export async function mute(
  answer: (socket: Socket) => void = () => {},
): Promise<{ readonly origin: string; readonly taken: Promise<unknown> }> {
  const take = (socket: Socket) => {
    socket
      .on('error', () => {})
      .once('data', () => answer(socket))
      .resume()
  }
  const server = createServer(take).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, taken: once(server, 'connection') }
}

/** What comes of what is sent to such a server when ten seconds have passed. */
export async function afterTenMute<Outcome>(
  send: (origin: string, clock: Clock) => Promise<Outcome>,
): Promise<Outcome> {
  const { origin, taken } = await mute()
  const clock = fakeClock()
  const sending = send(origin, clock)
  await taken
  await clock.asleep(2)
  await clock.advance(10 * SECOND)
  return sending
}
