import { hostname } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Clock } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { meetChannel } from '#src/store/channels.ts'
import { addedDelivery, NOON, ownFolder, ownStore } from '#test/fixtures/stored.ts'
import { backSince, isAtWork, LEASE, LeaseLost, takeLease } from '#src/store/lease.ts'
import { movePart, partById } from '#src/store/deliveries.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { logCall, logOutcome, roomAt } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'

const alive = () => false

/** Two processes' stores on one file. */
async function two(): Promise<readonly [Store, Store]> {
  const file = join(ownFolder(), 'crier.db')
  return [await ownStore(file), await ownStore(file)]
}

test('a second process is refused, and told who holds the store', async () => {
  const clock = fakeClock()
  const [mine, other] = await two()
  const lease = await takeLease(mine, clock, 'process 1 on desk', alive)
  const refused = errorOf(takeLease(other, clock, 'process 2 on desk', alive))
  await clock.advance(SECOND)
  expect((await refused).message).toContain('Crier already runs on this store: process 1 on desk.')
  expect(await refused).toBeInstanceOf(CallerMistake)
  expect(lease.held()).toBe(true)
  await lease[Symbol.asyncDispose]()
})

test('a second process that was frozen for longer than a lease while it asked is refused too', async () => {
  const clock = fakeClock()
  const [mine, other] = await two()
  await using lease = await takeLease(mine, clock, 'process 1 on desk', alive)
  const frozen: Clock = { ...clock, sleep: () => clock.advance(3 * SECOND, 1) }
  const refused = await errorOf(takeLease(other, frozen, 'process 2 on desk', alive))
  expect(refused.message).toContain('Crier already runs on this store: process 1 on desk.')
  expect(lease.held()).toBe(true)
})

test('a store that another process is writing to is waited for, and taken', async () => {
  const clock = fakeClock()
  const file = join(ownFolder(), 'crier.db')
  await using writing = await openStore({ file, use: 'rehearsal' })
  await using mine = await openStore({ file, use: 'rehearsal', busyTimeout: 1 })
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const write = writing.write(async (writer) => {
    await meetChannel(writer, 'long', NOON)
    begun.resolve()
    await ended.promise
  })
  await begun.promise
  const taking = takeLease(mine, clock, 'process 1 on desk', alive)
  await clock.asleep(1)
  ended.resolve()
  await write
  await clock.advance(SECOND)
  await using lease = await taking
  expect(lease.held()).toBe(true)
})

test('a store that a process keeps from being written, as one that was stopped in the middle, is given up by name', async () => {
  const clock = fakeClock()
  const file = join(ownFolder(), 'crier.db')
  await using stopped = await openStore({ file, use: 'rehearsal' })
  await using mine = await openStore({ file, use: 'rehearsal', busyTimeout: 1 })
  await leaveBehind(stopped, 'process 1 on another machine')
  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const write = stopped.write(async (writer) => {
    await meetChannel(writer, 'long', NOON)
    begun.resolve()
    await ended.promise
  })
  await begun.promise
  const refused = errorOf(takeLease(mine, clock, 'process 2 on desk', alive))
  await clock.advance(11 * SECOND)
  expect(await refused).toBeInstanceOf(CallerMistake)
  expect((await refused).message).toMatch(/keeps this store from being written.* process 1 on another machine\./)
  ended.resolve()
  await write
})

test('who says nothing any more is at work where its process is there, for half a day, and has not ended', () => {
  const holder = `process ${process.ppid} on ${hostname()}`
  expect(isAtWork({ holder: 'process 1 on another machine', until: NOON + 1 }, NOON)).toBe(true)
  expect(isAtWork({ holder: 'process 1 on another machine', until: NOON - 1 }, NOON)).toBe(false)
  expect(isAtWork({ holder, until: NOON - HOUR }, NOON)).toBe(true)
  expect(isAtWork({ holder, until: NOON - 13 * HOUR }, NOON)).toBe(false)
  expect(isAtWork({ holder, until: 0 }, NOON)).toBe(false)
})

test('the lease of a holder who died and cannot be asked is taken within two seconds and a bit', async () => {
  const clock = fakeClock()
  const [dead, next] = await two()
  await leaveBehind(dead, 'process 1 on another machine')
  const taking = takeLease(next, clock, 'two', alive)
  await clock.advance(LEASE + 200)
  await using lease = await taking
  expect(lease.held()).toBe(true)
})

test('the lease of a holder who is known to be gone is taken at once', async () => {
  const clock = fakeClock()
  const [dead, next] = await two()
  await leaveBehind(dead, 'process 1 on desk')
  await using lease = await takeLease(next, clock, 'two', (holder) => holder === 'process 1 on desk')
  expect(lease.held()).toBe(true)
  expect(clock.monotonic()).toBe(0)
})

test('a clock that was set back an hour keeps no dead holder alive', async () => {
  const clock = fakeClock()
  const [dead, next] = await two()
  await leaveBehind(dead, 'process 1 on another machine')
  clock.step(-60 * MINUTE)
  const taking = takeLease(next, clock, 'two', alive)
  await clock.advance(LEASE + 200)
  await using lease = await taking
  expect(lease.held()).toBe(true)
})

