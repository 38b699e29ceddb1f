import { expect, test } from 'vitest'
import { nearest } from '#src/config/nearest.ts'

test.each([
  ['templat', 'template'],
  ['tempalte', 'template'],
  ['MaxAge', 'maxAge'],
  ['max_age', 'maxAge'],
  ['feed', 'feeds'],
  ['id', 'id'],
  ['only', null],
  ['websub', null],
  ['', null],
])('%j is taken for %j', (word, meant) => {
  expect(nearest(word, ['id', 'feeds', 'template', 'maxAge', 'approve'])).toBe(meant)
})

test('of two that are as near, the first is taken', () => {
  expect(nearest('bat', ['cat', 'hat'])).toBe('cat')
})
