import { Readable } from 'node:stream'
import { brotliCompressSync, crc32, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
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

describe('what stands behind the end of what is encoded', () => {
  const CODINGS: readonly [coding: string, encode: (bytes: Uint8Array) => Buffer][] = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ]
  const TAILS: readonly [string, Uint8Array][] = [
    ['a line end', Buffer.from('\r\n')],
    ['padding', Buffer.alloc(512)],
    ['a comment', Buffer.from('<!-- served in 12 ms -->')],
    ['what looks like gzip and is of no method that there is', Buffer.from([0x1f, 0x8b, 9, 0])],
    ['padding and a member', Buffer.concat([Buffer.alloc(3), gzipSync('another')])],
  ]
  test.each(TAILS)('is ignored: %s', async (_, tail) => {
    for (const [coding, encode] of CODINGS) {
      expect(await read(Buffer.concat([encode(text), tail]), coding), coding).toBe(text.toString())
    }
  })

  test('is read where it is another member, and held to the same bound', async () => {
    const two = Buffer.concat([gzipSync(text), gzipSync(text), Buffer.from('\r\n')])
    expect(await read(two, 'gzip')).toBe(text.toString().repeat(2))
    const bomb = Buffer.concat([gzipSync(text), gzipSync(Buffer.alloc(8_000_000))])
    await expect(read(bomb, 'gzip')).rejects.toBeInstanceOf(TooBig)
  })

  test('is an error where it is another member that is broken or cut off anywhere', async () => {
    const [first, second] = [gzipSync(text), gzipSync('more')]
    for (let length = 1; length < second.length; length++) {
      await expect(read(Buffer.concat([first, second.subarray(0, length)]), 'gzip')).rejects.toThrow('unexpected end')
    }
    const broken = Buffer.concat([first, second])
    broken[broken.length - 6]! ^= 1
    await expect(read(broken, 'gzip')).rejects.toThrow('incorrect data check')
  })

  test('is an attack where it is thousands of members', async () => {
    const members = Buffer.concat(Array.from({ length: 5_000 }, () => gzipSync('')))
    await expect(read(members, 'gzip')).rejects.toThrow('more than 1000 gzip members')
  })
})

test('whatever a gzip header holds is passed over, and a header that is cut off is told', async () => {
  const plain = gzipSync(text)
  const extra = [Uint8Array.of(3, 0), Buffer.from('abc')]
  const named = [Buffer.from('feed.xml\0'), Buffer.from('made by hand\0')]
  const fields = Buffer.concat([
    plain.subarray(0, 3),
    Uint8Array.of(4 | 8 | 16 | 2),
    plain.subarray(4, 10),
    ...extra,
    ...named,
  ])
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(crc32(fields) & 0xffff)
  const header = Buffer.concat([fields, sum])
  expect(await read(Buffer.concat([header, plain.subarray(10)]), 'gzip')).toBe(text.toString())
  for (let length = 1; length <= header.length; length++) {
    await expect(read(header.subarray(0, length), 'gzip')).rejects.toThrow('unexpected end')
  }
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
