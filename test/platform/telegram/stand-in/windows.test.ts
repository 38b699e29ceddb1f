import { describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS, openWindows } from '#src/platform/telegram/stand-in/windows.ts'
import { handClock } from './client.ts'

describe('the limits slide strictly', () => {
  test('one message a second into one chat', () => {
    const clock = handClock()
    const windows = openWindows(clock, DEFAULT_LIMITS)
    windows.count(1, -100)
    expect(windows.wait(1, -100)).toBe(1)
    expect(windows.wait(2, -100)).toBe(1)
    expect(windows.wait(1, -200)).toBe(0)
    clock.advance(999)
    expect(windows.wait(1, -100)).toBe(1)
    clock.advance(1)
    expect(windows.wait(1, -100)).toBe(0)
  })

  test('twenty messages a minute into one chat, and the wait is told in whole seconds', () => {
    const clock = handClock()
    const windows = openWindows(clock, DEFAULT_LIMITS)
    for (let sent = 0; sent < 20; sent++) {
      expect(windows.wait(1, -100)).toBe(0)
      windows.count(1, -100)
      clock.advance(1500)
    }
    expect(windows.wait(1, -100)).toBe(30)
    clock.advance(29_999)
    expect(windows.wait(1, -100)).toBe(1)
    clock.advance(1)
    expect(windows.wait(1, -100)).toBe(0)
    windows.count(1, -100)
    expect(windows.wait(1, -100)).toBe(2)
  })

  test('thirty messages a second of one bot, over all chats', () => {
    const clock = handClock()
    const windows = openWindows(clock, DEFAULT_LIMITS)
    for (let sent = 0; sent < 30; sent++) {
      expect(windows.wait(1, -sent)).toBe(0)
      windows.count(1, -sent)
    }
    expect(windows.wait(1, -99)).toBe(1)
    expect(windows.wait(2, -99)).toBe(0)
    clock.advance(1000)
    expect(windows.wait(1, -99)).toBe(0)
  })

  test('every number can be set', () => {
    const windows = openWindows(handClock(), { perSecond: 2, placePerSecond: 2, placePerMinute: 1 })
    windows.count(1, -1)
    expect([windows.wait(1, -1), windows.wait(1, -2)]).toEqual([60, 0])
    windows.count(1, -2)
    expect(windows.wait(1, -3)).toBe(1)
  })
})
