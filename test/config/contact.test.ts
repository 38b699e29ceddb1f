import { expect, test } from 'vitest'
import { changed, configOf, lines, mistakesOf } from './good.ts'

const written = (contact: string): string =>
  changed('contact: https://news.example.com/contact', `contact: "${contact}"`)

test.each(['https://news.example.com/about?us', 'desk+crier@news.example.com'])(
  'publishers reach staff at %s',
  (contact) => {
    expect(configOf(written(contact)).network.contact).toBe(contact)
  },
)

test.each([
  'http://news.example.com/',
  'the desk',
  'desk@news',
  'https://anna:secret@news.example.com',
  'https://news.example.com/(a)',
  'https://новини.example.com/',
])('nobody is reached at %s', (contact) => {
  expect(lines(mistakesOf(written(contact)))).toEqual([
    expect.stringMatching(
      /^5:\d+ network\.contact: .* → write a page such as https:\/\/news\.example\.com\/contact, or a mail address$/,
    ),
  ])
})
