import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { hold, settle } from '#src/delivery/outcome.ts'
import { secret } from '#src/base/secret.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { untold } from '#src/store/notices.ts'
import { allPauses, resume } from '#src/store/pauses.ts'
import { unknownsInARow } from '#src/store/outage.ts'
import { callsOf, logCall, roomAt } from '#src/store/sends.ts'
import type { Store } from '#src/store/open.ts'
import { shiftTimes } from '#src/store/times.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** A part whose call is under way. */
async function sending(store: Store, attempts = 0): Promise<{ readonly part: Part; readonly call: string }> {
  const [part] = await addedDelivery(store)
  return store.write(async (writer) => {
    await writer.updateTable('part').set({ attempts }).execute()
    const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON })
    const call = { part: part.id, account: part.account, place: '-100', at: NOON, usd: 0.2 }
    return { part: now, call: await logCall(writer, call) }
  })
}

async function settled(
  store: Store,
  outcome: Outcome,
  { attempts = 0, afterUnknown = 'held' }: { attempts?: number; afterUnknown?: 'held' | 'verified' } = {},
): Promise<Part> {
  const { part, call } = await sending(store, attempts)
  return store.write((writer) => settle(writer, part, call, '-100', outcome, afterUnknown, NOON + SECOND))
}

const pauses = async (store: Store) =>
  (await allPauses(store.read, NOON)).map(
    ({ scope, until, askedBy }) => `${askedBy} ${scope} ${until === null ? null : until - NOON}`,
  )

const UNTIL = NOON + MINUTE

test.each<[string, Outcome, Partial<Part>, readonly string[]]>([
  [
    'sent is sent, with its link',
    { is: 'sent', ref: { id: '7', url: 'https://t.example/7' } },
    { state: 'sent', ref_id: '7', ref_url: 'https://t.example/7', attempts: 1 },
    [],
  ],
  [
    'sent is sent, and the account waits where the platform takes no more',
    { is: 'sent', ref: { id: '7', url: null }, again: UNTIL },
    { state: 'sent', ref_id: '7' },
    ['platform account:news-telegram 60000'],
  ],
  [
    'refused waits for staff, with the reason',
    { is: 'refused', why: 'too spicy' },
    { state: 'refused', reason: 'refused: too spicy', attempts: 1 },
    [],
  ],
  [
    'unknown is held where nothing can look for it, never ready',
    { is: 'unknown', why: 'reset' },
    { state: 'held', reason: 'unknown: reset', attempts: 1 },
    ['platform account:news-telegram 6000'],
  ],
  [
    'later is ready, and its place waits as long as told',
    { is: 'later', at: UNTIL, holds: 'place', why: '429', firm: true },
    { state: 'ready', reason: 'later: 429', attempts: 0 },
    ['platform place:news-telegram/-100 60000'],
  ],
  [
    'later is ready, and its account waits as long as told',
    { is: 'later', at: UNTIL, holds: 'account', why: '429', firm: true },
    { state: 'ready', reason: 'later: 429', attempts: 0 },
    ['platform account:news-telegram 60000'],
  ],
  [
    'a place that waits for staff is found by its channel',
    { is: 'later', at: null, holds: 'place', why: 'kicked' },
    { state: 'ready', reason: 'later: kicked', attempts: 0 },
    ['platform channel:telegram-world null'],
  ],
  [
    'an account that waits for staff is paused',
    { is: 'later', at: null, holds: 'account', why: '402' },
    { state: 'ready', reason: 'later: 402', attempts: 0 },
    ['platform account:news-telegram null'],
  ],
  [
    'not-sent is ready, and the account takes a breath',
    { is: 'not-sent', why: 'ENOTFOUND' },
    { state: 'ready', reason: 'not-sent: ENOTFOUND', attempts: 1 },
    ['platform account:news-telegram 2000'],
  ],
])('%s', async (_, outcome, part, expected) => {
  const store = await ownStore()
  expect(await settled(store, outcome)).toMatchObject(part)
  expect(await pauses(store)).toEqual(expected)
})

