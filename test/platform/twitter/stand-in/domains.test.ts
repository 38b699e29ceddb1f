import { expect, test } from 'vitest'
import { domainAt, mapDomains } from '#src/platform/twitter/stand-in/domains.ts'

const domain = (text: string, start = 0) => {
  const match = domainAt(mapDomains(text), start)
  return match === null ? null : text.slice(start, match.end)
}

test.each([
  ['example.com', 'example.com'],
  ['example.com.', 'example.com'],
  ['example.com.zzzz', 'example.com'],
  ['a.b.example.co.uk/path', 'a.b.example.co.uk'],
  ['example', null],
  ['.com', null],
  ['example.com@', null],
  ['a_b.example.com', 'a_b.example.com'],
  ['a_b.com', null],
  ['a.рф', 'a.рф'],
  ['a.РФ', 'a.РФ'],
])('of %j the domain is %j', (text, found) => {
  expect(domain(text)).toBe(found)
})

test('a domain may begin inside a label, and sees only what follows', () => {
  expect(domain('x_y.com', 2)).toBe('y.com')
  expect(domain('x_y.com', 1)).toBeNull()
  expect(domain('x_y.com', 99)).toBeNull()
})
