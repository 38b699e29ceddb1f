import { expect, test } from 'vitest'
import { placesOf, showPlaces } from '#src/post/markup-place.ts'

const mistake = (tag: string, before = '', behind = '') => ({ why: 'it is wrong', tag, before, behind })

test('markup is found again where most of what stood around it does', () => {
  const template = '<b>{{ title }}</b> by <b>{{ author }}\n<b>{{ section }}</b>'
  expect(placesOf(template, mistake('<b>', '</b> by '))).toEqual([22])
  expect(showPlaces(template, mistake('<b>', '\n'))).toBe('line 2, column 1 of the template')
})

test('of markup that stands in several places alike all are told, and of none that cannot be found', () => {
  const template = '{% if section %}<b>{% else %}<b>{% endif %}'
  expect(showPlaces(template, mistake('<b>'))).toBe('line 1, column 17 or line 1, column 30 of the template')
  expect(showPlaces(template, mistake('<i>'))).toBe('the template')
  expect(placesOf(template, mistake(''))).toEqual([])
})
