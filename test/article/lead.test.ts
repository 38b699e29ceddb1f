import { expect, test } from 'vitest'
import { leadSentences } from '#src/article/lead.ts'
import { leans } from '#src/text/leaning.ts'

const of = (paragraphs: readonly string[], headline = 'The bridge opens', most = 5) =>
  leadSentences({ headline, language: 'en', paragraphs }, most).sentences

test('the story runs unbroken from its first whole sentence, without dateline', () => {
  expect(
    of(['By our reporter', 'KYIV, July 12 — The city celebrated all night. People danced on the river banks.', 'More']),
  ).toEqual(['The city celebrated all night.', 'People danced on the river banks.'])
})

test('behind the beginning a speaker in capitals is no dateline', () => {
  const paragraphs = ['The city celebrated all night. (AGY)', 'KYIV TIMES: What comes next for the city?']
  expect(of(paragraphs)).toEqual(['The city celebrated all night.', 'KYIV TIMES: What comes next for the city?'])
})

test('a first sentence that adds nothing to the headline is left out', () => {
  expect(of(['The bridge opens. The city celebrated all night.'])).toEqual(['The city celebrated all night.'])
})

test('a run does not begin with a sentence that leans on one that was cut', () => {
  const cut = 'The mayor of the city, who came late and did not explain why, said that'
  expect(of([cut, 'He left early. The city celebrated all night.'])).toEqual(['The city celebrated all night.'])
})

test('a sentence that leans on a paragraph that was left out is not told', () => {
  const rest = 'The strait is closed to ships until noon.'
  expect(of(['The city celebrated all night.', '', 'It said that all went well.', rest])).toEqual([
    'The city celebrated all night.',
  ])
  expect(of(['', 'It said that all went well.', rest])).toEqual([rest])
  expect(of(['The city celebrated all night.', '', rest])).toEqual(['The city celebrated all night.', rest])
})

test.each([
  ['en', 'easyJet raised its profit forecast on Tuesday.'],
  ['en', 'al-Shabab fighters attacked a base in Somalia.'],
  ['en', 'k.d. lang has been inducted into the hall of fame.'],
  ['de', 'adidas hat seinen Gewinn im zweiten Quartal verdoppelt.'],
  ['de', 'ver.di ruft für Freitag zu Warnstreiks auf.'],
  ['nl', "'s Nachts rijden er vanaf december minder treinen."],
  ['nl', "'s-Hertogenbosch sluit de kathedraal voor een jaar."],
  ['af', "'n Man van 34 is Maandag in Bloemfontein dood."],
])('in %s, a story’s first line begins it however it is written: %s', (language, first) => {
  const next = 'The city celebrated all night, and so did others.'
  for (const before of [[], [''], ['Foto ANP']]) {
    const paragraphs = [...before, first, next]
    expect(leadSentences({ headline: 'The bridge opens', language, paragraphs }, 5).sentences).toEqual([first, next])
  }
})

test('what small letters begin behind a line without an end is the rest of it, but where a capital follows', () => {
  const next = 'The city celebrated all night.'
  for (const before of ['The council voted on Monday', 'T'])
    expect(of([before, 'to build a tram line to the airport.', next])).toEqual([next])
  const own = 'easyJet raised its profit forecast on Tuesday.'
  expect(of(['A plane at Gatwick airport, south of London', own, next])).toEqual([own, next])
})

test('what ends without an end within the story ends the run', () => {
  expect(of(['The city celebrated all night.', 'Weather', 'Rain is expected tomorrow in the city.'])).toEqual([
    'The city celebrated all night.',
  ])
})

test.each([
  ['en', 'He said so.', true],
  ['en', '“This is new,” she said.', true],
  ['en', 'Heavy rain fell.', false],
  ['uk', 'Він сказав це.', true],
  ['uk', 'Вінниця святкує.', false],
  ['de', 'Dies gilt ab Montag.', true],
  ['zh', '他说，桥已开通。', true],
  ['xx', 'He said so.', false],
])('in %s, %s leans: %s', (language, sentence, expected) => {
  expect(leans(sentence, language)).toBe(expected)
})
