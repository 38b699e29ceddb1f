import { expect, onTestFinished, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { startProving, type Proofs } from '#src/delivery/prove.ts'
import type { Check } from '#src/platform/platform.ts'
import { meetChannel, placeOf, provenAccount, rememberAccount } from '#src/store/channels.ts'
import { deliveriesOf, partById } from '#src/store/deliveries.ts'
import { untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses, pause, resume } from '#src/store/pauses.ts'
import { logCall, spentSince } from '#src/store/sends.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { keptLog, someAccount, someChannel, type Line } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const PROVEN: Check = {
  is: 'proven',
  id: '42',
  name: '@news',
  notes: [],
  channels: [{ channel: 'telegram-world', place: '-100', missing: null }],
}

interface Proving {
  readonly store: Store
  readonly clock: FakeClock
  readonly proofs: Proofs
  readonly asked: number[]
  readonly lines: readonly Line[]
  readonly proven: () => number
}

async function proving(
  answer: (asked: number) => Check | Promise<Check>,
  store?: Store,
  before?: Proofs,
): Promise<Proving> {
  const use = store ?? (await ownStore())
  await use.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const clock = fakeClock()
  const asked: number[] = []
  const { log, lines } = keptLog()
  let count = 0
  const account: SendingAccount = someAccount({
    connection: {
      async check() {
        asked.push(clock.monotonic())
        return answer(asked.length)
      },
      send: async () => ({ is: 'unknown', why: 'not asked for' }),
    },
  })
  const proofs = startProving([account], { store: use, clock, log, onProven: () => (count += 1) }, before?.proven)
  onTestFinished(() => proofs[Symbol.asyncDispose]())
  return { store: use, clock, proofs, asked, lines, proven: () => count }
}

const pauses = async (store: Store) => (await allPauses(store.read, NOON)).map(({ scope, why }) => `${scope}: ${why}`)

test('an account is known by the platform’s own id once it is proven, and its places too', async () => {
  const { store, clock, proofs, proven, asked } = await proving(() => PROVEN)
  expect(proofs.of('news-telegram')).toBeUndefined()
  expect(proofs.name('news-telegram')).toBe('news-telegram')
  await clock.asleep(1)
  expect(proofs.of('news-telegram')).toBe('42')
  expect(proofs.name('news-telegram')).toBe('@news')
  expect(proven()).toBe(1)
  expect(await placeOf(store.read, 'telegram-world')).toBe('-100')
  expect(await provenAccount(store.read, 'news-telegram', 'https://api.example.com')).toMatchObject({ remoteId: '42' })
  await clock.advance(DAY, 1)
  expect(asked).toHaveLength(1)
})

test('a platform that cannot be reached is asked again, after pauses that grow to a minute', async () => {
  const { clock, proofs, asked, lines } = await proving((times) =>
    times < 9 ? { is: 'unreachable', why: 'ENOTFOUND' } : PROVEN,
  )
  await clock.advance(SECOND, 1)
  expect(proofs.why('news-telegram')).toBe('Telegram could not be asked: ENOTFOUND')
  await clock.advance(HOUR, 1)
  expect(proofs.why('news-telegram')).toBeNull()
  const waits = asked.slice(1).map((at, index) => (at - asked[index]!) / 1_000)
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(8)
  expect(proofs.of('news-telegram')).toBe('42')
})

