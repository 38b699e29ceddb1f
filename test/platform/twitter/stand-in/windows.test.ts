import { expect, test } from 'vitest'
import { openWindow, rateHeaders } from '#src/platform/twitter/stand-in/windows.ts'

test('a window slides: room comes back one by one, exactly when each leaves', () => {
  const window = openWindow(2, 1000)
  window.count(0)
  window.count(400)
  expect(window.remaining(999)).toBe(0)
  expect(window.resets(999)).toBe(1000)
  expect(window.remaining(1000)).toBe(1)
  expect(window.remaining(1399)).toBe(1)
  expect(window.remaining(1400)).toBe(2)
})

test('never more than the limit stands in any window, whatever the pattern', () => {
  const window = openWindow(3, 100)
  const taken: number[] = []
  for (let now = 0; now < 2000; now += 7) {
    if (window.remaining(now) === 0) continue
    window.count(now)
    taken.push(now)
  }
  for (const end of taken) expect(taken.filter((at) => at > end - 100 && at <= end).length).toBeLessThanOrEqual(3)
  expect(taken.length).toBeGreaterThan(55)
})

test('headers tell the limit, what is left and the second of the reset, rounded up', () => {
  const window = openWindow(5, 900_000)
  window.count(1_500)
  expect(rateHeaders(window, 2_000)).toEqual({
    'x-rate-limit-limit': '5',
    'x-rate-limit-remaining': '4',
    'x-rate-limit-reset': '902',
  })
})
