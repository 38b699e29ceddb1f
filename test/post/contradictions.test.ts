import { expect, test } from 'vitest'
import { EMPTY, OTHER } from '#src/post/conditions.ts'
import { isPossible, type Chosen, type Open } from '#src/post/contradictions.ts'

const value = (of: string, ...options: Open['options']): Open => ({ of, contains: null, options })
const content = (of: string, contains: string): Open => ({ of, contains, options: [true, false] })

test.each<[string, readonly Open[], Chosen]>([
  ['a size without the value', [value('section', OTHER, null), value('section.size', 0, 1)], [null, 1]],
  ['a value without a size', [value('section', OTHER, null), value('section.size', 0, 1)], [OTHER, 0]],
  ['authors without an author', [value('author', OTHER, null), value('authors', OTHER, EMPTY)], [null, OTHER]],
  ['a first of an empty list', [value('tags[0]', OTHER, null), value('tags', OTHER, EMPTY)], [OTHER, EMPTY]],
  ['a second of an empty list', [value('tags[1]', OTHER, null), value('tags', OTHER, EMPTY)], [OTHER, EMPTY]],
  ['an empty list with a member', [content('tags', 'A'), value('tags', OTHER, EMPTY)], [true, EMPTY]],
  ['a text without what it holds', [content('title', 'A'), value('title', OTHER, 'AB')], [false, 'AB']],
  ['a text with what it does not hold', [content('title', 'C'), value('title', OTHER, 'AB')], [true, 'AB']],
  ['a long text without a short one in it', [content('title', 'AB'), content('title', 'A')], [true, false]],
])('no article has %s', (_, open, chosen) => {
  expect(isPossible(open, chosen)).toBe(false)
})

test.each<[string, readonly Open[], Chosen]>([
  ['a first tag and no second', [value('tags[0]', OTHER, null), value('tags[1]', OTHER, null)], [OTHER, null]],
  [
    'no author, and authors of which nothing is known',
    [value('author', OTHER, null), value('authors', OTHER)],
    [null, OTHER],
  ],
  ['a long tag without a short one', [content('tags', 'AB'), content('tags', 'A')], [true, false]],
  ['an empty title without a text', [content('title', 'e'), value('title', OTHER, EMPTY)], [false, EMPTY]],
  ['an author and no section', [value('author', OTHER, null), value('section', OTHER, null)], [OTHER, null]],
])('an article may have %s', (_, open, chosen) => {
  expect(isPossible(open, chosen)).toBe(true)
})
