import { expect, test } from 'vitest'
import { codeIn, type SourceFile } from './source.ts'

const LONGEST = 400
const MEDIAN_BELOW = 90

const linesOf = (file: SourceFile): number => file.text.trimEnd().split('\n').length

function tooLong(files: readonly SourceFile[]): readonly string[] {
  return files.filter((file) => linesOf(file) > LONGEST).map((file) => `${file.path} has ${linesOf(file)} lines`)
}

function medianOf(files: readonly SourceFile[]): number {
  const sizes = files.map(linesOf).toSorted((a, b) => a - b)
  const middle = sizes.length / 2
  return (sizes[Math.floor(middle)]! + sizes[Math.ceil(middle) - 1]!) / 2
}

test('no file in src or test is longer than a person reads at once', () => {
  expect(tooLong(codeIn('src', 'test', 'bench'))).toEqual([])
})

test('the median file of src fits on a screen', () => {
  expect(medianOf(codeIn('src'))).toBeLessThan(MEDIAN_BELOW)
})

const fileOf = (lines: number): SourceFile => ({ path: `src/text/${lines}.ts`, text: 'export {}\n'.repeat(lines) })

test('the rules find a long file and a high median', () => {
  expect(tooLong([fileOf(LONGEST)])).toEqual([])
  expect(tooLong([fileOf(LONGEST + 1)])).toEqual(['src/text/401.ts has 401 lines'])
  expect(medianOf([fileOf(10), fileOf(500), fileOf(90)])).toBe(90)
  expect(medianOf([fileOf(10), fileOf(90), fileOf(20), fileOf(30)])).toBe(25)
})
