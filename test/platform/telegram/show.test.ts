import { expect, it } from 'vitest'
import { showPart } from '#src/platform/telegram/show.ts'

const length = { used: 1, allowed: 4096 }

it('shows a message as text, with hidden addresses behind their words', () => {
  const text = 'Tram line opens. Read more or share'
  const entities = [
    { type: 'bold', offset: 0, length: 15 },
    { type: 'text_link', offset: 17, length: 9, url: 'https://a.b/' },
    { type: 'text_link', offset: 30, length: 5, url: 'https://c.d/' },
  ]
  expect(showPart({ body: { text, entities }, text, length, link: null, picture: null })).toBe(
    'Tram line opens. Read more (https://a.b/) or share (https://c.d/)',
  )
})

it('shows a message without entities as it is', () => {
  expect(showPart({ body: {}, text: 'plain', length, link: null, picture: null })).toBe('plain')
})
