import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Proofs } from '#src/delivery/prove.ts'
import { startReconciling } from '#src/delivery/reconcile.ts'
import { recover } from '#src/delivery/recover.ts'
import type { Found } from '#src/platform/platform.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, partById } from '#src/store/deliveries.ts'
import { pause } from '#src/store/pauses.ts'
import { untold } from '#src/store/notices.ts'
import { callsOf, spentSince } from '#src/store/sends.ts'
import { keptLog, ownLanes, partNow, proven, states, taken, type Scripted } from '#test/fixtures/lanes.ts'
import { ABSENT, LOST, UNCLEAR, living, present } from '#test/fixtures/living.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

/** When looks were taken, in seconds from noon. */
const seconds = ({ looks }: Scripted): readonly number[] => looks.map(({ at }) => (at - NOON) / SECOND)
const minutes = (found: readonly number[]) => found.map((second) => second / 60)

test('a lost message is looked for after 15 s, 1, 3, 6 and 10 minutes, by what is known of it', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store, { texts: ['the post'], link: 'https://news.example.com/1' })
  platform.find = () => UNCLEAR
  live()
  await clock.advance(11 * MINUTE, 2)
  expect(minutes(seconds(platform))).toEqual([0.25, 1, 3, 6, 10])
  for (const look of platform.looks) {
    expect(look).toEqual({
      bytes: part.bytes,
      place: 'telegram-world',
      after: null,
      before: null,
      link: 'https://news.example.com/1',
      sentAt: NOON,
      at: look.at,
    })
  }
  expect(platform.calls).toHaveLength(1)
})

test.each([0, 1, 4])('one that is found at look %d is sent, with its own id, and told once', async (found) => {
  const { store, clock, platform, sent, live } = await living()
  const [part] = await addedDelivery(store, { usd: 0.2 })
  platform.find = () => (platform.looks.length > found ? present('77') : ABSENT)
  live()
  await clock.advance(6 * HOUR, 2)
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'sent',
    reason: 'unknown: found, it stands',
    ref_id: '77',
    ref_url: 'https://t.example/77',
  })
  expect(platform.looks).toHaveLength(found + 1)
  expect(platform.calls).toHaveLength(1)
  expect(sent.map(({ ref_id }) => ref_id)).toEqual(['77'])
  // It stands, and so it was billed.
  expect(await spentSince(store.read, part.account, NOON)).toBe(0.2)
  expect(await untold(store.read, 9)).toEqual([])
})

test('one that is absent three times, the last at ten minutes, is sent once more: the same bytes, the same key', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store, { usd: 0.2 })
  platform.find = () => ABSENT
  platform.answer = () => (platform.calls.length > 1 ? taken() : LOST)
  live()
  await clock.advance(10 * MINUTE - 1, 2)
  expect(platform.calls).toHaveLength(1)
  await clock.advance(HOUR, 2)
  const [first, second, ...more] = platform.calls
  expect(more).toEqual([])
  expect(second).toEqual({ ...first, at: NOON + 10 * MINUTE })
  expect(second?.bytes).toBe(part.bytes)
  expect(await states(store)).toEqual(['article1 sent'])
  expect(minutes(seconds(platform))).toEqual([0.25, 1, 3, 6, 10])
  // What is proven absent was not billed.
  expect(await spentSince(store.read, part.account, NOON)).toBe(0.2)
  expect((await callsOf(store.read, part.delivery)).map(({ outcome }) => outcome)).toEqual(['absent', 'sent'])
})

test('what X shows only after five minutes is found, and not posted twice', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store)
  platform.find = ({ at }) => (at >= NOON + 5 * MINUTE ? present('77') : ABSENT)
  live()
  await clock.advance(HOUR, 2)
  expect(platform.calls).toHaveLength(1)
  expect(await states(store)).toEqual(['article1 sent'])
})

