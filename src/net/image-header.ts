/** What the header of a picture says. Width and height in pixels, above 0. */
export interface ImageHeader {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif'
  readonly width: number
  readonly height: number
}

/**
 * Reads what a JPEG, PNG, WebP or GIF says of itself, whatever its name or its server says. Null for anything else, for
 * one whose header breaks its format's rules, and for one that is cut off where the format shows it.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const read of [readPng, readJpeg, readWebp, readGif]) {
    const found = read(view)
    if (found !== null) return found.width > 0 && found.height > 0 ? found : null
  }
  return null
}

/** W3C PNG, sections 5.2, 5.3 and 11.2.1: the signature, then IHDR, other chunks, IEND. */
function readPng(view: DataView): ImageHeader | null {
  if (!stands(view, 0, '\x89PNG\r\n\x1a\n\0\0\0\rIHDR')) return null
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (!stands(view, at + 4, 'IEND')) continue
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  }
  return null
}

/** ITU-T T.81, annex B: segments up to the frame header; JPEG-LS and arithmetic coding, which nobody shows, are left out. */
function readJpeg(view: DataView): ImageHeader | null {
  if (!stands(view, 0, '\xff\xd8\xff')) return null
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1 // a fill byte
    } else if (marker >= 0xc0 && marker <= 0xc2) {
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2 // these have no length
    } else if (marker === 0xd9 || marker === 0xda || marker < 0xc0 || (marker <= 0xcf && marker !== 0xc4)) {
      return null
    } else {
      const length = view.getUint16(at + 2)
      if (length < 2) return null
      at += 2 + length
    }
  }
  return null
}

/** RFC 9649: RIFF, then one of three kinds of first chunk. */
function readWebp(view: DataView): ImageHeader | null {
  if (view.byteLength < 30 || !stands(view, 0, 'RIFF') || !stands(view, 8, 'WEBP')) return null
  // The size of the file without its first eight bytes.
  if (view.getUint32(4, true) + 8 > view.byteLength) return null
  const type = 'image/webp'
  if (stands(view, 12, 'VP8X')) return { type, width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
  if (stands(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const packed = view.getUint32(21, true)
    return { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
  }
  if (stands(view, 12, 'VP8 ') && stands(view, 23, '\x9d\x01\x2a')) {
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  return null
}

/** GIF89a specification, sections 17 and 18. */
function readGif(view: DataView): ImageHeader | null {
  if (view.byteLength < 13 || !(stands(view, 0, 'GIF87a') || stands(view, 0, 'GIF89a'))) return null
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

function stands(view: DataView, at: number, latin1: string): boolean {
  if (at < 0 || at + latin1.length > view.byteLength) return false
  return Array.from(latin1).every((unit, index) => view.getUint8(at + index) === unit.charCodeAt(0))
}
