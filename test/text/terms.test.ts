import { expect, test } from 'vitest'
import { termIn } from '#src/text/terms.ts'

test.each([
  ['Test flight lands', 'test', true],
  ['Contest opens', 'test', false],
  ['The tests go on', 'test', false],
  ['The tests go on', 'test*', true],
  ['A press\u00A0release from the city', 'press release', true],
  ['Ministers don’t agree', "don't agree", true],
  ['Under embargo.', 'EMBARGO', true],
  ['У місті — ембарго: що відомо', 'ембарго', true],
  ['Розслідування пожежі', 'слідування', false],
  ['Розслідування пожежі', 'розслідуван*', true],
  ['Straße gesperrt', 'STRASSE', false],
  ['Ärzte ohne Grenzen', 'ärzte', true],
  ['زلزال يضرب المدينة', 'زلزال', true],
  ['زلزالان يضربان', 'زلزال', false],
  ['东京大地震后', '地震', true],
  ['서울에서 열린 회의', '서울', true],
  ['แผ่นดินไหวในกรุงเทพ', 'กรุงเทพ', true],
  ['C++ and C# compared', 'C#', true],
  ['the word is *', '*', false],
  ['A press\u2011release by the city', 'press-release', true],
  ['A press-release by the city', 'press\u2010release', true],
  ['За\u0301мок над рікою', 'замок', true],
  ['Замок над рікою', 'за\u0301мок', true],
  ['Замки над рікою', 'замок', false],
  ['Мій край', 'мии', false],
  ['Її крайній захід', 'крайній', true],
  ['Краи\u0306ній захід', 'крайній', true],
  ['Елка у місті', 'ёлка', false],
  ['قال مُحَمَّد اليوم', 'محمد', true],
  ['قال محـــمد اليوم', 'محمد', true],
  ['قال محمد اليوم', 'مُحَمَّد', true],
  ['قال أحمد اليوم', 'احمد', false],
  ['שָׁלוֹם עולם', 'שלום', true],
  ['בית־ספר חדש', 'בית-ספר', true],
  ['Un café fermé', 'cafe', false],
])('in %j the term %j stands: %j', (text, term, stands) => {
  expect(termIn(text, ['nowhere at all', term])).toBe(stands ? term : null)
})

test('of several terms the first of the list is told', () => {
  expect(termIn('one two three', ['three', 'one'])).toBe('three')
  expect(termIn('one', [])).toBeNull()
})
