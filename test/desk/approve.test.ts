import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import type { Desk } from '#src/desk/actions.ts'
import { approve } from '#src/desk/approve.ts'
import { showChange, showPageChange } from '#src/desk/changed.ts'
import { articleById } from '#src/store/articles.ts'
import { deliveriesOf, deliveryById } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { addRevision } from '#src/store/revisions.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { partNow } from '#test/fixtures/lanes.ts'
import { beside, someChannel, URL } from '#test/fixtures/stages.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const NEWER = { title: 'The bridge opens on Saturday', summary: 'It took nine years. It is 950 m long.', content: null }

async function held(reason = 'approve: every post waits') {
  const desk: Desk = { store: await ownStore(), clock: fakeClock(), who: 'olena' }
  const [{ id, delivery }] = await addedDelivery(desk.store, { state: 'held', reason: reason as 'approve: x' })
  const edited = () => desk.store.write((writer) => addRevision(writer, 'article1', NEWER, NOON))
  return { desk, delivery, edited, part: () => partNow(desk.store, id) }
}

test('a post whose article was edited since is not approved before the difference was shown', async () => {
  const { desk, delivery, edited, part } = await held()
  await edited()
  const before = await part()
  const answer = await approve(desk, delivery)
  expect(answer).toMatchObject({ is: 'changed', feed: { before: { title: 'The bridge opens on Friday' }, now: NEWER } })
  expect(await part()).toEqual(before)
  if (answer.is !== 'changed' || answer.feed === null) throw new Error(answer.is)
  expect(showChange(answer.feed.before, answer.feed.now)).toBe(`headline
- The bridge opens on Friday
+ The bridge opens on Saturday
summary
- It took nine years. It is 900 m long.
+ It took nine years. It is 950 m long.`)
})

test('asked again, it goes as it is: what a person approved keeps its text', async () => {
  const { desk, delivery, edited, part } = await held()
  await edited()
  const { bytes } = await part()
  expect(await approve(desk, delivery, 'as-it-is')).toEqual({ is: 'approved' })
  expect(await part()).toMatchObject({ state: 'ready', bytes })
})

test('asked for that, it is composed anew: the article is read and routed once more in the words of now', async () => {
  const { desk, delivery, edited } = await held()
  await edited()
  expect(await approve(desk, delivery, 'anew')).toEqual({ is: 'anew' })
  expect(await deliveryById(desk.store.read, delivery)).toBeUndefined()
  expect(await articleById(desk.store.read, 'article1')).toMatchObject({ ...NEWER, state: 'seen' })
  const told = (await historyOf(desk.store.read, 'article1')).filter(({ who }) => who === 'olena')
  const why = 'anew: to be composed for telegram-world from the newer article'
  expect(told).toMatchObject([
    { delivery, was: 'held', became: 'taken back from telegram-world', why, earlier: 'The bridge opens on Friday' },
    { delivery: null, was: 'routed', became: 'seen', why },
  ])
})

test('a page that says something else by now is shown too, and composed anew under its headline of now', async () => {
  const { desk, delivery } = await held()
  const page = {
    before: { title: 'The bridge opens on Friday', sentences: ['It took nine years.', 'It is 900 m long.'] },
    now: { title: 'The bridge stays shut', sentences: ['It took nine years.', 'Nobody walks.'] },
  }
  expect(await approve(desk, delivery, 'ask', page)).toEqual({ is: 'changed', feed: null, page })
  expect(showPageChange(page)).toBe(`headline
- The bridge opens on Friday
+ The bridge stays shut
page
- It is 900 m long.
+ Nobody walks.`)
  expect(await approve(desk, delivery, 'anew', page)).toEqual({ is: 'anew' })
  expect(await articleById(desk.store.read, 'article1')).toMatchObject({ title: page.now.title, state: 'seen' })
})

test('a post whose article is as it was goes at the first yes', async () => {
  const { desk, delivery, part } = await held('hold-words: "embargo" stands in the article')
  expect(await approve(desk, delivery)).toEqual({ is: 'approved' })
  expect((await part()).state).toBe('ready')
})

test.each([
  ['approve: every post waits', /waits for no yes, or its article says what it said/],
  ['unknown: reset', /does not wait for approval \(unknown: reset\)/],
])('nothing is composed anew where %s and nothing has changed', async (reason, words) => {
  const { desk, delivery, part } = await held(reason)
  const error = await errorOf(approve(desk, delivery, 'anew'))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toMatch(words)
  expect((await part()).state).toBe('held')
})

test('what waits for something else is told so, edited or not', async () => {
  const { desk, delivery, edited } = await held('unknown: reset')
  await edited()
  for (const knowing of ['ask', 'as-it-is', 'anew'] as const) {
    expect((await errorOf(approve(desk, delivery, knowing))).message).toContain('does not wait for approval')
  }
})

test('composed anew, it says what the article says now, and waits for its yes once more', async () => {
  const { desk, store, pass, made } = await beside([someChannel({ approve: 'always' })], {})
  const told = { summary: 'It took nine years to build. It is 900 m long.', url: URL }
  await addedArticle(store, { id: 'bridge', title: 'It opens on Friday', seen: NOON + HOUR, ...told })
  await pass()
  const [delivery] = await deliveriesOf(store.read, 'bridge')
  const newer = { ...told, title: 'It opens on Saturday', content: null }
  await store.write((writer) => addRevision(writer, 'bridge', newer, NOON))
  await approve(desk, delivery!.id, 'anew')
  await pass()
  const waits = 'telegram-world 0 held: approve: every post of telegram-world waits for a person'
  expect(await made('bridge')).toEqual([`${waits}: It opens on Saturday ${URL}`])
  const [anew] = await deliveriesOf(store.read, 'bridge')
  expect(await approve(desk, anew!.id)).toEqual({ is: 'approved' })
})
