import { expect, test } from 'vitest'
import { isBinary } from '#src/text/binary.ts'
import { decodeBody } from '#src/text/charset.ts'

const binary = (...bytes: readonly number[]) => isBinary(decodeBody(Uint8Array.from(bytes), null).text)

test('bytes that mean no characters are no text, however they are read', () => {
  expect(binary(0xff, 0xfe, 0x00)).toBe(true)
  expect(binary(0xff, 0xfe, 0x00, 0xd8, 0x01, 0x02, 0x41)).toBe(true)
  expect(binary(...Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 0, 0, 0, 13, ...Buffer.from('IHDR'))).toBe(true)
  expect(binary(...Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'))).toBe(true)
})

test('text of any script and charset is text, broken in a few places too', () => {
  expect(binary(...Buffer.from('Harbour opens\r\n\tat dawn \u{1f600}'))).toBe(false)
  expect(binary(0xff, 0xfe, ...Buffer.from('Гавань', 'utf16le'))).toBe(false)
  expect(binary(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2)).toBe(false)
  expect(binary(...Buffer.from('The harbour opens at dawn, and caf'), 0xc3)).toBe(false)
})
