import { expect, it } from 'vitest'
import { harmless } from '#src/platform/telegram/words.ts'

const J = '\u2060'

it.each([
  ['Microsoft moves ASP.NET', `Microsoft moves ASP.${J}NET`],
  ['README.md, x.ai, t.me/news', `README.${J}md, x.${J}ai, t.${J}me/news`],
  ['приклад.укр', `приклад.${J}укр`],
  ['by @someone', `by @${J}someone`],
  ['$TSLA falls', `$${J}TSLA falls`],
])('breaks up what Telegram would link by accident: %s', (text, words) => {
  expect(harmless(text)).toBe(words)
})

it.each([
  'Node.js',
  'U.S. steel',
  '3.14',
  'a price of $5',
  'mail news@example.com now',
  'a@b',
  '#harbour',
  'End.Then more',
  'read https://example.org/page.html and http://a.b/@c',
  '(https://example.org/x.md)',
  '',
  'AT&T <b>',
])('leaves alone what Telegram does not link, and addresses that were meant: %s', (text) => {
  expect(harmless(text)).toBe(text)
})

it('stays fast on hostile words', () => {
  for (const text of ['a.'.repeat(100_000), '@a'.repeat(100_000), 'a@'.repeat(100_000), 'x.ai '.repeat(50_000)]) {
    expect(harmless(text).length).toBeLessThanOrEqual(2 * 8_192)
  }
})

it('leaves out the marks that Telegram takes out of every text, but no letter that is one character', () => {
  expect(harmless('W\u030a a\u0333 Å')).toBe('W a Å')
})
