import { expect, test } from 'vitest'
import { summarise } from '#src/article/summarise.ts'

const of = ({
  title = 'The bridge opens',
  summary,
  content,
}: Partial<Record<'title' | 'summary' | 'content', string>>) =>
  summarise({ title, summary: summary ?? null, content: content ?? null, language: 'en', authors: [] })

const WRAPPED = ['The council voted on Monday', 'to build a tram line, ending a decade', 'of argument over it.']

test.each([
  ['breaks', `<p>${WRAPPED.join('<br>')} Work begins in 2028.</p>`],
  ['boxes', `<div>${WRAPPED.join('</div><div>')} Work begins in 2028.</div>`],
  ['paragraphs', `<p>${WRAPPED.join('</p><p>')} Work begins in 2028.</p>`],
])('a sentence that hard line %s cut apart is told whole', (_, html) => {
  const expected = [WRAPPED.join(' '), 'Work begins in 2028.']
  expect(of({ summary: html })).toEqual(expected)
  expect(of({ content: html })).toEqual(expected)
})

const BEGUN = 'The council of the old town voted on Monday to close the harbour'

test.each([
  ['paragraphs', `<p>${BEGUN}</p><p>while protesters gathered outside.</p>`, 'while protesters gathered outside.'],
  ['empty lines', `<div>${BEGUN}<br><br>which is very old.<br><br></div>`, 'which is very old.'],
  ['boxes', `<div>${BEGUN}</div><div>and to build another.</div>`, 'and to build another.'],
  [
    'an advertisement',
    `<p>${BEGUN} after</p><div class="ad"></div><p>months of protests.</p>`,
    'after months of protests.',
  ],
  ['a post', `<p>${BEGUN}</p><blockquote class="twitter-tweet"><p>No.</p></blockquote><p>for ever.</p>`, 'for ever.'],
])('a sentence that %s cut apart is told whole, and never from its middle on', (_, html, rest) => {
  const next = 'The mayor left the hall at noon.'
  const content = `${html}<p>${next}</p>`
  expect(of({ content })).toEqual([`${BEGUN} ${rest}`, next])
  expect(of({ content: html.replace(BEGUN, 'Mayor') + `<p>${next}</p>` }).join(' ')).not.toMatch(/^[a-z]/)
})

test('a rest that is cut off from its beginning is not told', () => {
  const next = 'The mayor left the hall at noon.'
  for (const html of [
    `<p>${BEGUN}, after an appeal by</p><p><a href="/r">residents of Harbour Street</a></p><p>whose houses were flooded.</p>`,
    `<p>The mayor, <aside><a href="/r">Read on</a></aside> who led the town, resigned.</p>`,
    `<p>${BEGUN} after</p><h3>More</h3><p>months of protests.</p>`,
    '<p>… and the mayor resigned on Monday.</p>',
    '<p><img src="t.gif">he mayor of the town resigned.</p>',
    '<p><svg><text>T</text></svg>he mayor of the town resigned.</p>',
  ])
    expect(of({ content: `${html}<p>${next}</p>` })).toEqual([next])
  const initial = '<p><span class="sr-only">T</span>he mayor of the town resigned.</p>'
  expect(of({ content: initial })).toEqual(['The mayor of the town resigned.'])
})

test.each([
  ['ka', 'ბათუმის საკრებულომ ბიუჯეტი დაამტკიცა.'],
  ['en', 'iPhone sales fell in May.'],
  ['en', 'eBay cuts a thousand jobs.'],
  ['de', 'ver.di ruft für Freitag zu Warnstreiks auf.'],
  ['en', 'adidas raised its forecast on Monday.'],
])('in %s, a picture before a lead takes nothing of it: %s', (language, lead) => {
  const next = 'The mayor left the hall at noon.'
  for (const before of ['<img src="a.jpg">', '<a href="/a"><img src="a.jpg"></a>', '<svg><path></path></svg>']) {
    const html = `<p>${before}${lead}</p><p>${next}</p>`
    const article = { title: 'What adidas and others expect', language, authors: [] }
    expect(summarise({ ...article, summary: null, content: html })).toEqual([lead, next])
    expect(summarise({ ...article, summary: html, content: null })).toEqual([lead, next])
    expect(summarise({ ...article, summary: `${before}${lead}`, content: null })).toEqual([lead])
  }
})

test('a picture at a line break takes nothing of the sentence that it parts', () => {
  const html =
    '<p>The council met on Tuesday <br><img src="a.jpg">in front of the burnt town hall. It sat until noon.</p>'
  const expected = ['The council met on Tuesday in front of the burnt town hall.', 'It sat until noon.']
  expect(of({ summary: html })).toEqual(expected)
  expect(of({ content: html })).toEqual(expected)
})

test('a name in small letters that the headline tells is put behind no caption', () => {
  const [caption, next] = [
    'The head office of the maker of sports goods in Herzogenaurach',
    'Its shares rose by a tenth.',
  ]
  const own = 'adidas doubled its profit in the second quarter.'
  const content = `<p>${caption}</p><p>${own}</p><p>${next}</p>`
  expect(of({ title: 'adidas doubles profit as sales soar', content })).toEqual([own, next])
  expect(of({ title: 'Adidas doubles profit', content })).toEqual([own, next])
  expect(of({ title: 'Profit at Adidas has doubled', content })).not.toContain(`${caption} ${own}`)
})

