import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import { approve } from '#src/desk/approve.ts'
import type { Outcome } from '#src/records.ts'
import { untold } from '#src/store/notices.ts'
import { place } from '#src/store/placements.ts'
import type { Store } from '#src/store/open.ts'
import { shiftTimes } from '#src/store/times.ts'
import { markLooked } from '#src/store/second-looks.ts'
import type { Reason } from '#src/store/reasons.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, scripted, someAccount, someChannel, states, taken } from '#test/fixtures/lanes.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

type DeliveryChange = NonNullable<Parameters<typeof addedDelivery>[1]>

/** A channel with a minute for settling; looks find what `gone` says. */
async function cooling(gone: Readonly<Record<string, Reason>> = {}, first: 'oldest' | 'newest' = 'oldest') {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  const looks: string[] = []
  const account = someAccount({
    connection: platform.connection,
    channels: [someChannel({ cooling: MINUTE, first })],
  })
  const lanes = ownLanes(store, clock, [account], {
    async lookAgain(article) {
      looks.push(`${article} ${(clock.now() - NOON) / SECOND}`)
      await store.write((writer) => markLooked(writer, article, clock.now(), gone[article] ?? null))
    },
  })
  const said = () => platform.calls.map(({ text, at }) => `${text} ${(at - NOON) / SECOND}`)
  return { store, clock, lanes, looks, platform, said }
}

async function seen(store: Store, name: string, at: Millis, change: DeliveryChange = {}): Promise<string> {
  await addedArticle(store, { id: name, state: 'routed', seen: at, published: at })
  const [part] = await addedDelivery(store, { article: name, texts: [name], published: at, ...change })
  return part.delivery
}

/** One that a person asked for. */
async function asked(store: Store, name: string, at: Millis): Promise<void> {
  await seen(store, name, at, { reason: 'post: asked for by olena' })
  const wish = { article: name, channel: 'telegram-world', round: 0, who: 'olena', at, anyway: false }
  await store.write((writer) => place(writer, wish))
}

test('an article has a minute to settle, is looked at once more, and goes', async () => {
  const { store, clock, lanes, looks, said } = await cooling()
  await seen(store, 'a', NOON)
  lanes.nudge()
  await clock.advance(MINUTE - 1, 1)
  expect([looks, said()]).toEqual([[], []])
  await clock.advance(HOUR, 1)
  expect([looks, said()]).toEqual([['a 60'], ['a 60']])
})

test('what is urgent, and what a person asked for, goes at once and unlooked at', async () => {
  const { store, clock, lanes, looks, said } = await cooling()
  await seen(store, 'urgent', NOON, { urgent: true })
  await asked(store, 'asked', NOON + 1)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect([looks, said()]).toEqual([[], ['urgent 0', 'asked 0']])
})

test.each(['oldest', 'newest'] as const)(
  'what still settles keeps nothing waiting that has settled, the %s first',
  async (first) => {
    const { store, clock, lanes, said } = await cooling({}, first)
    await seen(store, 'settled', NOON - MINUTE)
    await seen(store, 'early', NOON, { published: NOON - HOUR })
    await seen(store, 'late', NOON, { published: NOON + 9 })
    lanes.nudge()
    await clock.advance(2 * MINUTE, 1)
    const rest = first === 'oldest' ? ['early 60', 'late 60'] : ['late 60', 'early 60']
    expect(said()).toEqual(['settled 0', ...rest])
  },
)

test('what is withdrawn is dropped and told', async () => {
  const { store, clock, lanes, said } = await cooling({ a: 'gone: its page is no longer there (410)' })
  await seen(store, 'a', NOON - HOUR)
  await seen(store, 'b', NOON - HOUR + 1)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect(said()).toEqual(['b 0'])
  expect(await states(store)).toEqual(['a dropped', 'b sent'])
  expect((await untold(store.read, 9))[0]?.text).toContain('is dropped (gone: its page is no longer there (410))')
})

test('what seems not to be there is held and told, and goes where a person lets it', async () => {
  const { store, clock, lanes, said } = await cooling({ a: 'missing: its page is not there (404)' })
  const delivery = await seen(store, 'a', NOON - MINUTE)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['a held'])
  expect((await untold(store.read, 9))[0]?.text).toContain('is held (missing: its page is not there (404))')
  await approve({ store, clock, who: 'anna' }, delivery)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect(said()).toEqual(['a 1'])
})

test('what a person let go before it seemed to be missing is held, and goes when they let it go once more', async () => {
  const { store, clock, lanes, said } = await cooling({ a: 'missing: its page is not there (404)' })
  const delivery = await seen(store, 'a', NOON - MINUTE, { state: 'held', reason: 'approve: every post waits' })
  await approve({ store, clock, who: 'anna' }, delivery)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['a held'])
  await approve({ store, clock, who: 'anna' }, delivery)
  lanes.nudge()
  await clock.advance(20 * MINUTE, 1)
  expect([said(), await states(store)]).toEqual([['a 1'], ['a sent']])
})

test.each([-HOUR, HOUR])(
  'what a person let go though it seems missing goes where the clock was set by %d ms before',
  async (by) => {
    const { store, clock, lanes, said } = await cooling({ a: 'missing: its page is not there (404)' })
    const delivery = await seen(store, 'a', NOON - MINUTE)
    lanes.nudge()
    await clock.advance(SECOND, 1)
    expect(await states(store)).toEqual(['a held'])
    const now = clock.now()
    clock.step(by)
    await store.write((writer) => shiftTimes(writer, by, now))
    await approve({ store, clock, who: 'anna' }, delivery)
    lanes.nudge()
    await clock.advance(SECOND, 1)
    expect([said().length, await states(store)]).toEqual([1, ['a sent']])
  },
)

const asksToWait = (clock: Clock) => (): Outcome => {
  const at = clock.now() + 5 * SECOND
  return { is: 'later', at, holds: 'place', why: 'Too Many Requests', firm: true }
}

test('what a person let go though it seems missing goes when the platform takes it again, and is not held once more', async () => {
  const { store, clock, lanes, platform, said } = await cooling({ a: 'missing: its page is not there (404)' })
  const delivery = await seen(store, 'a', NOON - MINUTE)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  platform.answer = asksToWait(clock)
  await approve({ store, clock, who: 'anna' }, delivery)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  platform.answer = taken
  await clock.advance(MINUTE, 1)
  expect([said(), await states(store)]).toEqual([['a 1', 'a 6'], ['a sent']])
})

test('what a person asked for has no time to settle after the platform asked to wait either', async () => {
  const { store, clock, lanes, looks, platform, said } = await cooling()
  platform.answer = asksToWait(clock)
  await asked(store, 'a', NOON)
  lanes.nudge()
  await clock.advance(SECOND, 1)
  platform.answer = taken
  await clock.advance(MINUTE, 1)
  expect([looks, said()]).toEqual([[], ['a 0', 'a 5']])
})

test('what has waited long since it was looked at is looked at again', async () => {
  const { store, clock, lanes, looks, said } = await cooling()
  await seen(store, 'a', NOON - HOUR)
  await store.write((writer) => markLooked(writer, 'a', NOON - 11 * MINUTE, null))
  await seen(store, 'b', NOON - HOUR + 1)
  await store.write((writer) => markLooked(writer, 'b', NOON - 9 * MINUTE, null))
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect([looks, said()]).toEqual([['a 0'], ['a 0', 'b 0']])
})
