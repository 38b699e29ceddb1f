import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#src/base/clock.ts'

/** An answer as it goes onto the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A JSON answer of the Bot API. */
export function jsonAnswer(status: number, body: string, retryAfter: number | null = null): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
    },
    body,
  }
}

/** The whole body of a request, at most `most` bytes; null where it is longer. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= most) chunks.push(chunk)
  }
  return size > most ? null : Buffer.concat(chunks)
}

/** Answers in full. */
export function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Breaks the connection with a reset. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

/** Promises the whole answer, sends half of it and closes the connection. */
export function writeHalf(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy())
}

/** Begins a good answer and sends a byte of it every 100 ms, for ever: until the connection or the signal ends. */
export async function drip(response: ServerResponse, clock: Clock, signal: AbortSignal): Promise<void> {
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  const over = AbortSignal.any([signal, closed.signal])
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{')
  while (!over.aborted) {
    await clock.sleep(100, over)
    if (!over.aborted) response.write(' ')
  }
}
