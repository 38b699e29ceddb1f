import { expect, test } from 'vitest'
import { withoutDateline } from '#src/article/dateline.ts'

test.each([
  ['KYIV, July 12 — The bridge opened.', 'The bridge opened.'],
  ['KYIV: The bridge opened.', 'The bridge opened.'],
  ['NEW DELHI: The bridge opened.', 'The bridge opened.'],
  ['KYIV — The bridge opened.', 'The bridge opened.'],
  ['NEW YORK (Agency) - The bridge opened.', 'The bridge opened.'],
  ['Berlin, 12. Juli (Agentur) – Die Brücke ist offen.', 'Die Brücke ist offen.'],
  ['КИЇВ, 12 липня — Міст відкрито.', 'Міст відкрито.'],
  ['Hamburg (kwd/lno) – Die Brücke ist offen.', 'Die Brücke ist offen.'],
  ['القدس (وكالة) - افتتح الجسر.', 'افتتح الجسر.'],
  ['本报塔恩7月12日电（记者 李文）大桥通车。', '大桥通车。'],
  ['海岸社讯 (记者 李文) 大桥通车。', '大桥通车。'],
  ['(서울=해안뉴스) 김민수 기자 = 다리가 열렸다.', '다리가 열렸다.'],
  ['London (Agency) — “We waited,” she said.', '“We waited,” she said.'],
])('%s begins without its dateline', (paragraph, expected) => {
  expect(withoutDateline(paragraph)).toBe(expected)
})

test.each([
  'The bridge — nine years in the making — opened.',
  'NATO met on Friday.',
  'Київ — столиця України.',
  'Mid-July was hot.',
  'Der Film (kurz) – und doch zu lang – läuft seit Freitag.',
  '大桥7月12日通车（记者在场）。',
  '电视塔（高 300 米）重新开放。',
  'الجسر (القديم) مغلق.',
])('%s stays as it is', (paragraph) => {
  expect(withoutDateline(paragraph)).toBe(paragraph)
})
