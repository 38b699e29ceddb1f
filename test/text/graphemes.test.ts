import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginning, cut, graphemes, isWithin, shorten } from '#src/text/graphemes.ts'

const within =
  (length: number) =>
  (candidate: string): boolean =>
    candidate.length <= length

test('graphemes are what a reader counts', () => {
  expect(graphemes('e\u0301👩‍👩‍👧🇺🇦क्षि')).toEqual(['e\u0301', '👩‍👩‍👧', '🇺🇦', 'क्षि'])
})

test.each([
  ['what fits as it is', 'e\u0301👩‍👩‍👧', 10, 'e\u0301👩‍👩‍👧'],
  ['whole emoji', 'ab👩‍👩‍👧c', 9, 'ab'],
  ['a letter with its accent', 'abe\u0301', 3, 'ab'],
  ['the whole characters of one that is too long itself', '👩‍👩‍👧', 7, '👩‍👩\u200d'],
  ['no half of a character', '😀', 1, ''],
  ['no lone half of a pair', 'a\ud83d', 9, 'a\ufffd'],
])('a beginning is %s', (_, text, units, shown) => {
  expect(beginning(text, units)).toBe(shown)
})

describe('shortening', () => {
  test('leaves what fits as it is', () => {
    expect(shorten('All of it.', within(10))).toBe('All of it.')
  })

  test.each([
    ['ends at a word', 'The harbour opens again', 15, 'The harbour…'],
    ['takes as many words as fit', 'The harbour opens again', 18, 'The harbour opens…'],
    ['leaves no separator in front of the dots', 'The harbour, which opens again', 13, 'The harbour…'],
    ['leaves no opening bracket or dash', 'Old town (the west – part)', 24, 'Old town (the west…'],
    ['keeps a question mark', 'Why? Because of the tide', 6, 'Why?…'],
    ['keeps a number with a space in it together', 'Ticket costs 10 000 euros', 18, 'Ticket costs…'],
    ['keeps words joined by a no-break space together', 'Ticket costs 10\u00a0€ now', 17, 'Ticket costs…'],
    ['cuts no link', 'See https://news.example/a/b/c now', 20, 'See…'],
    ['keeps line feeds between what it keeps', 'One\n\ntwo three', 12, 'One\n\ntwo…'],
    ['ends between the words of Chinese', '东京都发表了新的政策', 6, '东京都发表…'],
    ['ends between the words of Thai', 'สวัสดีครับวันนี้อากาศดี', 11, 'สวัสดีครับ…'],
    ['cuts no link in text without spaces', '请看https://news.example/路径。谢谢大家', 20, '请看…'],
    ['cuts no hashtag in text without spaces', '今天#东京天气预报 晴', 6, '今天…'],
  ])('%s', (_, text, length, shortened) => {
    expect(shorten(text, within(length))).toBe(shortened)
  })

  test.each([
    ['the first word is too long', 'Donaudampfschifffahrtsgesellschaft', 10],
    ['all that fits is punctuation', '— (— Donaudampfschifffahrt', 8],
    ['nothing fits', 'a b', 0],
  ])('answers null where %s', (_, text, length) => {
    expect(shorten(text, within(length))).toBeNull()
  })

  test.each([
    ['inside a word', 'Donaudampfschifffahrtsgesellschaft', 10, 'Donaudamp…'],
    ['in no grapheme', '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 18, '👩‍👩‍👧👩‍👩‍👧…'],
    ['in no accented letter', 'e\u0301'.repeat(5), 6, 'e\u0301e\u0301…'],
    ['in no flag', '🇺🇦🇵🇱🇺🇦', 7, '🇺🇦…'],
    ['before a name with a dot', 'says:readme.mdfoo', 15, 'says…'],
    ['before a dot of a name that is all there is', 'www.abc.example.community', 14, 'www.abc…'],
    ['before a dot of a run', 'a.b.c.d.e.f', 8, 'a.b.c.d…'],
    ['before a link', '请看https://news.example/a', 9, '请看…'],
  ])('may as a last resort end %s', (_, text, length, shortened) => {
    expect(cut(text, within(length))).toBe(shortened)
  })

  test.each([
    ['one link', 'https://news.example/very/long', 12],
    ['one grapheme', `a${'\u0301'.repeat(20)}`, 12],
    ['nothing but punctuation where it fits', '————————Donau', 6],
  ])('cuts nothing that is %s', (_, text, length) => {
    expect(cut(text, within(length))).toBeNull()
  })

  test('keeps to a limit counted otherwise, and asks few times', () => {
    let asked = 0
    const shortened = shorten('слово '.repeat(2000), (candidate) => {
      asked += 1
      return Buffer.byteLength(candidate) <= 280
    })
    expect(Buffer.byteLength(shortened ?? '')).toBeLessThanOrEqual(280)
    expect(Buffer.byteLength(shortened ?? '')).toBeGreaterThan(265)
    expect(asked).toBeLessThan(20)
  })

  test('whatever the text, what comes fits, and is a beginning of it in whole graphemes', () => {
    const piece = fc.constantFrom(
      'news',
      ' ',
      '\n',
      '👩‍👩‍👧',
      '🇺🇦',
      'e\u0301',
      '東京',
      'ไทย',
      '…',
      ', ',
      'https://a.b/c',
      '10 000',
    )
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(text, fc.nat(40), fc.constantFrom(shorten, cut), (whole, length, shortening) => {
        const shortened = shortening(whole, within(length))
        if (shortened === null || shortened === whole) return
        expect(shortened.length).toBeLessThanOrEqual(length)
        expect(shortened.endsWith('…')).toBe(true)
        const kept = graphemes(shortened.slice(0, -1))
        expect(graphemes(whole).slice(0, kept.length)).toEqual(kept)
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  ['', 0, true],
  ['abc', 3, true],
  ['abc', 2, false],
  ['👩‍👩‍👧👩‍👩‍👧', 2, true],
  ['👩‍👩‍👧👩‍👩‍👧', 1, false],
])('whether %j has at most %d characters as readers count them: %s', (text, most, within) => {
  expect(isWithin(text, most)).toBe(within)
})
