import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const FILTER_UP = 2

/**
 * `pixels` (three bytes each: red, green, blue; row by row from the top) as a PNG file.
 * Format: W3C PNG specification, sections 5 (chunks), 9 (filtering) and 11.2 (IHDR, IDAT, IEND).
 */
export function encodePng(width: number, height: number, pixels: Uint8Array): Buffer {
  const row = width * 3
  const filtered = Buffer.alloc((row + 1) * height)
  for (let y = 0; y < height; y++) {
    const at = y * (row + 1)
    filtered[at] = FILTER_UP
    for (let i = 0; i < row; i++) {
      const above = y === 0 ? 0 : pixels[(y - 1) * row + i]!
      filtered[at + 1 + i] = pixels[y * row + i]! - above
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // 8 bits a channel, truecolour, the only compression and filter methods, no interlace
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filtered, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
