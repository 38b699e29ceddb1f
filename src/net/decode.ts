import type { Readable } from 'node:stream'
import { createBrotliDecompress, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'
import { gather } from './gather.ts'
import { gunzip } from './gunzip.ts'

/** A body, or any stage of decoding it, is larger than allowed. */
export class TooBig extends Error {
  override readonly name = 'TooBig'
}

/** The codings that an answer is asked for in. Never changes: servers vary their validators with it. */
export const ACCEPT_ENCODING = 'gzip, deflate, br'

// An answer encoded more often than this is an attack.
const MOST_CODINGS = 3

/**
 * Reads `body` to its end and undoes its content codings (RFC 9110 section 8.4), those it does not know aside.
 * @throws TooBig as soon as what arrived, or what any decoder made of it, exceeds `maxBytes`; the stream's error where
 *   it breaks off; zlib's where it does not decode. `body` is destroyed then.
 */
export async function readBody(body: Readable, contentEncoding: string, maxBytes: number): Promise<Uint8Array> {
  const codings = contentEncoding
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((coding) => CODINGS.has(coding))
  if (codings.length > MOST_CODINGS) {
    body.on('error', () => {}).destroy()
    throw new Error(`it is encoded ${codings.length} times over`)
  }
  let bytes = await atMost(maxBytes, body)
  for (const coding of codings.toReversed()) {
    // Many servers name a coding where there is no body.
    if (bytes.length > 0) bytes = await atMost(maxBytes, decoded(coding, bytes))
  }
  return bytes
}

const CODINGS: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd'])

/** What follows the end of what is encoded is ignored, whatever the coding. */
function decoded(coding: string, bytes: Buffer): AsyncIterable<Buffer> {
  switch (coding) {
    case 'br':
      return createBrotliDecompress().end(bytes)
    case 'zstd':
      return createZstdDecompress().end(bytes)
    case 'deflate':
      // Servers mean zlib's format or the bare one; the low half of zlib's first byte is 8 (RFC 1950 section 2.2).
      return ((bytes[0]! & 0x0f) === 8 ? createInflate() : createInflateRaw()).end(bytes)
    default:
      return gunzip(bytes)
  }
}

// All of it before it is decoded: a decoder that holds back its source keeps an answer from ending with its connection.
async function atMost(maxBytes: number, source: AsyncIterable<Buffer>): Promise<Buffer> {
  const gathered = gather()
  for await (const piece of source) {
    if (gathered.size() + piece.byteLength > maxBytes) throw new TooBig(`more than ${maxBytes} bytes`)
    gathered.add(piece)
  }
  return gathered.whole()
}
