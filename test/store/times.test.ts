import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#src/base/clock.ts'
import { meetChannel } from '#src/store/channels.ts'
import { historyOf } from '#src/store/history.ts'
import { recallFeed, rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { backSince, takeLease } from '#src/store/lease.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses, pause } from '#src/store/pauses.ts'
import { IN_FLIGHT, logCall, logOutcome, roomAt } from '#src/store/sends.ts'
import { allSubscriptions, putSubscription } from '#src/store/subscriptions.ts'
import { shiftTimes } from '#src/store/times.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const WINDOWS = [{ of: 'account', max: 1, within: HOUR }] as const

async function called(store: Store): Promise<string> {
  return store.write((writer) => logCall(writer, { part: 'part1', account: 'news-x', place: '42', at: NOON, usd: 0 }))
}

test('a call under way stays under way, and one that never left counts nowhere, however the clock is set', async () => {
  const store = await ownStore()
  const never = await called(store)
  await store.write((writer) => logOutcome(writer, never, { is: 'not-sent', why: 'refused' }, NOON))
  await store.write((writer) => shiftTimes(writer, HOUR, NOON))
  expect(await roomAt(store.read, 'news-x', '42', WINDOWS, NOON)).toBe(NOON)
  await called(store)
  await store.write((writer) => shiftTimes(writer, -HOUR, NOON))
  expect(await roomAt(store.read, 'news-x', '42', WINDOWS, NOON)).toBe(IN_FLIGHT)
})

test.each([HOUR, -HOUR, 3 * DAY, -3 * DAY, 30 * DAY, -30 * DAY])(
  'calls of many days fill no window that they did not fill before a clock was set by %d ms',
  async (by) => {
    const store = await ownStore()
    for (let days = 40; days > 1; days--) {
      const call = await called(store)
      const at = NOON - days * DAY
      await store.write((writer) => logOutcome(writer, call, { is: 'unknown', why: 'reset' }, at))
    }
    const windows = [{ of: 'account', max: 1, within: DAY }] as const
    expect(await roomAt(store.read, 'news-x', '42', windows, NOON)).toBe(NOON)
    await store.write((writer) => shiftTimes(writer, by, NOON))
    expect(await roomAt(store.read, 'news-x', '42', windows, NOON + by)).toBe(NOON + by)
  },
)

test.each([
  ['in 1970', -NOON],
  ['years ago', -4_000 * DAY],
  ['days ago', -3 * DAY],
  ['in another year', 400 * DAY],
])('a machine that boots %s, and is set right, knows all its calls again', async (_, by) => {
  const store = await ownStore()
  await store.write((writer) => meetChannel(writer, 'x-world', NOON))
  for (const days of [0, 1, 30]) {
    const call = await called(store)
    await store.write((writer) => logOutcome(writer, call, { is: 'unknown', why: 'reset' }, NOON - days * DAY))
  }
  const times = () => store.read.selectFrom('send_log').select(['at', 'counts_from']).orderBy('counts_from').execute()
  const before = await times()
  await store.write((writer) => shiftTimes(writer, by, NOON))
  await store.write((writer) => shiftTimes(writer, -by, NOON + by))
  expect(await times()).toEqual(before)
  expect(await store.read.selectFrom('channel').select('anew').execute()).toEqual([{ anew: 0 }])
})

test('a call of unknown fate stays as long ago as it was, and so does one under way', async () => {
  const store = await ownStore()
  const lost = await called(store)
  await store.write((writer) => logOutcome(writer, lost, { is: 'unknown', why: 'reset' }, NOON + MINUTE))
  await called(store)
  await store.write((writer) => shiftTimes(writer, -HOUR, NOON + MINUTE))
  const rows = await store.read.selectFrom('send_log').select(['at', 'counts_from']).orderBy('counts_from').execute()
  expect(rows).toEqual([
    { at: NOON - HOUR, counts_from: NOON - HOUR + MINUTE },
    { at: NOON - HOUR, counts_from: IN_FLIGHT },
  ])
})

test('what a platform timed moves along; what staff timed by the wall clock, or left open, does not', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    const wait = { why: '', at: NOON, firm: true } as const
    await pause(writer, { ...wait, scope: 'account:a', askedBy: 'platform', until: NOON + MINUTE })
    await pause(writer, { ...wait, scope: 'account:b', askedBy: 'platform', until: null })
    await pause(writer, { ...wait, scope: 'account:c', askedBy: 'staff', until: NOON + MINUTE })
    await shiftTimes(writer, HOUR, NOON)
  })
  expect((await allPauses(store.read, NOON)).map(({ until }) => until)).toEqual([
    NOON + HOUR + MINUTE,
    null,
    NOON + MINUTE,
  ])
})

