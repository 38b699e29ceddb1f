import { expect, test } from 'vitest'
import { nfc, nfd, nfkc, streamSafe } from '#src/text/normal-form.ts'

test('no letter keeps more than 30 marks, and all other text stays as it is', () => {
  expect(streamSafe(`a${'\u0323\u0301'.repeat(5_000)}b${'\u0301'.repeat(30)}c`)).toBe(
    `a${'\u0323\u0301'.repeat(15)}b${'\u0301'.repeat(30)}c`,
  )
  expect(streamSafe(`${'x'.repeat(10)}${'\u{1e8d0}'.repeat(31)}`)).toBe(`${'x'.repeat(10)}${'\u{1e8d0}'.repeat(30)}`)
  for (const text of ['Việt Nam', 'ที่นี่มีน้ำ', 'हिन्दी में', 'שָׁלוֹם', 'ﾊﾞﾋﾟ', '', '👩🏽‍🚀']) expect(streamSafe(text)).toBe(text)
})

test('letters are put together, plain, or apart', () => {
  expect(nfc('Cafe\u0301 ﬁ')).toBe('Café ﬁ')
  expect(nfkc('Cafe\u0301 ﬁ')).toBe('Café fi')
  expect(nfd('Café')).toBe('Cafe\u0301')
})

test.each([
  ['marks of two classes', '\u0323\u0301'],
  ['marks beyond the first plane', '\u{1e8d0}\u{1d165}'],
  ['letters that become marks, among marks', '\uff9e\u0323'],
  ['as many marks as may be', `a${'\u0323\u0301'.repeat(15)}`],
])('a megabyte of %s is normalised at once', (_, part) => {
  const text = `a${part.repeat(1_000_000 / part.length)}`
  const started = process.cpuUsage().user
  for (const normalised of [nfc, nfkc, nfd]) normalised(text)
  expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(600)
})
