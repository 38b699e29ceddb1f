import { expect, test } from 'vitest'
import { leadSentences } from '#src/article/lead.ts'
import { leans } from '#src/text/leaning.ts'

const of = (paragraphs: readonly string[], headline = 'The bridge opens', most = 5) =>
  leadSentences({ headline, language: 'en', paragraphs }, most).sentences

test('the story runs unbroken from its first whole sentence, without dateline', () => {
  expect(
    of(['By our reporter', 'KYIV, July 12 — The city celebrated all night. People danced on the river banks.', 'More']),
  ).toEqual(['The city celebrated all night.', 'People danced on the river banks.'])
})

test('behind the beginning a speaker in capitals is no dateline', () => {
  const paragraphs = ['The city celebrated all night. (AGY)', 'KYIV TIMES: What comes next for the city?']
  expect(of(paragraphs)).toEqual(['The city celebrated all night.', 'KYIV TIMES: What comes next for the city?'])
})

test('a first sentence that adds nothing to the headline is left out', () => {
  expect(of(['The bridge opens. The city celebrated all night.'])).toEqual(['The city celebrated all night.'])
})

test.each([' - ', ': ', ' – '])(
  'the headline that stands before the first sentence, parted by "%s", is not told again',
  (mark) => {
    const headline = 'Two dead in crash near Tarnholm'
    const own = 'A lorry hit a coach on the coast road on Friday.'
    expect(of([`${headline}${mark}${own}`, 'Police closed the road until noon.'], headline)).toEqual([
      own,
      'Police closed the road until noon.',
    ])
  },
)

test.each([
  ['Ann Roe', 'Ann Roe – the mayor of Tarnholm – will resign on Friday.'],
  ['Two dead in crash near Tarnholm', 'Two dead in crash near Tarnholm: police seek a lorry driver from Esselby.'],
  ['The bridge opens', 'The bridge opens on Friday, four years late.'],
])('under “%s” a first sentence that goes on from the headline stays: %s', (headline, sentence) => {
  expect(of([sentence], headline)).toEqual([sentence])
})

test('a run does not begin with a sentence that leans on one that was cut', () => {
  const cut = 'The mayor of the city, who came late and did not explain why, said that'
  expect(of([cut, 'He left early. The city celebrated all night.'])).toEqual(['The city celebrated all night.'])
})

test('a sentence that leans on a paragraph that was left out is not told', () => {
  const rest = 'The strait is closed to ships until noon.'
  expect(of(['The city celebrated all night.', '', 'It said that all went well.', rest])).toEqual([
    'The city celebrated all night.',
  ])
  expect(of(['', 'It said that all went well.', rest])).toEqual([rest])
  expect(of(['The city celebrated all night.', '', rest])).toEqual(['The city celebrated all night.', rest])
})

test.each([
  ['en', 'easyJet raised its profit forecast on Tuesday.'],
  ['en', 'al-Shabab fighters attacked a base in Somalia.'],
  ['en', 'k.d. lang has been inducted into the hall of fame.'],
  ['de', 'adidas hat seinen Gewinn im zweiten Quartal verdoppelt.'],
  ['de', 'ver.di ruft für Freitag zu Warnstreiks auf.'],
  ['nl', "'s Nachts rijden er vanaf december minder treinen."],
  ['nl', "'s-Hertogenbosch sluit de kathedraal voor een jaar."],
  ['af', "'n Man van 34 is Maandag in Bloemfontein dood."],
])('in %s, a story’s first line begins it however it is written: %s', (language, first) => {
  const next = 'The city celebrated all night, and so did others.'
  for (const before of [[], [''], ['Foto ANP']]) {
    const paragraphs = [...before, first, next]
    expect(leadSentences({ headline: 'The bridge opens', language, paragraphs }, 5).sentences).toEqual([first, next])
  }
})

test('what small letters begin behind a line without an end is the rest of it, but where a capital follows', () => {
  const next = 'The city celebrated all night.'
  for (const before of ['The council voted on Monday', 'T'])
    expect(of([before, 'to build a tram line to the airport.', next])).toEqual([next])
  const own = 'easyJet raised its profit forecast on Tuesday.'
  expect(of(['A plane at Gatwick airport, south of London', own, next])).toEqual([own, next])
})

