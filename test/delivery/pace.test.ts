import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { leaveFor, openSmoother, waitFor, type Leave } from '#src/delivery/pace.ts'
import { meetChannel, rememberPlace } from '#src/store/channels.ts'
import { nextReady } from '#src/store/next-ready.ts'
import type { Store } from '#src/store/open.ts'
import { pause } from '#src/store/pauses.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, scripted, someAccount, someChannel } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

interface Asked {
  readonly account?: Partial<SendingAccount>
  readonly proven?: string
  readonly now?: number
  readonly delivery?: Parameters<typeof addedDelivery>[1]
}

async function leave(
  store: Store,
  { account = {}, proven = '42', now = NOON, delivery = {} }: Asked = {},
): Promise<Leave> {
  await store.write(async (writer) => {
    await meetChannel(writer, 'telegram-world', NOON)
    await rememberPlace(writer, 'telegram-world', '-100')
  })
  await addedDelivery(store, delivery)
  const part = (await nextReady(store.read, 'telegram-world'))!
  return leaveFor(store.read, part, someAccount(account), someChannel({ maxAge: 6 * HOUR }), proven, now)
}

async function spent(store: Store, usd: number, at: number): Promise<void> {
  await store.write(async (writer) => {
    const call = await logCall(writer, { part: 'x', account: 'news-telegram', place: '-100', at, usd })
    await logOutcome(writer, call, { is: 'sent', ref: { id: '1', url: null } }, at)
  })
}

test('what nothing stops may go', async () => {
  expect(await leave(await ownStore())).toEqual({ is: 'go' })
})

test('a post that was made for another account is held, and goes to no one', async () => {
  const other = await leave(await ownStore(), { proven: '43' })
  expect(other).toMatchObject({ is: 'hold' })
  expect('why' in other && other.why).toBe(
    'other-account: made for 42 of news-telegram at https://api.example.com, and telegram-world now posts with 43 of news-telegram at https://api.example.com',
  )
})

test('a post of a rehearsal is never sent live, even where the account is the same', async () => {
  const made = { apiRoot: 'rehearsal' }
  expect(await leave(await ownStore(), { delivery: made })).toMatchObject({ is: 'hold' })
  expect(await leave(await ownStore(), { account: { apiRoot: 'rehearsal' } })).toMatchObject({ is: 'hold' })
})

test('a post that was made before its account was proven goes with the one that is proven now', async () => {
  expect(await leave(await ownStore(), { delivery: { remoteId: null }, proven: '43' })).toEqual({ is: 'go' })
})

test('age is tested again at sending', async () => {
  expect(await leave(await ownStore(), { now: NOON + 6 * HOUR })).toEqual({ is: 'go' })
  const old = await leave(await ownStore(), { now: NOON + 6 * HOUR + 1 })
  expect(old).toMatchObject({ is: 'drop', why: expect.stringContaining('max-age: ') as string })
})

test.each(['all', 'account:news-telegram', 'channel:telegram-world', 'place:news-telegram/-100'])(
  'a pause on %s makes it wait, to the end of the pause',
  async (scope) => {
    const store = await ownStore()
    const until = NOON + MINUTE
    await store.write((writer) => pause(writer, { scope, askedBy: 'staff', until, why: 'a storm', at: NOON }))
    expect(await leave(store)).toEqual({ is: 'wait', at: until, why: 'paused: a storm' })
  },
)

test('a pause elsewhere stops nothing here', async () => {
  const store = await ownStore()
  for (const scope of ['account:news-x', 'channel:telegram-sport', 'place:news-telegram/-200']) {
    await store.write((writer) => pause(writer, { scope, askedBy: 'staff', until: null, why: 'a storm', at: NOON }))
  }
  expect(await leave(store)).toEqual({ is: 'go' })
})

test('a full window says when there will be room; a call under way, that it must end first', async () => {
  const store = await ownStore()
  const account = { windows: [{ of: 'place', max: 1, within: MINUTE, name: 'placePerMinute' }] as const }
  await spent(store, 0, NOON - SECOND)
  expect(await leave(store, { account })).toEqual({
    is: 'wait',
    at: NOON + 59 * SECOND,
    why: 'limit: 1 within 1 min in one place are reached (limits.placePerMinute of news-telegram in crier.yaml)',
  })
  const busy = await ownStore()
  await busy.write((writer) =>
    logCall(writer, { part: 'x', account: 'news-telegram', place: '-100', at: NOON, usd: 0 }),
  )
  expect(await leave(busy, { account })).toMatchObject({ is: 'wait', at: null })
})

test('a limit that the platform says is reached earlier is lowered for a day', async () => {
  const store = await ownStore()
  const account = { windows: [{ of: 'account', max: 10, within: 30 * MINUTE, name: 'perHalfHour' }] as const }
  await spent(store, 0, NOON - MINUTE)
  await store.write(async (writer) => {
    const call = await logCall(writer, { part: 'x', account: 'news-telegram', place: '-100', at: NOON, usd: 0 })
    const over = { is: 'later', at: NOON + MINUTE, holds: 'account', why: 'over', reached: 'perHalfHour' } as const
    await logOutcome(writer, call, over, NOON)
  })
  expect(await leave(store, { account, now: NOON + MINUTE })).toEqual({
    is: 'wait',
    at: NOON + 30 * MINUTE,
    why: "limit: 1 within 30 min are reached (limits.perHalfHour of news-telegram lowered for a day by the platform's answer)",
  })
})

const budget = { usdPerDay: 1, usdPerMonth: 10 }
const midnight = Date.UTC(2026, 4, 21)

