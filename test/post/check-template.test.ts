import { describe, expect, test } from 'vitest'
import { checkWording } from '#src/post/check-template.ts'
import { render } from '#src/post/template.ts'
import { someWording } from '#test/fixtures/wording.ts'

const checked = (template: string) => checkWording(someWording({ template }))

test.each([
  ['a variable that does not exist', 'x\n{{ titel }}', 5, /titel.*title, summary, link/],
  ['one that only some articles would come to', '{% if author %}{{ autor }}{% endif %}', 18, /autor/],
  ['a filter that does not exist', 'ab {{ title | shout }}', 3, /shout/],
  ['a filter of Liquid that no post needs', '{{ title | sample }}', 0, /sample/],
  ['a tag that is not closed', '{% if title %}x', 0, /if.*not closed/],
  ['an output that is not closed', '{{ title', 0, /not closed/],
  ['a file that it wants to read', '{% include "../.env" %}', 0, /include/],
  ['a directive of a date that is not known', '{{ date | date: "%Q" }}', 0, /%Q/],
])('%s is a mistake with its place', (_, template, at, words) => {
  expect(checked(template)).toMatchObject({ key: 'template', what: expect.stringMatching(words) as string, at })
  expect(checked(template)?.what).not.toMatch(/line:/)
})

test.each([
  ['{{ title }} {{ link }}?ref=x', '"?ref=x" clings'],
  ['{{ title }} {{ link }}/amp', '"/amp" clings'],
  ['{{ title }}{{ link }}', '{{ title }} clings'],
  ['{{ link }}{{ hashtags }}', '{{ hashtags }} clings'],
  ['Read{{ link }}', '"Read" clings'],
  ['{{ title }} #{{ link }}', '"#" clings'],
  ['{{ title }} @{{ link }}', '"@" clings'],
  ['{{ title }} ${{ link }}', '"$" clings'],
  ['http://{{ link }}', '"http://" clings'],
  ['{{ link }}.{{ summary }}', '"." clings'],
  ['{{ link }}|{{ title }}', '"|" clings'],
  ['{{ link }}{% if section %}{{ section }}{% endif %}', '{{ section }} clings'],
])('what would become part of the link is a mistake: %s', (template, words) => {
  expect(checked(template)?.what).toContain(words)
})

test.each([
  '({{ link }})',
  '{{ title }} → {{ link }}.',
  '<a href="{{ link }}">{{ title }}</a>',
  '<a href="{{ link }}">Read</a>',
  '{{ title }} <a href="https://t.me/share/url?url={{ link }}">Share</a>',
  '{{ title }} <a href="{{ link }}#comments">Discuss</a>',
  '{{ link }}\n{{ hashtags }}',
])('a link may stand in punctuation and markup: %s', (template) => {
  expect(checked(template)).toBeNull()
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
  [
    'that multiplies',
    '{% assign a = "xxxxxxxxxx" %}{% for i in (1..12) %}{% assign a = a | append: a %}{% endfor %}{{ a | replace: "x", a }}',
  ],
  [
    'that puts very much out',
    '{% for a in (1..99) %}{{ "xxxxxxxxxx" | replace: "x", "xxxxxxxxxxxxxxxxxxxxxxxxx" }}{% endfor %}',
  ],
  ['of very many pieces', '{% for a in (1..300) %}{{ a }}{% endfor %}'],
  ['that is endless itself', 'x'.repeat(30_000)],
])('a template %s is stopped, soon', (_, template) => {
  const before = process.cpuUsage()
  expect(checked(template)?.what).toMatch(/limit/)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(2_000)
})

test('brackets nested beyond any sense are a mistake, not an end', () => {
  expect(checked('{% if title %}'.repeat(1_000) + '{% endif %}'.repeat(1_000))).not.toBeUndefined()
})

test('a template is checked with everything and with nothing, and one that puts nothing out is a mistake', () => {
  expect(checked('{{ title }} {{ link }}')).toBeNull()
  expect(checked('')?.what).toBe('the template puts nothing out')
  expect(checked('{% if summary %}{{ summary }}{% endif %}')?.what).toBe('the template puts nothing out')
})

test('one that has nothing of the article is a mistake', () => {
  expect(checked('Hello')?.what).toBe('the template has nothing of the article: all its posts would be one')
})

test.each([
  ['{{ title }}{% if title contains "zzz" and author %}{{ title | date: "%d" }}{% endif %}', /date needs a date/],
  ['{{ title }}{% unless section %}{{ summary | upcase }}{% endunless %}', /only stand by itself/],
  ['{{ title }}{% if tags.size > 40 %}{% if author == "A" %}{{ date | date: "%Q" }}{% endif %}{% endif %}', /%Q/],
])('what is wrong in a branch that few articles come to is found: %s', (template, words) => {
  expect(checked(template)?.what).toMatch(words)
})

test('the summary stands by itself, or as its first sentence', () => {
  expect(checked('{{ summary }}')).toBeNull()
  expect(checked('{{ title }} {{ summary | first_sentence }}')).toBeNull()
  expect(checked('{{ title }} {{ summary | upcase }}')?.what).toMatch(/only stand by itself/)
})

test('a template reaches nothing but the values it is given', () => {
  for (const template of ['{{ title.constructor }}', '{{ constructor }}', '{{ __proto__ }}', '{{ title.__proto__ }}']) {
    const found = checked(template)
    expect(found).not.toBeNull()
    expect(found?.what).not.toMatch(/function|native code|\[object/)
  }
})

test('the same template gives the same post twice', () => {
  const values = {
    title: 'T',
    summary: true,
    link: 'https://a.example/',
    date: 0,
    authors: ['A'],
    categories: [],
    hashtags: [],
    source: 'a',
    feed: 'f',
    language: null,
  }
  const wording = someWording({ template: '{{ title }}{{ author | handles }}{{ date }}', handles: { a: '@a' } })
  expect(render(wording, values)).toEqual(render(wording, values))
})

describe('keys that a template has to use', () => {
  test('hashtags without a place are a mistake', () => {
    const hashtags = { World: '#world' }
    expect(checkWording(someWording({ hashtags }))).toMatchObject({ key: 'hashtags' })
    expect(checkWording(someWording({ hashtags, template: '{{ title }} {{ hashtags }}' }))).toBeNull()
  })

  test('handles that nothing uses are a mistake', () => {
    const handles = { 'A. Writer': '@a_writer' }
    expect(checkWording(someWording({ handles }))).toMatchObject({ key: 'handles' })
    expect(checkWording(someWording({ handles, template: '{{ title }} {{ authors | handles }}' }))).toBeNull()
  })
})
