import { describe, expect, test } from 'vitest'
import type { Entry } from '#src/records.ts'
import { isOneInSections, sameAtOneTime, type AtOneTime } from '#src/feed/same-time.ts'
import { gated } from './taken.ts'

const KICK_OFF = Date.UTC(2026, 4, 20, 10, 45)
const two = (
  title: AtOneTime['agreement']['title'],
  text: AtOneTime['agreement']['text'],
  change: Partial<AtOneTime> = {},
): AtOneTime => ({
  agreement: { title, text, ownText: text === 'same' || text === 'alike' },
  published: KICK_OFF,
  length: 60,
  headline: 20,
  standing: false,
  ...change,
})

test.each<[string, AtOneTime, ReturnType<typeof sameAtOneTime>]>([
  ['headline and text', two('same', 'same'), 'same'],
  ['a headline without a text', two('same', null), 'same'],
  ['a headline, with another text', two('same', 'unlike'), 'doubtful'],
  ['a label, with a text in part', two('same', 'alike'), 'doubtful'],
  ['a headline that tells, with a text in part', two('same', 'alike', { headline: 40 }), 'same'],
  ['a short text at a time of kick-off', two('unlike', 'same'), 'other'],
  ['a short text, and a headline in part, at a time of kick-off', two('alike', 'same'), 'doubtful'],
  ['a text that tells at a time of kick-off', two('unlike', 'same', { length: 120 }), 'doubtful'],
  ['such a text, and a headline in part', two('alike', 'same', { length: 120 }), 'same'],
  ['a short text to the minute', two('unlike', 'same', { published: KICK_OFF + 60_000 }), 'doubtful'],
  ['a short text to the second', two('unlike', 'same', { published: KICK_OFF + 7_000 }), 'same'],
  [
    'such a text, and a headline in part, to the minute',
    two('alike', 'same', { published: KICK_OFF + 60_000 }),
    'same',
  ],
  ['a text that tells to the minute', two('unlike', 'same', { published: KICK_OFF + 60_000, length: 120 }), 'same'],
  ['a text that stands under all', two('alike', 'same', { length: 300, standing: true }), 'other'],
])('what has the time of an article that is gone, and %s', (_, resemblance, is) => {
  expect(sameAtOneTime(resemblance)).toBe(is)
})

test.each<[string, AtOneTime, boolean]>([
  ['another text', two('same', 'unlike', { length: 300, headline: 50 }), false],
  ['a short text in part', two('same', 'alike'), false],
  ['such a text under a headline that tells', two('same', 'alike', { headline: 40 }), true],
  ['a long text in part', two('same', 'alike', { length: 300 }), true],
  ['a label alone', two('same', null), false],
  ['a label and a notice', two('same', 'same'), false],
  ['both to the second', two('same', 'same', { published: KICK_OFF + 7_000 }), true],
  ['a text that tells', two('same', 'same', { length: 120 }), true],
])('what two sections show under one headline, time and slug, with %s', (_, resemblance, is) => {
  expect(isOneInSections(resemblance)).toBe(is)
})

describe('results that are dated by their kick-off, under one line', () => {
  const SCORES = ['Leeds 2-1 Hull', 'Derby 0-0 York', 'Luton 3-2 Exeter', 'Preston 1-4 Swindon', 'Lincoln 1-0 Oxford']
  const OTHER = { guid: 'x', link: 'https://example.com/x', title: 'Frost expected in orchards' }

  test.each([1, 3])('are as many stories, be only %i of them shown at once', async (shown) => {
    const gate = await gated()
    const other = { ...OTHER, published: gate.now() - 7 }
    await gate.look([other])
    const results = SCORES.map((title, index): Partial<Entry> => ({
      guid: `m${index}`,
      link: `https://example.com/match/${index}`,
      title,
      summary: 'All the goals, cards and substitutions as they happened.',
      published: gate.now() - (gate.now() % 900_000),
    }))
    for (const index of results.keys()) {
      const window = results.slice(Math.max(0, index + 1 - shown), index + 1).toReversed()
      expect(await gate.look([...window, other])).toMatchObject({ news: 1, held: 0 })
    }
  })
})
