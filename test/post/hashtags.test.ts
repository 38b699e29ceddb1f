import { expect, test } from 'vitest'
import { handleOf, hashtagsOf } from '#src/post/hashtags.ts'

const hashtags = { World: '#world', 'Світ і політика': '#політика', 国际: '#国际', Straße: '#strasse', 'C++': '#cpp' }
const of = (categories: readonly string[], maxHashtags = 9) => hashtagsOf(categories, { hashtags, maxHashtags })

test.each([
  ['in any case', ['WORLD'], ['#world']],
  ['in any case of another script', ['СВІТ І ПОЛІТИКА'], ['#політика']],
  ['without a case', ['国际'], ['#国际']],
  ['whatever its spaces and width', ['  Світ  і\u00a0політика ', 'Ｗｏｒｌｄ'], ['#політика', '#world']],
  ['with capitals that join letters', ['STRASSE'], ['#strasse']],
  ['with its punctuation', ['c++'], ['#cpp']],
  ['whole, never in part', ['World news', 'Wor', 'C', 'Світ'], []],
  ['once', ['World', 'world'], ['#world']],
  ['in the order of the article', ['国际', 'World'], ['#国际', '#world']],
])('a name is matched %s', (_, categories, expected) => {
  expect(of(categories)).toEqual(expected)
})

test('there are no more than the channel wants, the first ones', () => {
  expect(of(['C++', 'World', '国际'], 2)).toEqual(['#cpp', '#world'])
})

test('names of objects of the language are nobody’s hashtag', () => {
  expect(of(['constructor', '__proto__', 'toString'])).toEqual([])
  expect(handleOf('constructor', {})).toBeNull()
})

test('an author is matched like a category', () => {
  expect(handleOf('olena  KOVAL', { 'Olena Koval': '@okoval' })).toBe('@okoval')
  expect(handleOf('Olena', { 'Olena Koval': '@okoval' })).toBeNull()
})