test('a lead that only seems to lean is told behind what was left out', () => {
  const next = 'Die Stadt nennt Risse im Becken als Grund.'
  for (const lead of [
    'Das Freibad am Fluss öffnet erst im Mai.',
    'Das für Samstag geplante Fest fällt aus.',
    'Das am vergangenen Sonntag mit 3,5 Millionen Euro eröffnete neue Bad schließt.',
    'Dem in Berlin lebenden Maler droht Haft.',
  ]) {
    const told = leadSentences({ headline: 'Baden', language: 'de', paragraphs: ['', lead, next] }, 5)
    expect(told.sentences).toEqual([lead, next])
  }
})

test.each([
  ['en', 'It was six in the morning when the dam above the village broke.'],
  ['en', 'It’s official: the port of Tarnholm will close in May.'],
  ['en', 'It will take years to rebuild the dam above the village.'],
  ['en', 'It may be the last winter of the old dam above the village.'],
  ['de', 'Es war kurz nach sechs, als der Damm brach.'],
  ['de', 'Es wird ein heißes Wochenende in der gesperrten Innenstadt.'],
  ['de', 'Es wird am Wochenende Schnee und Regen geben.'],
  ['de', 'Es soll 20 Verletzte gegeben haben.'],
  ['de', 'Es wurde erwartet, dass der Damm bricht.'],
  ['nl', 'Het wordt de warmste zomer in jaren.'],
  ['sv', 'Det kommer att bli kallt i helgen.'],
  ['fr', 'Il y a trop de trains dans la gare.'],
  ['nl', 'Het is de grootste brand in jaren in de haven van Tarnholm.'],
  ['sv', 'Det finns fler vargar i landet än någonsin.'],
  ['no', 'Det er femti år siden det snødde så mye i byen.'],
  ['nb', 'Det er femti år siden det snødde så mye i byen.'],
  ['da', 'Det er halvtreds år siden, at det sneede så meget i byen.'],
  ['da', 'Det kan være svært at drive en havn uden kraner.'],
  ['da', 'Det kan godt være, at teatret åbner.'],
  ['en', 'It could be years before the bridge opens again.'],
  ['de', 'Es war der größte Brand seit Jahren im Hafen.'],
])('in %s, what was left out before the story takes no lead that speaks of nothing told: %s', (language, lead) => {
  const next = 'The city celebrated all night.'
  const told = (paragraphs: readonly string[]): readonly string[] =>
    leadSentences({ headline: 'The bridge opens', language, paragraphs }, 5).sentences
  expect(told(['', lead, next])).toEqual([lead, next])
  expect(told(['', `„Nothing is over. ${next}`, lead, next])).not.toContain(lead)
})

test.each([
  ['en', 'It will be closed until Monday for repairs.'],
  ['de', 'Es wurde 1962 gebaut und fuhr zuletzt unter der Flagge Maltas.'],
  ['de', 'Es gehört seit Mai einer Stiftung.'],
  ['de', 'Es ist seit 2019 geschlossen.'],
  ['en', 'It was closed in 2019 after a fire.'],
  ['en', 'It has been empty since 2019.'],
  ['nl', 'Het is verkocht aan een stichting.'],
  ['nb', 'Det ble solgt i mai til en stiftelse.'],
  ['sv', 'Det har köpts av en stiftelse.'],
  ['de', 'Es soll nun verschrottet werden, teilte die Reederei mit.'],
  ['de', 'Das in der Nacht sagte der Kapitän der Zeitung.'],
  ['de', 'Das am Sonntag sei eine Panne gewesen, sagte der Kapitän.'],
  ['nl', 'Het wordt nu gesloopt, zegt de rederij.'],
  ['nl', 'Het moet nu gesloopt worden, zegt de rederij.'],
  ['sv', 'Det kommer att säljas i höst.'],
  ['nb', 'Det skal selges til høsten.'],
  ['da', 'Det skal sælges til efteråret.'],
])('in %s, no story begins with what leans on something that was left out: %s', (language, leaning) => {
  const next = 'The city celebrated all night.'
  const told = leadSentences({ headline: 'The bridge opens', language, paragraphs: ['', leaning, next] }, 5)
  expect(told.sentences).toEqual([next])
})

test('a note within the story is a gap: what leans on what stood before it is not told', () => {
  const rest =
    'The strait is closed to ships until noon, and the harbour with all its ferries waits for the wind to turn.'
  const note = 'This story will be updated.'
  expect(of(['The city celebrated all night.', note, 'It said that all went well.', rest])).toEqual([
    'The city celebrated all night.',
  ])
  expect(of(['The city celebrated all night.', note, rest])).toEqual(['The city celebrated all night.', rest])
  expect(of([note, 'It said that all went well.', rest])).toEqual(['It said that all went well.', rest])
})

