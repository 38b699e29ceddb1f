import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { drawPicture, PICTURE_HEIGHT, PICTURE_WIDTH } from '#src/rehearsal/picture.ts'
import { encodePng } from '#src/rehearsal/png.ts'

/** The pixels of a truecolour PNG, read by the rules of its specification: filter types 0 and 2 only. */
function decode(file: Buffer): { readonly width: number; readonly height: number; readonly pixels: Buffer } {
  expect(file.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001A\n')
  const data: Buffer[] = []
  let width = 0
  let height = 0
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const body = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
    if (type === 'IDAT') data.push(body)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(data))
  const row = width * 3
  const pixels = Buffer.alloc(row * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)]!
    expect([0, 2]).toContain(filter)
    for (let i = 0; i < row; i++) {
      const above = filter === 2 && y > 0 ? pixels[(y - 1) * row + i]! : 0
      pixels[y * row + i] = raw[y * (row + 1) + 1 + i]! + above
    }
  }
  return { width, height, pixels }
}

test('an encoded picture holds exactly the pixels it was given', () => {
  const pixels = Uint8Array.from({ length: 5 * 4 * 3 }, (_, index) => (index * 37) % 256)
  expect(decode(encodePng(5, 4, pixels))).toEqual({ width: 5, height: 4, pixels: Buffer.from(pixels) })
})

test('every article has a picture of its own, of 1200 by 675 pixels, the same at every call', () => {
  const [one, two, again] = [drawPicture(9), drawPicture(10), drawPicture(9)]
  expect(again.equals(one)).toBe(true)
  expect(one.equals(two)).toBe(false)
  const { width, height } = decode(one)
  expect([width, height]).toEqual([PICTURE_WIDTH, PICTURE_HEIGHT])
  expect([width, height]).toEqual([1200, 675])
})