test.each([
  ['The bridge opens', 'A plane at Gatwick airport, south of London', 'easyJet raised its profit forecast on Tuesday.'],
  [
    'Mehr Gewinn bei Adidas',
    'A shop in the middle of Herzogenaurach',
    'adidas hat seinen Gewinn im zweiten Quartal verdoppelt.',
  ],
  ['de Volkskrant: minister stapt op', 'Foto ANP', 'de Volkskrant meldt dat de minister vertrekt.'],
  ['Ban on e-scooters', 'Picture by the city', 'e-scooters will be banned from Monday on.'],
])('headed %s, no paragraph is put behind another that has no end: %s', (title, line, first) => {
  const next = 'The city celebrated all night, and so did others.'
  for (const content of [
    `<p>${line}</p><p>${first}</p><p>${next}</p>`,
    `<p>Picture by<br>the city</p><p>${first}</p><p>${next}</p>`,
    `<div>${line}<br><br>${first}<br><br>${next}</div>`,
    `<h2>Umsatz wächst auch in China</h2><p>${first}</p><p>${next}</p>`,
  ]) {
    expect(of({ title, content })).toEqual([first, next])
    expect(of({ title, summary: content })).toEqual([first, next])
  }
})

test.each([
  ['The ferry ran aground near', '<a href="/i">northern island</a> with ninety on board.'],
  ['Lautta ajoi karille', 'tiistai-iltana kello kahdeksan Helsingin edustalla.'],
  ['Ferry captain John Smith', 'told the court on Monday that he had slept.'],
])('a post never begins within a sentence, however short its beginning is: %s', (begun, rest) => {
  const next = 'The city celebrated all night, and so did others.'
  expect(of({ content: `<p>${begun}</p><p>${rest}</p><p>${next}</p>` })).toEqual([next])
})

test.each([
  ['Rescuers reach the village', 'Rescuers have now reached', 'the village of Skardal, where 40 people were cut off.'],
  ['The village is reached', 'Rescuers in boats have on Monday now reached', 'the village of Skardal in the north.'],
  ['Les secours atteignent le village', 'Les secours ont atteint', 'le village de Skardal, isolé depuis lundi.'],
  ['Apagado un incendio', 'Los bomberos han apagado', 'un incendio en el puerto de Skardal.'],
])('headed %s, an article begins the rest of a sentence, and no name: %s', (title, begun, rest) => {
  const next = 'The Guardian and the people of the town celebrated all night, and so did others.'
  const html = `<p>${begun}</p><p><a href="/v">${rest.slice(0, 20)}</a>${rest.slice(20)}</p><p>${next}</p>`
  expect(of({ title, content: html }).join(' ')).not.toMatch(/^\p{Ll}/u)
  expect(of({ title, summary: html }).join(' ')).not.toMatch(/^\p{Ll}/u)
})

test.each(['e-scooters will be banned from Monday on.', 'a-ha have played their last concert.'])(
  'a word with a hyphen is none of those that go on: %s',
  (lead) => {
    const next = 'The city celebrated all night, and so did others.'
    for (const before of ['', '<p>Music</p>'])
      expect(of({ content: `${before}<p>${lead}</p><p>${next}</p>` })).toEqual([lead, next])
  },
)

test.each([
  ['By Ann Roe in Leeds', 'ikea will open a shop in May.'],
  ['Von Anna Meier, Herzogenaurach', 'adidas hat seinen Gewinn verdoppelt.'],
  ['Photo: Jane Roe / Agency', 'imec will cut 200 jobs at its centre in Leuven.'],
])('who wrote or drew it begins no sentence: %s', (line, lead) => {
  const next = 'The city celebrated all night, and so did others.'
  for (const content of [
    `<p>${line}</p><p>${lead}</p><p>${next}</p>`,
    `<div>${line}<br><br>${lead}<br><br>${next}</div>`,
  ]) {
    expect(of({ title: 'Business', content })).toEqual([lead, next])
    expect(of({ title: 'Business', summary: content })).toEqual([lead, next])
  }
})

test.each([
  ['By Monday the Captain', 'had told the court that he had slept.'],
  ['Live: Captain John Smith', 'told the court that he had slept.'],
])('but a sentence that only looks so is not told from its middle on: %s', (line, rest) => {
  const next = 'The city celebrated all night, and so did others.'
  expect(
    of({ content: `<p>${line}</p><p><a href="/c">${rest}</a> Nobody spoke.</p><p>${next}</p>` }).join(' '),
  ).not.toContain(rest)
})

test('the rest of a sentence whose beginning is not surely known is not told', () => {
  for (const is of ['h3', 'p']) {
    const content = `<${is}>${WRAPPED[0]}</${is}><p>${WRAPPED[1]} ${WRAPPED[2]} Work begins in 2028.</p>`
    expect(of({ content })).toEqual(['Work begins in 2028.'])
  }
  expect(of({ content: '<div>T</div><p>he council voted on Monday. Work begins in 2028.</p>' })).toEqual([
    'Work begins in 2028.',
  ])
  expect(of({ content: '<p>News of apples</p><p>iPhone sales fell in May.</p>' })).toEqual([
    'iPhone sales fell in May.',
  ])
})
