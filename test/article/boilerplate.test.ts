import { expect, test } from 'vitest'
import { fingerprint, withoutRecurring } from '#src/article/boilerplate.ts'
import type { Page } from '#src/article/page/page.ts'

const page: Page = {
  headline: 'The bridge opens',
  standfirsts: [{ text: 'The best news of the city.', shown: false, from: 'og:description' }],
  paragraphs: ['Читайте також: інші новини', 'The story.', 'Видео дня'],
  canonical: null,
  language: null,
  authors: [],
  section: null,
  tags: [],
  published: null,
  earliest: null,
  zone: null,
  day: null,
  modified: null,
  picture: null,
  flags: [],
}

test('what recurs leaves paragraphs and standfirsts, however it is set, in any language', () => {
  const recurring = new Set(
    ['ЧИТАЙТЕ ТАКОЖ — інші новини!', 'Видео дня…', 'The best news of the city'].map(fingerprint),
  )
  expect(withoutRecurring(page, recurring)).toEqual({ ...page, standfirsts: [], paragraphs: ['The story.'] })
})

test('where nothing recurs the page stays as it is', () => {
  expect(withoutRecurring(page, new Set())).toBe(page)
})