test.each<[string, readonly Found[], number]>([
  ['two clear looks are not enough', [UNCLEAR, UNCLEAR, UNCLEAR, ABSENT, ABSENT, ABSENT], 15],
  ['an unclear look at ten minutes proves nothing', [ABSENT, ABSENT, ABSENT, ABSENT, UNCLEAR, ABSENT], 15],
  ['three early absences prove nothing', [ABSENT, ABSENT, ABSENT, UNCLEAR, UNCLEAR, UNCLEAR, ABSENT], 20],
])('nothing is sent again before it is proven absent: %s', async (_, found, resent) => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store)
  platform.find = () => found[platform.looks.length - 1] ?? UNCLEAR
  platform.answer = () => (platform.calls.length > 1 ? taken() : LOST)
  live()
  await clock.advance(HOUR, 2)
  expect(platform.calls.map(({ at }) => (at - NOON) / MINUTE)).toEqual([0, resent])
})

test('one that is lost twice and absent twice is held, told to staff, and never sent a third time', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store)
  platform.find = () => ABSENT
  live()
  await clock.advance(6 * HOUR, 2)
  expect(platform.calls).toHaveLength(2)
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'held',
    reason: 'unknown: it was sent twice, and is not there',
  })
  expect(await untold(store.read, 9)).toHaveLength(1)
  expect(minutes(seconds(platform))).toEqual([0.25, 1, 3, 6, 10, 10.25, 11, 13, 16, 20])
})

test('one that cannot be looked for is held after half an hour, with the reason', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store)
  platform.find = () => UNCLEAR
  live()
  await clock.advance(30 * MINUTE - 1, 2)
  expect((await partNow(store, part.id)).state).toBe('unknown')
  await clock.advance(6 * HOUR, 2)
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'held',
    reason: 'unknown: looking does not settle it: the timeline is down',
  })
  expect(minutes(seconds(platform))).toEqual([0.25, 1, 3, 6, 10, 15, 20, 25, 30])
  expect(platform.calls).toHaveLength(1)
})

test('a look that is told to wait is taken up when the wait is over, over a restart too', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store)
  const until = NOON + 7 * MINUTE
  platform.find = ({ at }) => (at < until ? { is: 'unclear', why: 'retry after', again: until } : present('77'))
  {
    await using _ = live()
    await clock.advance(2 * MINUTE, 2)
  }
  live()
  await clock.advance(HOUR, 2)
  expect(minutes(seconds(platform))).toEqual([0.25, 7])
  expect(await partNow(store, part.id)).toMatchObject({ state: 'sent', ref_id: '77' })
})

test('nothing is looked for while the platform has the account wait; after half an hour it is held unseen', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store)
  live()
  await clock.asleep(2)
  const wait = { scope: `account:${part.account}`, why: 'told to wait', at: NOON } as const
  await store.write((writer) => pause(writer, { ...wait, askedBy: 'platform', until: NOON + HOUR, firm: true }))
  await clock.advance(HOUR, 2)
  expect(platform.looks).toEqual([])
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'held',
    reason: 'unknown: looking does not settle it: told to wait',
    changed: NOON + 30 * MINUTE,
  })
})

test('looks that had to wait do not follow each other at once', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store)
  const until = NOON + 12 * MINUTE
  platform.find = ({ at }) => (at < until ? { is: 'unclear', why: 'retry after', again: until } : ABSENT)
  live()
  await clock.advance(13 * MINUTE, 2)
  expect(minutes(seconds(platform)).slice(0, 4)).toEqual([0.25, 12, 12.25, 12.5])
  expect(platform.calls.map(({ at }) => (at - NOON) / MINUTE)).toEqual([0, 12.5])
})

test('a platform folder that throws while it looks proves nothing, and stops nothing', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store, { article: 'poison', queued: 1 })
  await addedDelivery(store, { article: 'fine', queued: 2, texts: ['fine'] })
  platform.find = ({ bytes }) => {
    if (bytes.includes('bridge')) throw new Error('a library threw')
    return present('77')
  }
  live()
  await clock.advance(HOUR, 2)
  expect(await states(store)).toEqual(['poison held', 'fine sent'])
})

const duplicate: Outcome = { is: 'unknown', why: 'X says that this account has posted the same text already' }

