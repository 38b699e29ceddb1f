import { expect, test } from 'vitest'
import { writtenAlt } from '#src/text/alt.ts'

test.each([
  ['A &amp; B', 'A & B'],
  ['The <b>bridge</b>', 'The bridge'],
  ['2026', '2026'],
  ['Photo finish', 'Photo finish'],
])('%j is %j', (told, alt) => {
  expect(writtenAlt(told)).toBe(alt)
})

test.each([null, undefined, ' ', 'IMG_2034.JPG', 'DSC02341', 'lead-final.webp', 'image-12345'])(
  '%j is what nobody wrote',
  (told) => {
    expect(writtenAlt(told)).toBeNull()
  },
)
