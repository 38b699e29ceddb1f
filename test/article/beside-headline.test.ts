import { expect, test } from 'vitest'
import { besideHeadline } from '#src/article/beside-headline.ts'

const EN = 'Fog shuts port for six hours'
const UK = 'Хліб подорожчав на 4,5%'
const ZH = '大雾关闭港口六小时'

test.each([
  [EN, `${EN} - Tarnholm Times`],
  [EN, `${EN} | Tarnholm Times | News, weather, sport`],
  [EN, `${EN} – Tarnholm Times.`],
  [EN, `${EN} on Tarnholm Times`],
  [EN, `Read “${EN}” on Tarnholm Times`],
  [EN, `Read ${EN} on Tarnholm Times.`],
  [EN, `Continue reading ${EN} →`],
  [EN, `Headline: ${EN}`],
  [UK, `${UK}: подробиці, фото, відео`],
  [UK, `Читайте «${UK}» на сайті Вісник`],
  [ZH, `原标题：${ZH}`],
  [ZH, `${ZH}_海港时报`],
  [ZH, `${ZH} | 海港时报网`],
  ['„Wir warten“', '„Wir warten“ | Hafenblatt'],
])('of the headline %j, the line %j says nothing more', (headline, line) => {
  expect(besideHeadline(line, headline)).toBe(null)
})

test.each([
  [EN, ' - ', 'Twelve ships had to wait outside the harbour.'],
  [EN, ': ', '“We see nothing,” said the harbour master.'],
  [UK, ' — ', 'Пекарі кажуть, що зросла ціна на борошно.'],
  [EN, ' - ', 'Twelve ships – two of them Danish – had to wait outside.'],
  [EN, ' - ', 'Twelve ships had to wait outside - and then sailed on.'],
  ['Fog Shuts Port', ' - ', 'The ships had to wait - and then sailed on.'],
  ['Zugunglück in Bayern: Fünf Tote', ' - ', 'Bei dem Unfall starben Reisende - darunter vier Kinder.'],
  ['Зеленський прибув до Парижа', ' - ', 'У понеділок він зустрінеться з Макроном - про це пишуть ЗМІ.'],
  ['Budget vote', ' - ', 'The council of the old town has put it off until May.'],
  ['Владимир Зеленский', ' - ', 'Президент Украины выступил с обращением к народу.'],
  ['الرئيس يصل إلى باريس', ' - ', 'سيلتقي ماكرون يوم الاثنين - ثم يسافر إلى روما.'],
  ['Prince Harry', ': ', 'The Duke of Sussex has won his case against a publisher.'],
  [ZH, '：', '十二艘船在港口外等候了一整天。'],
  [EN, ' - ', 'eBay says that its parcels wait outside the harbour.'],
  ['ნისლმა პორტი ექვსი საათით დაკეტა', ' - ', 'თორმეტი გემი ნავსადგურის გარეთ დღისით იცდიდა.'],
])('what is set off behind the headline %j is told alone', (headline, parting, sentence) => {
  expect(besideHeadline(`${headline}${parting}${sentence}`, headline)).toBe(sentence)
})

test.each([
  [EN, `${EN} as twelve ships wait outside.`],
  [EN, `${EN}, the harbour master says.`],
  [EN, `Thick fog shuts port for six hours on Monday.`],
  [EN, `${EN} – twelve of them by day – as the wind dies down.`],
  [EN, `${EN}. Twelve ships had to wait outside.`],
  [EN, 'Twelve ships had to wait outside the harbour.'],
  ['Angela Merkel', 'Angela Merkel – Kanzlerin von 2005 bis 2021 – ist am Montag nach Kiew gereist.'],
  ['Ian Smith', 'Ian Smith – Rhodesia’s last prime minister – has died aged 88.'],
  ['King Juan Carlos of Spain', 'King Juan Carlos of Spain - Felipe’s father - returns on Monday.'],
  ['Olaf Scholz', 'Olaf Scholz - SPD-Chef und Kanzler - ist am Montag nach Kiew gereist.'],
  ['Taylor Swift', 'Taylor Swift - Die Sängerin - kommt im Sommer nach Wien.'],
  ['Владимир Зеленский', 'Владимир Зеленский - Президент Украины - выступил с обращением к народу.'],
  ['حرب غزة', 'حرب غزة - المستمرة منذ عامين - دخلت مرحلة جديدة يوم الاثنين.'],
  ['Павел Дуров', 'Павел Дуров – Человек года по версии Forbes, сообщил журнал.'],
  ['Людмила Михайловна Павличенко', 'Людмила Михайловна Павличенко — Герой Советского Союза и снайпер.'],
  ['Iran', 'Iran: a border opens again after three years.'],
  ['Bread prices', 'On Monday Bread prices rose.'],
  [EN, `${EN} - ${'ships '.repeat(300)}`],
])('a sentence of its own is kept whole, whatever it shares with the headline %j: %j', (headline, line) => {
  expect(besideHeadline(line, headline)).toBe(line)
})