test('a machine whose clock is wrong refuses no account: it is asked again soon, by every start too, and staff are told once', async () => {
  const store = await ownStore()
  let off = 60
  const answer = (): Check =>
    off > 0 ? { is: 'unreachable', why: `the clock is wrong: by ${off++} min`, clockOff: true } : PROVEN
  for (let start = 0; start < 3; start++) {
    const { clock, proofs } = await proving(answer, store)
    await clock.advance(10 * MINUTE, 1)
    expect(proofs.of('news-telegram')).toBeUndefined()
    expect(proofs.why('news-telegram')).toMatch(/^Telegram could not be asked: the clock is wrong: by \d+ min$/)
    await proofs[Symbol.asyncDispose]()
  }
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([
    'news-telegram waits: the clock is wrong: by 60 min',
  ])
  const { clock, proofs } = await proving(answer, store)
  await clock.asleep(1)
  off = 0
  await clock.advance(MINUTE, 1)
  expect(proofs.of('news-telegram')).toBe('42')
  expect((await allPauses(store.read, clock.now())).filter(({ until }) => until === null)).toEqual([])
})

test('a platform that asks to wait is not asked before, by the next start neither', async () => {
  const again = NOON + HOUR
  const says = (times: number): Check =>
    times === 1 ? { is: 'unreachable', why: 'too many requests', again } : { is: 'unreachable', why: 'ENOTFOUND' }
  const { store, clock, proofs, asked, lines } = await proving(says)
  await clock.advance(HOUR - SECOND, 1)
  expect(asked).toHaveLength(1)
  expect(lines).toHaveLength(1)
  expect(proofs.why('news-telegram')).toBe('Telegram asks to wait: too many requests')
  const next = await proving(() => PROVEN, store)
  await next.clock.advance(HOUR - SECOND, 1)
  expect(next.asked).toEqual([])
  await next.clock.advance(SECOND, 1)
  expect(next.asked).toEqual([HOUR])
  expect(next.proofs.of('news-telegram')).toBe('42')
})

test('a wait that was told for posts keeps no start from asking, and one that the check is told then is kept', async () => {
  const store = await ownStore()
  const told = {
    scope: 'account:news-telegram',
    askedBy: 'platform',
    until: NOON + HOUR,
    at: NOON,
    firm: true,
  } as const
  await store.write((writer) => pause(writer, { ...told, why: '429' }))
  const again = NOON + HOUR
  const { clock, asked } = await proving(() => ({ is: 'unreachable', why: 'too many requests', again }), store)
  await clock.advance(50 * MINUTE, 1)
  expect(asked).toEqual([0])
})

test('a refusal pauses the account, loudly and once, until staff resume it', async () => {
  let mended = false
  const { store, clock, proofs, asked, lines } = await proving(() => (mended ? PROVEN : { is: 'refused', why: '401' }))
  await clock.advance(5 * HOUR, 1)
  proofs.nudge()
  await clock.asleep(1)
  expect(asked).toHaveLength(1)
  expect(await pauses(store)).toEqual(['account:news-telegram: 401'])
  expect(lines).toMatchObject([{ level: 'error', about: { account: 'news-telegram', why: '401' } }])
  mended = true
  await store.write((writer) => resume(writer, ['account:news-telegram']))
  proofs.nudge()
  await clock.asleep(1)
  expect(proofs.of('news-telegram')).toBe('42')
  expect(await pauses(store)).toEqual([])
})

test('a start asks again what was refused before, and ends that pause where it is mended; staff’s own stays', async () => {
  const store = await ownStore()
  const wanted = { scope: 'account:news-telegram', until: null, at: NOON } as const
  await store.write(async (writer) => {
    await pause(writer, { ...wanted, askedBy: 'platform', why: '401' })
    await pause(writer, { ...wanted, scope: 'channel:telegram-world', askedBy: 'platform', why: 'kicked' })
    await pause(writer, { ...wanted, askedBy: 'staff', why: 'a storm' })
  })
  const { clock, asked } = await proving(() => PROVEN, store)
  await clock.asleep(1)
  expect(asked).toHaveLength(1)
  expect(await pauses(store)).toEqual(['account:news-telegram: a storm'])
})

