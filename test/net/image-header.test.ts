import { describe, expect, test } from 'vitest'
import { readImageHeader } from '#src/net/image-header.ts'
import { drawPicture } from '#src/rehearsal/picture.ts'
import { pictureFile } from '#test/fixtures/pictures.ts'

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const

const hex = (...parts: readonly string[]) => Buffer.from(parts.join('').replace(/\s/g, ''), 'hex')

describe('the header of a picture', () => {
  test.each(TYPES)('says type and size of %s', (type) => {
    const { bytes } = pictureFile(type, 1_200, 675, 500)
    expect(readImageHeader(bytes)).toEqual({ type, width: 1_200, height: 675 })
    // Of a part of a larger buffer too.
    expect(readImageHeader(Buffer.concat([Buffer.alloc(3), bytes]).subarray(3))).toMatchObject({ width: 1_200 })
  })

  test('of a whole PNG is read', () => {
    expect(readImageHeader(drawPicture(1))).toEqual({ type: 'image/png', width: 1_200, height: 675 })
  })

  test('of a JPEG stands behind other segments and fill bytes, and may be that of a progressive one', () => {
    const before = 'ffd8 ffe1 0006 45786966 ffdb 0004 0000 ffff'
    const frame = 'ffc2 000b 08 0258 0320 01 011100'
    expect(readImageHeader(hex(before, frame))).toEqual({ type: 'image/jpeg', width: 800, height: 600 })
  })

  test('of a lossless and of a plain WebP is read', () => {
    const lossless = hex('52494646 16000000 57454250 5650384c 0a000000 2f 1fc35700 0000000000')
    expect(readImageHeader(lossless)).toEqual({ type: 'image/webp', width: 800, height: 352 })
    const plain = hex('52494646 16000000 57454250 56503820 0a000000 000000 9d012a 2003 5802')
    expect(readImageHeader(plain)).toEqual({ type: 'image/webp', width: 800, height: 600 })
  })
})

describe('is no picture that can go', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html><title>Not found</title>'.repeat(9))],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>')],
    ['AVIF', hex('0000001c 66747970 61766966 00000000 61766966 6d696631 6d696166')],
    ['a JPEG without a frame', hex('ffd8 ffe1 0006 45786966 ffda 0004 0000 ffd9 0000000000000000')],
    ['a JPEG whose segment has no length', hex('ffd8 ffe1 0000 ffc0 000b 08 0258 0320 01 011100')],
    ['a JPEG that arithmetic codes', hex('ffd8 ffc9 000b 08 0258 0320 01 011100')],
    ['a WebP that is cut off', pictureFile('image/webp', 800, 600).bytes.subarray(0, 29)],
    ['a WebP of another kind', hex('52494646 16000000 57454250 414c5048 0a000000 0000009d012a20035802')],
    ['a PNG that is cut off', drawPicture(1).subarray(0, 2_000)],
    ['a JPEG without a width', pictureFile('image/jpeg', 0, 675).bytes],
    ['a PNG without a height', pictureFile('image/png', 675, 0).bytes],
    ['a GIF without a width', pictureFile('image/gif', 0, 675).bytes],
  ])('%s', (_, bytes) => {
    expect(readImageHeader(bytes)).toBeNull()
  })

  test.each(TYPES)('%s cut off anywhere in its header, and nothing is read beyond its end', (type) => {
    const { bytes } = pictureFile(type, 1_200, 675)
    for (let length = 0; length < 13; length++) expect(readImageHeader(bytes.subarray(0, length))).toBeNull()
  })
})
