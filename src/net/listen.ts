import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http'
import type { Millis } from '#src/base/clock.ts'

/** A server that is up. Disposing closes it with every connection it holds. */
export interface Listening extends AsyncDisposable {
  /** For example `http://127.0.0.1:4480`. */
  readonly origin: string
}

export interface ListenOptions {
  readonly host?: string
  readonly port?: number
  /** How many may be open at once; more are closed. */
  readonly connections?: number
  /** For a request to come in full; it is ended a tenth later at most. */
  readonly within?: Millis
}

/**
 * Serves HTTP at `host` and `port` (0: any free one). The only place that opens a listening socket.
 * @throws the system's error (EADDRINUSE, EACCES) where the address cannot be had.
 */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  { host = '127.0.0.1', port = 0, connections, within }: ListenOptions = {},
): Promise<Listening> {
  const server = createServer(within === undefined ? {} : timeouts(within), handler)
  if (connections !== undefined) server.maxConnections = connections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/**
 * Node looks only every 30 s which requests are late, and gives the shorter of both times to the headers, whichever it is
 * meant for: 30 s for the whole request are up to 90 s beside its 60 s for the headers.
 */
function timeouts(within: Millis): ServerOptions {
  return { requestTimeout: within, headersTimeout: within, connectionsCheckingInterval: Math.ceil(within / 10) }
}
