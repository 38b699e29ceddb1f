import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { addressOf, follow } from '#src/feed/moved.ts'
import { unseenFeed, type FeedMemory } from '#src/store/feeds.ts'
import { NOON } from '#test/fixtures/stored.ts'

const OWN = 'https://news.example.com/rss'
const NEW = 'https://news.example.com/feed'

/** What is remembered after answers that came `hours` after noon, redirected for good as told. */
function after(seen: readonly (readonly [hours: number, movedTo: string | null])[], from = OWN): FeedMemory {
  return seen.reduce<FeedMemory>(
    (memory, [hours, to]) => ({ ...memory, ...follow(memory, to, NOON + hours * HOUR) }),
    unseenFeed(from),
  )
}

test('a feed is polled where it has moved once that was seen five times over two days', () => {
  const at = (...hours: readonly number[]) => addressOf(after(hours.map((hour) => [hour, NEW])))
  expect(at(0, 12, 24, 36, 47)).toBe(OWN)
  expect(at(0, 48, 49, 50)).toBe(OWN)
  expect(at(0, 12, 24, 36, 48)).toBe(NEW)
})

test('an answer without the redirect, or with another, starts the count anew', () => {
  const times = [0, 12, 24, 36, 48]
  for (const other of [null, 'https://other.example/feed']) {
    const seen = times.map((hours, index) => [hours, index === 3 ? other : NEW] as const)
    expect(addressOf(after(seen))).toBe(OWN)
    expect(addressOf(after([...seen, [60, NEW], [72, NEW], [84, NEW], [96, NEW]]))).toBe(NEW)
  }
})

test('a feed that has moved may move on, and back', () => {
  const moved = after([0, 12, 24, 36, 48].map((hours) => [hours, NEW]))
  const on = (to: string): FeedMemory =>
    [0, 12, 24, 36, 48].reduce<FeedMemory>(
      (memory, hours) => ({ ...memory, ...follow(memory, to, NOON + 9 * DAY + hours * HOUR) }),
      moved,
    )
  expect(addressOf(on('https://other.example/feed'))).toBe('https://other.example/feed')
  expect(on(OWN)).toMatchObject({ polledAt: null, movedTo: null, movedSince: null, movedSeen: 0 })
})

test('a feed that is read by https is not polled by http, whoever says so', () => {
  const hours = [0, 12, 24, 36, 48, 60]
  expect(addressOf(after(hours.map((hour) => [hour, 'http://news.example.com/feed'])))).toBe(OWN)
  const plain = 'http://news.example.com/rss'
  expect(
    addressOf(
      after(
        hours.map((hour) => [hour, OWN]),
        plain,
      ),
    ),
  ).toBe(OWN)
})