test.each<[string, Found, string]>([
  ['found, and sent', present('77'), 'sent'],
  ['not found, and held', ABSENT, 'held'],
])('a duplicate after a second attempt is a hint: it is looked for again, %s', async (_, found, state) => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store)
  platform.answer = () => (platform.calls.length > 1 ? duplicate : LOST)
  platform.find = () => (platform.calls.length > 1 ? found : ABSENT)
  live()
  await clock.advance(10 * MINUTE, 2)
  await clock.asleep(2)
  expect((await partNow(store, part.id)).state).toBe('unknown')
  await clock.advance(6 * HOUR, 2)
  expect((await partNow(store, part.id)).state).toBe(state)
  expect(platform.calls).toHaveLength(2)
  // The first attempt may be what stands: it is looked for from before that one.
  expect(new Set(platform.looks.map(({ sentAt }) => sentAt))).toEqual(new Set([NOON]))
})

test('what staff settle while the platform is asked stays as they settled it', async () => {
  const { store, clock, platform, sent, live } = await living()
  const [part] = await addedDelivery(store)
  platform.find = async () => {
    await store.write(async (writer) => {
      const now = (await partById(writer, part.id))!
      const ref = { id: '5', url: 'https://t.example/5' }
      await movePart(writer, now, { to: 'sent', why: 'settle: it is there', at: clock.now(), ref, who: 'olena' })
    })
    return present('77')
  }
  live()
  await clock.advance(HOUR, 2)
  expect(await partNow(store, part.id)).toMatchObject({ state: 'sent', reason: 'settle: it is there', ref_id: '5' })
  expect(platform.looks).toHaveLength(1)
  expect(sent).toEqual([])
})

test('a restart in the middle of looking goes on where it was: no look is lost, none is taken twice', async () => {
  const { store, clock, platform, account, live } = await living()
  await addedDelivery(store)
  platform.find = () => ABSENT
  platform.answer = () => (platform.calls.length > 1 ? taken() : LOST)
  for (let life = 0; life < 6; life++) {
    await recover(store, [account], clock.now())
    await using _ = live()
    await clock.advance(100 * SECOND, 2)
  }
  await recover(store, [account], clock.now())
  live()
  await clock.advance(HOUR, 2)
  expect(minutes(seconds(platform))).toEqual([0.25, 1, 3, 6, 10])
  expect(platform.calls.map(({ at }) => (at - NOON) / MINUTE)).toEqual([0, 10])
})

test('what a dead process was sending is looked for from its start on', async () => {
  const { store, clock, platform, account, live } = await living()
  const [part] = await addedDelivery(store)
  const inFlight = Promise.withResolvers<void>()
  platform.answer = (_, signal) => {
    inFlight.resolve()
    return new Promise((end) => signal.addEventListener('abort', () => end(LOST)))
  }
  // A process that is killed in the middle of a call: nothing of it ends.
  ownLanes(store, clock, [account])
  await inFlight.promise
  await clock.advance(MINUTE)
  expect(await recover(store, [account], clock.now())).toEqual([])
  platform.find = () => present('77')
  live()
  await clock.advance(15 * SECOND, 2)
  await clock.asleep(2)
  expect(await partNow(store, part.id)).toMatchObject({ state: 'sent', ref_id: '77' })
  expect(platform.looks.map(({ sentAt, at }) => [sentAt - NOON, at - NOON])).toEqual([[0, 75 * SECOND]])
  expect(platform.calls).toHaveLength(1)
})

test('nothing is looked for before the account is proven, nor by a process that may not write', async () => {
  const { store, clock, platform, account } = await living()
  await addedDelivery(store)
  let known: string | undefined = '42'
  let may = true
  const proofs: Proofs = { ...proven, of: () => known }
  platform.find = () => present('77')
  const { log, lines } = keptLog()
  const lanes = ownLanes(store, clock, [account], { proofs })
  await clock.asleep(1)
  await lanes[Symbol.asyncDispose]()
  known = undefined
  const parts = {
    store,
    clock,
    log,
    maySend: () => may,
    onSent: () => {},
    onUnknown: () => {},
    onAbsent: () => {},
    abandon: new AbortController().signal,
  }
  const [loop] = startReconciling([account], proofs, parts)
  onTestFinished(() => loop![Symbol.asyncDispose]())
  await clock.advance(5 * MINUTE, 1)
  expect(platform.looks).toEqual([])
  known = '42'
  may = false
  await clock.advance(5 * MINUTE, 1)
  expect(platform.looks).toEqual([])
  may = true
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['article1 sent'])
  expect(lines).toMatchObject([
    { level: 'info', about: { found: 'present' }, event: expect.stringContaining('looked') },
  ])
})

