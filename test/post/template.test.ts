import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { render, type TemplateValues } from '#src/post/template.ts'
import type { Segment, Wording } from '#src/records.ts'
import { someWording } from '#test/fixtures/wording.ts'

const values: TemplateValues = {
  title: 'The bridge opens',
  summary: true,
  link: 'https://news.example.com/1',
  date: Date.UTC(2026, 6, 12, 21, 5),
  authors: ['A. Writer', 'B. Editor'],
  categories: [],
  hashtags: [],
  source: 'news.example.com',
  feed: 'world',
  language: 'en',
}

const segmentsOf = (template: string, change: Partial<TemplateValues> = {}, wording: Partial<Wording> = {}) =>
  render(someWording({ template, ...wording }), { ...values, ...change })

/** What a template puts out, whoever's words they are. */
const textOf = (...told: Parameters<typeof segmentsOf>) =>
  segmentsOf(...told)
    .map((segment) => (segment.is === 'link' ? segment.url : segment.is === 'summary' ? '…' : segment.text))
    .join('')

const literals = (segments: readonly Segment[]) =>
  segments.flatMap((segment) => (segment.is === 'literal' ? [segment.text] : [])).join('')

test('a template becomes its own words, the article’s words, the link and the elastic part, in order', () => {
  expect(segmentsOf('<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ link }}')).toEqual([
    { is: 'literal', text: '<b>' },
    { is: 'value', text: 'The bridge opens', of: 'title' },
    { is: 'literal', text: '</b>\n\n' },
    { is: 'summary' },
    { is: 'literal', text: '\n\n' },
    { is: 'link', url: 'https://news.example.com/1' },
  ])
})

test('what is absent renders as nothing, and counts as false', () => {
  const template = '{{ title }}{% if author %} by {{ author }}{% endif %}{% if summary %}: {{ summary }}{% endif %}'
  expect(segmentsOf(template, { authors: [], summary: false })).toEqual([
    { is: 'value', text: 'The bridge opens', of: 'title' },
  ])
  expect(textOf('{{ section }}{{ hashtags }}{{ tags | join: ", " }}')).toBe('')
})

test.each([
  ['the first author', '{{ author }}', 'A. Writer'],
  ['all authors', '{{ authors | join: ", " }}', 'A. Writer, B. Editor'],
  ['the section', '{{ section }}', 'World'],
  ['the other categories', '{{ tags | join: ", " }}', 'Ports, Ships'],
  ['the site', '{{ source }}', 'news.example.com'],
  ['the feed', '{{ feed }}', 'world'],
  ['a loop', '{% for tag in tags %}[{{ tag }}]{% endfor %}', '[Ports][Ships]'],
])('a template may use %s', (_, template, shown) => {
  expect(textOf(template, { categories: ['World', 'Ports', 'Ships'] })).toBe(shown)
})

test('what a value is of is known through filters, and unknown where a template made it up', () => {
  expect(segmentsOf('{{ title | upcase }}{{ author | append: "!" }}{% assign a = title %}{{ a }}')).toEqual([
    { is: 'value', text: 'THE BRIDGE OPENS', of: 'title' },
    { is: 'value', text: 'A. Writer!', of: 'author' },
    { is: 'value', text: 'The bridge opens' },
  ])
})

test('hashtags and handles are signs, whole and apart from the words and spaces around them', () => {
  const segments = segmentsOf(
    '{{ hashtags }} {{ authors | handles }}',
    { hashtags: ['#Світ', '#port'], authors: ['Ann Other', 'a. writer'] },
    { handles: { 'A. Writer': '@a_writer' } },
  )
  expect(segments).toEqual([
    { is: 'sign', text: '#Світ', of: 'hashtags' },
    { is: 'literal', text: ' ' },
    { is: 'sign', text: '#port', of: 'hashtags' },
    { is: 'literal', text: ' ' },
    { is: 'value', text: 'Ann Other,', of: 'authors' },
    { is: 'literal', text: ' ' },
    { is: 'sign', text: '@a_writer', of: 'authors' },
  ])
})

