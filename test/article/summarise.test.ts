import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLANK_PAGE, type Page } from '#src/article/page/page.ts'
import { summarise, suffices } from '#src/article/summarise.ts'
import { sentences } from '#src/text/sentences.ts'
import { plainText } from '#src/text/html.ts'

const pageOf = (change: Partial<Page>): Page => ({ ...BLANK_PAGE, language: 'en', ...change })

interface Given {
  readonly title?: string
  readonly summary?: string | null
  readonly content?: string | null
  readonly language?: string | null
}

const of = ({ title = 'The bridge opens', summary = null, content = null, language = 'en' }: Given) =>
  summarise({ title, summary, content, language, authors: [] })

test('a summary is the feed’s own in whole sentences, cleaned of markup', () => {
  expect(of({ summary: '<p>It took <b>nine</b> years &amp; more.</p><p>Traffic starts on Friday!</p>' })).toEqual([
    'It took nine years & more.',
    'Traffic starts on Friday!',
  ])
})

test('what repeats the headline is left out, however it is spelled', () => {
  expect(of({ summary: 'THE BRIDGE: opens. It took nine years.' })).toEqual(['It took nine years.'])
})

test('a summary ends before a quotation that goes on behind it', () => {
  const content =
    '<p>It took nine years. “We waited,” she said.</p><p>“Nobody believed in it any more.</p><p>And then it stood there.”</p>'
  expect(of({ content })).toEqual(['It took nine years.', '“We waited,” she said.'])
})

test.each([
  ['Mayor: "We will build it"', '"We will build it. We must. We have no choice," the mayor told reporters.', true],
  ['Mayor: “We will build it”', '“We will build it. We must. It is late. It is dear. We can,” the mayor said.', false],
  ['Мэр: «Мы построим»', '«Мы построим. Мы должны. Поздно. Дорого. Мы можем», — сказала мэр.', false],
  ['Мэр: «Мы построим»', '— Мы построим. Другого пути нет, — сказала мэр в понедельник.', false],
  ['Mayor: „Wir bauen“', '„Wir bauen. Wir müssen. Es ist spät. Es ist teuer. Wir können“, sagte sie.', false],
])('%s: a sentence of a quotation is told with all of it, or not', (title, line, whole) => {
  const content = `<p>${line}</p>`
  expect(of({ title, content })).toEqual(whole ? [line] : [])
  expect(of({ title, summary: content })).toEqual(whole ? [line] : [])
})

test('a feed whose words begin with a quotation that cannot be told does not suffice', () => {
  const summary = '"It was not easy. Nobody helped. We paid. We lost. We won," the mayor said after the vote on Monday.'
  expect(of({ title: 'Tram', summary })).toEqual([])
  expect(suffices({ title: 'Tram', summary, content: null, language: 'en', authors: [] })).toBe(false)
})

test('a summary that only repeats the headline gives way to the text', () => {
  expect(of({ summary: 'The bridge opens.', content: '<p>It took nine years.</p>' })).toEqual(['It took nine years.'])
})

test('a summary that is the headline with little around it gives way to the page; what is set off behind it is told', () => {
  const title = 'Fog shuts port for six hours'
  const told = 'Twelve ships had to wait outside the harbour.'
  const page = pageOf({ paragraphs: [told] })
  for (const summary of [
    `${title} - Tarnholm Times`,
    `Read ${title} on Tarnholm Times.`,
    `Continue reading ${title}`,
  ]) {
    const article = { title, summary, content: null, language: 'en', authors: [] }
    expect(suffices(article)).toBe(false)
    expect(summarise(article, page)).toEqual([told])
    expect(summarise(article)).toEqual([])
  }
  expect(of({ title, summary: `<p>${title} – Tarnholm Times</p><p>${told}</p>` })).toEqual([told])
  expect(of({ title, summary: `${title} - ${told}` })).toEqual([told])
})

const footers = (title: string) =>
  [
    ['The post', 'appeared first on'],
    ['La entrada', 'se publicó primero en'],
    ['Запис', 'спершу з’явиться на'],
    ['', '最先出现在'],
  ].map(
    ([before, behind]) =>
      `<p>${before} <a href="https://news.example/a">${title}</a> ${behind} <a href="https://news.example">Tarnholm Times</a>.</p>`,
  )

