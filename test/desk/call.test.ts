import { expect, test } from 'vitest'
import { refuseSurplus } from '#src/desk/call.ts'
import { CHANGES } from '#src/desk/commands.ts'
import { OPTIONS } from '#src/desk/help.ts'

test.each([
  ['run', ['check'], 'check'],
  ['status', ['nonsense'], 'nonsense'],
  ['drop', ['one', 'two'], 'two'],
  ['answer', ['question', 'newest', '3', 'more'], 'more'],
])('crier %s %j is refused, naming the word too many', (command, words, surplus) => {
  expect(() => refuseSurplus(command, words, [])).toThrow(`${surplus} is one word too many for \`crier ${command}\``)
})

test.each(['run', 'rehearse', 'check', 'preview', 'status', 'held', 'explain', ...CHANGES])(
  'crier %s takes a word or none, and not a dozen',
  (command) => {
    expect(() => refuseSurplus(command, [], ['config', 'as', 'help'])).not.toThrow()
    expect(() =>
      refuseSurplus(
        command,
        Array.from({ length: 12 }, () => 'word'),
        [],
      ),
    ).toThrow('too many')
  },
)

test.each([
  ['pause', ['telegram-world'], ['as', 'channel'], 'channel'],
  ['pause', [], ['channel'], 'channel'],
  ['approve', ['one'], ['drop'], 'drop'],
  ['retry', ['one'], ['anyway'], 'anyway'],
  ['status', [], ['json', 'yes'], 'yes'],
  ['run', [], ['url'], 'url'],
])('crier %s %j with the options %j is refused, naming the one that it takes not', (command, words, given, surplus) => {
  expect(() => refuseSurplus(command, words, given)).toThrow(`\`crier ${command}\` takes no --${surplus}.`)
})

test('every option is taken by a command, and none by all but those of every call', () => {
  const commands = ['run', 'rehearse', 'check', 'preview', 'status', 'held', 'explain', ...CHANGES]
  const takes = (command: string, option: string): boolean => {
    try {
      refuseSurplus(command, [], [option])
      return true
    } catch {
      return false
    }
  }
  for (const option of Object.keys(OPTIONS)) {
    const count = commands.filter((command) => takes(command, option)).length
    if (['config', 'help', 'as'].includes(option)) expect(count, option).toBe(commands.length)
    else expect([1, 2, 3, 4], option).toContain(count)
  }
})
