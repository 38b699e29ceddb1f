import { expect, test } from 'vitest'
import { jitter, orderedId, randomHex, randomId } from '#src/base/random.ts'

test('ids can be read aloud and do not repeat', () => {
  const ids = Array.from({ length: 2_000 }, randomId)
  expect(new Set(ids).size).toBe(2_000)
  for (const id of ids) expect(id).toMatch(/^[abcdefghjkmnpqrstuvwxyz2-9]{12}$/)
})

test('hex has two digits for every byte', () => {
  expect(randomHex(16)).toMatch(/^[0-9a-f]{32}$/)
  expect(randomHex(16)).not.toBe(randomHex(16))
})

test('jitter moves a value by no more than its share, to both sides', () => {
  const moved = Array.from({ length: 1_000 }, () => jitter(1_000, 0.1))
  expect(Math.min(...moved)).toBeGreaterThanOrEqual(900)
  expect(Math.max(...moved)).toBeLessThanOrEqual(1_100)
  expect(moved.some((value) => value < 950) && moved.some((value) => value > 1_050)).toBe(true)
})

test('ordered ids sort in the order in which they were made', () => {
  const ids = Array.from({ length: 2_000 }, orderedId)
  expect(ids.toSorted()).toEqual(ids)
})
