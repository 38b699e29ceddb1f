import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { startProving } from '#src/delivery/prove.ts'
import type { Check, StaffChat } from '#src/platform/platform.ts'
import { meetChannel } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses, pause } from '#src/store/pauses.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { keptLog, someAccount, someChannel } from '#test/fixtures/lanes.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const withStaff = (staff?: StaffChat): Check => ({
  is: 'proven',
  id: '42',
  name: '@news',
  notes: [],
  channels: [{ channel: 'telegram-world', place: '-100', missing: null }],
  ...(staff && { staff }),
})

/** An account whose channel posts to `@news`. */
async function proving(answer: (asked: number) => Check, given?: Store, staff?: () => StaffChat) {
  const store = given ?? (await ownStore())
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const clock = fakeClock()
  const asked: number[] = []
  const staffAsked: number[] = []
  const { log, lines } = keptLog()
  const account = someAccount({
    channels: [someChannel({ place: '@news' })],
    connection: {
      async check() {
        asked.push(clock.monotonic())
        return answer(asked.length)
      },
      ...(staff && {
        async staff() {
          staffAsked.push(clock.now())
          return staff()
        },
      }),
      send: async () => ({ is: 'unknown', why: 'not asked for' }),
    },
  })
  const proofs = startProving([account], { store, clock, log, onProven: () => {} })
  onTestFinished(() => proofs[Symbol.asyncDispose]())
  return { store, clock, proofs, asked, staffAsked, lines }
}

const pauses = async (store: Store, clock: FakeClock) =>
  (await allPauses(store.read, clock.now())).map(({ scope, why }) => `${scope}: ${why}`)

test('a chat of staff is not used before the account is proven, and then where no channel posts to', async () => {
  const { clock, proofs, store, lines } = await proving((times) =>
    times === 1 ? { is: 'unreachable', why: 'ENOTFOUND' } : withStaff({ places: ['-7', '@desk'], missing: null }),
  )
  await clock.asleep(1)
  expect(proofs.whyNotToStaff('news-telegram')).toContain('not proven yet')
  await clock.advance(MINUTE, 1)
  expect(proofs.whyNotToStaff('news-telegram')).toBeNull()
  expect(await pauses(store, clock)).toEqual([])
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('a chat of staff is not used where a channel posts to it, which goes on; that is over with a config that mends it', async () => {
  const staff = { places: ['-100', '@news'], missing: null }
  const { clock, proofs, store, lines } = await proving(() => withStaff(staff))
  await clock.advance(HOUR, 1)
  const why = expect.stringContaining('it is the chat of telegram-world, whose readers would see it')
  expect(proofs.whyNotToStaff('news-telegram')).toEqual(why)
  expect(await pauses(store, clock)).toEqual([expect.stringMatching(/^staffChat:news-telegram: .*crier\.yaml/)])
  expect(lines.filter(({ level }) => level === 'error').map(({ about }) => about['why'])).toEqual([why])
  const next = await proving(() => withStaff({ ...staff, places: ['-7'] }), store)
  await next.clock.advance(HOUR, 1)
  expect(next.proofs.whyNotToStaff('news-telegram')).toBeNull()
  expect(await pauses(store, clock)).toEqual([])
})

test('a chat of staff that the bot does not see is looked for again, and used once it is seen', async () => {
  const missing = { places: [], missing: 'chat not found' }
  let staff: StaffChat = missing
  const { clock, proofs, asked, staffAsked, lines } = await proving(
    () => withStaff(missing),
    undefined,
    () => staff,
  )
  await clock.advance(25 * MINUTE, 1)
  expect(staffAsked).toEqual([NOON + 10 * MINUTE, NOON + 20 * MINUTE])
  expect(proofs.whyNotToStaff('news-telegram')).toContain('chat not found')
  staff = { places: ['-7'], missing: null }
  await clock.advance(2 * HOUR, 1)
  expect(staffAsked).toHaveLength(3)
  expect(proofs.whyNotToStaff('news-telegram')).toBeNull()
  expect(asked).toHaveLength(1)
  expect(lines.filter(({ event }) => event === 'account proven')).toHaveLength(1)
})

test('looking for a chat of staff lifts no pause of a channel, and is not done whenever staff do something', async () => {
  const missing = { places: [], missing: 'chat not found' }
  const { clock, proofs, store, asked, staffAsked } = await proving(
    () => withStaff(missing),
    undefined,
    () => missing,
  )
  await clock.asleep(1)
  const closed = { scope: 'channel:telegram-world', askedBy: 'platform', until: null, why: 'TOPIC_CLOSED' } as const
  await store.write((writer) => pause(writer, { ...closed, at: clock.now() }))
  for (let times = 0; times < 5; times++) {
    proofs.nudge()
    await clock.advance(MINUTE, 1)
  }
  expect(staffAsked).toEqual([])
  await clock.advance(HOUR, 1)
  expect(staffAsked).not.toEqual([])
  expect(asked).toHaveLength(1)
  expect(await pauses(store, clock)).toContain('channel:telegram-world: TOPIC_CLOSED')
})

test('who was told to wait with a chat of staff waits, over a start too, and posts meanwhile', async () => {
  const missing = { places: [], missing: 'chat not found' }
  const { clock, proofs, store, staffAsked } = await proving(
    () => withStaff(missing),
    undefined,
    () => ({
      ...missing,
      again: NOON + 2 * HOUR,
    }),
  )
  await clock.advance(HOUR, 1)
  expect(staffAsked).toEqual([NOON + 10 * MINUTE])
  expect(proofs.of('news-telegram')).toBe('42')
  expect(await pauses(store, clock)).toContain('check:news-telegram: chat not found')
  await clock.advance(HOUR + MINUTE, 1)
  expect(staffAsked).toHaveLength(2)
})

test('a chat of staff of which the platform did not say what it is is looked for soon, and less and less often', async () => {
  const unsure = { places: [], missing: 'status 502', unsure: true } as const
  let staff: StaffChat = unsure
  const { clock, proofs, asked, staffAsked, lines } = await proving(
    () => withStaff(unsure),
    undefined,
    () => staff,
  )
  await clock.asleep(1)
  expect(proofs.of('news-telegram')).toBe('42')
  await clock.advance(HOUR, 1)
  expect(staffAsked[0]).toBe(NOON + SECOND)
  expect(staffAsked.at(-1)! - staffAsked.at(-2)!).toBe(10 * MINUTE)
  expect(staffAsked.length).toBeLessThan(20)
  staff = { places: ['-7'], missing: null }
  await clock.advance(10 * MINUTE, 1)
  expect(proofs.whyNotToStaff('news-telegram')).toBeNull()
  expect(asked).toHaveLength(1)
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1)
})

test('what kept a chat of staff from use is over at once where the account has none any more', async () => {
  const { clock, store } = await proving(() => withStaff({ places: ['@news'], missing: null }))
  await clock.advance(SECOND, 1)
  expect(await pauses(store, clock)).toHaveLength(1)
  const next = await proving(() => withStaff(), store)
  await next.clock.advance(SECOND, 1)
  expect(await pauses(store, clock)).toEqual([])
})