test('a channel that cannot be posted to is paused by itself; its account is proven', async () => {
  const missing = 'the bot may not post there: make it an admin'
  const channels = [{ channel: 'telegram-world', place: null, missing }]
  const { store, clock, proofs, lines } = await proving(() => ({ ...PROVEN, channels }))
  await clock.asleep(1)
  expect(proofs.of('news-telegram')).toBe('42')
  expect(await pauses(store)).toEqual([`channel:telegram-world: ${missing} Then: crier resume telegram-world`])
  expect(await placeOf(store.read, 'telegram-world')).toBe('telegram-world')
  expect(lines[0]).toMatchObject({ level: 'error', about: { channel: 'telegram-world', why: missing } })
})

test('staff are told of a refused account and of a channel without rights, once, however often Crier starts', async () => {
  const store = await ownStore()
  const missing = 'the bot may not post there: make it an admin'
  const channels = [{ channel: 'telegram-world', place: null, missing }]
  for (const answer of [
    { is: 'refused', why: '401' },
    { ...PROVEN, channels },
  ] as const) {
    for (let start = 0; start < 3; start++) {
      const { clock, proofs } = await proving(() => answer, store)
      await clock.asleep(1)
      await proofs[Symbol.asyncDispose]()
    }
  }
  expect((await untold(store.read, 9)).map(({ account, text }) => `${account} ${text}`).toSorted()).toEqual([
    'news-telegram Telegram: account news-telegram is paused: 401',
    `news-telegram Telegram: channel telegram-world is paused: ${missing} Then: crier resume telegram-world`,
  ])
})

test('stopping while an account is being asked writes nothing down', async () => {
  const answer = Promise.withResolvers<Check>()
  const { store, clock, proofs, asked } = await proving(() => answer.promise)
  await clock.asleep(0)
  expect(asked).toHaveLength(1)
  const stopping = proofs[Symbol.asyncDispose]()
  answer.resolve({ is: 'refused', why: '401' })
  await stopping
  expect(await pauses(store)).toEqual([])
  await clock.advance(MINUTE)
  expect(asked).toHaveLength(1)
})

test('what was proven before is known at once, and not asked for again', async () => {
  const before = await proving(() => PROVEN)
  await before.clock.asleep(1)
  const { clock, proofs, asked } = await proving(() => PROVEN, before.store, before.proofs)
  expect(proofs.of('news-telegram')).toBe('42')
  await clock.advance(3 * HOUR, 1)
  expect(asked).toEqual([])
})

test('a new name in the config frees neither limits nor budget: what was sent under the old one counts on', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { account: 'old-name' })
  const former = { id: 'old-name', apiRoot: 'https://api.example.com', name: '@news' }
  await store.write(async (writer) => {
    await rememberAccount(writer, { ...former, remoteId: '42' }, NOON)
    await rememberAccount(writer, { ...former, id: 'stranger', remoteId: '43' }, NOON)
    for (const account of ['old-name', 'stranger']) {
      await logCall(writer, { part: part.id, account, place: '-100', at: NOON, usd: 0.2 })
    }
  })
  const { clock } = await proving(() => PROVEN, store)
  await clock.asleep(1)
  expect(await spentSince(store.read, 'news-telegram', NOON)).toBe(0.2)
  expect(await spentSince(store.read, 'stranger', NOON)).toBe(0.2)
})

