import { expect, test } from 'vitest'
import { isScalar, parseDocument } from 'yaml'
import { offsetWithin, type Style } from '#src/config/within.ts'

/** The rest of the file from where `at` of the text under `t` stands. */
function restAt(file: string, at: number): string {
  const node = parseDocument(file).get('t', true)
  if (!isScalar(node) || typeof node.value !== 'string') throw new Error('no text')
  return file.slice(offsetWithin(file, node.range![0], node.type as Style, at))
}

test.each([
  ['in double quotes', 't: "ab {{ x"', 3, '{{ x"'],
  ['behind escapes', 't: "a\\n\\n\\u20ac\\"{{ x"', 5, '{{ x"'],
  ['behind a line that is folded', 't: "a\n    b {{ x"', 4, '{{ x"'],
  ['behind an empty line', 't: "a\n\n    b {{ x"', 4, '{{ x"'],
  ['in single quotes', "t: 'it''s {{ x'", 5, "{{ x'"],
  ['in plain words', 't: ab {{ x', 3, '{{ x'],
  ['in a block', 't: |\n  ab\n\n  c {{ x\nu: 1', 6, '{{ x\nu: 1'],
  ['in a block with a chomping sign', 't: |-\n    ab\n    {{ x', 3, '{{ x'],
])('a place is found %s', (_, file, at, rest) => {
  expect(restAt(file, at)).toBe(rest)
})

test('in a folded block its beginning is told', () => {
  expect(restAt('t: >\n  a\n  b {{ x', 4)).toMatch(/^>/)
})
