import { describe, expect, test } from 'vitest'
import { measure } from '#src/platform/telegram/stand-in/image-size.ts'

function bytes(hex: string, length = 40): Buffer {
  return Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.alloc(length)])
}

describe('the stand-in knows a picture by its bytes', () => {
  test.each([
    ['PNG', '89504e470d0a1a0a 0000000d 49484452 00000280 000001e0', 'image/png', 640, 480],
    ['GIF', '474946383961 8002 e001', 'image/gif', 640, 480],
    ['JPEG', 'ffd8 ffe0 0004 0000 ffc4 0003 00 ffc2 0011 08 01e0 0280', 'image/jpeg', 640, 480],
    ['BMP', '424d 000000000000000000000000 28000000 80020000 20feffff', 'image/bmp', 640, 480],
    ['extended WebP', '52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100', 'image/webp', 640, 480],
    ['lossless WebP', '52494646 00000000 57454250 5650384c 00000000 2f 7fc27700', 'image/webp', 640, 480],
    ['lossy WebP', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 e001', 'image/webp', 640, 480],
  ])('%s', (_, hex, type, width, height) => {
    expect(measure(bytes(hex))).toEqual({ type, width, height })
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html><body>this is not a picture</body></html>')],
    ['a JPEG without a frame', bytes('ffd8ffd9')],
    ['another RIFF', Buffer.from('RIFF0000WAVEfmt 00000000000000000000')],
    ['a WebP of no known kind', Buffer.from('RIFF0000WEBPVP8?00000000000000000000')],
  ])('%s is none', (_, given) => {
    expect(measure(given)).toBeNull()
  })
})
