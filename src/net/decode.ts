import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib'

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
  let bytes = atMost(maxBytes, body)
  for (const coding of codings.toReversed()) bytes = atMost(maxBytes, undo(coding, bytes))
  return Buffer.concat(await Array.fromAsync(bytes))
}

const CODINGS: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd'])

async function* undo(coding: string, source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const rest = source[Symbol.asyncIterator]()
  const first = await rest.next()
  // Many servers name a coding where there is no body.
  if (first.done === true) return
  const whole = async function* (): AsyncIterable<Buffer> {
    try {
      yield first.value
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
    } finally {
      await rest.return?.()
    }
  }
  // Errors of either side come out of the decoder, which is read here.
  yield* pipeline(whole(), decoder(coding, first.value), () => {})
}

function decoder(coding: string, first: Buffer): Transform {
  switch (coding) {
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress()
    case 'deflate':
      // Servers mean zlib's format or the bare one; the low half of zlib's first byte is 8 (RFC 1950 section 2.2).
      return (first[0]! & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      return createGunzip()
  }
}

async function* atMost(maxBytes: number, source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new TooBig(`more than ${maxBytes} bytes`)
    if (chunk.byteLength > 0) yield chunk
  }
}
