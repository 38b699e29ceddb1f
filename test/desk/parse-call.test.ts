import { expect, test } from 'vitest'
import { CallerMistake } from '#src/base/errors.ts'
import { parseCall } from '#src/desk/parse-call.ts'

test('words and options are told apart', () => {
  const { positionals, values } = parseCall(['drop', '--channel', 'x', '--channel', 'y'])
  expect([positionals, values.channel]).toEqual([['drop'], ['x', 'y']])
})

test.each([
  [['answer', 'q', 'newest', '-1'], '-1 is read as an option: a number is written without a sign, from 1.'],
  [['post', 'https://a.example', '--chanel', 'x'], 'There is no option --chanel. `crier --help` lists them.'],
])('what is no option is told in Crier’s own words: %j', (args, words) => {
  expect(() => parseCall(args)).toThrow(new CallerMistake(words))
})
