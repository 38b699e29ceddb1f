import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import {
  atFirstSight,
  fewAtOnce,
  isReissue,
  isRepeat,
  isSame,
  judge,
  mostAtOnce,
  type GateFacts,
  type Resemblance,
} from '#src/feed/gate.ts'
import { NOON } from '#test/fixtures/stored.ts'

const FACTS: GateFacts = {
  feed: 'world',
  maxAge: 6 * HOUR,
  fromBelow: new Set(),
  undatedPass: false,
  days: false,
  now: NOON,
}

describe('an entry by itself', () => {
  test('is old where the feed held it at first sight', () => {
    expect(atFirstSight('world')).toEqual({ state: 'old', reason: 'baseline: world held it at first sight' })
  })

  test.each([
    ['is news', NOON, { state: 'seen', reason: 'new: first seen in world' }],
    [
      'is news where its clock runs ten minutes ahead',
      NOON + 10 * MINUTE,
      { state: 'seen', reason: 'new: first seen in world' },
    ],
    [
      'waits for a time further ahead',
      NOON + 10 * MINUTE + 1,
      { state: 'waiting', reason: 'embargo: dated 2026-05-20T12:10:00.001Z, in the future' },
    ],
    ['is news as long as a channel takes it', NOON - 6 * HOUR, { state: 'seen', reason: 'new: first seen in world' }],
    [
      'is old beyond that',
      NOON - 6 * HOUR - 1,
      {
        state: 'old',
        reason: 'age: published 2026-05-20T05:59:59.999Z, and no channel of world posts what is older than 6 h',
      },
    ],
    ['is old at the epoch', 0, { state: 'old', reason: expect.stringMatching(/^age: published 1970/) }],
    [
      'goes by its page without a date',
      null,
      { state: 'seen', reason: 'undated: first seen in world without a date; goes by its page’s'.replace('’', "'") },
    ],
  ])('%s', (_, published, verdict) => {
    expect(judge({ published }, FACTS)).toEqual(verdict)
  })

  test('is old where it slid in from below, however young', () => {
    const entry = { published: NOON }
    expect(judge(entry, { ...FACTS, fromBelow: new Set([entry]) })).toEqual({
      state: 'old',
      reason: 'below: dated before all that world held at first sight, and stands below it',
    })
  })

  test('without a date is news where such may pass, by a rule of another name', () => {
    expect(judge({ published: null }, { ...FACTS, undatedPass: true })).toEqual({
      state: 'seen',
      reason: 'undated-news: first seen in world without a date',
    })
  })
})

describe('as many at once as a feed is used to', () => {
  const quiet = { usual: 1, often: 0, oftenLetGo: 0, perHour: 0.1 }

  test.each([
    ['a few always', quiet, 5 * MINUTE, true, 5],
    ['twice what has often come', { ...quiet, often: 12 }, 5 * MINUTE, true, 24],
    ['as many as staff have often let go', { ...quiet, often: 4, oftenLetGo: 38 }, 5 * MINUTE, true, 38],
    ['what the night should have brought, three times', { ...quiet, perHour: 10 }, 8 * HOUR, true, 240],
    ['two where nothing is known of the document', { ...quiet, often: 12, oftenLetGo: 12 }, 5 * MINUTE, false, 2],
    ['or what is due', { ...quiet, perHour: 60 }, 5 * MINUTE, false, 15],
  ])('%s', (_, habit, since, overlaps, most) => {
    expect(mostAtOnce(habit, fewAtOnce(null, overlaps), since, overlaps)).toBe(most)
  })
})

test.each([
  ['nobody says', null, 5, 2],
  ['staff give a number', 20, 19, 19],
  ['staff never want to be asked', 'never', Infinity, Infinity],
] as const)('few are, where %s', (_, burst, beside, alone) => {
  expect([fewAtOnce(burst, true), fewAtOnce(burst, false)]).toEqual([beside, alone])
})