test('what ends without an end within the story ends the run', () => {
  expect(of(['The city celebrated all night.', 'Weather', 'Rain is expected tomorrow in the city.'])).toEqual([
    'The city celebrated all night.',
  ])
})

test.each([
  ['en', 'He said so.', true],
  ['en', '“This is new,” she said.', true],
  ['en', 'Heavy rain fell.', false],
  ['uk', 'Він сказав це.', true],
  ['uk', 'Вінниця святкує.', false],
  ['de', 'Dies gilt ab Montag.', true],
  ['zh', '他说，桥已开通。', true],
  ['de', 'Das sagte Angela Merkel am Montag.', true],
  ['de', 'Das teilte die Polizei mit.', true],
  ['de', 'Das ist neu.', true],
  ['de', 'Das lehnte Merz ab.', true],
  ['de', 'Das nennen Experten mutig.', true],
  ['de', 'Das kostete drei Menschen das Leben.', true],
  ['de', 'Dem neuen Verband droht Streit.', false],
  ['de', 'Das Freibad öffnet im Mai.', false],
  ['de', 'Das neue Freibad öffnet im Mai.', false],
  ['de', 'Das größte und schönste Freibad öffnet.', false],
  ['de', 'Das „Capitol“ schließt nach 98 Jahren.', false],
  ['de', 'Dem Fußballverband drohen Strafen.', false],
  ['de', 'Diese Woche entscheidet der Bundestag.', false],
  ['de', 'Dieser Beschluss gilt ab Mai.', true],
  ['es', 'Este lunes comienza el juicio.', false],
  ['es', 'Este 3 de mayo comienza el juicio.', false],
  ['es', 'Esta mesa es nueva.', true],
  ['fr', 'Ce mardi, le Parlement a adopté le budget.', false],
  ['fr', 'Ce 12 juillet, le Parlement a adopté le budget.', false],
  ['fr', 'Ces 10 personnes sont libres.', true],
  ['fr', 'Ce texte est adopté.', true],
  ['it', 'Questa mattina è crollato un ponte.', false],
  ['it', 'Questa legge è nuova.', true],
  ['pt', 'Este sábado há greve.', false],
  ['nl', 'Deze week begint de vakantie.', false],
  ['nl', 'Deze wet is nieuw.', true],
  ['nl', 'Het kabinet valt.', false],
  ['nl', 'Het gaat om een wet.', true],
  ['sv', 'De fyra männen döms till fängelse.', false],
  ['sv', 'Den svenska regeringen höjer skatten.', false],
  ['sv', 'De säger nej.', true],
  ['no', 'Det er nytt.', true],
  ['en', 'Both Korean leaders will meet in Geneva.', false],
  ['en', 'Both said no.', true],
  ['en', 'The company behind Snapchat will cut 1,000 jobs.', false],
  ['en', 'The man accused of the attack was freed.', false],
  ['en', 'The company reported a loss.', true],
  ['en', 'This week’s vote was put off.', false],
  ['en', 'This nightclub is new.', true],
  ['en', 'Still no deal in the rail dispute.', false],
  ['pl', 'Ten rok będzie rekordowy.', false],
  ['tr', 'Bu hafta yağmur bekleniyor.', false],
  ['tr', 'Bu karar iptal edildi.', true],
  ['ru', 'Эта неделя будет дождливой.', false],
  ['ru', 'Эта ракета новая.', true],
  ['uk', 'Цей тиждень буде дощовим.', false],
  ['ar', 'هذا العام هو الأشد حرا.', false],
  ['ar', 'هذا القرار جديد.', true],
  ['zh', '而立之年的梅西宣布退役。', false],
  ['zh', '这个月将下雨。', false],
  ['zh', '这座桥已开通。', true],
  ['ja', 'そのまんま東氏が知事選に出馬する。', false],
  ['ja', 'この夏は暑い。', false],
  ['ja', 'この橋は新しい。', true],
  ['ko', '또 다른 지진이 발생했다.', false],
  ['en', 'That night police fired tear gas.', true],
  ['en', 'That Friday he left.', true],
  ['en', 'Those years were hard.', true],
  ['en', 'That year’s budget was cut.', true],
  ['en', 'These days few stay.', false],
  ['en', 'The company at the time denied it.', true],
  ['en', 'The company for its part denied it.', true],
  ['en', 'The company in turn denied it.', true],
  ['en', 'The company in charge of the port denied it.', false],
  ['sv', 'De misstänks för stöld.', true],
  ['sv', 'De greps i fredags.', true],
  ['sv', 'De dömdes för stöld.', true],
  ['sv', 'Den väntas vara klar i maj.', true],
  ['sv', 'Det framgår av rapporten.', true],
  ['sv', 'Det skriver DN.', true],
  ['sv', 'Det rapporterar TT.', true],
  ['sv', 'Det nya huset öppnar.', false],
  ['sv', 'De svenskar som bor i Norge flyttar.', false],
  ['sv', 'Det största partiet backar.', false],
  ['no', 'Det opplyser politiet.', true],
  ['no', 'Det melder NTB.', true],
  ['no', 'Det bekrefter politiet.', true],
  ['no', 'De to mennene ble dømt.', false],
  ['nb', 'Han ble dømt.', true],
  ['nb-NO', 'Det melder NTB.', true],
  ['nn', 'Ho vart dømd.', true],
  ['da', 'Det oplyser politiet.', true],
  ['da', 'Det nye hus åbner.', false],
  ['nl', 'Het betekent dat de stad minder krijgt.', true],
  ['nl', 'Het toont aan dat het kan.', true],
  ['nl', 'Het vond plaats in mei.', true],
  ['nl', 'Die avond viel er regen.', true],
  ['nl', 'Dat jaar viel er regen.', true],
  ['nl', 'Dit jaar valt er regen.', false],
  ['de', 'Das versicherte Ministerin Faeser.', true],
  ['de', 'Das ergänzte Müller.', true],
  ['de', 'Das brachte der Stadt Kritik ein.', true],
  ['de', 'Das gefährdet Arbeitsplätze.', true],
  ['de', 'Das gab die Polizei bekannt.', true],
  ['de', 'Das alte Rathaus öffnet.', false],
  ['de', 'Das dritte Freibad öffnet.', false],
  ['de', 'Das letzte Wort hat der Rat.', false],
  ['de', 'Das gesamte Stadtgebiet ist betroffen.', false],
  ['de', 'Das beliebte Freibad öffnet.', false],
  ['pt', 'Esta segunda fase custa caro.', true],
  ['pt', 'Esta quarta edição é a maior.', true],
  ['pt', 'Esta segunda, há greve.', false],
  ['pt', 'Esta segunda-feira há greve.', false],
  ['ru', 'Этот летчик погиб.', true],
  ['ru', 'Эта летная школа закрыта.', true],
  ['ru', 'Эта зимняя резина новая.', true],
  ['ru', 'Этот год был тяжелым.', false],
  ['ru', 'Эта весна была тёплой.', false],
  ['ru', 'Этот понедельник был тёплым.', false],
  ['uk', 'Цей літак розбився.', true],
  ['uk', 'Ця літня жінка загинула.', true],
  ['uk', 'Це літо було спекотним.', true],
  ['uk', 'Ця зима була теплою.', false],
  ['zh', '这一天，他离开了。', true],
  ['zh', '这年，他离开了。', true],
  ['zh', '这几年物价上涨。', false],
  ['en', 'The decision on the port will be taken on Friday.', false],
  ['en', 'The decision on Monday was welcomed.', true],
  ['en', 'The woman found dead in a flat was a teacher.', false],
  ['en', 'The woman found a purse.', true],
  ['en', 'Yes, that is so.', true],
  ['en', 'No deal was reached.', false],
  ['de', 'Das für Samstag geplante Konzert fällt aus.', false],
  ['nl', 'Dat er gestaakt wordt, staat vast.', false],
  ['nl', 'Dat zegt de minister.', true],
  ['no', 'Ja, for ikke å glemme at de kommer.', true],
  ['sv', 'Den åtalades advokat begär att han frias.', false],
  ['sv', 'De åtalades för stöld.', true],
  ['no', 'Den tiltaltes forsvarer ber om frifinnelse.', false],
  ['no', 'De ventes å komme i mai.', true],
  ['sv', 'De eldstes kår samlas.', false],
  ['ru', 'Эти выходные будут дождливыми.', false],
  ['xx', 'He said so.', false],
])('in %s, %s leans: %s', (language, sentence, expected) => {
  expect(leans(sentence, language)).toBe(expected)
})
