import { expect, test } from 'vitest'
import { expandDeclared } from '#src/feed/declared-entities.ts'

const declared = (declarations: string, body: string): string => `<!DOCTYPE rss [${declarations}]><rss>${body}</rss>`
const expanded = (declarations: string, body: string): string =>
  expandDeclared(declared(declarations, body)).replace(/^[^\]]*\]>/, '')

test('an entity that the document declares is written out', () => {
  expect(expanded(`<!ENTITY desk "World desk"><!ENTITY x 'y'>`, '&desk; &x; &desk;')).toBe(
    '<rss>World desk y World desk</rss>',
  )
})

test('what an entity says of itself with the entities of XML is text', () => {
  expect(expanded('<!ENTITY desk "News &amp; Paper &lt;3"><!ENTITY x "a &desk; b">', '&desk; &x;')).toBe(
    '<rss>News &amp; Paper &lt;3 &x;</rss>',
  )
})

test('the first of two declarations counts, and what is not declared stays', () => {
  expect(expanded('<!ENTITY a "one"><!ENTITY a "two">', '&a; &b; &amp;')).toBe('<rss>one &b; &amp;</rss>')
})

test.each([
  ['another entity', '<!ENTITY a "x"><!ENTITY b "&a;&a;">'],
  ['a file', '<!ENTITY b SYSTEM "file:///etc/passwd">'],
  ['markup', '<!ENTITY b "<item/>">'],
  ['a parameter entity', '<!ENTITY b "%c;">'],
])('an entity that refers to %s stays as it is', (_, declarations) => {
  expect(expanded(declarations, '&b;')).toBe('<rss>&b;</rss>')
})

test('a document that would grow without end is left as it is, soon', () => {
  const bomb = declared(`<!ENTITY a "${'x'.repeat(1000)}">`, '&a;'.repeat(1_000_000))
  expect(expandDeclared(bomb)).toBe(bomb)
})

test('a document without declarations is left as it is', () => {
  expect(expandDeclared('<rss>&hello;</rss>')).toBe('<rss>&hello;</rss>')
})
