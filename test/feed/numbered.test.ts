import { expect, test } from 'vitest'
import { numberedBy, sharingNumber } from '#src/feed/numbered.ts'
import { someEntry } from '#test/fixtures/entry.ts'

const at = (path: string): string => `https://news.example.com/${path}`

test.each<[string, string | null, string | null, string, boolean]>([
  ['a long number', 'post-48213', at('48213/burst'), at('bang-48213'), true],
  ['a long number of another story', 'post-48213', at('48213/burst'), at('48214/bang'), false],
  ['a part of a number', 'post-4821', at('48213/burst'), at('48213/bang'), false],
  ['a year', 'tag:2026:x', at('2026/burst'), at('2026/bang'), false],
  ['a day', '20261123-x', at('20261123/burst'), at('20261123/bang'), false],
  ['a number of the host', 'x-24000', 'https://24000.example.com/a', 'https://24000.example.com/b', false],
  ['the number that names a section', '7', at('7/burst'), at('7/bang'), false],
  ['the number at the end', '7', at('burst-7.html'), at('bang-7'), true],
  ['the number at the beginning', '7', at('7-burst/'), at('7-bang'), true],
  ['the number in a parameter', '7', at('?p=7'), at('old?id=7'), true],
  ['no address', '48213', null, at('48213'), false],
  ['no guid', null, at('48213/burst'), at('48213/bang'), false],
])('%s in guid and both addresses', (_, guid, link, url, has) => {
  const entry = someEntry({ guid, link })
  expect(numberedBy([entry])(entry, url)).toBe(has)
})

test('a number that several entries have is none of theirs', () => {
  const [one, two] = ['x', 'y'].map((name) => someEntry({ guid: `48213:${name}`, link: at(`48213/${name}`) }))
  expect(numberedBy([one!, two!])(one!, at('48213/z'))).toBe(false)
})

test.each<[string, string | null, string, readonly string[], boolean]>([
  ['a long number', at('48213/burst'), at('bang-48213'), [], true],
  ['another one', at('48213/burst'), at('48214/bang'), [], false],
  ['a year and a day', at('2026/20261123/burst'), at('2026/20261123/bang'), [], false],
  ['the number of a section', at('48213/burst'), at('48213/bang'), [at('48213/boom')], false],
  ['no address', null, at('48213/bang'), [], false],
])('%s in both addresses', (_, link, url, others, has) => {
  const entry = someEntry({ guid: null, link })
  const all = [entry, ...others.map((other) => someEntry({ guid: null, link: other }))]
  expect(sharingNumber(all)(entry, url)).toBe(has)
})
