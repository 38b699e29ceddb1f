import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { summarise } from '#src/article/summarise.ts'
import { sentences } from '#src/text/sentences.ts'
import { plainText } from '#src/text/html.ts'

interface Given {
  readonly title?: string
  readonly summary?: string | null
  readonly content?: string | null
  readonly language?: string | null
}

const of = ({ title = 'The bridge opens', summary = null, content = null, language = 'en' }: Given) =>
  summarise({ title, summary, content, language })

test('a summary is the feed’s own in whole sentences, cleaned of markup', () => {
  expect(of({ summary: '<p>It took <b>nine</b> years &amp; more.</p><p>Traffic starts on Friday!</p>' })).toEqual([
    'It took nine years & more.',
    'Traffic starts on Friday!',
  ])
})

test('what repeats the headline is left out, however it is spelled', () => {
  expect(of({ summary: 'THE BRIDGE: opens. It took nine years.' })).toEqual(['It took nine years.'])
})

test('a summary that only repeats the headline gives way to the text', () => {
  expect(of({ summary: 'The bridge opens.', content: '<p>It took nine years.</p>' })).toEqual(['It took nine years.'])
})

test('a sentence that was cut off ends the summary: nothing after the gap is taken', () => {
  expect(of({ summary: '<p>It took nine years. The mayor said that…</p><p>He left.</p>' })).toEqual([
    'It took nine years.',
  ])
})

test('what stands before the first whole sentence is passed over', () => {
  expect(of({ summary: '<h2>KYIV, May 20</h2>It took nine years.' })).toEqual(['It took nine years.'])
})

test('a long text gives its start, twelve sentences at most', () => {
  const content = Array.from({ length: 40 }, (_, index) => `<p>Sentence number ${index} is here.</p>`).join('')
  const found = of({ content })
  expect(found).toHaveLength(12)
  expect(found[0]).toBe('Sentence number 0 is here.')
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
      const all = plainText(content)
        .split(/\n+/)
        .flatMap((paragraph) => sentences(paragraph, language))
      for (const sentence of of({ content, language })) expect(all).toContain(sentence)
    }),
  )
})
