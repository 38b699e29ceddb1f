import { expect, it } from 'vitest'
import { holdsUrl, urlsIn, weightedLength } from '#src/platform/twitter/length.ts'

it.each([
  ['hello', 5],
  ['Київ', 4],
  ['東京', 4],
  ['ế', 2],
  ['e\u0302\u0301', 2],
  ['…', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🐦‍🔥', 2],
  ['🫱🏻‍🫲🏿', 2],
  ['1️⃣', 2],
  ['⚡\ufe0f❗\ufe0f', 4],
  ['https://example.com/a/very/long/path?with=query', 23],
  ['example.music', 23],
  ['https://example.music/path', 23],
  ['song.musical', 12],
  ['see x.ai now', 31],
])('weighs %s as %d', (text, weight) => {
  expect(weightedLength(text)).toBe(weight)
})

it('does not count what no post can hold', () => {
  expect(weightedLength('a.'.repeat(50_000))).toBe(Infinity)
})

it('counts a very long link of the post, and only that', () => {
  const link = `https://example.com/${'a'.repeat(3_000)}`
  expect(weightedLength(`Title ${link}`, link)).toBe(29)
  expect(weightedLength(`Title${link}`, link)).toBeGreaterThan(29 - 23)
  expect(weightedLength('b'.repeat(3_000), link)).toBe(Infinity)
})

it('finds links where they stand, and tells bare domains from addresses', () => {
  expect(urlsIn('a news.music and https://b.org/x.')).toEqual([
    { url: 'news.music', bare: true, start: 2, end: 12 },
    { url: 'https://b.org/x', bare: false, start: 17, end: 32 },
  ])
  expect(holdsUrl('no link in here.')).toBe(false)
})
