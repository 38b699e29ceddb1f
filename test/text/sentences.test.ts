import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closesQuotations, isWhole, sentences } from '#src/text/sentences.ts'

describe('sentences', () => {
  test.each([
    ['en', 'Mr. Smith went to Washington, D.C. on Jan. 5 at 3.5 p.m.| He paid $4.50.| Then he left.'],
    ['en', 'J. K. Rowling wrote it.| “I go. You stay,” he said.| She left (at 5 or so. Maybe later).| End.'],
    ['en', '"Stop!" he said.| "Go."| She went.'],
    ['en', 'He lives in the U.S.| He likes it.| The U.S. Senate voted.'],
    ['en', 'Prices rose 3.5% to $1.2bn.| Yahoo! shares fell.| What?!| No.'],
    ['en', 'No. 5 is alive.| I said no.| See p. 12 for more.'],
    ['en', 'The “unclosed quote.| It goes on.| And on.| And on.| And on.| And on.'],
    ['en-GB', 'St. Ives is small.| Dr. Who lives there.'],
    ['de', 'Am 3. Mai kam Dr. Müller z. B. nach Bonn.| Es regnete.'],
    ['de', 'Das kostet 1,5 Mio. Euro, sagt er.| Zuvor waren es 2 Mrd. Euro.'],
    ['fr', 'M. Macron est venu.| « Oui. Non. » a-t-il dit.| Fin.'],
    ['es', '¿Qué pasó?| ¡Nada!| El Sr. López salió.'],
    ['ru', 'А. С. Пушкин родился в 1799 г. в Москве.| Он жил на ул. Арбат.| «Уйду. Приду», — сказал он.'],
    ['ru', '— Стоп! — сказал он.| Все встали.'],
    ['uk', 'В. Зеленський прибув.| Це коштує 5 тис. гривень.| Уряд мовчить.'],
    ['pl', 'Spotkanie z prof. Kowalskim odbyło się 3. maja.| Przyszli wszyscy.'],
    ['ja', '東京は晴れです。|「行く。来る。」と言った。|大丈夫？|はい！'],
    ['zh', '这是第一句。|这是第二句！|第三句？'],
    ['ar', 'هذا خبر.| ماذا حدث؟| لا شيء.'],
    ['ar', 'وصل جون إف. كينيدي وجورج دبليو. بوش.| ثم غادرا.'],
    ['hi', 'यह पहला है।| यह दूसरा है।'],
    ['el', 'Τι έγινε;| Ο κ. Παπαδόπουλος έφυγε.'],
    [null, 'Dr. Smith came.| А. С. Пушкин ушёл.'],
    ['not a language', 'One.| Two.'],
  ])('of %s: %s', (language, marked) => {
    expect(sentences(marked.replaceAll('|', ''), language)).toEqual(marked.split('|').map((each) => each.trim()))
  })

  test('a line feed ends one', () => {
    expect(sentences('A heading\nThe text. More\n\nEnd', 'en')).toEqual(['A heading', 'The text.', 'More', 'End'])
  })

  test('nothing is dropped, whatever the text and language', () => {
    const piece = fc.constantFrom(
      'Mr. ',
      'A. ',
      'go. ',
      '“',
      '” ',
      '(',
      ') ',
      '3. ',
      '«',
      '» ',
      '… ',
      '! ',
      '。',
      '「',
      '」',
      'слово ',
      '\n',
      '"',
      "'",
    )
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('en', 'de', 'ru', 'ja', null, 'x!'), (pieces, language) => {
        const text = pieces.join('')
        expect(sentences(text, language).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })

  test.each([
    ['open quotations', '“A. '.repeat(30_000)],
    ['abbreviations', 'Mr. A. '.repeat(30_000)],
    ['one long word', `${'a'.repeat(500_000)}.`],
  ])('many %s take no time to speak of', { timeout: 20_000 }, (_, text) => {
    expect(sentences(text, 'en').length).toBeGreaterThan(0)
  })
})

describe('a sentence is whole', () => {
  test.each([
    'The end.',
    'The end!',
    'Really?',
    'He said: “The end.”',
    '(The end.)',
    'The end. 🎉',
    '終わりです。',
    '「終わりです。」',
    'انتهى؟',
    'समाप्त।',
    'สวัสดีครับ นี่คือข่าว',
  ])('%j', (sentence) => {
    expect(isWhole(sentence)).toBe(true)
  })
})

test.each([
  'Nobody spoke.',
  '“We waited,” she said, “for the bridge.”',
  '"We waited," she said.',
  'Sie sagte: „Wir warten.“',
  'Sie sagte: »Wir warten.«',
  'Elle a dit : « Nous attendons. »',
  'Hon sa: ”Vi väntar.”',
  '彼は「『橋』は開いた」と言った。',
  "It's the city’s bridge.",
])('%s closes what it quotes', (sentence) => {
  expect(closesQuotations(sentence)).toBe(true)
})

test.each([
  '“As we waited, the ferry left.',
  'The ferry left.”',
  '"We waited.',
  '„Wir warten.',
  '« Nous attendons.',
  '「橋は開いた。',
])('%s leaves a quotation open', (sentence) => {
  expect(closesQuotations(sentence)).toBe(false)
})

describe('a sentence is not whole', () => {
  test.each([
    'The council decided on',
    'The council decided on…',
    'The council decided on...',
    'The council decided on [...]',
    'The council decided on […]',
    'The council decided on… Read more',
    'Read more.',
    'Read more »',
    'Continue reading →',
    'Читать далее…',
    'Читать далее.',
    'Among them:',
    'A heading',
    '“The council decided',
    'https://news.example/a',
    '東京は晴れ',
    '',
  ])('%j', (sentence) => {
    expect(isWhole(sentence)).toBe(false)
  })
})