describe('an entry that resembles an article', () => {
  const none: Resemblance = {
    sameFeed: true,
    sameTitle: false,
    sameText: false,
    samePath: false,
    sameSlug: false,
    apart: null,
    length: 300,
    headline: 30,
    standing: false,
    published: NOON + 7,
    dated: true,
    recurring: false,
    agreement: null,
  }
  const like = (change: Partial<Resemblance>): Resemblance => ({ ...none, ...change })
  const words = (text: 'same' | 'unlike', title: 'same' | 'alike' | 'unlike' = 'same') => ({
    agreement: { title, text, ownText: text === 'same' },
  })

  test.each([
    ['headline and path, on another host', like({ sameTitle: true, samePath: true }), true],
    ['headline and minute', like({ sameTitle: true, apart: 0, ...words('same') }), true],
    ['headline and minute, another text', like({ sameTitle: true, apart: 0, ...words('unlike') }), false],
    ['text and minute, edited headline', like({ sameText: true, apart: 0, ...words('same', 'alike') }), true],
    [
      'text and minute, under all headlines',
      like({ sameText: true, apart: 0, standing: true, ...words('same', 'unlike') }),
      false,
    ],
    ['headline alone', like({ sameTitle: true }), false],
    ['text alone', like({ sameText: true }), false],
    ['path alone', like({ samePath: true }), false],
    ['minute alone', like({ apart: 0 }), false],
    ['headline and text of another day', like({ sameTitle: true, sameText: true, apart: DAY }), false],
    [
      'another feed: headline, long text, same day',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR }),
      true,
    ],
    [
      'another feed: headline, long text, another day',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: 2 * DAY }),
      false,
    ],
    [
      'another feed: headline, text of a sentence or two, at nearly one time',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR - 1, length: 110, recurring: true }),
      true,
    ],
    [
      'another feed: headline, text of a sentence or two, hours apart',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR, length: 110 }),
      false,
    ],
    [
      'another feed: headline, text of a sentence or two, hours later and without a date',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR, length: 110, dated: false }),
      true,
    ],
    [
      'another feed: headline, long text, hours apart, which recur',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR, recurring: true }),
      false,
    ],
    [
      'another feed: headline, short text',
      like({ sameFeed: false, sameTitle: true, sameText: true, apart: HOUR, length: 60 }),
      false,
    ],
    [
      'another feed: headline, time and slug',
      like({ sameFeed: false, sameTitle: true, sameSlug: true, ...words('same') }),
      true,
    ],
    [
      'another feed: headline, time and slug, another text',
      like({ sameFeed: false, sameTitle: true, sameSlug: true, ...words('unlike') }),
      false,
    ],
    ['another feed: time and slug', like({ sameFeed: false, sameSlug: true }), false],
    ['another feed: headline and path', like({ sameFeed: false, sameTitle: true, samePath: true, apart: 0 }), false],
  ])('%s', (_, resemblance, same) => {
    expect(isSame(resemblance)).toBe(same)
  })

  test('is asked for where it is word for word one that is gone, and long', () => {
    expect(isRepeat(like({ sameTitle: true, sameText: true }))).toBe(true)
    expect(isRepeat(like({ sameTitle: true, sameText: true, length: 60 }))).toBe(false)
    expect(isRepeat(like({ sameText: true }))).toBe(true)
    expect(isRepeat(like({ sameText: true, length: 190 }))).toBe(false)
    expect(isRepeat(like({ sameTitle: true }))).toBe(false)
    expect(isRepeat(like({ sameFeed: false, sameTitle: true, sameText: true }))).toBe(false)
  })

  test.each([
    ['three of many', 3, 30, true],
    ['two of many', 2, 30, false],
    ['two of four', 2, 4, true],
    ['the only one', 1, 1, false],
  ])('an archive is issued again: %s', (_, resembling, all, reissue) => {
    expect(isReissue(resembling, all)).toBe(reissue)
  })
})
