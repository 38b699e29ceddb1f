import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { showMistakes } from '#src/config/show.ts'
import { GOOD, load } from './good.ts'

const snippet = fc.oneof(
  fc.constantFrom(
    ':',
    ': ',
    '- ',
    '\t',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    '&a ',
    '*a',
    '!!set ',
    '<<: ',
    '? ',
    '|\n',
    '---\n',
    '%',
    '@',
    '~',
    '\u0000',
    '\ufeff',
    '__proto__: ',
    'constructor: ',
    '.nan',
    '1e999',
    '!!binary x',
    '{{ x }}',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.nat({ max: GOOD.length - 20 }).map((at) => GOOD.slice(at, at + 20)),
)

const mutation = fc.record({ at: fc.nat({ max: GOOD.length }), cut: fc.nat({ max: 40 }), put: snippet })

test('whatever is done to the file, it is answered with a config or with mistakes that stand in it', () => {
  let refused = 0
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const text = mutations.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), GOOD)
      const loaded = load(text)
      if (loaded.is === 'config') return
      refused += 1
      const rows = text.split(/\r\n|\r|\n/).length
      expect(loaded.mistakes.length).toBeGreaterThan(0)
      for (const { line, column, what, remedy } of loaded.mistakes) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(rows)
        expect(column).toBeGreaterThanOrEqual(1)
        expect(what).not.toMatch(/undefined|\[object|Invalid input|expected .*received/)
        expect(remedy).not.toMatch(/undefined|\[object/)
      }
      expect(showMistakes(loaded.mistakes).split('\n')).toHaveLength(loaded.mistakes.length)
    }),
    { numRuns: 300 },
  )
  expect(refused).toBeGreaterThan(100)
})
