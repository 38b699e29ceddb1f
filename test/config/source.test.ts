import { expect, test } from 'vitest'
import { parseSource, readSource } from '#src/config/source.ts'
import { changed, GOOD, home, lines, mistakesOf } from './good.ts'

const QUOTES = 'put text that holds special characters in "quotes"'

test.each([
  ['language: en', 'language: en\n    language: uk', ['10:5 : this key stands twice → keep one of the two']],
  [
    '    language: en',
    '\tlanguage: en',
    ['9:1 : a tab stands where spaces are needed → indent with spaces, two for each level'],
  ],
  ['edition: morning', 'edition: a: b', [`16:14 : a second colon stands in this line → ${QUOTES}`]],
  ['"@news_world"', '@news_world', ['30:11 : text cannot begin with this character → put it in quotes: "@news_world"']],
  [
    '"{{ title }}: {{ summary }}"',
    '{{ title }}',
    ['26:16 : a key must be one word → put a template in quotes: "{{ title }}"'],
  ],
  [
    'edition: morning',
    'edition: "\\q"',
    ['16:15 : a backslash in "quotes" begins something unknown → write \\\\ for a backslash, or use \'single quotes\''],
  ],
  [
    'language: en',
    'language: *en',
    ['9:15 : a name after * refers to nothing → put text that begins with * in quotes'],
  ],
  [
    'language: en',
    'language: !x en',
    ['9:15 : a word after ! is not understood → put text that begins with ! in quotes'],
  ],
  [
    'edition: morning',
    'edition: "morning',
    ['16:22 : a quote, a bracket or a colon is missing → write `key: value`, and close what was opened'],
  ],
  [
    'approve: first',
    'approve: first\n---',
    ['33:1 : a second document begins here → remove the line ---, and keep everything in one'],
  ],
])('%j written as %j is answered with its line and remedy', (from, to, mistakes) => {
  expect(lines(mistakesOf(changed(from, to)))).toEqual(mistakes)
})

test('a fault that leaves the rest as it was meant hides no other mistake', () => {
  const text = changed('"@news_world"', '@news_world').replace('every: 10m', 'every: 10')
  expect(mistakesOf(text).map(({ line }) => line)).toEqual([10, 30])
})

test.each([
  ['', 'is empty'],
  ['# nothing but a remark\n', 'is empty'],
  ['- a\n', 'a list stands where keys with values is expected'],
  ['hello', 'text stands where keys with values is expected'],
  ['a: &a [*a]\n', 'is nested too deeply'],
  [`a: ${'['.repeat(60)}${']'.repeat(60)}`, 'is nested too deeply'],
  [`a: &a [1,1]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n`, 'is nested too deeply'],
  ['#'.repeat(1024 * 1024 + 1), 'is larger than 1 MiB'],
  [Buffer.from('name: \xff', 'latin1'), 'is not text in UTF-8'],
])('what is no config is answered in a sentence (%#)', (text, what) => {
  const mistakes = mistakesOf(text)
  expect(mistakes.map((mistake) => mistake.what)).toEqual([what])
  expect(mistakes[0]).toMatchObject({ line: 1, column: 1 })
})

test('a folder is answered as one', () => {
  expect(readSource(home).unreadable).toMatchObject([{ what: 'is a folder' }])
})

test('ten thousand open brackets are one mistake', () => {
  expect(mistakesOf('['.repeat(10_000))).toHaveLength(1)
})

test('a place is found through lists, and through names for what repeats', () => {
  const source = parseSource('all: &all\n  - one\n  - two\nkept:\n  list: *all\n  gone:\n')
  expect(source.place({ path: ['kept', 'list', 1], at: 'value' })).toEqual({ line: 3, column: 5 })
  expect(source.place({ path: ['kept', 'list'], at: 'key' })).toEqual({ line: 5, column: 3 })
  expect(source.place({ path: ['kept', 'gone'], at: 'value' })).toEqual({ line: 6, column: 3 })
  expect(source.place({ path: ['kept', 'absent', 'deep'], at: 'value' })).toEqual({ line: 5, column: 3 })
  expect(parseSource(GOOD).unreadable).toEqual([])
})
