import { expect, test } from 'vitest'
import { refuseSurplus } from '#src/desk/call.ts'
import { CHANGES } from '#src/desk/commands.ts'

test.each([
  ['run', ['check'], 'check'],
  ['status', ['nonsense'], 'nonsense'],
  ['drop', ['one', 'two'], 'two'],
  ['answer', ['question', 'newest', '3', 'more'], 'more'],
])('crier %s %j is refused, naming the word too many', (command, words, surplus) => {
  expect(() => refuseSurplus(command, words)).toThrow(`${surplus} is one word too many for \`crier ${command}\``)
})

test.each(['run', 'rehearse', 'check', 'preview', 'status', 'held', 'explain', ...CHANGES])(
  'crier %s takes a word or none, and not a dozen',
  (command) => {
    expect(() => refuseSurplus(command, [])).not.toThrow()
    expect(() =>
      refuseSurplus(
        command,
        Array.from({ length: 12 }, () => 'word'),
      ),
    ).toThrow('too many')
  },
)
