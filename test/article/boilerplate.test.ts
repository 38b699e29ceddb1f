import { expect, test } from 'vitest'
import { fingerprint, linesOf, recurringIn, withoutRecurring } from '#src/article/boilerplate.ts'
import { BLANK_PAGE, type Page } from '#src/article/page/page.ts'

const page: Page = {
  ...BLANK_PAGE,
  headline: 'The bridge opens',
  standfirsts: [{ text: 'The best news of the city.', shown: false, from: 'og:description' }],
  paragraphs: ['Читайте також: інші новини', 'The story.', 'Видео дня'],
}

test('what recurs leaves paragraphs and standfirsts, however it is set, in any language', () => {
  const recurring = new Set(
    ['ЧИТАЙТЕ ТАКОЖ — інші новини!', 'Видео дня…', 'The best news of the city'].map(fingerprint),
  )
  expect(withoutRecurring(page, recurring)).toEqual({ ...page, standfirsts: [], paragraphs: ['', 'The story.', ''] })
})

test('where nothing recurs the page stays as it is', () => {
  expect(withoutRecurring(page, new Set())).toBe(page)
})

const FRAMES = ['daily', 'weekly', 'free evening'].map(
  (kind) => `Want the best of the Herald? Get our ${kind} letter here.`,
)
const linedOf = (title: string, ...paragraphs: readonly string[]) => ({
  title,
  lines: linesOf({ ...page, paragraphs }),
})
const others = FRAMES.slice(1).map((frame, index) => linedOf(`Story number ${index}`, frame, `Of its own ${index}.`))

test('a first line in which only some words change is known too, but none that tells of the headline', () => {
  const paragraphs = [FRAMES[0]!, 'A ferry sank in the bay.', 'Nobody was hurt.']
  const own = linedOf('A ferry sinks', ...paragraphs)
  const found = withoutRecurring({ ...page, paragraphs }, recurringIn(own, others))
  expect(found.paragraphs).toEqual(['', ...paragraphs.slice(1)])
  const told = recurringIn({ ...own, title: 'The Herald wants readers' }, others)
  expect(withoutRecurring({ ...page, paragraphs }, told).paragraphs).toEqual(paragraphs)
  expect(recurringIn(own, others.slice(1)).size).toBe(0)
})

test('what only articles with like headlines share does not recur', () => {
  const own = linedOf('Ferry runs aground near Tarnholm', 'A ship lies on the rocks.')
  const updates = ['Ferry aground near Tarnholm', 'Tarnholm ferry is freed'].map((title) => ({ ...own, title }))
  expect(recurringIn(own, updates).size).toBe(0)
  expect(recurringIn(own, [...updates, { ...own, title: 'Rain' }, { ...own, title: 'Snow' }]).size).toBeGreaterThan(0)
})

test('nor what only articles share that have most of their text in common', () => {
  const own = linedOf('Ferry disaster: what happened', 'A ship lies on the rocks.', 'Nobody was hurt.', 'It is new.')
  const updates = ['Captain of a ferry questioned', 'Ferry is freed'].map((title) => ({ ...own, title }))
  expect(recurringIn(own, updates).size).toBe(0)
  const few = updates.map((update) => ({ ...update, lines: update.lines.slice(-1) }))
  expect(recurringIn(own, few).size).toBe(1)
})
