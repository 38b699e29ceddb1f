import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A door before a server, which can keep answers back: what was asked for goes through, what is said waits. */
export interface Door extends AsyncDisposable {
  readonly url: string
  /** From now on answers wait. */
  shut(): void
  /** Lets through what waits, and all that follows. */
  open(): void
}

/** `to`: the URL of the server, known by the first connection. */
export async function openDoor(to: () => string): Promise<Door> {
  const waiting: (() => void)[] = []
  const sockets = new Set<Socket>()
  let isShut = false
  const server = createServer((socket) => {
    const { hostname, port } = new URL(to())
    const target = connect(Number(port), hostname)
    const inTurn = (pass: () => void): void => {
      if (isShut) waiting.push(pass)
      else pass()
    }
    socket.pipe(target)
    target.on('data', (data) => inTurn(() => socket.write(data)))
    // The end comes after what was said before it.
    target.on('close', () => inTurn(() => socket.end()))
    socket.on('close', () => target.destroy())
    for (const end of [socket, target]) {
      sockets.add(end)
      end.on('error', () => end.destroy())
      end.on('close', () => sockets.delete(end))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the door has no port')
  const open = (): void => {
    isShut = false
    for (const pass of waiting.splice(0)) pass()
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    shut() {
      isShut = true
    },
    open,
    async [Symbol.asyncDispose]() {
      open()
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
