import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { isHealthy, showStatus, status, type StatusOf } from '#src/desk/status.ts'
import { meetChannel, noteWait, rememberAccount } from '#src/store/channels.ts'
import { rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { LEASE, takeLease } from '#src/store/lease.ts'
import type { Store } from '#src/store/open.ts'
import { pause } from '#src/store/pauses.ts'
import { concludeCall, logCall, logOutcome } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const OF: StatusOf = {
  rehearsal: 'off',
  store: '/data/crier.db',
  size: 3 * 2 ** 20,
  feeds: [{ id: 'world' }, { id: 'sport' }],
  accounts: [
    { id: 'news-telegram', label: 'Telegram', budget: null },
    { id: 'news-x', label: 'X', budget: { usdPerDay: 5, usdPerMonth: 120 } },
  ],
  channels: [
    { id: 'telegram-world', account: 'news-telegram', feeds: ['world'] },
    { id: 'x-world', account: 'news-x', feeds: ['sport'] },
  ],
}

async function sent(store: Store, at: number, is: 'sent' | 'refused' = 'sent'): Promise<void> {
  await store.write(async (writer) => {
    const call = await logCall(writer, { part: 'p', account: 'news-x', place: 'x', at, usd: 0.2 })
    await logOutcome(writer, call, is === 'sent' ? { is, ref: { id: '1', url: null } } : { is, why: 'no' }, at)
  })
}

test('the numbers are those of the store: parts by state, posts in 24 hours, money by UTC day and month', async () => {
  const store = await ownStore()
  for (const at of [NOON, NOON - 13 * HOUR, NOON - 25 * HOUR, NOON - 30 * DAY]) await sent(store, at)
  await sent(store, NOON, 'refused')
  await addedDelivery(store, { article: 'one' })
  await addedDelivery(store, { article: 'two' })
  await addedDelivery(store, { article: 'three', state: 'held', reason: 'approve: x' })
  const found = await status(store.read, fakeClock(), OF)
  expect(found.channels).toEqual([
    { id: 'telegram-world', counts: { held: 1, ready: 2 }, waitsFor: null, waitsUntil: null },
    { id: 'x-world', counts: {}, waitsFor: null, waitsUntil: null },
  ])
  expect(found.accounts[1]).toMatchObject({ sentToday: 2, usdPerDay: 5, usdPerMonth: 120, name: null })
  expect(found.accounts[1]?.usdToday).toBeCloseTo(0.2)
  expect(found.accounts[1]?.usdThisMonth).toBeCloseTo(0.6)
  expect(found.accounts[0]).toMatchObject({ sentToday: 0, usdToday: 0, usdPerDay: null })
})

test('what was found to stand after a lost answer counts as sent; what was proven absent does not', async () => {
  const store = await ownStore()
  for (const became of ['found', 'absent', null] as const) {
    await store.write(async (writer) => {
      const call = await logCall(writer, { part: 'p', account: 'news-x', place: 'x', at: NOON, usd: 0 })
      await logOutcome(writer, call, { is: 'unknown', why: 'reset' }, NOON)
      if (became !== null) await concludeCall(writer, call, became)
    })
  }
  expect((await status(store.read, fakeClock(), OF)).accounts[1]).toMatchObject({ sentToday: 1 })
})

test('how it stands is told on one screen: what runs, what failed, what is spent, what is paused', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const memory = { ...unseenFeed('u'), baseline: NOON, nextAt: NOON, okAt: NOON - HOUR }
  await store.write(async (writer) => {
    await rememberFeed(writer, 'world', { ...memory, failures: 3, error: 'the server answered 503' })
    await rememberAccount(writer, { id: 'news-x', apiRoot: 'a', remoteId: '42', name: '@news' }, NOON)
    await pause(writer, { scope: 'all', askedBy: 'staff', until: null, why: 'paused by olena', at: NOON })
    await pause(writer, { scope: 'account:news-x', askedBy: 'platform', until: NOON + HOUR, why: '429', at: NOON })
  })
  await sent(store, NOON)
  await using _ = await takeLease(store, clock, 'process 1 on desk', () => false)
  expect(showStatus(await status(store.read, clock, OF), 'Europe/Kyiv')).toBe(`store /data/crier.db (live), 3.0 MB
running: process 1 on desk

feeds
  world  last read 2026-05-20 14:00:00+03:00, failed 3 times: the server answered 503; next look 2026-05-20 15:00:00+03:00
  sport  last read never
accounts
  news-telegram  Telegram (not proven yet), 0 sent in 24 h
  news-x  X @news, 1 sent in 24 h, $0.200 of $5.000 today, $0.200 of $120.000 this month
channels
  telegram-world  nothing yet
  x-world  nothing yet
paused
  account:news-x  until 2026-05-20 16:00:00+03:00: 429
  all  until resumed: paused by olena, go on: crier resume`)
})

