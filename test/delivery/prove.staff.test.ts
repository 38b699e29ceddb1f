import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { startProving } from '#src/delivery/prove.ts'
import type { Check, StaffChat } from '#src/platform/platform.ts'
import { meetChannel } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses } from '#src/store/pauses.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { keptLog, someAccount, someChannel } from '#test/fixtures/lanes.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const withStaff = (staff: StaffChat): Check => ({
  is: 'proven',
  id: '42',
  name: '@news',
  notes: [],
  channels: [{ channel: 'telegram-world', place: '-100', missing: null }],
  staff,
})

/** An account whose channel posts to `@news`. */
async function proving(answer: (asked: number) => Check, given?: Store) {
  const store = given ?? (await ownStore())
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const clock = fakeClock()
  const asked: number[] = []
  const { log, lines } = keptLog()
  const account = someAccount({
    channels: [someChannel({ place: '@news' })],
    connection: {
      async check() {
        asked.push(clock.monotonic())
        return answer(asked.length)
      },
      send: async () => ({ is: 'unknown', why: 'not asked for' }),
    },
  })
  const proofs = startProving([account], { store, clock, log, onProven: () => {} })
  onTestFinished(() => proofs[Symbol.asyncDispose]())
  return { store, clock, proofs, asked, lines }
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
  let isSeen = false
  const { clock, proofs, asked, lines } = await proving(() =>
    withStaff(isSeen ? { places: ['-7'], missing: null } : { places: [], missing: 'chat not found' }),
  )
  await clock.advance(9 * MINUTE, 1)
  expect(asked).toHaveLength(1)
  expect(proofs.whyNotToStaff('news-telegram')).toContain('chat not found')
  isSeen = true
  await clock.advance(2 * HOUR, 1)
  expect(asked).toHaveLength(2)
  expect(proofs.whyNotToStaff('news-telegram')).toBeNull()
  expect(lines.filter(({ event }) => event === 'account proven')).toHaveLength(1)
})