test('a line that links to the article by its own headline is no part of a summary or a story', () => {
  for (const title of ['Fog shuts port', 'Iran', 'Сніг']) {
    for (const footer of footers(title)) {
      const told = 'Twelve ships had to wait outside.'
      expect(of({ title, summary: `<p>${told}</p>\n${footer}` })).toEqual([told])
      expect(of({ title: `${title} 2`, summary: `<p>${told}</p>\n${footer}` })).toEqual([told])
      expect(of({ title, content: `<p>${told}</p>${footer}` })).toEqual([told])
      expect(of({ title, summary: footer })).toEqual([])
    }
  }
})

test('a first paragraph that makes a link of the headline’s words is the story’s', () => {
  const title = 'Bridge at Marlow to close for six weeks'
  const link = '<a href="https://news.example/a">Bridge at Marlow to close</a>'
  const [first, next] = ['next month, the council says.', 'It will be shut to cars from June until the middle of July.']
  const own = `Bridge at Marlow to close ${first}`
  for (const html of [`<p>${link} ${first}</p><p>${next}</p>`, `<p>${link} ${first} ${next}</p>`]) {
    expect(of({ title, content: html })).toEqual([own, next])
    expect(of({ title, summary: html })).toEqual([own, next])
  }
  const whole = `<p><a href="https://news.example/a">${title}</a>, the council says in a note to traders.</p><p>${next}</p>`
  expect(of({ title, content: whole })).toEqual([`${title}, the council says in a note to traders.`, next])
})

test.each([
  'first appeared on Times.',
  'est apparu en premier sur Voix du Port.',
  'erschien zuerst auf „Hafen Blatt“.',
  'спершу вийшло на times.example.',
])('a first line that says of the headline as a link that it %s is no part of a summary', (source) => {
  const title = 'Bridge at Marlow to close for six weeks'
  const told = 'It will be shut to cars from June until the middle of July.'
  const html = `<p><a href="https://news.example/a">${title}</a> ${source}</p><p>${told}</p>`
  expect(of({ title, content: html })).toEqual([told])
  expect(of({ title, summary: html })).toEqual([told])
})

test('a first sentence that makes a link of the headline and ends with a place is the story’s', () => {
  const title = 'Blast in port of Tarnholm'
  const next = 'They saw the smoke for hours, and firefighters came from three towns.'
  const html = `<p><a href="https://news.example/a">${title}</a> was heard as far away as Esselby.</p><p>${next}</p>`
  expect(of({ title, content: html })).toEqual([`${title} was heard as far away as Esselby.`, next])
})

test('a list of links that begins with the headline is no summary; one that is a link as a whole is', () => {
  const title = 'Fog shuts port for six hours - Tarnholm Times'
  const told = 'Twelve ships had to wait outside the harbour.'
  const link = (text: string) => `<a href="https://news.example/a">${text}</a>`
  const rows = [title.split(' - ')[0]!, 'Council backs the tram line and more news of the day'].map(
    (text) => `<li>${link(text)} <font>Norwick Post</font></li>`,
  )
  expect(of({ title, summary: `<ol>${rows.join('')}</ol>` })).toEqual([])
  expect(of({ title, summary: `<p>${link(title)}</p><p>${link(told)}</p>` })).toEqual([told])
  expect(of({ title, summary: `<ul><li>${link(told)}</li></ul>` })).toEqual([told])
})

test('a headline that was cut short is known in the link of such a line; a sentence that links to another page stays', () => {
  const title = 'Fog shuts port for six hours'
  const [footer] = footers('Fog shuts port for…')
  expect(of({ title, summary: `<p>Twelve ships waited.</p>${footer}` })).toEqual(['Twelve ships waited.'])
  const linked = '<a href="https://port.example/">The harbour</a> opened again at noon.'
  expect(of({ title, summary: `<p>Twelve ships waited. ${linked}</p>` })).toHaveLength(2)
  const short = '<p><a href="https://iran.example/">Iran</a> opened its border on Monday.</p>'
  expect(of({ title: 'Iran', summary: short })).toEqual(['Iran opened its border on Monday.'])
})

test('a sentence that was cut off ends the summary: nothing after the gap is taken', () => {
  expect(of({ summary: '<p>It took nine years. The mayor said that…</p><p>He left.</p>' })).toEqual([
    'It took nine years.',
  ])
})

test('what stands before the first whole sentence is passed over', () => {
  expect(of({ summary: '<h2>KYIV, May 20</h2>It took nine years.' })).toEqual(['It took nine years.'])
})

test('a post is as long as it should be: a long text gives its start, up to about 400 characters', () => {
  const content = Array.from(
    { length: 40 },
    (_, index) => `<p>Sentence number ${index} tells of the ${'long '.repeat(15)}bridge.</p>`,
  )
  const found = of({ content: content.join('') })
  expect(found).toHaveLength(3)
  expect(found[0]).toMatch(/^Sentence number 0 /)
  expect(found.join(' ').length).toBeLessThanOrEqual(400)
})

