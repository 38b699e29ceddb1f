import { expect, test } from 'vitest'
import { describeError, unreachable } from '#src/base/errors.ts'

test('an error is described with its causes and codes, on one line', () => {
  const refused = Object.assign(new Error('connect failed\n  at once'), { code: 'ECONNREFUSED' })
  expect(describeError(new Error('fetching failed', { cause: refused }))).toBe(
    'fetching failed: connect failed at once (ECONNREFUSED)',
  )
})

test('a code that the message holds already is not said twice', () => {
  expect(describeError(Object.assign(new Error('connect ECONNREFUSED ::1'), { code: 'ECONNREFUSED' }))).toBe(
    'connect ECONNREFUSED ::1',
  )
})

test('an error that is its own cause, and one with no words, still end in a line', () => {
  const loop = new Error('loop')
  loop.cause = loop
  expect(describeError(loop)).toBe('loop: loop: loop: loop: loop')
  expect(describeError(new Error(''))).toBe('unknown error')
  expect(describeError(undefined)).toBe('unknown error')
})

test('what is thrown without being an error is never printed blindly', () => {
  expect(describeError('just words')).toBe('just words')
  expect(describeError({ token: 'x' })).toBe('a value that is not an error was thrown')
})

test('a very long message is cut at 500 characters', () => {
  const line = describeError(new Error('word '.repeat(1_000)))
  expect(line).toHaveLength(500)
  expect(line.endsWith('…')).toBe(true)
})

test('what the type checker proves impossible is an error at run time', () => {
  expect(() => unreachable({ is: 'odd' } as never)).toThrow('unexpected value {"is":"odd"}')
})
