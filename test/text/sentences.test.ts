import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWhole, sentences } from '#src/text/sentences.ts'

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
    ['en', '"We must. We have no choice," she said.| "It is that simple."| He left.'],
    ['en-GB', '‘I’m done. I can’t go on,’ the workers’ leader said.| ‘No.’| He left in the ’90s.| Nobody stayed.'],
    ['en', 'The "unclosed mark.| It goes on.| She said "no" to it.| And on.'],
    ['de', 'Am 3. Mai kam Dr. Müller z. B. nach Bonn.| Es regnete.'],
    ['de', 'Das kostet 1,5 Mio. Euro, sagt er.| Zuvor waren es 2 Mrd. Euro.'],
    ['de', '„Wir warten. Wir gehen“, sagte er.| Er ging.| Es gab „Nein“.| Und „Ja“.'],
    ['sv', '”Vi väntar. Vi går”, sa han.| Han gick.'],
    ['bg', '„Чакаме. Отиваме", каза той.| Той отиде.'],
    ['it', "La 'Ndrangheta controllava gli appalti.| Dodici persone arrestate."],
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
    ['en', 'Police came at about 8:15 p.m. Saturday.| He left at 9 a.m. ET.| It closed at 5 p.m.| Police left.'],
    [
      'en',
      'Sens. Ted Cruz and Ann Lee met Reps. Roe and Poe.| Apple Inc. Chief Tim Cook spoke.| So did Acme Corp.| The end.',
    ],
    ['en', 'He has a Ph.D. from Yale.| She has a Ph.D.| She is 40.| It was on X and bbc.com.| Nobody saw it.'],
    ['en', "They don’t.| Nobody does.| We can't.| People try."],
    ['de', 'Zu Gast waren u.a. Politiker.| Obst wie z.B. Äpfel, d.h. Kernobst, und v.a. Birnen.'],
    ['de', 'Zu Gast waren u. a. Politiker aus Berlin.| Dr. med. Anna Lang und Dipl.-Ing. Klaus Roth kamen.'],
    ['de', 'Die Meier GmbH & Co. KG baut mit Prof. Dr. h.c. Ute Müller.| Ende.'],
    ['pl', 'Biorą w nim udział m.in. Donald Tusk.| W 2025 r. Polska dała 20 tys. Polakom wizy.| Od 2026 r. 12 osób.'],
    ['pl', 'Zmarł w 2025 r.| W Warszawie żałoba.'],
    ['sv', 'Med på mötet var bl.a. Volvos vd.| Det gäller t.ex. Malmö.'],
    ['da', 'Det er f.eks. Lars.| Det var alt.'],
    ['nl', 'Aanwezig waren o.a. Mark Rutte en m.n. Jan.| Klaar.'],
    ['cs', 'Přišel MUDr. Malý a JUDr. Novák z ABC s.r.o. Praha.| Konec.'],
    ['es', 'En EE. UU. Biden habló.| También en EE.UU. Biden habló.| Ganó EE. UU.| El acuerdo queda lejos.'],
    ['it', 'Parla l’on. Bianchi con la dott.ssa Verdi della S.p.A. Fiat.| Fine.'],
    ['pt', 'O dep. Silva falou.| A profa. Ana saiu.'],
    ['vi', 'Sở Giao thông TP. Hồ Chí Minh cho biết mưa to.| PGS. TS. Nguyễn An ở Q. 1.'],
    ['uk', 'Інциденти сталися у с. Гатне та у м. Київ.| Це я.| Так і є.| Усе.'],
    ['ru', 'В 2025 г. Россия и в г. Краснодар т.н. Новая улица.| Он родился в 1799 г.| Он жил там.'],
    ['ja', 'Yahoo!ニュースは報じた。|Yahoo! ニュースもAcme Inc.の発表を伝えた。|終わり！'],
    ['en', '2. Next in line is Oslo.| It sold 200 boats.| 3. Bergen is last.'],
    ['en', 'The rules are: 1. No cars. 2. No dogs. 3. No noise.| They hold from May.'],
    ['es', 'Elaboración: 1. Mezclar la harina con el agua.| Reposar.| 2. Amasar.'],
    ['en', 'He came second: 2.| She was first.| He left at 1.| She stayed.'],
    ['ru', 'а) Первое правило.| Второе правило.'],
    ['ka', 'საბჭომ ხმა მისცა.| მუშაობა იწყება მაისში.'],
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
    'Τι έγινε;',
    '«Τι έγινε;»',
    'In 1984.',
    'Nein.',
  ])('%j', (sentence) => {
    expect(isWhole(sentence)).toBe(true)
  })
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
    'A heading;',
    'The rules are: 1.',
    '“The council decided',
    'https://news.example/a',
    '東京は晴れ',
    '2.',
    'b.',
    '(12).',
    '',
  ])('%j', (sentence) => {
    expect(isWhole(sentence)).toBe(false)
  })
})
