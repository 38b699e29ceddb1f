import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, Millis } from '#src/base/clock.ts'
import type { Answer } from './answers.ts'

const TYPES = { json: 'application/json; charset=utf-8', html: 'text/html; charset=UTF-8', text: 'text/plain' } as const
const LARGEST_BODY = 1_048_576
// Five megabytes in base64, and some more to be told that it is too much.
const LARGEST_UPLOAD = 8 * LARGEST_BODY
const DRIP_EVERY: Millis = 100

/**
 * The whole body, or null where it is larger than any such request of X's. @throws when the caller goes away before its
 * end.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const largest = request.url === '/2/media/upload' ? LARGEST_UPLOAD : LARGEST_BODY
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    // Read to its end all the same: leaving it unread would reset the connection before the answer is read.
    if (size <= largest) chunks.push(chunk)
  }
  return size <= largest ? Buffer.concat(chunks) : null
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer, Buffer.byteLength(answer.body))
  response.end(answer.body)
}

/** Shows an upload, for pages of a rehearsal. */
export function sendPicture(response: ServerResponse, type: string, bytes: Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes)
}

/** Promises the whole body, sends half of it and drops the connection. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.body)
  writeHead(response, answer, body.length)
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
}

export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

/** One blank after another, until the caller goes away or `signal` aborts. */
export async function drip(response: ServerResponse, clock: Clock, answer: Answer, signal: AbortSignal): Promise<void> {
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  const either = AbortSignal.any([signal, closed.signal])
  writeHead(response, answer, null)
  while (!either.aborted) {
    response.write(' ')
    await clock.sleep(DRIP_EVERY, either)
  }
  response.destroy()
}

function writeHead(response: ServerResponse, answer: Answer, length: number | null): void {
  response.writeHead(answer.status, {
    'content-type': TYPES[answer.type],
    ...(length === null ? {} : { 'content-length': length }),
    ...answer.headers,
  })
}
