import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { LeaseLost } from '#src/store/lease.ts'
import type { Outcome } from '#src/records.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses } from '#src/store/pauses.ts'
import { openSteadyClock } from '#src/store/steady.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, ownLanes, scripted, someAccount, states, taken } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownFolder, ownStore } from '#test/fixtures/stored.ts'

/** A store whose writes fail while `broken` says with what. */
function breakable(store: Store): Store & { broken: (() => Error) | null } {
  const wrapped = {
    ...store,
    broken: null as (() => Error) | null,
    write: (async (work) => {
      if (wrapped.broken) throw wrapped.broken()
      return store.write(work)
    }) as Store['write'],
  }
  return wrapped
}

/** As node:sqlite throws it. */
const diskFull = (): Error =>
  Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })

test('before a socket is opened, the state sending, the bytes and the call are on the disk', async () => {
  const file = join(ownFolder(), 'crier.db')
  const store = await ownStore(file)
  await addedDelivery(store, { texts: ['the post'], usd: 0.2 })
  const clock = fakeClock()
  const found: unknown[] = []
  const platform = scripted(clock, () => {
    const beside = new DatabaseSync(file, { readOnly: true })
    found.push(
      ...beside.prepare('select state, bytes, outcome, send_log.usd from part join send_log on part = part.id').all(),
    )
    beside.close()
    return taken()
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })])
  await clock.asleep(1)
  expect(found.map((row) => ({ ...(row as object) }))).toEqual([
    { state: 'sending', bytes: '{"text":"the post"}', outcome: null, usd: 0.2 },
  ])
  expect(await states(store)).toEqual(['article1 sent'])
})

test('a disk that takes no writes stops sending, and sending goes on by itself when it takes them again', async () => {
  const store = breakable(await ownStore())
  await addedDelivery(store)
  const clock = fakeClock()
  const platform = scripted(clock)
  store.broken = diskFull
  const { log, lines } = keptLog()
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { log })
  await clock.advance(5 * MINUTE, 1)
  expect(platform.calls).toEqual([])
  expect(lines.find(({ level }) => level === 'error')).toMatchObject({
    about: { stage: 'channel telegram-world', error: 'database or disk is full (ERR_SQLITE_ERROR)' },
  })
  store.broken = null
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['article1 sent'])
})

test('an answer that meets a full disk is written down when there is room, and the post goes once', async () => {
  const store = breakable(await ownStore())
  await addedDelivery(store)
  const clock = fakeClock()
  const platform = scripted(clock, () => {
    store.broken = diskFull
    return taken()
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })])
  await clock.advance(2 * SECOND, 1)
  expect(await states(store)).toEqual(['article1 sending'])
  store.broken = null
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['article1 sent'])
  await clock.advance(HOUR, 1)
  expect(platform.calls).toHaveLength(1)
})

test('a disk that stays full for longer than the lease lives loses no answer either', async () => {
  const store = breakable(await ownStore())
  await addedDelivery(store)
  const clock = fakeClock()
  const platform = scripted(clock, () => {
    store.broken = diskFull
    return taken()
  })
  // A lease cannot be renewed on a full disk, so that it seems to have run out.
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { maySend: () => store.broken === null })
  await clock.advance(10 * MINUTE, 1)
  store.broken = null
  await clock.advance(2 * SECOND, 1)
  expect(await states(store)).toEqual(['article1 sent'])
  expect(platform.calls).toHaveLength(1)
})

test('a process that was overtaken writes no answer down: the new one has judged it', async () => {
  const store = breakable(await ownStore())
  await addedDelivery(store)
  const clock = fakeClock()
  let tries = 0
  const platform = scripted(clock, () => {
    store.broken = () => {
      tries += 1
      return new LeaseLost()
    }
    return taken()
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { maySend: () => store.broken === null })
  await clock.advance(10 * SECOND, 1)
  expect(tries).toBe(1)
  expect(await states(store)).toEqual(['article1 sending'])
})

test('a process whose lease may have run out sends nothing, and goes on when it holds it again', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  const clock = fakeClock()
  const platform = scripted(clock)
  let held = false
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { maySend: () => held })
  await clock.advance(5 * SECOND, 1)
  expect(platform.calls).toEqual([])
  expect(await states(store)).toEqual(['article1 ready'])
  held = true
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['article1 sent'])
})

