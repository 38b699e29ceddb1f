import { expect, test } from 'vitest'
import { conditionsIn, parse } from '#src/post/liquid.ts'
import { suppositions } from '#src/post/suppositions.ts'
import { render, type TemplateValues } from '#src/post/template.ts'
import { someWording } from '#test/fixtures/wording.ts'

const VALUES: TemplateValues = {
  title: 'Title',
  summary: true,
  link: 'https://news.example.com/1',
  date: 0,
  authors: ['Author'],
  categories: ['Section', 'Tag', 'Another'],
  hashtags: [],
  source: 'news.example.com',
  feed: 'feed',
  language: null,
}

/** What a template comes to, for every supposition once. */
function ways(template: string): readonly string[] {
  const found = suppositions(conditionsIn(parse(template))).map((supposed) => {
    const segments = render(someWording({ template }), VALUES, supposed)
    return segments.map((segment) => ('text' in segment ? segment.text : '')).join('')
  })
  return [...new Set(found)].toSorted()
}

test.each([
  ['{% if author %}a{% else %}b{% endif %}', ['a', 'b']],
  ['{% if section == "A" %}a{% endif %}{% if section == "B" %}b{% endif %}', ['', 'a', 'b']],
  ['{% if section %}s{% endif %}{% if section == "A" %}a{% endif %}', ['', 's', 'sa']],
  ['{% if author and section or summary %}a{% else %}b{% endif %}', ['a', 'b']],
  ['{% if not author %}a{% endif %}{% if author %}b{% endif %}', ['a', 'b']],
  ['{% if tags.size > 2 %}many{% elsif tags.size == 2 %}two{% else %}few{% endif %}', ['few', 'many', 'two']],
  ['{% if title contains "x" %}x{% endif %}{% if title contains "y" %}y{% endif %}', ['', 'x', 'xy', 'y']],
  ['{% case section %}{% when "A", "B" %}ab{% when "C" %}c{% else %}e{% endcase %}', ['ab', 'c', 'e']],
  ['{% if title %}always{% endif %}', ['always']],
])('%s is gone through in every way that an article can lead', (template, expected) => {
  expect(ways(template)).toEqual(expected)
})

test.each([
  ['section', 'section.size > 0'],
  ['section', 'section != blank'],
  ['authors.size > 0', 'author'],
  ['authors != empty', 'author'],
  ['tags.size >= 1', 'tags != empty'],
  ['tags.size > 0', 'tags.first'],
  ['title.size > 0', 'title'],
  ['tags[0]', 'tags.size != 0'],
])('of an article that has %s, %s is supposed too, and of one that has not, the contrary', (one, other) => {
  const always = one.startsWith('title')
  expect(ways(`{% if ${one} %}a{% endif %}{% if ${other} %}b{% endif %}`)).toEqual(always ? ['ab'] : ['', 'ab'])
})

test.each([
  ['section == "Live"', 'section contains "L"', ['', 'ab', 'b']],
  ['section == "Live"', 'section contains "X"', ['', 'a', 'b']],
  ['title contains "Live"', 'title contains "L"', ['', 'ab', 'b']],
  ['tags contains "Live"', 'tags contains "L"', ['', 'a', 'ab', 'b']],
  ['tags contains "Live"', 'tags.size > 0', ['', 'ab', 'b']],
  ['authors contains "A"', 'author', ['', 'ab', 'b']],
  ['tags.size > 0', 'tags[1]', ['', 'a', 'ab']],
  ['section', 'section.size > 60', ['', 'a', 'ab']],
])('%s and %s contradict nowhere, and all else is tried', (one, other, expected) => {
  expect(ways(`{% if ${one} %}a{% endif %}{% if ${other} %}b{% endif %}`)).toEqual(expected)
})

test('what a template has made itself, or asks in another way, is left to the values', () => {
  expect(ways('{% assign a = section %}{% if a %}a{% endif %}')).toEqual([])
  expect(ways('{% if title == author %}a{% endif %}')).toEqual([])
  expect(ways('{% for tag in tags %}{% if tag == "A" %}a{% endif %}{% endfor %}')).toEqual([])
})

test('many conditions are tried in so many ways and no more, and any two of them together', () => {
  const letters = 'abcdefghijkl'.split('')
  const many = letters.map((letter) => `{% if title contains "${letter}" %}${letter}{% endif %}`).join('')
  const found = ways(many)
  expect(suppositions(conditionsIn(parse(many))).length).toBeLessThanOrEqual(256)
  for (const [at, one] of letters.entries()) {
    for (const other of letters.slice(at + 1)) {
      expect(found).toContain(one + other)
      expect(found).toContain(letters.filter((letter) => letter !== one && letter !== other).join(''))
    }
  }
})
