import { expect, test } from 'vitest'
import { closesQuotations, withinQuotations } from '#src/text/quotations.ts'

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
  'כך מסר מד"א, ומנכ"ל ארה"ב אמר.',
  'דובר צה"ל אמר: "אנחנו בחו"ל".',
  'כך נכתב ב"הארץ".',
  'מד”א הגיע.',
  `The 6'7" guard and a 32" screen.`,
  '"He is 6’7”," she said of the 12" pipe.',
  '"The class of 2025" won.',
  '‘I’m done,’ said the workers’ leader.',
  '‘The workers’ rights are gone,’ she said of the ’90s.',
  'She called it ‘over’, then rock ‘n’ roll, then let ‘em go.',
  "'It's over,' she said in the '90s, of the workers' choice and 's avonds.",
  "선호투표를 '당헌·당규 위반'이라며 반대했다.",
  'Die Regierung sagte ‚nein‘ und ging.',
  'Al-‘Arabi and Hawai‘i, 6’ tall.',
  'Лист „Политика" пише.',
  'Spitalul „Sf. Maria” din Iași, „Stadtwerk" in Ulm.',
  '“We had no choice," she said.',
  '"We had no choice,” she said.',
  '“We had no choice,“ she said.',
  '“We had,” she said, “no “choice” left.”',
  'قال إن ”الإضراب يبدأ الجمعة“.',
  '法院判决“华夏“公司破产。',
  'Der Film „Das „Wunder“ von Ulm“ gewinnt.',
  'Hon sa: »Vi väntar.»',
  'ТОВ «Завод «Арсенал» визнали банкрутом.',
  'ТОВ «Завод «Арсенал»» визнали банкрутом.',
  'The "Ann "The Rock" Moor" fight.',
  'A 55" TV costs £300, a 3½" disc £1 and a 55"/32" set £9.',
  '"A 55" TV is dear," she said.',
  '“A 55" TV is dear,” she said.',
  "the U.S.' top envoy and the E.U.’ Paris office.",
  '’We had no choice,’ she said.',
  "''We had no choice,'' she said.",
  "``We had no choice,'' she said of the l''Aquila line, 6'7'' wide.",
  "Związek ,,Solidarność'' zapowiada strajk.",
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
  'הרמטכ"ל אמר: "אנחנו נמשיך.',
  'He said: "It is 2025.',
  '他说"我们去。',
  '‘We will build it.',
  'We have no choice,’ she told reporters.',
  "'It's over.",
  '‚Es war nicht leicht.',
  'We must." She left. "No more.',
  'Wir müssen," sagte sie.',
  'Wir müssen“, sagte sie.',
  '„Wir müssen. „Ja, sagte sie.',
  "''We must.",
  "We must,'' she said.",
])('%s leaves a quotation open', (sentence) => {
  expect(closesQuotations(sentence)).toBe(false)
})

test.each([
  ['“We must. |We have no choice. |It is late. |It is dear. |It is right,” she said. |He left.', '-----+'],
  ['"We must." |She left. |"No more. |Never.', '++--'],
  ['And it stood there. |It did.” |She left. |“No.”', '--++'],
  ['— Мы построим трамвай. |Другого пути нет, — сказала мэр. |Она ушла.', '--+'],
  ['— Мы построим, — сказала мэр. |— Другого пути нет. |Это решено.', '+--'],
  ['— A list’s point. |Another sentence.', '++'],
  ['« Non. |Jamais. » |Il part.', '--+'],
  ['„Левски" победи „Славия" с 3:1. |Головете вкара Иванов. |"Няма път. |Няма.', '++--'],
  ['«Завод «Арсенал» визнали банкрутом. |«Борги, – каже він, – великі».', '++'],
  ['«Ми збудуємо «Арсенал». |Шляху немає», – каже він. |Він пішов.', '--+'],
  ['„Wir bauen. |Wir müssen“, sagte sie. |Sie ging.', '--+'],
  ["La 'Ndrangheta controllava gli appalti. |Dodici persone arrestate.", '++'],
  ['‘Ndrangheta, dodici arresti. |Nessun ferito.', '++'],
  ["'Til Death is back. |'Tis the season: shops open late. |It 'Asn't ended.", '+++'],
  ["'We must. |We have no choice,' she said. |She left.", '--+'],
  ["''We must. |We have no choice,'' she said. |She left.", '--+'],
  ['‚Wir müssen. |Es ist spät.', '--'],
])('what stands in a quotation that goes beyond the sentence: %s', (line, expected) => {
  const found = withinQuotations(line.split('|').map((each) => each.trim()))
  expect(found.map((within) => (within ? '-' : '+')).join('')).toBe(expected)
})

test('marks without end take no time to speak of', { timeout: 10_000 }, () => {
  for (const mark of ['“', '"', '„', '«', "''", '‘', "'", '« ', '” ', '’'])
    expect(closesQuotations(`${mark}A `.repeat(100_001))).toBe(mark === '’')
})