test('a platform folder that breaks its promise and throws leaves a post of unknown fate, and stops no other', async () => {
  const store = await ownStore()
  await addedDelivery(store, { article: 'poison', texts: ['poison'], queued: 1 })
  await addedDelivery(store, { article: 'fine', texts: ['fine'], queued: 2 })
  const clock = fakeClock()
  const platform = scripted(clock, ({ text }) => {
    if (text === 'poison') throw new Error('a library threw')
    return taken()
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })])
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['poison held', 'fine sent'])
  expect(platform.calls.map(({ text }) => text)).toEqual(['poison', 'fine'])
})

test('stopping waits for the call in flight and starts no other', async () => {
  const store = await ownStore()
  await addedDelivery(store, { article: 'first', queued: 1 })
  await addedDelivery(store, { article: 'second', queued: 2 })
  const clock = fakeClock()
  const inFlight = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const platform = scripted(clock, async () => {
    inFlight.resolve()
    await finish.promise
    return taken()
  })
  const lanes = ownLanes(store, clock, [someAccount({ connection: platform.connection })])
  await inFlight.promise
  const stopping = lanes[Symbol.asyncDispose]()
  finish.resolve()
  await stopping
  expect(await states(store)).toEqual(['first sent', 'second ready'])
})

test('a call that may no longer be waited for is told so', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  const clock = fakeClock()
  const abandon = new AbortController()
  const platform = scripted(clock, async (_, signal) => {
    abandon.abort(new Error('Crier is stopping'))
    return { is: 'unknown', why: signal.aborted ? 'it was cut off' : 'nobody said so' }
  })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { abandon: abandon.signal })
  await clock.asleep(1)
  const row = await store.read.selectFrom('part').select(['state', 'reason']).executeTakeFirst()
  expect(row).toEqual({ state: 'held', reason: 'unknown: it was cut off' })
})

test.each([1e16, 1e17, 1.79e18, Infinity])(
  'a platform that asks to wait until what is no time (%d) stops its own account only, and until staff end that',
  async (at) => {
    const store = await ownStore()
    await addedDelivery(store)
    const clock = fakeClock()
    const platform = scripted(clock, () => ({ is: 'later', at, holds: 'account', why: '429', firm: true }))
    const { log, lines } = keptLog()
    ownLanes(store, clock, [someAccount({ connection: platform.connection })], { log })
    await clock.advance(HOUR, 1)
    expect(platform.calls).toHaveLength(1)
    expect(await states(store)).toEqual(['article1 ready'])
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(await allPauses(store.read, clock.now())).toMatchObject([{ scope: 'account:news-telegram', firm: false }])
  },
)

test.each<[string, (at: number) => Outcome]>([
  ['later', (at) => ({ is: 'later', at, holds: 'account', why: '429', firm: true })],
  ['unknown', (again) => ({ is: 'unknown', why: '503', again })],
  ['sent', (again) => ({ is: 'sent', ref: { id: '7', url: null }, again })],
])('a clock that is set before %s is written down moves along what it asks to wait for', async (_, answer) => {
  const real = await ownStore()
  const store = breakable(real)
  await addedDelivery(store)
  const machine = fakeClock()
  const steady = openSteadyClock(machine)
  const platform = scripted(steady, () => {
    store.broken = diskFull
    return answer(steady.now() + HOUR)
  })
  ownLanes(store, steady, [someAccount({ connection: platform.connection })])
  await machine.asleep(1)
  machine.step(24 * HOUR)
  await steady.absorb(real)
  store.broken = null
  await machine.advance(SECOND, 1)
  const told = (await allPauses(real.read, steady.now())).filter(({ firm }) => firm)
  expect(told.map(({ until }) => until)).toEqual([NOON + 25 * HOUR])
})
