import { expect, test } from 'vitest'
import { titled } from '#src/feed/titled.ts'
import { someEntry } from '#test/fixtures/entry.ts'

test('a note without a headline has the first sentence of its text', () => {
  const note = someEntry({ title: '', content: '<p>The bridge is closed. Use the ferry.</p>' })
  expect(titled(note, 'en').title).toBe('The bridge is closed.')
})

test('a headline stays', () => {
  expect(titled(someEntry({ title: 'Bridge', summary: 'Other.' }), 'en').title).toBe('Bridge')
})

test('no headline is made of nothing, nor of a sentence as long as an article', () => {
  expect(titled(someEntry({ title: '' }), null).title).toBe('')
  expect(titled(someEntry({ title: '', summary: 'word '.repeat(100) }), 'en').title).toBe('')
})
