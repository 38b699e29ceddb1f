import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that takes connections and answers no handshake; `taken`: once it has taken the first. */
export async function mute(): Promise<{ readonly origin: string; readonly taken: Promise<unknown> }> {
  const server = createServer((socket: Socket) => void socket.on('error', () => {}).resume()).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, taken: once(server, 'connection') }
}