test.each([-60 * MINUTE, -24 * 60 * MINUTE])(
  'a clock that was set by %d ms while nobody ran blocks no limit for longer, and frees none early',
  async (ms) => {
    const clock = fakeClock()
    const [first, next] = await two()
    const windows = [{ of: 'account', max: 1, within: 10 * MINUTE }] as const
    const before = await takeLease(first, clock, 'one', alive)
    await first.write(async (writer) => {
      const call = { part: 'part1', account: 'news-x', place: '42', at: clock.now(), usd: 0 }
      await logOutcome(writer, await logCall(writer, call), { is: 'unknown', why: 'reset' }, clock.now())
    })
    await clock.advance(SECOND, 1)
    await before[Symbol.asyncDispose]()
    clock.step(ms)
    await using _ = await takeLease(next, clock, 'two', alive)
    const room = await roomAt(next.read, 'news-x', '42', windows, clock.now())
    expect(room - clock.now()).toBe(10 * MINUTE - SECOND)
  },
)

test('a lease that was given back can be taken at once', async () => {
  const clock = fakeClock()
  const [first, next] = await two()
  await (await takeLease(first, clock, 'one', alive))[Symbol.asyncDispose]()
  await using lease = await takeLease(next, clock, 'two', alive)
  expect(lease.held()).toBe(true)
  expect(clock.monotonic()).toBe(0)
})

test('a holder that was frozen knows at once that it may send no more, and its write changes nothing', async () => {
  const frozenClock = fakeClock()
  const clock = fakeClock()
  const [frozen, next] = await two()
  const stale = await takeLease(frozen, frozenClock, 'one', alive)
  const [part] = await addedDelivery(frozen)
  const taking = takeLease(next, clock, 'two', alive)
  await clock.advance(LEASE + 200)
  await using lease = await taking

  const late = frozen.write((writer) => movePart(writer, part, { to: 'sending', why: 'sending: its turn', at: NOON }))
  await expect(late).rejects.toThrow(LeaseLost)
  expect((await partById(next.read, part.id))?.state).toBe('ready')
  expect(stale.held()).toBe(false)
  expect(stale.lost.aborted).toBe(true)
  await stale[Symbol.asyncDispose]()
  expect(lease.held()).toBe(true)
  await next.write((writer) => meetChannel(writer, 'still-mine', NOON))
})

test('a holder that was overtaken finds out when it would renew, and leaves the lease of the other one alone', async () => {
  const frozenClock = fakeClock()
  const clock = fakeClock()
  const [frozen, next] = await two()
  const stale = await takeLease(frozen, frozenClock, 'one', alive)
  const taking = takeLease(next, clock, 'two', alive)
  await clock.advance(LEASE + 200)
  await using lease = await taking
  const before = await next.read.selectFrom('lease').selectAll().executeTakeFirst()

  const told = Promise.withResolvers<void>()
  stale.lost.addEventListener('abort', () => told.resolve())
  await frozenClock.advance(SECOND / 2)
  await told.promise
  expect(stale.held()).toBe(false)
  expect(await next.read.selectFrom('lease').selectAll().executeTakeFirst()).toEqual(before)
  await stale[Symbol.asyncDispose]()
  expect(lease.held()).toBe(true)
})

test('a lease is renewed as long as its holder runs, and given up in thought before others may take it', async () => {
  const clock = fakeClock()
  const file = join(ownFolder(), 'crier.db')
  await using store = await openStore({ file, use: 'rehearsal', busyTimeout: 0 })
  const other = await openStore({ file, use: 'rehearsal', busyTimeout: 0 })
  await using lease = await takeLease(store, clock, 'one', alive)
  await clock.advance(30 * SECOND, 1)
  expect(lease.held()).toBe(true)

  const free = Promise.withResolvers<void>()
  const blocking = other.write(() => free.promise)
  await clock.advance(LEASE - 1, 1)
  expect(lease.held()).toBe(true)
  await clock.advance(1, 1)
  expect(lease.held()).toBe(false)
  free.resolve()
  await blocking
  await clock.advance(SECOND, 1)
  expect(lease.held()).toBe(true)
  await other[Symbol.asyncDispose]()
})

/** Leaves a lease as a process that was killed leaves it: taken, and never renewed. */
async function leaveBehind(store: Store, holder: string): Promise<void> {
  await takeLease(store, fakeClock(), holder, alive)
}

test('a holder that was frozen for long comes back as one that was away, and a nap is none', async () => {
  const clock = fakeClock()
  const store = await ownStore()
  await using _ = await takeLease(store, clock, 'process 1 on desk', alive, HOUR)
  const seenBefore = async (ms: number) => {
    await store.read
      .updateTable('lease')
      .set({ seen: clock.now() - ms })
      .execute()
    await clock.advance(SECOND, 1)
    return backSince(store.read)
  }
  expect(await seenBefore(59 * MINUTE)).toBeNull()
  expect(await seenBefore(61 * MINUTE)).toBeGreaterThan(NOON)
})

test('a holder ends well where the store takes no writes: its lease runs out by itself', async () => {
  const clock = fakeClock()
  const [mine, other] = await two()
  const lease = await takeLease(mine, clock, 'process 1 on desk', alive)
  await sql`pragma query_only = on`.execute(mine.read)
  const ended = lease[Symbol.asyncDispose]()
  await clock.advance(SECOND)
  await ended
  await clock.advance(LEASE)
  await using next = await takeLease(other, clock, 'process 2 on desk', alive)
  expect(next.held()).toBe(true)
})
