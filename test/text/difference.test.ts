import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference } from '#src/text/difference.ts'

const shown = (before: string, now: string): readonly string[] =>
  difference(before, now).map(({ is, text }) => `${{ same: ' ', gone: '-', new: '+' }[is]}${text}`)

test.each<[string, string, readonly string[]]>([
  ['a\nb\nc', 'a\nb\nc', [' a', ' b', ' c']],
  ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
  ['a\nb\nc', 'b\nc\nd', ['-a', ' b', ' c', '+d']],
  ['a\n\nb', 'a\nb\n\n', [' a', ' b']],
  ['', 'a', ['+a']],
  ['a', '', ['-a']],
  ['', '', []],
  ['a\nb\na\nb', 'b\na', ['-a', ' b', ' a', '-b']],
])('%j and %j differ as %j', (before, now, lines) => {
  expect(shown(before, now)).toEqual(lines)
})

test('what is gone and what stays is the text before, what stays and what is new the text of now', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      const found = difference(one.join('\n'), other.join('\n'))
      expect(found.filter(({ is }) => is !== 'new').map(({ text }) => text)).toEqual(one)
      expect(found.filter(({ is }) => is !== 'gone').map(({ text }) => text)).toEqual(other)
      // As many in common as there can be.
      expect(found.filter(({ is }) => is === 'same')).toHaveLength(common(one, other))
    }),
  )
})

function common([one, ...ones]: readonly string[], [other, ...others]: readonly string[]): number {
  if (one === undefined || other === undefined) return 0
  if (one === other) return 1 + common(ones, others)
  return Math.max(common(ones, [other, ...others]), common([one, ...ones], others))
}

test('texts of thousands of lines are told apart at once', () => {
  const long = (word: string) => Array.from({ length: 5_000 }, (_, index) => `${word} ${index}`).join('\n')
  expect(difference(`begin\n${long('a')}\nend`, `begin\n${long('b')}\nend`)).toHaveLength(10_002)
})
