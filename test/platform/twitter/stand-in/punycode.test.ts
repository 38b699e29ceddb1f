import { domainToASCII } from 'node:url'
import { expect, test } from 'vitest'
import { dnsLength } from '#src/platform/twitter/stand-in/punycode.ts'

test.each([
  'example',
  'bücher',
  'ü',
  'пример',
  'президент',
  '例え',
  'あいうえおかきくけこ',
  'ليهمابتكلموشعربي',
  'a例b え',
  '𐍈a',
])('%s takes as many characters in DNS as the platform encodes it in', (label) => {
  const plain = label.replaceAll(' ', '')
  expect(dnsLength(plain)).toBe(domainToASCII(plain).length)
})

test('a label that is far too long is not encoded to the end', () => {
  expect(dnsLength('あ'.repeat(100_000))).toBeGreaterThan(63)
  expect(dnsLength('a'.repeat(64))).toBe(64)
})
