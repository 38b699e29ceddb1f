import { expect, test } from 'vitest'
import { addsTo } from '#src/article/adds.ts'

test.each([
  ['The bridge opens on Friday.', 'The bridge opens on Friday', false],
  ['On Friday the bridge is opening.', 'Bridge opens on Friday', false],
  ['The bridge cost 900 million and took nine years.', 'The bridge opens on Friday', true],
  ['Міст відкрили у п’ятницю.', 'У п’ятницю відкриють міст', false],
  ['市长表示大桥花费九年时间建成。', '大桥开通', true],
])('%s adds to “%s”: %s', (sentence, headline, expected) => {
  expect(addsTo(sentence, headline)).toBe(expected)
})
