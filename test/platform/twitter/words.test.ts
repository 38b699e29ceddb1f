import twitterText from 'twitter-text'
import { expect, it } from 'vitest'
import { isOneUrl } from '#src/platform/twitter/length.ts'
import { harmless, linkable } from '#src/platform/twitter/words.ts'

const J = '\u2060'

it.each([
  ['Microsoft moves ASP.NET', `Microsoft moves ASP.${J}NET`],
  ['see README.md, x.ai and news.music', `see README.${J}md, x.${J}ai and news.${J}music`],
  ['visit www.example.co.uk/page.html now', `visit www.example.${J}co.${J}uk/page.html now`],
  ['by @someone and ＠other', `by @${J}someone and ＠${J}other`],
  ['$TSLA falls', `$${J}TSLA falls`],
  ['münchen.de and 東京example.com', `münchen.${J}de and 東京example.${J}com`],
])('breaks up what X would link by accident: %s', (text, words) => {
  expect(harmless(text)).toBe(words)
  expect(twitterText.extractEntitiesWithIndices(harmless(text))).toEqual([])
})

it.each([
  'Node.js 26 and U.S. steel',
  'a price of $5.50',
  'mail to a@b',
  '#harbour',
  'Mr. Smith',
  '3.14',
  'C++',
  '',
  'read https://example.org/page.html today',
  'https://example.com/@name',
  'AT&T <b>',
])('leaves alone what X does not link, and addresses that were meant: %s', (text) => {
  expect(harmless(text)).toBe(text)
})

it('keeps no more of a text than a post could ever hold', () => {
  const long = harmless('word '.repeat(10_000))
  expect(long.length).toBeLessThanOrEqual(1_000)
  expect(long.endsWith('word…')).toBe(true)
})

it.each([
  ['https://zh.example.org/wiki/东京', 'https://zh.example.org/wiki/%E4%B8%9C%E4%BA%AC'],
  ['https://приклад.укр/стаття', 'https://xn--80aikifvh.xn--j1amh/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F'],
  ['https://example.org/wiki/Foo_(bar)', 'https://example.org/wiki/Foo_(bar)'],
  ['https://example.org/ends.', 'https://example.org/ends%2E'],
  ['https://example.org/odd)', 'https://example.org/odd%29'],
  ['https://example.org/?q=what!', 'https://example.org/?q=what%21'],
  ['https://example.org/100%', 'https://example.org/100%25'],
  ['https://example.org/#top!', 'https://example.org/#top%21'],
  ['https://example.org./a?b=c', 'https://example.org/a?b=c'],
  ['https://example.music', 'https://example.music/'],
])('spells a link so that X takes all of it: %s', (url, spelled) => {
  expect(linkable(url)).toBe(spelled)
  expect(isOneUrl(spelled)).toBe(true)
})

it('leaves an address that X links in no spelling', () => {
  expect(linkable('http://localhost:8080/a')).toBe('http://localhost:8080/a')
})