test('while the machine’s clock is wrong the account tries again and again: staff are told once, and no window fills', async () => {
  const store = await ownStore()
  const [added] = await addedDelivery(store)
  let part = added
  const windows = [{ of: 'account', max: 1, within: HOUR }] as const
  const refused = async (at: number, minutes: number): Promise<Part> =>
    store.write(async (writer) => {
      const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at })
      const call = await logCall(writer, { part: part.id, account: part.account, place: '-100', at, usd: 0.2 })
      const why = `the clock is wrong: by ${minutes} min`
      const outcome = { is: 'later', at: at + MINUTE, holds: 'account', why, clockOff: true } as const
      part = await settle(writer, now, call, '-100', outcome, 'verified', at)
      return part
    })
  for (let times = 0; times < 30; times++) {
    const at = NOON + times * MINUTE
    expect(await roomAt(store.read, part.account, '-100', windows, at)).toBe(at)
    expect(await refused(at, 60 + (times % 2))).toMatchObject({ state: 'ready', attempts: 0 })
    expect(await pauses(store)).toEqual([`platform account:${part.account} ${(times + 1) * MINUTE}`])
  }
  // The end of the pause is no more firm than the clock is wrong.
  expect((await allPauses(store.read, NOON)).map(({ firm }) => firm)).toEqual([false])
  const told = async () => (await untold(store.read, 9)).map(({ text }) => text)
  expect(await told()).toEqual(['news-telegram waits: the clock is wrong: by 60 min'])
  await refused(NOON + DAY, 61)
  expect(await told()).toHaveLength(2)
})

test.each([
  [0, 1],
  [1, 2],
  [5, 32],
  [9, 300],
  [1_000, 300],
])('after %d failures to reach the platform the account waits %d s', async (attempts, seconds) => {
  const store = await ownStore()
  await settled(store, { is: 'not-sent', why: 'ECONNREFUSED' }, { attempts })
  const [pause] = await allPauses(store.read, NOON)
  expect(pause?.until).toBe(NOON + SECOND + seconds * SECOND)
})

/** Settles, one second after it began, a call of the account at each of `moments`; answers how long it waits then. */
async function breathsAfter(store: Store, calls: readonly (readonly [at: number, Outcome])[]) {
  const breaths: number[] = []
  for (const [index, [at, outcome]] of calls.entries()) {
    const [part] = await addedDelivery(store, { article: `article${index}`, queued: index })
    await store.write(async (writer) => {
      const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at })
      const call = await logCall(writer, { part: part.id, account: part.account, place: '-100', at, usd: 0 })
      return settle(writer, now, call, '-100', outcome, 'verified', at + SECOND)
    })
    const [pause] = await allPauses(store.read, at + SECOND)
    breaths.push(((pause?.until ?? at + SECOND) - at) / SECOND - 1)
  }
  return breaths
}

const RESET: Outcome = { is: 'unknown', why: 'reset' }
const every = (minutes: number, outcomes: readonly Outcome[]) =>
  outcomes.map((outcome, index) => [NOON + index * minutes * MINUTE, outcome] as const)

test('in an outage the account waits longer after every unknown, five minutes at most', async () => {
  const store = await ownStore()
  const outage = Array.from({ length: 9 }, () => RESET)
  expect(await breathsAfter(store, every(10, outage))).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
  const [pause] = await allPauses(store.read, NOON + 80 * MINUTE)
  expect(pause).toMatchObject({ scope: 'account:news-telegram', askedBy: 'platform', firm: false, why: 'reset' })
})

test('an answer that says something ends the row of unknowns; a platform out of reach does not', async () => {
  const store = await ownStore()
  const taken: Outcome = { is: 'sent', ref: { id: '7', url: null } }
  const row = [RESET, RESET, { is: 'not-sent', why: 'ENOTFOUND' }, RESET, taken, RESET] as const
  expect(await breathsAfter(store, every(10, row))).toEqual([5, 10, 1, 20, 0, 5])
})

test('unknowns of calls that were under way together are one outage, and one step of the wait', async () => {
  const store = await ownStore()
  const together = [0, 100, 200, 900].map((ms) => [NOON + ms, RESET] as const)
  expect(await breathsAfter(store, [...together, [NOON + MINUTE, RESET]])).toEqual([5, 5, 5, 5, 10])
})

test('an unknown in the same millisecond as an answer to another call is one all the same', async () => {
  const store = await ownStore()
  const taken: Outcome = { is: 'sent', ref: { id: '7', url: null } }
  const calls = [RESET, taken, RESET].map((outcome) => [NOON, outcome] as const)
  expect(await breathsAfter(store, calls)).toEqual([5, 5, 5])
})

