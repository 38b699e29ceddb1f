import { expect, test } from 'vitest'
import { leadSentences } from '#src/article/lead.ts'
import { standfirstSentences } from '#src/article/standfirst.ts'

const STORY = 'A ferry with 212 people aboard has run aground near Tarnholm, the coast guard has said on Friday.'
const leadOf = (paragraphs: readonly string[], language = 'en') =>
  leadSentences({ headline: 'The boat on the rocks', language, paragraphs }, 3).sentences

test.each([
  ['en', 'This story is developing and will be updated.'],
  ['en', 'This article contains affiliate links.'],
  ['en', 'EDITOR’S NOTE: An earlier version of this story misstated the name of the station.'],
  ['en', 'Correction, 4:15 p.m.: The ferry was built in 2024. An earlier version gave another year.'],
  ['en', 'Editor’s note: One of the people named below is a shareholder of this newspaper.'],
  ['en', 'Correction July 12, 2026: The ferry was built in 2024.'],
  ['en', 'Correction (July 12, 2026): The ferry was built in 2024.'],
  ['en', 'Correction appended: the ferry was built in 2024.'],
  ['en', 'Correction to this article: the ferry was built in 2024.'],
  ['en', 'This article was amended because an earlier version said the ferry ran aground near Tarnholm on Monday.'],
  ['en', 'An earlier version of this article misstated where the ferry with 212 people aboard has run aground.'],
  ['en', 'This story has been updated with what the coast guard has said on the ferry and the people aboard.'],
  ['en', 'This is a developing story.'],
  ['en', '[Clarification] The ferry was built in 2024.'],
  ['en', 'Please note: this article contains descriptions of an accident.'],
  ['en', 'An earlier version of this story gave the wrong year.'],
  ['de', 'Sie können diesen Artikel hören.'],
  ['zh', '本文由记者编译。'],
  ['de', 'Anm. d. Red.: Die Fähre wurde 2024 gebaut.'],
  ['fr', 'Note de la rédaction : le ferry date de 2024.'],
  ['uk', 'Від редакції: пором збудували 2024 року.'],
  ['zh', '更正：渡轮于2024年建造。'],
  ['en', 'Serves 4. Prep 20 min. Cook 1 hr.'],
  ['en', 'Running time: 112 min.'],
  ['de', 'Lesezeit: 3 Min.'],
  ['de', 'Dieser Artikel wurde zuletzt am 12. Juli aktualisiert.'],
  ['fr', 'Temps de lecture : 3 min.'],
  ['it', 'Questo articolo è in aggiornamento.'],
  ['uk', 'Час читання: 3 хв.'],
  ['uk', 'Ця стаття оновлюється.'],
  ['en', 'This story was last updated at 5pm with the words of the coast guard.'],
  ['de', 'Dieser Artikel wurde um 17 Uhr aktualisiert, nachdem die Küstenwache sich geäußert hatte.'],
  ['es', 'Esta noticia se ha actualizado a las 17:30.'],
  ['pt', 'Artigo atualizado às 15h.'],
  ['sv', 'Artikeln har uppdaterats.'],
  ['sv', 'Rättelse: Färjan byggdes 2024.'],
  ['nb', 'Saken er oppdatert.'],
  ['pl', 'Aktualizacja, godz. 15:'],
  ['ar', 'تحديث: أضيفت كلمات المتحدث.'],
  ['uk', 'Оновлено: додано слова речниці.'],
  ['fr', 'Mise à jour à 15h : ajout des propos du capitaine.'],
  ['en', 'Updated July 12'],
  ['en', 'Updated on Friday, July 12'],
  ['en', 'Updated at 5pm'],
  ['fr', 'Mis à jour le 12 juillet 2026'],
  ['de', 'Aktualisiert am 12. Juli, 17 Uhr'],
  ['pt', 'Atualizado em 12/07/2026'],
  ['uk', 'Оновлено 12 липня'],
  ['zh', '更新于7月12日'],
])('in %s, %s does not begin a summary', (language, line) => {
  expect(leadOf([line, STORY], language)).toEqual([STORY])
})