test('a new name in the config ends no wait: those that the platform counts go on, and staff’s pause stands', async () => {
  const store = await ownStore()
  const former = { id: 'old-name', apiRoot: 'https://api.example.com', remoteId: '42', name: '@news' }
  const timed = { askedBy: 'platform', at: NOON, firm: true } as const
  await store.write(async (writer) => {
    await rememberAccount(writer, former, NOON)
    await rememberAccount(writer, { ...former, id: 'old-name-2', remoteId: '43' }, NOON)
    await pause(writer, { ...timed, scope: 'account:old-name', until: NOON + HOUR, why: '429' })
    await pause(writer, { ...timed, scope: 'account:news-telegram', until: NOON + MINUTE, why: 'not-sent' })
    await pause(writer, { ...timed, scope: 'besides:old-name', until: NOON + HOUR, why: '429 of a look' })
    await pause(writer, { ...timed, scope: 'check:old-name', until: NOON + HOUR, why: '429 of a check' })
    await pause(writer, { ...timed, scope: 'place:old-name/-100', until: NOON + HOUR, why: '429 of a chat' })
    await pause(writer, { ...timed, scope: 'place:old-name/-200', until: NOON - 1, why: 'over' })
    await pause(writer, { ...timed, scope: 'account:old-name-2', until: NOON + HOUR, why: '429 of another' })
    const staff = { askedBy: 'staff', until: null, at: NOON } as const
    await pause(writer, { ...staff, scope: 'account:old-name', why: 'paused by olena' })
  })
  const { clock } = await proving(() => PROVEN, store)
  await clock.asleep(1)
  const inForce = await allPauses(store.read, clock.now())
  expect(inForce.map(({ scope, until, firm, why }) => [scope, until, firm, why])).toEqual([
    ['account:news-telegram', null, false, 'paused by olena'],
    ['account:news-telegram', NOON + HOUR, true, '429'],
    ['account:old-name-2', NOON + HOUR, true, '429 of another'],
    ['besides:news-telegram', NOON + HOUR, true, '429 of a look'],
    ['check:news-telegram', NOON + HOUR, true, '429 of a check'],
    ['place:news-telegram/-100', NOON + HOUR, true, '429 of a chat'],
  ])
})

test('a wait is handed over to a name that the platform had refused before, and what it refused of the old one is not', async () => {
  const store = await ownStore()
  const former = { id: 'old-name', apiRoot: 'https://api.example.com', remoteId: '42', name: '@news' }
  const byPlatform = { askedBy: 'platform', at: NOON } as const
  await store.write(async (writer) => {
    await rememberAccount(writer, former, NOON)
    await pause(writer, { ...byPlatform, scope: 'account:news-telegram', until: null, why: '401' })
    await pause(writer, { ...byPlatform, scope: 'besides:old-name', until: null, why: '401' })
    await pause(writer, { ...byPlatform, scope: 'account:old-name', until: NOON + HOUR, why: '429', firm: true })
  })
  const { clock } = await proving(() => PROVEN, store)
  await clock.asleep(1)
  expect(await pauses(store)).toEqual(['account:news-telegram: 429', 'besides:old-name: 401'])
})

test('what staff paused of an account that the config still has stays with it', async () => {
  const { store, start } = await twins(null)
  const staff = { askedBy: 'staff', until: null, at: NOON, why: 'paused by olena' } as const
  await store.write((writer) => pause(writer, { ...staff, scope: 'account:other' }))
  await start()
  expect(await pauses(store)).toEqual([
    expect.stringMatching(/^account:other: it is the same account as news /),
    'account:other: paused by olena',
  ])
})

test('what waits for a channel that posts to another place goes through the rules once more, but for what staff let go', async () => {
  const store = await ownStore()
  const { clock, proofs } = await proving(() => PROVEN, store)
  await clock.asleep(1)
  await proofs[Symbol.asyncDispose]()
  const [own] = await addedDelivery(store, { article: 'own' })
  const [bound] = await addedDelivery(store, { article: 'bound', remoteId: '41' })
  const channels = [{ channel: 'telegram-world', place: '-200', missing: null }]
  const { clock: later } = await proving(() => ({ ...PROVEN, channels }), store)
  await later.asleep(1)
  expect(await deliveriesOf(store.read, 'own')).toEqual([])
  expect(await partById(store.read, own.id)).toBeUndefined()
  expect(await partById(store.read, bound.id)).toMatchObject({ state: 'ready' })
})