test('what cannot be looked for, as its account cannot be proven, is held after half an hour and told', async () => {
  const { store, clock, account, platform, live } = await living()
  const [part] = await addedDelivery(store)
  {
    await using _ = live()
    await clock.asleep(2)
  }
  live(account, { ...proven, of: () => undefined })
  await clock.advance(29 * MINUTE, 2)
  expect((await partNow(store, part.id)).state).toBe('unknown')
  await clock.advance(2 * MINUTE, 2)
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'held',
    reason: 'unknown: it could not be looked for: news-telegram is not proven (crier check says why)',
  })
  expect(await untold(store.read, 9)).toMatchObject([
    { account: 'news-telegram', text: expect.stringContaining(`crier settle ${part.delivery}`) },
  ])
  await clock.advance(HOUR, 2)
  expect(await untold(store.read, 9)).toHaveLength(1)
  expect(platform.looks).toEqual([])
})

test('a start long after the call looks before it gives up: its account is proven within a minute', async () => {
  const { store, clock, account, platform, live } = await living()
  const [part] = await addedDelivery(store)
  {
    await using _ = live()
    await clock.asleep(2)
  }
  await clock.advance(5 * HOUR)
  let known: string | undefined
  platform.find = () => present('77')
  const { looking } = live(account, { ...proven, of: () => known })
  await clock.advance(50 * SECOND, 2)
  expect((await partNow(store, part.id)).state).toBe('unknown')
  known = '42'
  looking.forEach((loop) => loop.nudge())
  await clock.advance(MINUTE, 2)
  expect(await partNow(store, part.id)).toMatchObject({ state: 'sent', ref_id: '77' })
})

test('an account that is set to hold after all looks for nothing any more', async () => {
  const { store, clock, platform, account, live } = await living()
  await addedDelivery(store)
  platform.find = () => ABSENT
  {
    await using _ = live()
    await clock.advance(2 * MINUTE, 2)
  }
  const looks = platform.looks.length
  live({ ...account, afterUnknown: 'held' })
  await clock.advance(HOUR, 2)
  expect(await states(store)).toEqual(['article1 held'])
  expect(platform.looks.length).toBeLessThanOrEqual(looks + 1)
  expect(platform.calls).toHaveLength(1)
})

const every: Millis = 5 * MINUTE

test('a lost message delays the others by a breath, and one that is sent again goes before what is newer', async () => {
  const { store, clock, platform, live } = await living()
  for (let index = 0; index < 4; index++) {
    const published = NOON - 20 * MINUTE + index * every
    await addedDelivery(store, { article: `article${index}`, texts: [`post ${index}`], published })
  }
  platform.answer = ({ text, at }) => (text === 'post 1' && at < NOON + MINUTE ? LOST : taken())
  platform.find = () => ABSENT
  live()
  await clock.advance(MINUTE, 2)
  expect(platform.calls.map(({ text }) => text)).toEqual(['post 0', 'post 1', 'post 2', 'post 3'])
  await clock.advance(HOUR, 2)
  expect(platform.calls.slice(4).map(({ text }) => text)).toEqual(['post 1'])
})

test('what went with another account than the one of now is looked for nowhere, and held for a person', async () => {
  const { store, clock, platform, live } = await living()
  const [part] = await addedDelivery(store, { remoteId: '42' })
  platform.find = () => ABSENT
  await using first = live()
  await clock.advance(MINUTE / 2, 2)
  expect(platform.looks).toHaveLength(1)
  await first[Symbol.asyncDispose]()

  live(undefined, { ...proven, of: () => '43' })
  await clock.advance(6 * HOUR, 2)
  expect(platform.looks).toHaveLength(1)
  expect(platform.calls).toHaveLength(1)
  expect(await partNow(store, part.id)).toMatchObject({
    state: 'held',
    reason: expect.stringMatching(/^unknown: nothing can look for it: other-account: made for 42 /),
  })
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([expect.stringContaining('crier settle')])
})
