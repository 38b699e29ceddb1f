import { expect, test } from 'vitest'
import { languageIn } from '#src/text/language-told.ts'

test.each([
  ['en-US', 'Storm closes the harbour', 'en-US'],
  ['en-US', 'Шторм закрив гавань: її відкриють завтра', 'uk'],
  ['en', 'Шторм закрыл гавань до завтрашнего дня', 'ru'],
  ['en', 'Бурята затвори пристанището', null],
  ['en-GB', 'הסערה סגרה את הנמל', 'he'],
  ['en-US', 'العاصفة تغلق الميناء حتى الجمعة', 'ar'],
  ['en-US', '暴风雨关闭港口，明天重新开放通行', 'zh'],
  ['en-US', '嵐で港が閉鎖、明日には再開へ', 'ja'],
  ['en', 'BBC: iPhone 17 у Києві', 'en'],
  ['fr', 'Шторм закрив гавань: її відкриють завтра', 'fr'],
  ['ua', 'Шторм закрив гавань', 'uk'],
  ['ua-UA', 'Шторм закрив гавань', 'uk-UA'],
  ['enm', 'Шторм закрив гавань: її відкриють завтра', 'enm'],
  [null, 'Шторм закрив гавань', null],
])('where %s is told, the language of "%s" is %s', (told, text, language) => {
  expect(languageIn(told, text)).toBe(language)
})
