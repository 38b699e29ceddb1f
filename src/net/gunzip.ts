import { crc32, createInflateRaw } from 'node:zlib'

/**
 * Decodes gzip (RFC 1952), member by member. What stands behind a complete member and begins no other is ignored, as by
 * browsers: servers append line ends and padding, and Node's own decoder refuses all but zeros.
 * @throws where a member is cut off or broken, and where there are too many.
 */
export async function* gunzip(bytes: Buffer): AsyncGenerator<Buffer> {
  let at = 0
  for (let members = 0; at === 0 || beginsMember(bytes.subarray(at)); members += 1) {
    if (members === MOST_MEMBERS) throw new Error(`it has more than ${MOST_MEMBERS} gzip members`)
    const start = endOfHeader(bytes, at)
    const inflate = createInflateRaw()
    let sum = 0
    let size = 0
    for await (const piece of inflate.end(bytes.subarray(start)) as AsyncIterable<Buffer>) {
      sum = crc32(piece, sum)
      size += piece.length
      yield piece
    }
    const end = start + inflate.bytesWritten
    at = within(bytes, end + 8)
    if (bytes.readUInt32LE(end) !== sum || bytes.readUInt32LE(end + 4) !== size) throw new Error('incorrect data check')
  }
}

/** Each takes a decoder. Fair ones are of 64 KiB (bgzip); an empty one has 20 bytes, and an attack half a million. */
const MOST_MEMBERS = 1000

// The last of them means deflate, the only method there is.
const MAGIC = Buffer.from([0x1f, 0x8b, 8])

/** Whether a member begins there, be it cut off in its first bytes. */
function beginsMember(rest: Buffer): boolean {
  const first = rest.subarray(0, MAGIC.length)
  return first.length > 0 && first.equals(MAGIC.subarray(0, first.length))
}

/** Section 2.3: ten bytes, then what its flags name. */
function endOfHeader(bytes: Buffer, start: number): number {
  if (!beginsMember(bytes.subarray(start))) throw new Error('incorrect header check')
  const fixed = within(bytes, start + 10)
  const flags = bytes[start + 3]!
  let at = fixed
  if ((flags & EXTRA) !== 0) at = within(bytes, at + 2 + bytes.readUInt16LE(within(bytes, at + 2) - 2))
  if ((flags & NAME) !== 0) at = behindZero(bytes, at)
  if ((flags & COMMENT) !== 0) at = behindZero(bytes, at)
  return (flags & HEADER_SUM) === 0 ? at : within(bytes, at + 2)
}

const HEADER_SUM = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16

function behindZero(bytes: Buffer, from: number): number {
  const zero = bytes.indexOf(0, from)
  return within(bytes, zero === -1 ? Infinity : zero + 1)
}

function within(bytes: Buffer, end: number): number {
  if (end > bytes.length) throw new Error('unexpected end of file')
  return end
}