test('no filter changes what a sign says', () => {
  for (const filter of [
    'upcase',
    'truncate: 3',
    'append: "x"',
    'replace: "o", "0"',
    'hashtag',
    'split: "" | join: ""',
  ]) {
    const signs = segmentsOf(`{{ hashtags | ${filter} }}`, { hashtags: ['#World'] }).filter(({ is }) => is === 'sign')
    expect(signs).toEqual([{ is: 'sign', text: '#World', of: 'hashtags' }])
  }
})

test('the first sentence of the summary alone stands where a template asks for it', () => {
  expect(segmentsOf('{{ summary | first_sentence }}')).toEqual([{ is: 'summary', most: 1 }])
  expect(segmentsOf('{% capture a %}{{ summary }}{% endcapture %}{{ a }}')).toEqual([{ is: 'summary' }])
})

test('an article without an address has no link, and nothing else passes for one', () => {
  const found = segmentsOf('{{ title }}{% if link %} at {{ link }}{% endif %}{{ link }}', { link: '' })
  expect(found.some((segment) => segment.is === 'link')).toBe(false)
  expect(textOf('{{ title }}{% if link %} at {{ link }}{% endif %}{{ link }}', { link: '' })).toBe('The bridge opens')
})

test('the article’s words never pass as the template’s own, whatever they hold and however they are filtered', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      '<b>',
      '{{ link }}',
      '{% raw %}',
      '\uE000',
      '\uE001',
      '\uE002',
      '\uE003',
      '\uE100',
      '\uE200',
      '\uF8FF',
      '&',
      'x',
      '\n',
      '"',
      '}}',
    ),
  })
  const filter = fc.constantFrom(
    '',
    ' | upcase',
    ' | append: " !"',
    ' | prepend: "# " | capitalize',
    ' | truncate: 9',
    ' | truncate_sentences: 9',
    ' | first_sentence',
    ' | slice: 2, 5',
    ' | split: "x" | join: "<i>"',
    ' | handles',
    ' | hashtag',
  )
  fc.assert(
    fc.property(nasty, nasty, filter, (title, author, filters) => {
      const segments = segmentsOf(`[{{ title${filters} }}|{{ author${filters} }}]`, { title, authors: [author] })
      expect(literals(segments).trim()).toBe('[|]')
      expect(JSON.stringify(segments)).not.toMatch(/[\uE000-\uF8FF]/)
    }),
  )
})

test('words assigned, captured or joined by a template still count as the article’s', () => {
  const title = '<a href="https://evil.example">x</a>'
  const templates = [
    '{% assign a = title %}{{ a }}',
    '{% assign a = title | split: "" | join: "" %}{{ a }}',
    '{{ title | strip }}',
    '{% capture a %}<b>{{ title }}</b>{% endcapture %}{{ a | remove: "<b>" | remove: "</b>" }}',
  ]
  for (const template of templates) {
    expect(segmentsOf(template, { title })).toEqual([expect.objectContaining({ is: 'value', text: title })])
  }
})

test('what an article captures is never markup of the template', () => {
  const segments = segmentsOf('{% capture a %}<b>{{ title }}</b>{% endcapture %}{{ a }}', { title: '<i>x</i>' })
  expect(literals(segments)).toBe('')
})

test('private-use characters are taken out of everything that comes in', () => {
  expect(textOf('\uE100{{ title }}{{ "\uE100" }}', { title: 'a\uE002b\uE000\uE001c\uF8FF', hashtags: ['#x'] })).toBe(
    'abc',
  )
})

test.each([
  ['{{ title | split: " " }}', 'TheTramOpens'],
  ['{{ title | size }}', '14'],
  ['{{ title | split: " " | last }}', 'Opens'],
])('what a filter makes of a text is shown as Liquid shows it: %s', (template, shown) => {
  expect(textOf(template, { title: 'The Tram Opens' })).toBe(shown)
})
