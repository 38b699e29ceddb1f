import { Readable } from 'node:stream'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBody, TooBig } from '#src/net/decode.ts'

const body = (...chunks: readonly Uint8Array[]): Readable => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))
const text = Buffer.from('News of the day. '.repeat(100))
const read = async (bytes: Uint8Array, coding: string): Promise<string> =>
  Buffer.from(await readBody(body(bytes), coding, 1_000_000)).toString()

describe('a body is decoded as its codings say', () => {
  test.each([
    ['none', '', text],
    ['identity', 'identity', text],
    ['one it does not know', 'utf-8', text],
    ['gzip', 'gzip', gzipSync(text)],
    ['gzip by its old name, in capitals', 'X-GZIP', gzipSync(text)],
    ["deflate in zlib's format", 'deflate', deflateSync(text)],
    ['deflate without it', 'deflate', deflateRawSync(text)],
    ['brotli', 'br', brotliCompressSync(text)],
    ['zstd', 'zstd', zstdCompressSync(text)],
    ['two, the last one first', 'gzip, br', brotliCompressSync(gzipSync(text))],
  ])('%s', async (_, coding, bytes) => {
    expect(await read(bytes, coding)).toBe(text.toString())
  })
})

test('a coding with nothing behind it is an empty body', async () => {
  expect(await read(Buffer.alloc(0), 'gzip')).toBe('')
  expect(await readBody(Readable.from([]), 'gzip, br', 10)).toHaveLength(0)
})

test('bytes that come one by one are read', async () => {
  const bytes = Array.from(deflateRawSync('drop by drop'), (byte) => Uint8Array.of(byte))
  expect(Buffer.from(await readBody(body(...bytes), 'deflate', 1000)).toString()).toBe('drop by drop')
})

test('a body may be as large as allowed, and not a byte larger', async () => {
  expect(await readBody(body(Buffer.alloc(1000)), '', 1000)).toHaveLength(1000)
  await expect(readBody(body(Buffer.alloc(1001)), '', 1000)).rejects.toBeInstanceOf(TooBig)
})

test('a bomb is stopped before it has gone off', async () => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)))
  const source = body(bomb)
  await expect(readBody(source, 'gzip, gzip', 1_000_000)).rejects.toBeInstanceOf(TooBig)
  expect(source.destroyed).toBe(true)
})

test('a stage in between that grows too large is stopped though little comes out', async () => {
  // Empty stored blocks: any number of bytes that decode to nothing.
  const blocks = Buffer.alloc(5 * 400_000, Buffer.from([0x00, 0x00, 0x00, 0xff, 0xff]))
  await expect(readBody(body(gzipSync(blocks)), 'deflate, gzip', 1_000_000)).rejects.toBeInstanceOf(TooBig)
})

test('a body encoded again and again is refused unread', async () => {
  const source = body(text)
  await expect(readBody(source, 'gzip, gzip, gzip, gzip', 1000)).rejects.toThrow('4 times')
  expect(source.destroyed).toBe(true)
})

test('what is cut off or is no such coding is an error, not half a body', async () => {
  await expect(read(gzipSync(text).subarray(0, 40), 'gzip')).rejects.toThrow('unexpected end')
  await expect(read(text, 'gzip')).rejects.toThrow('incorrect header')
  await expect(read(text, 'br')).rejects.toThrow('Decompression failed')
})

test('a source that breaks off is an error, through every decoder', async () => {
  const broken = Readable.from(
    (async function* () {
      yield gzipSync(text).subarray(0, 20)
      throw new Error('the line went dead')
    })(),
  )
  await expect(readBody(broken, 'gzip', 1000)).rejects.toThrow('the line went dead')
})
