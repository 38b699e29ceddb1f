import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { route, type Route, type RouteFacts, type RoutedChannel } from '#src/post/rules.ts'
import { FIRST_POSTS } from '#src/store/trust.ts'
import { NOON, someArticle } from '#test/fixtures/stored.ts'

const article = { ...someArticle({ seen: NOON, published: NOON }), sentences: [], origins: {} }
const channel: RoutedChannel = {
  id: 'x-world',
  account: 'news-x',
  feeds: ['world', 'city'],
  maxAge: 6 * HOUR,
  only: null,
  except: null,
  holdWords: [],
  urgent: null,
  approve: 'never',
  firstSeen: NOON - HOUR,
}
const facts: RouteFacts = { newsIn: ['world'], oldIn: [], trusted: 0, now: NOON }

test.each<[string, Partial<RoutedChannel>, Partial<RouteFacts>, Route]>([
  ['an article of its feed goes', {}, {}, { is: 'goes', state: 'ready', why: 'route: from world' }],
  [
    'news in one of several feeds is enough',
    {},
    { newsIn: ['sport', 'city'] },
    { is: 'goes', state: 'ready', why: 'route: from city' },
  ],
  [
    'an article of other feeds is not for it',
    {},
    { newsIn: ['sport'] },
    { is: 'not-for-it', why: 'feeds: x-world takes world, city' },
  ],
  [
    'an article that is news nowhere is not for it',
    {},
    { newsIn: [] },
    { is: 'not-for-it', why: 'feeds: x-world takes world, city' },
  ],
  [
    'what its feed brought as no news is told so, and not as of other feeds',
    {},
    { newsIn: [], oldIn: ['city'] },
    { is: 'not-for-it', why: 'old: it is no news in city' },
  ],
  [
    'what its feed brought waits for the answer to a question',
    {},
    { newsIn: ['sport'], oldIn: ['world', 'city'], askedIn: new Map([['world', 'q1']]) },
    { is: 'not-for-it', why: 'question: q1, on what world brought, is not answered (crier held)' },
  ],
  [
    'what a feed of the channel held at its own first sight is not for it, though it is news in another',
    {},
    { newsIn: ['world'], oldIn: ['city'] },
    { is: 'not-for-it', why: 'baseline: city, which x-world takes too, held it at first sight' },
  ],
  [
    'the first sight of a feed that the channel does not take says nothing',
    {},
    { newsIn: ['world'], oldIn: ['sport'] },
    { is: 'goes', state: 'ready', why: 'route: from world' },
  ],
  [
    'a channel does not get what was seen before it was added',
    { firstSeen: NOON + 1 },
    {},
    { is: 'not-for-it', why: 'first-sight: x-world was added after the article was first seen' },
  ],
  [
    'a channel gets what was seen at the moment it was added',
    { firstSeen: NOON },
    {},
    { is: 'goes', state: 'ready', why: 'route: from world' },
  ],
  [
    'what is older than its age is dropped and told',
    { maxAge: HOUR },
    { now: NOON + HOUR + 1 },
    {
      is: 'goes',
      state: 'dropped',
      why: 'max-age: published 2026-05-20T12:00:00.000Z, and the channel posts nothing older than 1 h',
    },
  ],
  [
    'what is exactly of its age still goes',
    { maxAge: HOUR },
    { now: NOON + HOUR },
    { is: 'goes', state: 'ready', why: 'route: from world' },
  ],
  [
    'every post waits for a person where staff want that',
    { approve: 'always' },
    { trusted: 99 },
    { is: 'goes', state: 'held', why: 'approve: every post of x-world waits for a person' },
  ],
  [
    'the first posts wait for a person',
    { approve: 'first' },
    { trusted: FIRST_POSTS - 1 },
    { is: 'goes', state: 'held', why: 'approve: the first 3 posts of x-world wait for a person' },
  ],
  [
    'after the first posts nobody is asked',
    { approve: 'first' },
    { trusted: FIRST_POSTS },
    { is: 'goes', state: 'ready', why: 'route: from world' },
  ],
  [
    'nobody is asked about what is too old anyway',
    { approve: 'always' },
    { now: NOON + 7 * HOUR },
    {
      is: 'goes',
      state: 'dropped',
      why: 'max-age: published 2026-05-20T12:00:00.000Z, and the channel posts nothing older than 6 h',
    },
  ],
  [
    'nobody is asked about what is dated in the future: its time is waited for',
    { approve: 'always' },
    { now: NOON - HOUR },
    { is: 'not-yet', why: 'embargo: dated 2026-05-20T12:00:00.000Z, in the future' },
  ],
  [
    'what a channel does not choose it does not wait for',
    { except: { feeds: ['world'] } },
    { now: NOON - HOUR },
    { is: 'not-for-it', why: 'except: x-world leaves out feeds world' },
  ],
])('%s', (_, change, known, expected) => {
  expect(route(article, { ...channel, ...change }, { ...facts, ...known })).toEqual(expected)
})
