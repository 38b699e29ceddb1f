import { expect, test } from 'vitest'
import { isByline } from '#src/article/byline.ts'
import { summarise } from '#src/article/summarise.ts'

test.each([
  'By Jan Brandt.',
  'By Jan Brandt and Eva Lind.',
  'By JAN BRANDT, Eva van der Lind.',
  'Von Jan Brandt.',
  'Ein Kommentar von Eva Lind.',
  'Eine Analyse von Dr. Eva Lind.',
  'Par Anne Roux.',
  'Por José de la Cruz.',
  'Di Anna Rossi.',
  'Автор: Анна Ткач.',
])('%s is a byline, and begins no summary', (line) => {
  expect(isByline(line)).toBe(true)
  const story = 'The tram is coming to the airport after a decade of argument.'
  const article = { title: 'Who pays', language: null, authors: [] }
  expect(summarise({ ...article, summary: `${line} ${story}`, content: null })).toEqual([story])
  expect(summarise({ ...article, summary: null, content: `<p>${line} ${story}</p>` })).toEqual([story])
})

test.each([
  'By Monday the port was open.',
  'Von Berlin nach Köln fährt niemand.',
  'The tram is coming.',
  'Di Rossi ha vinto.',
  'Por la tarde habló Juan Pérez.',
  'Jan Brandt.',
])('%s is none', (line) => {
  expect(isByline(line)).toBe(false)
})