test('an account that posts to no channel any more keeps nothing from the one that has its place', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { account: 'old-name' })
  await store.write(async (writer) => {
    await rememberAccount(
      writer,
      { id: 'old-name', apiRoot: 'https://api.example.com', remoteId: '42', name: '@news' },
      NOON,
    )
    await logCall(writer, { part: part.id, account: 'old-name', place: '-100', at: NOON, usd: 0.2 })
  })
  const clock = fakeClock()
  const { log } = keptLog()
  const connection = { check: async () => PROVEN, send: async () => ({ is: 'unknown', why: 'not asked for' }) as const }
  const accounts = [someAccount({ connection }), someAccount({ id: 'old-name', channels: [], connection })]
  const proofs = startProving(accounts, { store, clock, log, onProven: () => {} })
  onTestFinished(() => proofs[Symbol.asyncDispose]())
  await clock.asleep(2)
  expect(await spentSince(store.read, 'news-telegram', NOON)).toBe(0.2)
})

/** Two accounts of the config, in this order, that prove to be 42; `slow` is the one that is asked longer. */
async function twins(slow: 'news' | 'other' | null) {
  const store = await ownStore()
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const accounts = (['news', 'other'] as const).map((id) => {
    const place = { channel: `of-${id}`, place: '-100', missing: null }
    const check = async (_: unknown, signal: AbortSignal): Promise<Check> => {
      if (id === slow) await clock.sleep(SECOND, signal)
      return { is: 'proven', id: '42', name: '@news', notes: [], channels: [place] }
    }
    const connection = { check, send: async () => ({ is: 'unknown', why: 'not asked for' }) as const }
    return someAccount({ id, connection, channels: [someChannel({ id: `of-${id}` })] })
  })
  for (const { channels } of accounts) await store.write((writer) => meetChannel(writer, channels[0]!.id, NOON))
  const [part] = await addedDelivery(store, { account: 'other', channel: 'of-other' })
  const sentBy = (account: string) =>
    store.write((writer) => logCall(writer, { part: part.id, account, place: '-100', at: NOON, usd: 0.2 }))
  const start = async (): Promise<Proofs> => {
    const proofs = startProving(accounts, { store, clock, log, onProven: () => {} })
    onTestFinished(() => proofs[Symbol.asyncDispose]())
    await clock.asleep(2)
    return proofs
  }
  return { store, clock, lines, sentBy, start }
}

test.each(['news', 'other'] as const)(
  'of two accounts that prove to be one, the first posts, and the other is refused with what to do, whichever is proven first (not %s)',
  async (slow) => {
    const { store, clock, lines, sentBy, start } = await twins(slow)
    const proofs = await start()
    if (slow === 'news') {
      expect(proofs.of('other')).toBe('42')
      await sentBy('other')
    }
    await clock.advance(SECOND, 1)
    expect([proofs.of('news'), proofs.of('other')]).toEqual(['42', undefined])
    const why =
      'it is the same account as news (@news), whose limits and budget hold for both: write "account: news" in its channels in crier.yaml, and take it out of the file'
    expect(await pauses(store)).toEqual([`account:other: ${why}`])
    expect(proofs.why('other')).toBe(why)
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([{ about: { account: 'other', why } }])
    expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([`Telegram: account other is paused: ${why}`])
    const counted = slow === 'news' ? 0.2 : 0
    expect(await spentSince(store.read, 'news', NOON)).toBe(counted)

    // What staff resume is refused again as long as the config says so.
    await store.write((writer) => resume(writer, ['account:other']))
    proofs.nudge()
    await clock.advance(MINUTE, 1)
    expect(proofs.of('other')).toBeUndefined()
    expect(await pauses(store)).toEqual([`account:other: ${why}`])
  },
)

test('twins that are proven in the same moment do not both post', async () => {
  const { store, start } = await twins(null)
  const proofs = await start()
  expect([...proofs.proven.keys()]).toEqual(['news'])
  expect(await pauses(store)).toEqual([expect.stringMatching(/^account:other: it is the same account as news /)])
})