test('what has happened stays where it was told: history and publication are the wall clock’s', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const before = await historyOf(store.read, 'article1')
  await store.write((writer) => shiftTimes(writer, HOUR, NOON))
  expect(await historyOf(store.read, 'article1')).toEqual(before)
  const row = store.read.selectFrom('part').select(['published', 'changed']).where('id', '=', part.id)
  expect(await row.executeTakeFirst()).toEqual({ published: part.published, changed: part.changed })
})

test('what was seen before a channel stays before it, and what is seen after it comes after it', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'before', seen: NOON - MINUTE })
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  await store.write((writer) => shiftTimes(writer, -HOUR, NOON))
  await addedArticle(store, { id: 'after', seen: NOON - HOUR + MINUTE })
  const met = await store.write((writer) => meetChannel(writer, 'telegram-world', NOON - HOUR + 2 * MINUTE))
  const seen = await store.read.selectFrom('article').select(['id', 'seen']).orderBy('seen').execute()
  expect(seen.map((article) => `${article.id} ${article.seen < met ? 'before' : 'after'}`)).toEqual([
    'before before',
    'after after',
  ])
})

test('a step that was absorbed right before a crash is not absorbed again by the next life', async () => {
  const store = await ownStore()
  const clock = fakeClock(NOON)
  await takeLease(store, clock, 'one', () => true)
  const call = await called(store)
  await store.write((writer) => logOutcome(writer, call, { is: 'sent', ref: { id: '1', url: null } }, NOON))
  clock.step(-HOUR)
  await store.write((writer) => shiftTimes(writer, -HOUR, NOON))
  await using _ = await takeLease(store, clock, 'two', () => true)
  expect(await roomAt(store.read, 'news-x', '42', WINDOWS, NOON - HOUR)).toBe(NOON)
})

test('what was looked at before an absence stays before its end, however the clock is set', async () => {
  const store = await ownStore()
  const clock = fakeClock(NOON)
  const looked = { ...unseenFeed('https://news.example.com/rss'), baseline: NOON, okAt: NOON }
  await store.write((writer) => rememberFeed(writer, 'world', looked))
  await (await takeLease(store, clock, 'one', () => true, HOUR))[Symbol.asyncDispose]()
  await clock.advance(2 * HOUR)
  await using _ = await takeLease(store, clock, 'two', () => true, HOUR)
  await store.write((writer) => shiftTimes(writer, 3 * HOUR, clock.now()))
  expect((await recallFeed(store.read, 'world'))?.okAt).toBe(NOON + 3 * HOUR)
  expect(await backSince(store.read)).toBe(NOON + 5 * HOUR)
})

test('a lease of a hub ends, and is renewed, as far ahead as before a clock was set', async () => {
  const store = await ownStore()
  const named = { path: 'p', feed: 'world', hub: 'h', topic: 't', callback: 'c', secret: 's', state: 'active' } as const
  const times = { asked: NOON, nextAt: NOON + HOUR, until: NOON + DAY }
  await store.write((writer) => putSubscription(writer, { ...named, tries: 0, ...times }))
  await store.write((writer) => shiftTimes(writer, HOUR, NOON))
  expect(await allSubscriptions(store.read)).toEqual([
    { ...named, tries: 0, asked: NOON + HOUR, nextAt: NOON + 2 * HOUR, until: NOON + DAY + HOUR },
  ])
})
