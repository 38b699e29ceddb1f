import { expect, test } from 'vitest'
import { measureOf } from '#src/text/measure.ts'

test.each([
  ['', 0],
  ['bridge9', 7],
  ['міст', 4],
  ['旧港大桥', 12],
  ['トラックの2', 16],
  ['다리2', 5],
  ['𠀋'.repeat(2), 12],
])('%j is as long as %i letters', (text, length) => {
  expect(measureOf(text)).toBe(length)
})
