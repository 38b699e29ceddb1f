import { expect, test } from 'vitest'
import { withoutDateline } from '#src/article/dateline.ts'

test.each([
  ['KYIV, July 12 — The bridge opened.', 'The bridge opened.'],
  ['KYIV: The bridge opened.', 'The bridge opened.'],
  ['KYIV — The bridge opened.', 'The bridge opened.'],
  ['NEW YORK (Agency) - The bridge opened.', 'The bridge opened.'],
  ['Berlin, 12. Juli (Agentur) – Die Brücke ist offen.', 'Die Brücke ist offen.'],
  ['КИЇВ, 12 липня — Міст відкрито.', 'Міст відкрито.'],
  ['London (Agency) — “We waited,” she said.', '“We waited,” she said.'],
])('%s begins without its dateline', (paragraph, expected) => {
  expect(withoutDateline(paragraph)).toBe(expected)
})

test.each([
  'The bridge — nine years in the making — opened.',
  'NATO met on Friday.',
  'Київ — столиця України.',
  'Mid-July was hot.',
])('%s stays as it is', (paragraph) => {
  expect(withoutDateline(paragraph)).toBe(paragraph)
})
