import { expect, test } from 'vitest'
import { DAY, MINUTE } from '#src/base/clock.ts'
import { judge } from '#src/feed/gate.ts'
import { someEntry } from '#test/fixtures/entry.ts'
import { NOON } from '#test/fixtures/stored.ts'

test.each([
  [
    'what a feed holds at first sight is old',
    NOON,
    true,
    { state: 'old', reason: 'baseline: world held it at first sight' },
  ],
  [
    'an embargo at first sight is old too',
    NOON + DAY,
    true,
    { state: 'old', reason: 'baseline: world held it at first sight' },
  ],
  ['what comes later is news', NOON, false, { state: 'seen', reason: 'new: first seen in world' }],
  ['without a date it is news', null, false, { state: 'seen', reason: 'new: first seen in world' }],
  [
    'a clock that runs ten minutes ahead is no embargo',
    NOON + 10 * MINUTE,
    false,
    { state: 'seen', reason: 'new: first seen in world' },
  ],
  [
    'a date further ahead is an embargo',
    NOON + 10 * MINUTE + 1,
    false,
    { state: 'waiting', reason: 'embargo: dated 2026-05-20T12:10:00.001Z, in the future' },
  ],
])('%s', (_, published, baseline, verdict) => {
  expect(judge('world', someEntry({ published }), baseline, NOON)).toEqual(verdict)
})