test('what was learnt later of an unknown does not make it an answer', async () => {
  const store = await ownStore()
  await breathsAfter(store, every(10, [RESET, RESET]))
  await store.write((writer) => writer.updateTable('send_log').set({ outcome: 'found' }).execute())
  expect(await unknownsInARow(store.read, 'news-telegram')).toBe(2)
  expect(await unknownsInARow(store.read, 'another')).toBe(0)
})

test.each([
  ['longer than the growing wait', 90, 90],
  ['shorter than it', 2, 5],
])('an unknown that names when to come again is obeyed where that is %s', async (_, again, waits) => {
  const store = await ownStore()
  const busy: Outcome = { is: 'unknown', why: '503', again: NOON + SECOND + again * SECOND }
  expect(await breathsAfter(store, [[NOON, busy]])).toEqual([waits])
})

test.each<[string, Outcome]>([
  ['a post that was taken as the last for now', { is: 'sent', ref: { id: '7', url: null }, again: UNTIL }],
  ['an unknown', { is: 'unknown', why: '503', again: UNTIL }],
])('what the platform says with %s is waited out, whatever staff resume', async (_, outcome) => {
  const store = await ownStore()
  await settled(store, outcome)
  await store.write((writer) => resume(writer, ['account:news-telegram']))
  expect(await pauses(store)).toEqual(['platform account:news-telegram 60000'])
})

test('the log of calls says how it ended, together with the part', async () => {
  const store = await ownStore()
  const part = await settled(store, { is: 'unknown', why: 'the answer was lost' })
  expect(await callsOf(store.read, part.delivery)).toEqual([
    { part: part.id, at: NOON, ended: NOON + SECOND, outcome: 'unknown', why: 'the answer was lost' },
  ])
})

test('what can be looked for stays unknown, and staff are not called yet', async () => {
  const store = await ownStore()
  const part = await settled(store, { is: 'unknown', why: 'reset' }, { afterUnknown: 'verified' })
  expect(part).toMatchObject({ state: 'unknown', reason: 'unknown: reset', attempts: 1 })
  expect(await untold(store.read, 10)).toEqual([])
})

test('what is held as unknown has passed through unknown, and both stand in the history in order', async () => {
  const store = await ownStore()
  await settled(store, { is: 'unknown', why: 'reset' })
  const changes = await historyOf(store.read, 'article1')
  expect(changes.slice(-3).map(({ was, became }) => `${was} ${became}`)).toEqual([
    'ready sending',
    'sending unknown',
    'unknown held',
  ])
})

test('what is held is told to staff: the words, the place, the reason and the way out, without secrets', async () => {
  const store = await ownStore()
  secret('canary-held')
  const { part } = await sending(store)
  await store.write(async (writer) => {
    const unknown = await movePart(writer, part, { to: 'unknown', why: 'unknown: reset', at: NOON })
    await hold(writer, unknown, 'GET /botcanary-held was reset', NOON)
  })
  const [notice, ...more] = await untold(store.read, 10)
  expect(more).toEqual([])
  expect(notice?.text).toContain('stands in telegram-world')
  expect(notice?.text).toContain('The bridge opens on Friday')
  expect(notice?.text).toContain(`crier settle ${part.delivery} --there URL`)
  expect(notice?.text).not.toContain('canary')
})

test('a hold that does not come about tells nobody', async () => {
  const store = await ownStore()
  const { part } = await sending(store)
  await expect(store.write((writer) => hold(writer, part, 'reset', NOON))).rejects.toThrow('never goes from sending')
  expect(await untold(store.read, 10)).toEqual([])
})

test('what is refused, and an account that waits for staff, is told to them', async () => {
  const store = await ownStore()
  await settled(store, { is: 'refused', why: 'too spicy' })
  const [refused, ...more] = await untold(store.read, 10)
  expect(more).toEqual([])
  expect(refused?.text).toMatch(/telegram-world was refused: too spicy\n\nThe bridge opens on Friday/)
  const other = await ownStore()
  await settled(other, { is: 'later', at: null, holds: 'account', why: 'no credits' })
  expect(await untold(other.read, 10)).toMatchObject([
    { account: 'news-telegram', text: 'news-telegram is paused: no credits' },
  ])
})

test('staff are told of a pause once, though two calls under way came back with the same', async () => {
  const store = await ownStore()
  const stop: Outcome = { is: 'later', at: null, holds: 'account', why: 'no credits' }
  await breathsAfter(store, [
    [NOON, stop],
    [NOON + 100, stop],
  ])
  expect(await untold(store.read, 10)).toHaveLength(1)
})

