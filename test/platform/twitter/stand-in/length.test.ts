import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { weigh } from '#src/platform/twitter/stand-in/length.ts'

const LIMIT = 280

describe('a text weighs what X says', () => {
  const family = '👨‍👩‍👧‍👦'
  test.each<[what: string, text: string, weight: number]>([
    ['nothing', '', 0],
    ['Latin letters', 'A lie gets halfway', 18],
    ['accented Latin', 'déjà vu', 7],
    ['Cyrillic', 'Привіт', 6],
    ['Greek', 'Καλημέρα', 8],
    ['Hebrew', 'שלום', 4],
    ['Arabic', 'مرحبا', 5],
    ['Hindi', 'नमस्ते', 6],
    ['Thai', 'สวัสดี', 6],
    ['Georgian', 'გამარჯობა', 9],
    ['Ethiopic', 'ሰላም', 6],
    ['Hangul', '안녕', 4],
    ['Han', '故人西辞', 8],
    ['kana', 'ひらカタ', 8],
    ['precomposed Vietnamese beyond U+10FF', 'ế', 2],
    ['the same decomposed, as X normalises', 'e\u0302\u0301', 2],
    ['a decomposed letter that has a light form', 'A\u0301B', 2],
    ['a letter that normalisation takes apart', 'A\uFB2C', 4],
    ['the last light code point and the first heavy one', '\u10FF\u1100', 3],
    ['dashes and curly quotes', '“—”', 3],
    ['an ellipsis, a bullet, an arrow, a euro', '…•→€', 8],
    ['a no-break space and a zero-width space', '\u00A0\u200B', 2],
    ['joiners', '\u200C\u200D', 2],
    ['directional marks outside the light ranges', '\u200E', 2],
    ['primes', '\u2032\u2037', 2],
    ['what follows the primes', '\u2031\u2038', 4],
    ['a word joiner', '\u2060', 2],
    ['a line break', 'a\nb', 3],
    ['an emoji', '😷', 2],
    ['an emoji of text style', '☺', 2],
    ['an emoji with its variation selector', '❤️', 2],
    ['a skin tone', '🙋🏽', 2],
    ['a family', family, 2],
    ['140 families', family.repeat(140), 280],
    ['a profession with a skin tone', '👩🏾‍🚒', 2],
    ['a kiss, joined from four', '👩🏻‍❤️‍💋‍👨🏽', 2],
    ['two hands of two colours', '🫱🏻‍🫲🏿', 2],
    ['a phoenix, newer than most tables', '🐦‍🔥', 2],
    ['a rainbow flag', '🏳️‍🌈', 2],
    ['a country flag', '🇺🇦', 2],
    ['two country flags', '🇺🇦🇵🇱', 4],
    ['half a flag', '🇺', 2],
    ['a subdivision flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['a keycap', '1️⃣', 2],
    ['a keycap without its selector', '1⃣', 2],
    ['copyright as a letter and as an emoji', '©©️', 3],
    ['a digit alone', '1', 1],
    ['a selector on a letter', 'a\uFE0F', 3],
    ['an endless chain of joined emoji', '👍\u200D'.repeat(100), 25 * 3],
    ['an invalid subdivision flag', `🏴${'\u{E0067}'.repeat(9)}`, 20],
    ['half a surrogate pair', '\uD83D', 2],
    ['a link', 'http://test.co', 23],
    ['a link in a sentence', 'Hi http://test.co', 26],
    ['a long link', `https://example.com/${'a'.repeat(500)}`, 23],
    ['a link right after Han', '见http://example.com', 25],
    ['a bare domain', 'Read example.com', 28],
    ['a bare domain on a new top-level domain', 'example.kids', 23],
    ['ten links', 'https://www.example.com/aloha '.repeat(10), 240],
    ['a link between directional marks', '\u2066\u202Ahttp://foobar.پاکستان/\u202C\u2069', 31],
    ['the end of a path where Han begins', 'http://example.com/道', 25],
    ['an address of mail', 'a@b.com', 7],
  ])('%s', (_, text, weight) => {
    expect(weigh(text).weight).toBe(weight)
  })
})

test('characters that X takes in no post are found', () => {
  expect(weigh('ABC\u202A\uFFFFABC\uFFFE')).toEqual({ weight: 12, hasInvalid: true })
  expect(weigh('ABC').hasInvalid).toBe(false)
})

test.each([
  ['labels', 'a.'],
  ['domains', 'x.com'],
  ['Han labels', '日.'],
  ['half-bare labels', '日a.'],
  ['underscores', '_a.'],
  ['schemes', 'http://'],
  ['open parentheses', 'a.co/('],
  ['query ends', 'a.co/?!'],
  ['joined emoji', '👍\u200D'],
  ['tags', '🏴\u{E0067}'],
])('100,000 characters of %s are weighed at once, not in time that grows with their square', (_, unit) => {
  const start = performance.now()
  expect(weigh(unit.repeat(100_000 / unit.length)).weight).toBeGreaterThan(LIMIT)
  expect(performance.now() - start).toBeLessThan(2000)
})

interface Case {
  readonly id: string
  readonly text: string
  readonly weightedLength?: number
  readonly valid: boolean
  readonly skip?: string
}

// X's own conformance cases belong to X: they are read where they lie beside the project, never copied into it.
const FOLDER = new URL('../../../../../shared/cases/twitter-text/', import.meta.url)
const FILES = ['conformance-weighted.json', 'conformance-tweet-valid.json']

test("X's conformance cases hold, where they are at hand", () => {
  for (const file of FILES.filter((file) => existsSync(new URL(file, FOLDER)))) {
    const cases = (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[]).filter(({ skip }) => !skip)
    expect(cases.length).toBeGreaterThan(0)
    for (const { id, text, weightedLength, valid } of cases) {
      const { weight, hasInvalid } = weigh(text)
      const isValid = weight > 0 && weight <= LIMIT && !hasInvalid
      expect({ id, weight, valid: isValid }).toEqual({ id, weight: weightedLength ?? weight, valid })
    }
  }
})
