import { expect, test } from 'vitest'
import { render } from '#src/post/template.ts'
import { someWording } from '#test/fixtures/wording.ts'

const AT = Date.UTC(2026, 6, 12, 21, 5, 9)

/** What `{{ expression }}` shows of an article in `language`. */
function shown(expression: string, title = '', language: string | null = 'en', timezone = 'UTC'): string {
  const values = {
    title,
    summary: false,
    link: '',
    date: AT,
    authors: [],
    categories: ['Нова Зеландія', 'breaking news'],
    hashtags: [],
    source: '',
    feed: '',
    language,
  }
  return render(someWording({ template: `{{ ${expression} }}`, timezone }), values)
    .map((segment) => ('text' in segment ? segment.text : ''))
    .join('')
}

test.each([
  ['date', 'en', 'UTC', 'July 12, 2026'],
  ['date', 'en-GB', 'UTC', '12 July 2026'],
  ['date', 'uk', 'Europe/Kyiv', '13 липня 2026 р.'],
  ['date', null, 'UTC', 'July 12, 2026'],
  ['date', 'en_GB', 'UTC', '12 July 2026'],
  ['date', 'not a language', 'UTC', 'July 12, 2026'],
  ['date | date: "%d.%m.%Y, %H:%M"', 'uk', 'Europe/Kyiv', '13.07.2026, 00:05'],
  ['date | date: "%e %B"', 'uk', 'UTC', '12 липня'],
  ['date | date: "%Y年%B%-d日"', 'zh', 'UTC', '2026年7月12日'],
  ['date | date: "%b %-d일"', 'ko', 'UTC', '7월 12일'],
  ['date | date: "%-d. %b"', 'cs', 'UTC', '12. července'],
  ['date | date: "%-d %b %Y"', 'bg', 'UTC', '12 юли 2026'],
  ['date | date: "%b"', 'lt', 'UTC', 'liepa'],
  ['date | date: "%-d %B %Y"', 'fa', 'UTC', '12 ژوئیه 2026'],
  ['date | date: "%-d %B"', 'ps', 'UTC', '12 جولای'],
  ['date | date: "%B %Y"', 'uk', 'UTC', 'липень 2026'],
  ['date | date: "%A, %-d. %B"', 'de', 'UTC', 'Sonntag, 12. Juli'],
  ['date | date: "%I:%M %p"', 'en', 'UTC', '09:05 PM'],
  ['date | date: "%y%m%d %H%M%S %z %%"', 'en', 'America/New_York', '260712 170509 -0400 %'],
  ['date | date: "%a %b"', 'en', 'UTC', 'Sun Jul'],
])('%s in %s at %s is %s', (expression, language, timezone, expected) => {
  expect(shown(expression, '', language, timezone)).toBe(expected)
})

test('a directive that is not known, and a date that is none, are mistakes', () => {
  expect(() => shown('date | date: "%Q"')).toThrow(/%Q is not known.*%Y/)
  expect(() => shown('title | date: "%Y"', 'x')).toThrow(/needs a date/)
})

test.each([
  ['upcase', 'straße', 'de', 'STRASSE'],
  ['upcase', 'istanbul', 'tr', 'İSTANBUL'],
  ['downcase', 'ISTANBUL', 'tr', 'ıstanbul'],
  ['capitalize', 'ijs', 'en', 'Ijs'],
  ['capitalize', 'ǆip', 'hr', 'Ǆip'],
  ['hashtag', 'Нова Зеландія', 'uk', '#НоваЗеландія'],
  ['hashtag', "здоров'я", 'uk', '#здоровя'],
  ['hashtag', 'breaking news', 'en', '#BreakingNews'],
  ['hashtag', 'U.S.', 'en', '#US'],
  ['hashtag', 'COVID-19', 'en', '#COVID19'],
  ['hashtag', '#already', 'en', '#already'],
  ['hashtag', '国际·新闻', 'zh', '#国际新闻'],
  ['hashtag', 'हिंदी समाचार', 'hi', '#हिंदीसमाचार'],
  ['hashtag', '2026', 'en', ''],
  ['hashtag', '!?', 'en', ''],
  ['hashtag', 'x'.repeat(200), 'en', ''],
  ['first_sentence', 'Dr. Smith came. He left.', 'en', 'Dr. Smith came.'],
  ['first_sentence', '桥已开通。市长来了。', 'zh', '桥已开通。'],
  ['truncate: 12', 'The bridge opens', 'en', 'The bridge…'],
  ['truncate: 12', 'Гавань відкрили знову', 'uk', 'Гавань…'],
  ['truncate: 5', '市议会批准了新的电车线路', 'zh', '市议会…'],
  ['truncate: 3', '👩‍👩‍👧 👩‍👩‍👧 👩‍👩‍👧', 'en', '👩‍👩‍👧…'],
  ['truncate: 99', 'Short', 'en', 'Short'],
  ['truncate_sentences: 20', 'One is here. Two is here too.', 'en', 'One is here.'],
  ['truncate_sentences: 8', 'One is here. Two is here too.', 'en', 'One is…'],
  ['slice: 0, 2', '👩‍👩‍👧é!', 'en', '👩‍👩‍👧é'],
  ['slice: -1', 'abc', 'en', 'c'],
  ['slice: 1', 'abc', 'en', 'b'],
])('%s makes of %j in %s: %j', (filter, text, language, expected) => {
  expect(shown(`title | ${filter}`, text, language)).toBe(expected)
})

test('a list of names becomes a list of hashtags', () => {
  expect(shown('tags | hashtag')).toBe('#BreakingNews')
})

test('a length that is no number is a mistake', () => {
  expect(() => shown('title | truncate: "many"', 'x')).toThrow(/whole number/)
})