test('a post that the day’s budget cannot hold waits for the next day, by UTC', async () => {
  const store = await ownStore()
  await spent(store, 0.9, NOON)
  const wanted = { account: { budget }, delivery: { usd: 0.2 } }
  expect(await leave(store, wanted)).toEqual({
    is: 'wait',
    at: midnight,
    why: 'budget: $0.900 of $1 per day spent, and this post costs $0.2',
  })
})

test.each([
  ['drop', { link: 'https://news.example.com/a' }, 'drop'],
  ['withoutLink', { link: 'https://news.example.com/a' }, 'without-link'],
  ['withoutLink', {}, 'wait'],
] as const)('with overBudget: %s, a post of %j that there is no money for: %s', async (overBudget, delivery, is) => {
  const store = await ownStore()
  await spent(store, 0.9, NOON)
  const wanted = { account: { budget: { ...budget, overBudget } }, delivery: { usd: 0.2, ...delivery } }
  expect(await leave(store, wanted)).toMatchObject({ is, why: expect.stringMatching(/^budget: /) })
})

test('what was spent yesterday is not today’s, and sums of cents may fill the budget to the end', async () => {
  const store = await ownStore()
  for (let call = 0; call < 9; call++) await spent(store, 0.1, NOON)
  await spent(store, 0.9, midnight - DAY - 1)
  expect(await leave(store, { account: { budget }, delivery: { usd: 0.1 } })).toEqual({ is: 'go' })
})

test('a full month waits for the first of the next, across a year’s end too', async () => {
  const december = Date.UTC(2026, 11, 30, 12)
  const store = await ownStore()
  await spent(store, 10, december - 2 * DAY)
  const wanted = { account: { budget }, delivery: { usd: 0.01, published: december }, now: december }
  expect(await leave(store, wanted)).toMatchObject({ is: 'wait', at: Date.UTC(2027, 0, 1) })
})

test('a post that costs more than the whole budget is held: no day would come on which it goes', async () => {
  const store = await ownStore()
  expect(await leave(store, { account: { budget }, delivery: { usd: 1.5 } })).toEqual({
    is: 'hold',
    why: 'budget: this post costs $1.5, more than all of budget.usdPerDay ($1) of news-telegram',
  })
})

test('what costs nothing never waits for money', async () => {
  const store = await ownStore()
  await spent(store, 100, NOON)
  expect(await leave(store, { account: { budget } })).toEqual({ is: 'go' })
})

test('a lane looks again when its wait ends, and at least every minute', () => {
  const wait = (at: number | null) => waitFor({ is: 'wait', at, why: 'limit: x' }, NOON)
  expect(wait(NOON + 5)).toBe(5)
  expect(wait(NOON + DAY)).toBe(MINUTE)
  expect(wait(null)).toBe(MINUTE)
  expect(wait(NOON - 5)).toBe(1)
})

test('calls of one token are spread evenly over a second, and those beyond eight wait', async () => {
  const smoother = openSmoother([{ of: 'account', max: 20, within: SECOND }], 4)
  const started: number[] = []
  await Promise.all(Array.from({ length: 4 }, () => smoother.run(async () => void started.push(performance.now()))))
  expect(started.at(-1)! - started[0]!).toBeGreaterThan(90)

  const wide = openSmoother([], 12)
  const end = Promise.withResolvers<void>()
  let running = 0
  const eight = Promise.withResolvers<void>()
  const work = async (): Promise<void> => {
    running += 1
    if (running === 8) eight.resolve()
    await end.promise
  }
  const all = Array.from({ length: 12 }, () => wide.run(work))
  await eight.promise
  expect(running).toBe(8)
  end.resolve()
  await Promise.all(all)
  expect(running).toBe(12)
})

test('a wall clock that steps does not leave calls waiting for the step to pass', async () => {
  const clock = fakeClock()
  const smoother = openSmoother([{ of: 'account', max: 1, within: SECOND }], 1, clock)
  const began = performance.now()
  await smoother.run(async () => {})
  clock.step(-HOUR)
  await smoother.run(async () => {})
  clock.step(DAY)
  await smoother.run(async () => {})
  expect(performance.now() - began).toBeLessThan(900)
})

test('where several channels of an account wait for the same room, what is urgent in any of them takes it', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    await addedDelivery(store, { article: name, texts: [name], published: NOON + index, channel: 'sport' })
    await addedDelivery(store, { article: `now ${name}`, texts: [`now ${name}`], urgent: true })
  }
  const channels = [someChannel({ id: 'sport' }), someChannel()]
  const windows = [{ of: 'account', max: 1, within: 30 * MINUTE, name: 'perHalfHour' }] as const
  ownLanes(store, clock, [someAccount({ connection: platform.connection, channels, windows })])
  await clock.advance(4 * HOUR, 2)
  expect(platform.calls.map(({ text }) => text)).toEqual(['now a', 'now b', 'now c', 'a', 'b', 'c'])
})

test('what is urgent but may not go keeps no other channel waiting', async () => {
  const store = await ownStore()
  await store.write((writer) =>
    pause(writer, { scope: 'channel:telegram-world', askedBy: 'staff', until: null, why: 'asked for', at: NOON }),
  )
  await addedDelivery(store, { article: 'now', urgent: true })
  await addedDelivery(store, { article: 'a', texts: ['a'], channel: 'sport' })
  const clock = fakeClock()
  const platform = scripted(clock)
  const channels = [someChannel({ id: 'sport' }), someChannel()]
  ownLanes(store, clock, [someAccount({ connection: platform.connection, channels })])
  await clock.advance(MINUTE, 2)
  expect(platform.calls.map(({ text }) => text)).toEqual(['a'])
})