test('a channel that waits says why and until when, and what waits for its own time is named', async () => {
  const store = await ownStore()
  await store.write(async (writer) => {
    await meetChannel(writer, 'telegram-world', NOON)
    await noteWait(writer, 'telegram-world', { why: 'limit: the platform takes no more', until: NOON + HOUR })
    await meetChannel(writer, 'x-world', NOON)
    await noteWait(writer, 'x-world', { why: 'paused: 402', until: null })
  })
  await addedArticle(store, { id: 'embargoed', state: 'waiting', reason: 'embargo: dated later' })
  const shown = showStatus(await status(store.read, fakeClock(), OF), 'Europe/Kyiv')
  expect(shown).toContain(
    '  telegram-world  nothing yet; waits until 2026-05-20 16:00:00+03:00, limit: the platform takes no more\n',
  )
  expect(shown).toContain('  x-world  nothing yet; waits, paused: 402\n')
  expect(shown).toMatch(/dated in the future, and wait for that time\n {2}2026-\S+ \S+ {2}.+ {2}https:/)
  await store.write((writer) => noteWait(writer, 'telegram-world', null))
  expect((await status(store.read, fakeClock(), OF)).channels[0]).toMatchObject({ waitsFor: null, waitsUntil: null })
})

test('questions of the gate are counted, and what waits for them is no embargo', async () => {
  const store = await ownStore()
  await askedAbout(store, [{ id: 'a' }, { id: 'b' }])
  const found = await status(store.read, fakeClock(), OF)
  expect(found).toMatchObject({ questions: 1, embargoed: [] })
  expect(showStatus(found, 'Europe/Kyiv')).toContain('1 questions wait for an answer: see `crier held`')
})

test('a rehearsal is called one', async () => {
  const found = await status((await ownStore()).read, fakeClock(), { ...OF, rehearsal: 'feeds' })
  expect(showStatus(found, 'Europe/Kyiv').split('\n').slice(0, 2)).toEqual([
    'store /data/crier.db (rehearsal: feeds), 3.0 MB',
    'not running',
  ])
})

test('a sender that is there and writes nothing is not called ended', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const holder = `process ${process.ppid} on ${hostname()}`
  const lease = await takeLease(store, clock, holder, () => false)
  clock.step(MINUTE)
  const found = await status(store.read, clock, OF)
  expect(found).toMatchObject({ holder, stalledSince: NOON })
  expect(showStatus(found, 'Europe/Kyiv').split('\n')[1]).toMatch(
    /^process \d+ on \S+ is there, and has written nothing since .*: is the disk full or read-only, or the process stopped\? Where its number is another process's by now, start Crier\.$/,
  )
  await lease[Symbol.asyncDispose]()
  expect(await status(store.read, clock, OF)).toMatchObject({ holder: null, stalledSince: null })
})

test('a sender is healthy while its heart beats, and not after 30 seconds of silence, a clean stop, or before any ran', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const healthy = () => isHealthy(store.read, clock, 30 * SECOND)
  expect(await healthy()).toBe(false)
  const lease = await takeLease(store, clock, 'one', () => false)
  await clock.advance(60 * SECOND, 1)
  expect(await healthy()).toBe(true)
  expect((await status(store.read, clock, OF)).heartbeat).toBe(NOON + 60 * SECOND)
  clock.step(30 * SECOND - 1)
  expect(await healthy()).toBe(true)
  expect((await status(store.read, clock, OF)).holder).toBeNull()
  clock.step(1 + LEASE)
  expect(await healthy()).toBe(false)
  await lease[Symbol.asyncDispose]()
  expect(await healthy()).toBe(false)
  expect((await status(store.read, clock, OF)).heartbeat).toBeNull()
})

test('a feed that no channel takes is not read, and that is said', async () => {
  const store = await ownStore()
  const channels = OF.channels.map((channel) => ({ ...channel, feeds: ['sport'] }))
  const shown = showStatus(await status(store.read, fakeClock(), { ...OF, channels }), 'UTC')
  expect(shown).toContain('  world  not read: no channel takes it\n  sport  last read never')
})

test('a pause of an account or a channel that the config no longer has is not shown, and is when it is back', async () => {
  const store = await ownStore()
  const scopes = ['account:', 'besides:', 'place:', 'channel:'].flatMap((kind) => {
    const of = kind === 'channel:' ? ['telegram-world', 'gone'] : ['news-x', 'also-x']
    return of.map((id) => `${kind}${id}${kind === 'place:' ? '/-100' : ''}`)
  })
  await store.write(async (writer) => {
    for (const scope of ['all', ...scopes])
      await pause(writer, {
        scope,
        askedBy: 'platform',
        until: null,
        why: 'it is the same account as news-x',
        at: NOON,
      })
  })
  const shown = async (of: StatusOf) => (await status(store.read, fakeClock(), of)).pauses.map(({ scope }) => scope)
  expect((await shown(OF)).toSorted()).toEqual(
    ['account:news-x', 'all', 'besides:news-x', 'channel:telegram-world', 'place:news-x/-100'].toSorted(),
  )
  const back = {
    ...OF,
    accounts: [...OF.accounts, { id: 'also-x', label: 'X', budget: null }],
    channels: [...OF.channels, { id: 'gone', account: 'also-x', feeds: [] }],
  }
  expect((await shown(back)).toSorted()).toEqual(['all', ...scopes].toSorted())
})
