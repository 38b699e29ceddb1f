import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkTemplate, render, type TemplateValues } from '#src/post/template.ts'
import type { Segment } from '#src/records.ts'

const values: TemplateValues = {
  title: 'The bridge opens',
  summary: true,
  link: 'https://news.example.com/1',
  author: 'A. Writer',
  category: null,
  feed: 'world',
}

const literals = (segments: readonly Segment[]) =>
  segments.flatMap((segment) => (segment.is === 'literal' ? [segment.text] : [])).join('')

test('a template becomes its own words, the article’s words, the link and the elastic part, in order', () => {
  expect(render('<b>{{ title }}</b>\n\n{{ summary }}\n\n{{ link }}', values)).toEqual([
    { is: 'literal', text: '<b>' },
    { is: 'value', text: 'The bridge opens' },
    { is: 'literal', text: '</b>\n\n' },
    { is: 'summary' },
    { is: 'literal', text: '\n\n' },
    { is: 'link', url: 'https://news.example.com/1' },
  ])
})

test('what is absent renders as nothing, and counts as false', () => {
  const template = '{{ title }}{% if author %} by {{ author }}{% endif %}{% if summary %}: {{ summary }}{% endif %}'
  expect(render(template, { ...values, author: null, summary: false })).toEqual([
    { is: 'value', text: 'The bridge opens' },
  ])
  expect(render('{{ title }}{{ category }}', values).filter((segment) => segment.is !== 'value')).toEqual([])
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
    ' | raw',
    ' | upcase',
    ' | append: " !"',
    ' | prepend: "# " | raw',
    ' | escape',
    ' | newline_to_br',
  )
  fc.assert(
    fc.property(nasty, nasty, filter, (title, author, filters) => {
      const segments = render(`[{{ title${filters} }}|{{ author${filters} }}]`, { ...values, title, author })
      expect(literals(segments)).toBe('[|]')
    }),
  )
})

test('words assigned, captured or joined by a template still count as the article’s', () => {
  const title = '<a href="https://evil.example">x</a>'
  const templates = [
    '{% assign a = title %}{{ a }}',
    '{% assign a = title | split: "" | join: "" %}{{ a | raw }}',
    '{{ title | raw }}',
  ]
  for (const template of templates) {
    expect(render(template, { ...values, title })).toEqual([{ is: 'value', text: title }])
  }
})

test('what an article captures is never markup of the template', () => {
  const segments = render('{% capture a %}<b>{{ title }}</b>{% endcapture %}{{ a }}', { ...values, title: '<i>x</i>' })
  expect(literals(segments)).toBe('')
})

test('private-use characters are taken out of everything that comes in', () => {
  const segments = render('{{ title }}', { ...values, title: 'a\uE002b\uE000\uE001c\uF8FF' })
  expect(segments).toEqual([{ is: 'value', text: 'abc' }])
})

test.each([
  ['a variable that does not exist', 'x\n{{ titel }}', /titel.*line:2/],
  ['a filter that does not exist', '{{ title | shout }}', /shout.*line:1/],
  ['a tag that is not closed', '{% if title %}x', /if.*not closed.*line:1/],
  ['a file that it wants to read', '{% include "../.env" %}', /ENOENT|include/i],
])('%s is an error with its line', (_, template, words) => {
  expect(checkTemplate(template)).toMatch(words)
})

test.each([
  ['that counts for ever', '{% for a in (1..100000000) %}{{ a }}{% endfor %}'],
  [
    'of many loops in one another',
    '{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{{ c }}{% endfor %}{% endfor %}{% endfor %}',
  ],
  [
    'that grows by itself',
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
  ],
  ['that is endless itself', 'x'.repeat(30_000)],
])('a template %s is stopped, soon', (_, template) => {
  const began = performance.now()
  expect(checkTemplate(template)).toMatch(/limit/)
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('a template is checked with and without a summary, and one that puts nothing out is a mistake', () => {
  expect(checkTemplate('{{ title }} {{ link }}')).toBeNull()
  expect(checkTemplate('')).toBe('the template puts nothing out')
  expect(checkTemplate('{% if summary %}{{ summary }}{% endif %}')).toBe('the template puts nothing out')
})

test('a template reaches nothing but the values it is given', () => {
  for (const template of ['{{ title.constructor }}', '{{ constructor }}', '{{ __proto__ }}', '{{ title.__proto__ }}']) {
    const found = checkTemplate(template)
    expect(found ?? JSON.stringify(render(template, values))).not.toMatch(/function|native code|\[object/)
  }
})

test.each([
  ['{{ title | split: " " }}', 'TheTramOpens'],
  ['{{ title | size }}', '14'],
  ['{{ title | split: " " | last }}', 'Opens'],
])('what a filter makes of a text is shown as Liquid shows it: %s', (template, shown) => {
  const values = {
    title: 'The Tram Opens',
    summary: true,
    link: 'https://a.b/',
    author: '',
    category: '',
    feed: 'world',
  }
  expect(render(template, values)).toEqual([{ is: 'value', text: shown }])
})