test('key points before the story are no beginning of it; what leans on a list is not told without it', () => {
  const points = (lines: readonly string[]): string => `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`
  const keys = points(['Traders fear a lost summer in the town.', 'Both lanes are to reopen in mid-July.'])
  const rules = `<p>The new rules:</p>${points(['no cars', 'no dogs'])}`
  const [next, leaning] = ['The council voted on Monday for all of them.', 'They apply from Friday.']
  expect(of({ content: `${rules}<p>${leaning} ${next}</p>${STORY}` })[0]).toBe(next)
  for (const before of [`<h3>Key points</h3>${keys}`, keys]) {
    expect(of({ content: `${before}<p>${leaning} ${next}</p>${STORY}` })[0]).toBe(next)
    expect(of({ content: `${before}<p>${next} ${leaning}</p>${STORY}` }).slice(0, 2)).toEqual([next, leaning])
  }
  // Labels, which nothing leans on.
  for (const labels of [['Mail', 'Print'], ['3 min read']])
    expect(of({ content: `${points(labels)}<p>${leaning} ${next}</p>${STORY}` })[0]).toBe(leaning)
  // A section of its own.
  const known = `<p>What we know so far</p>${keys}<h2>How it came about</h2>${STORY}`
  expect(of({ content: known }).slice(0, 2)).toEqual([
    'Traders fear a lost summer in the town.',
    'Both lanes are to reopen in mid-July.',
  ])
})

test('a feed’s text that was escaped once too often is no markup to readers', () => {
  const expected = ['The master’s port & harbour was shut.']
  for (const given of [
    'The master&amp;#8217;s port &amp;amp; harbour was shut.',
    '&lt;p&gt;The master&amp;#8217;s port &amp;amp; harbour was shut.&lt;/p&gt;',
  ]) {
    expect(of({ summary: given })).toEqual(expected)
    expect(of({ content: given })).toEqual(expected)
  }
})

test('no sentence is told twice, in a box above the story or in other words', () => {
  const [lead, next] = ['The council voted on Monday to build a tram line to the airport.', 'Work begins in 2028.']
  for (const html of [
    `<div class="chapeau"><p>${lead}</p></div><p>${lead} ${next}</p>`,
    `<p><b>${lead}</b></p><p>The council voted to build the airport tram line on Monday. ${next}</p>`,
  ]) {
    expect(of({ title: 'Trams', content: html })).toEqual([lead, next])
    expect(of({ title: 'Trams', summary: html })).toEqual([lead, next])
  }
  expect(of({ content: '<p>Nobody came to the bridge. No. Nobody came.</p>' })).toHaveLength(3)
})

test('a summary ends on no question whose answer comes next', () => {
  const told = ['The town votes on Monday.', 'Trams run in May.', 'Buses stay.', 'Trains are late.', 'Who will pay?']
  expect(of({ content: `<p>${[...told, 'The state will.'].join(' ')}</p>` })).toEqual(told.slice(0, 4))
  expect(of({ content: `<p>${told.join(' ')}</p>` })).toEqual(told)
})

test('a single sentence goes whatever its length', () => {
  const long = `The mayor said that ${'it was good and '.repeat(60)}so on.`
  expect(of({ content: `<p>${long}</p><p>He left.</p>` })).toEqual([long])
})

test('the standfirst that readers see goes before what the feed says, and both before the story', () => {
  const page = pageOf({
    standfirsts: [
      {
        text: 'Nine years of building end with a walk across the river.',
        shown: true,
        from: 'the standfirst on its page',
      },
    ],
    paragraphs: ['A story begins here.'],
  })
  const article = {
    title: 'The bridge opens',
    summary: 'The feed tells of nine long years.',
    content: null,
    language: 'en',
    authors: [],
  }
  expect(summarise(article, page)).toEqual(['Nine years of building end with a walk across the river.'])
  expect(summarise(article, pageOf({ paragraphs: ['A story begins here.'] }))).toEqual([
    'The feed tells of nine long years.',
  ])
  expect(summarise({ ...article, summary: null }, pageOf({ paragraphs: ['A story begins here.'] }))).toEqual([
    'A story begins here.',
  ])
})