test.each([
  'On Friday 14 people died.',
  'It was 4 a.m. when the boat struck the rocks.',
  'The story of the boat is a sad one.',
  'Police said on Friday that nobody was hurt.',
  'Rain fell.',
  'Corrections officers on the ferry said on Friday: nobody was hurt.',
  'Correction of the course came too late.',
  'This is what we know.',
  'Correction territory: the index of shipping companies lost a tenth on Friday.',
  'Korrektur beim Goldpreis: Die Unze verlor am Freitag hundert Dollar.',
  'Corrección en Wall Street: el índice perdió un diez por ciento el viernes.',
  'Korrektur an der Börse (B3): Der Index verlor am Freitag ein Zehntel.',
  'Correction officers in New York (X) went on strike on Friday: nobody was hurt.',
  'Correção na Bolsa (B3) leva o índice a perder dez por cento.',
  'Поправка о земле (№ 1234) принята в пятницу.',
  'Les sénateurs ont jugé que cet article est contraire à la Constitution.',
  'El Gobierno asegura que este texto se aprobará antes del verano.',
  'Secondo la Corte questo articolo è incostituzionale.',
  'Russia said this report is biased.',
  'Суд признал этот материал экстремистским.',
  '昨日本文系毕业生在港口获奖。',
  'Nobody saw this article of clothing again.',
  'This report was published on Tuesday by the coast guard.',
  'This report is the first that the guard has published.',
  'This story is one of greed, said the guard on Friday, and of people breaking rules aboard the ferry.',
  'Update: 212 people are still aboard the ferry.',
  'Updated rules for ferries with more than 200 people come into force on Friday.',
  'Das Update kam zu spät.',
  'Updated in 12 countries, the rules let boats sail.',
  'Updated iOS 26 arrives in shops.',
  'Update to iOS 26 is out.',
  'Update auf iOS 26 ist da.',
  'Update: Two more bodies were found near Skye.',
  'Updated forecast: heavy snow in Leeds tonight.',
  'Aggiornati i prezzi: 3 euro per un biglietto a Milano.',
  'Atualização de 3% nas tarifas vale a partir de maio.',
  'Aktualizacja o 3 proc. obejmie wszystkich.',
  'Updated iPads arrive in shops on 12 May.',
  'Updated Covid jabs can be booked from 12 September.',
  'Aktualisierte Corona-Impfstoffe gibt es ab 12 Uhr.',
  'La actualización del padrón suma 300 vecinos.',
  'Aktualizacja taryf obejmie 12 mln odbiorców.',
  'Обновленный цех выпустит 300 машин в день.',
  'Оновлена версія запрацює з 12 травня.',
  'Uppdateringen gäller från 12 maj.',
  'Güncellenen tablo 12 milyon kişiyi kapsıyor.',
])('%s begins one', (line) => {
  expect(leadOf([line, STORY])[0]).toBe(line)
})

test('a note among the story is passed over', () => {
  const rest = 'The boat will be towed to the harbour as soon as the weather is good enough for it, the guard said.'
  const more = 'Nobody was hurt.'
  expect(leadOf([STORY, 'This story will be updated.', rest, more])).toEqual([STORY, rest, more])
})

test.each([
  'Correction: An earlier version gave another year.',
  'This story was updated at 5pm.',
  'This report has been updated.',
  'Dieser Artikel wurde um 17 Uhr aktualisiert.',
  'This post was originally published on the site of the guard.',
  'This report was first published in the evening.',
  'An earlier version of this report gave another year.',
])('a note behind a short story is not told: %s', (note) => {
  expect(leadOf([STORY, note])).toEqual([STORY])
})

test.each([
  [["Editor's note: An earlier version gave the wrong year.", STORY], [STORY]],
  [[STORY, 'This story was updated at 5pm.', 'It said that all went well.'], [STORY]],
  [
    ["Editor's note: this newspaper belongs to the owner of the ferry."],
    ["Editor's note: this newspaper belongs to the owner of the ferry."],
  ],
])('a feed’s summary is told without its notes: %s', (lines, expected) => {
  const story = { headline: 'The boat on the rocks', authors: [], language: 'en', paragraphs: [], others: [] }
  expect(standfirstSentences({ text: lines.join('\n'), shown: false }, story)).toEqual(expected)
})

test.each([
  ['Two dead, 14 hurt, 3 missing.', 'That is the result of a collision.'],
  ['It was 7.15 am on May 3.', 'The sun had risen.'],
  ['This story has no heroes.', 'It has a boat.'],
])('a feed’s summary keeps a first line that may be the writer’s own: %s', (line, next) => {
  const story = { headline: 'The boat on the rocks', authors: [], language: 'en', paragraphs: [STORY], others: [] }
  expect(standfirstSentences({ text: `${line}\n${next}`, shown: true }, story)).toEqual([line, next])
})

test.each([
  'Both captains are 34.',
  'This story is a sad one.',
  'This post was published on X on Sunday.',
  'This content was published by the captain himself on Facebook.',
  'A version of this report was shown to ministers in 2019.',
])('a short last sentence is told: %s', (last) => {
  expect(leadOf([STORY, last])).toEqual([STORY, last])
})

test('what a sentence among the story says of an article of law is no note', () => {
  const law = 'Cet article a longtemps divisé la majorité des sénateurs.'
  const before = 'Les sénateurs ont voté vendredi soir un texte de loi qui divise la majorité depuis deux ans.'
  const after = 'La majorité a promis aux sénateurs un nouveau vote avant la fin de cette année, dit le ministre.'
  expect(leadOf([before, law, after], 'fr')).toEqual([before, law, after])
})

test('where nothing follows a line tells what there is', () => {
  expect(leadOf(['Serves 4. Prep 20 min.'])).toEqual(['Serves 4.', 'Prep 20 min.'])
})