test('a 429 that ends by itself is nothing to call staff for', async () => {
  const store = await ownStore()
  await settled(store, { is: 'later', at: UNTIL, holds: 'place', why: '429', firm: true })
  expect(await untold(store.read, 10)).toEqual([])
})

/** Settles at each of `moments` a 429 of the account, of one chat after the other, that asks for `wait`. */
async function toldToWait(store: Store, moments: readonly number[], wait: number, ofOneChat = false) {
  for (const [index, at] of moments.entries()) {
    const [part] = await addedDelivery(store, { article: `article${index}`, channel: `chat-${index}` })
    await store.write(async (writer) => {
      const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at })
      const place = ofOneChat ? '-0' : `-${index}`
      const call = await logCall(writer, { part: part.id, account: part.account, place, at, usd: 0 })
      const later: Outcome = { is: 'later', at: at + wait, holds: 'place', why: '429', firm: true }
      return settle(writer, now, call, place, later, 'held', at)
    })
  }
}

const scopes = async (store: Store) => (await allPauses(store.read, NOON)).map(({ scope }) => scope)
const wholeAccount = async (store: Store) =>
  (await allPauses(store.read, NOON)).find(({ scope }) => scope === 'account:news-telegram')

test('the third 429 within a minute pauses the whole account, as a bot that goes on elsewhere is banned', async () => {
  const store = await ownStore()
  await toldToWait(store, [NOON, NOON + 20 * SECOND], 5 * MINUTE)
  expect(await scopes(store)).toEqual(['place:news-telegram/-0', 'place:news-telegram/-1'])
  const more = await ownStore()
  await toldToWait(more, [NOON, NOON + 20 * SECOND, NOON + 40 * SECOND], 5 * MINUTE)
  expect(await wholeAccount(more)).toMatchObject({ askedBy: 'platform', until: NOON + 40 * SECOND + 5 * MINUTE })
})

test.each([10, 29, 30, 35, 60, 900, 10_072])(
  'the third 429 in a row pauses the whole account, though each wait of %d s was obeyed',
  async (seconds) => {
    const store = await ownStore()
    const turn = seconds * SECOND + 100
    await toldToWait(store, [NOON, NOON + turn, NOON + 2 * turn], seconds * SECOND, true)
    expect(await wholeAccount(store)).toMatchObject({ until: NOON + 2 * turn + seconds * SECOND, firm: true })
  },
)

test('429s whose waits have ended long before the next pause their own chats only', async () => {
  const store = await ownStore()
  await toldToWait(
    store,
    [0, 40, 80, 120].map((at) => NOON + at * SECOND),
    10 * SECOND,
  )
  expect(await scopes(store)).toEqual([0, 1, 2, 3].map((index) => `place:news-telegram/-${index}`))
})

test('what staff must mend is no 429, and brings none nearer to a pause of the whole account', async () => {
  const store = await ownStore()
  const stop: Outcome = { is: 'later', at: null, holds: 'place', why: 'chat not found' }
  await breathsAfter(store, [
    [NOON - 3 * SECOND, stop],
    [NOON - 2 * SECOND, stop],
  ])
  await toldToWait(store, [NOON], MINUTE)
  expect(await wholeAccount(store)).toBeUndefined()
})

test('a clock that is set between them makes 429s neither nearer nor farther', async () => {
  for (const by of [DAY, -DAY]) {
    const store = await ownStore()
    await toldToWait(store, [NOON, NOON + 35 * SECOND], 35 * SECOND)
    await store.write((writer) => shiftTimes(writer, by, NOON + 69 * SECOND))
    const [part] = await addedDelivery(store, { article: 'third', channel: 'chat-0' })
    const at = NOON + 70 * SECOND + by
    await store.write(async (writer) => {
      const now = await movePart(writer, part, { to: 'sending', why: 'sending: its turn', at })
      const call = await logCall(writer, { part: part.id, account: part.account, place: '-0', at, usd: 0 })
      const later: Outcome = { is: 'later', at: at + 35 * SECOND, holds: 'place', why: '429', firm: true }
      return settle(writer, now, call, '-0', later, 'held', at)
    })
    expect((await allPauses(store.read, at)).map(({ scope }) => scope)).toContain('account:news-telegram')
  }
})
