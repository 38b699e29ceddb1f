/** Width and height of a picture, in pixels, and its media type. */
export interface ImageSize {
  readonly type: string
  readonly width: number
  readonly height: number
}

/** What the first bytes of a JPEG, PNG, GIF, WebP or BMP say; null for anything else. */
export function measure(bytes: Buffer): ImageSize | null {
  if (bytes.length < 26) return null
  const head = bytes.toString('latin1', 0, 16)
  if (head.startsWith('\x89PNG\r\n\x1a\n') && head.endsWith('IHDR')) {
    return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  }
  if (/^GIF8[79]a/.test(head)) return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (head.startsWith('BM')) {
    return { type: 'image/bmp', width: Math.abs(bytes.readInt32LE(18)), height: Math.abs(bytes.readInt32LE(22)) }
  }
  if (head.startsWith('\xff\xd8\xff')) return measureJpeg(bytes)
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' && bytes.length >= 30) {
    return measureWebp(bytes, head.slice(12))
  }
  return null
}

/** Walks the segments up to the frame header (ITU T.81, B.1.1.3 and B.2.2). */
function measureJpeg(bytes: Buffer): ImageSize | null {
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** The three kinds of WebP (Google's container specification; RFC 9649). */
function measureWebp(bytes: Buffer, kind: string): ImageSize | null {
  const type = 'image/webp'
  switch (kind) {
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    case 'VP8L': {
      const packed = bytes.readUInt32LE(21)
      return { type, width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 }
    }
    case 'VP8 ':
      return { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    default:
      return null
  }
}