test.each([
  ['a whole summary', { summary: 'It took nine long years of work.' }, true],
  ['a summary that is cut off', { summary: 'It took nine years, and the mayor of the city said that…' }, false],
  ['the headline again', { summary: 'The bridge opens.' }, false],
  ['nothing', {}, false],
  ['the first lines of the text', { content: '<p>It took nine long years of work.</p>' }, false],
  ['the whole text', { content: '<p>It took nine long years of work, and then one more.</p>'.repeat(12) }, true],
])('a feed that gives %s suffices or does not', (_, given, expected) => {
  const { summary = null, content = null } = given as Given
  expect(suffices({ title: 'The bridge opens', summary, content, language: 'en', authors: [] })).toBe(expected)
})

const STORY = '<p>It took nine long years of work, and then one more for the paint.</p>'.repeat(12)

test.each([
  [
    'a caption',
    '<figure><img src="a.jpg"><figcaption>The bridge was lit on Friday, as seen here.</figcaption></figure>',
  ],
  [
    'a caption by its class',
    '<div class="wp-caption"><p class="wp-caption-text">The bridge was lit on Friday.</p></div>',
  ],
  ['a link to another story', '<p><strong>READ ALSO:</strong> <a href="/b">The mayor is questioned.</a></p>'],
  ['a story that is shown', '<blockquote><a href="/b">The mayor was questioned after the fall.</a></blockquote>'],
  ['a box beside', '<aside><p>The paper has told of bridges since it was founded.</p></aside>'],
  ['a list of others', '<div class="related-posts"><ul><li><a href="/b">A ferry sank.</a></li></ul></div>'],
  ['a line within the story’s', '<p><span class="credit">Photo by the city.</span></p>'],
])('%s in a feed’s text reaches no post, and does not end the story where it is never closed', (_, beside) => {
  const expected = ['It took nine long years of work, and then one more for the paint.']
  expect(of({ content: beside + STORY }).slice(0, 1)).toEqual(expected)
  expect(of({ content: beside.replace(/<.(?!.*<\/).*$/, '') + STORY }).length).toBeGreaterThan(0)
  expect(of({ summary: beside + expected[0]! })).toEqual(expected)
})

test('a feed’s text is read in time that grows with it, however it is nested', () => {
  const open = (count: number) => '<div class="related"><aside><p>'.repeat(count) + STORY
  const took = (content: string) => {
    const began = process.cpuUsage()
    of({ content })
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  took(open(2_000))
  expect(took(open(32_000))).toBeLessThan(Math.max(took(open(8_000)), 20_000) * 12)
})

test('summaries in scripts without spaces and right-to-left ones are whole sentences too', () => {
  expect(
    of({
      title: '橋が開通',
      content: '<p>市は新しい橋を九年かけて建設した。金曜日に通行が始まる。</p>',
      language: 'ja',
    }),
  ).toEqual(['市は新しい橋を九年かけて建設した。', '金曜日に通行が始まる。'])
  const arabic = 'استغرق بناء الجسر تسع سنوات من العمل.'
  expect(of({ title: 'افتتاح', content: `<p>${arabic}</p>`, language: 'ar' })).toEqual([arabic])
})

test('an article that says nothing has no summary, and that is no error', () => {
  expect(of({})).toEqual([])
  expect(of({ summary: '', content: '<img src="a.jpg">' })).toEqual([])
})

test('whatever a feed holds, a summary is made of sentences of it', () => {
  const html = fc.array(
    fc.constantFrom(
      'It took 9 years. ',
      'Мост открыт! ',
      '<p>',
      '</p>',
      '<br>',
      '&amp;',
      'and so…',
      '“No,” he said. ',
      '<script>x.y.</script>',
      '\n',
      '橋が開いた。',
      'Dr. No. ',
    ),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(html, fc.constantFrom('en', 'ru', 'ja', null), (pieces, language) => {
      const content = pieces.join('')
      // What has no lines of its own is as it was typed.
      const all = (/<(?:p|br)>/.test(content) ? [content] : content.split('\n\n'))
        .flatMap((text) => plainText(text).split(/\n+/))
        .flatMap((paragraph) => sentences(paragraph, language))
      for (const sentence of of({ content, language })) expect(all).toContain(sentence)
    }),
  )
})

test('the number of a listicle’s next heading is no sentence', () => {
  const story = [
    'The yard in Bergen has built 200 boats this year.',
    '2.',
    'The yard in Oslo came next with 180 boats.',
  ]
  expect(of({ content: `<p>${story.join('</p><p>')}</p>` })).toEqual([story[0]])
  expect(of({ content: `<p>${story.join(' ')}</p>` })).toEqual([story[0], `2. ${story[2]}`])
  expect(of({ content: `<p>${story.slice(0, 2).join(' ')}</p>` })).toEqual([story[0]])
})
