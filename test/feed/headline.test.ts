import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { compareHeadlines, type Headlines } from '#src/feed/headline.ts'
import { toldBy } from '#src/feed/told.ts'

const told = (title: string) => toldBy({ title, summary: null, content: null })

test.each<[string, string, Headlines]>([
  ['Bridge over the harbour opens', 'The bridge over the harbour has opened', 'alike'],
  ['Bridge over the harbour opens', 'Frost expected in orchards', 'unlike'],
  ['Live: bridge opens', 'Live: bridge opens late', 'alike'],
  ['The Harbour Times: bridge opens', 'The Harbour Times: frost expected', 'unlike'],
  ['The Harbour Times – bridge', 'The Harbour Times – frost', 'unlike'],
  [
    'Latest from our newsroom in the harbour bridge opens again',
    'Latest from our newsroom in the harbour frost expected tonight',
    'unlike',
  ],
  ['The bridge opens on Friday', 'The bridge opens on Monday', 'alike'],
  ['Strike on the port: 3 dead', 'Strike on the port: 5 dead', 'alike'],
  ['Strike on the port: 3', 'Strike on the port: 5', 'alike'],
  ['Situation report 139', 'Situation report 140', 'next'],
  ['Strike kills 3 and wounds 7', 'Strike kills 4 and wounds 9', 'alike'],
])('within hours %s | %s: %s', (one, other, how) => {
  expect(compareHeadlines(told(one), told(other), HOUR)).toBe(how)
  expect(compareHeadlines(told(other), told(one), HOUR)).toBe(how)
})

test.each<[string, number | null, Headlines]>([
  ['within hours', 8 * HOUR, 'alike'],
  ['half a day later', 12 * HOUR, 'next'],
  ['without a date', null, 'unlike'],
])('a headline with a number far from the other: %s', (_, apart, how) => {
  expect(compareHeadlines(told('Losses of the enemy: 4120'), told('Losses of the enemy: 4240'), apart)).toBe(how)
})
