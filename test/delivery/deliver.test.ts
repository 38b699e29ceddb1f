import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { meetChannel, waitOf } from '#src/store/channels.ts'
import type { Part } from '#src/store/deliveries.ts'
import { movePart, partsIn } from '#src/store/deliveries.ts'
import { untold } from '#src/store/notices.ts'
import { pause, resume } from '#src/store/pauses.ts'
import { logCall } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import {
  keptLog,
  ownLanes,
  partNow,
  proven,
  scripted,
  someAccount,
  someChannel,
  states,
  taken,
} from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** A store, a clock and a platform, with `articles` ready in one channel in this order of publication. */
async function ready(...articles: readonly string[]) {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  const parts: Part[] = []
  for (const [queued, article] of articles.entries()) {
    const [part] = await addedDelivery(store, { article, texts: [article], published: NOON + queued - 100 })
    parts.push(part)
  }
  return { store, clock, platform, parts, account: someAccount({ connection: platform.connection }) }
}

const texts = (platform: ReturnType<typeof scripted>) => platform.calls.map(({ text }) => text)

test('what is ready goes once, in order of publication, with the key and bytes that were stored', async () => {
  const { store, clock, platform, account } = await ready()
  for (const [article, at] of [
    ['third', 3],
    ['first', 1],
    ['second', 2],
  ] as const) {
    await addedDelivery(store, { article, texts: [article], published: NOON + at - 100 })
  }
  const sent: string[] = []
  ownLanes(store, clock, [account], { onSent: (part) => sent.push(part.text) })
  await clock.asleep(1)
  expect(texts(platform)).toEqual(['first', 'second', 'third'])
  expect(sent).toEqual(['first', 'second', 'third'])
  expect(await states(store)).toEqual(['first sent', 'second sent', 'third sent'])
  const keys = await store.read.selectFrom('part').select('key').orderBy('published').execute()
  expect(platform.calls.map(({ key }) => key)).toEqual(keys.map(({ key }) => key))
  await clock.advance(DAY, 1)
  expect(platform.calls).toHaveLength(3)
})

test('what was made for a place that its channel has left goes to where the channel is now, with the same text', async () => {
  const { store, clock, platform, account } = await ready('approved')
  const channels = [someChannel({ settings: { chat: '@second_news' } })]
  const address = (body: object, settings: unknown) => ({ ...body, to: (settings as { chat: string }).chat })
  ownLanes(store, clock, [{ ...account, channels, address }])
  await clock.asleep(1)
  expect(platform.calls.map(({ bytes }) => bytes)).toEqual(['{"text":"approved","to":"@second_news"}'])
  expect((await store.read.selectFrom('part').select('bytes').execute())[0]).toEqual({
    bytes: '{"text":"approved","to":"@second_news"}',
  })
})

test('a reply goes after its post, and not before that stands', async () => {
  const { store, clock, platform, account } = await ready()
  await addedDelivery(store, { texts: ['post', 'reply'] })
  platform.answer = ({ text, at }) => (text === 'post' && at < NOON + HOUR ? { is: 'unknown', why: 'reset' } : taken())
  const lanes = ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(texts(platform)).toEqual(['post'])
  const held = (await store.read
    .selectFrom('part')
    .selectAll()
    .where('ordinal', '=', 0)
    .executeTakeFirstOrThrow()) as Part
  const ref = { id: '7', url: null }
  await store.write((writer) => movePart(writer, held, { to: 'sent', why: 'settle: it is there', at: NOON, ref }))
  lanes.nudge()
  await clock.advance(5 * SECOND, 1)
  expect(texts(platform)).toEqual(['post', 'reply'])
})

test('one that is held, refused or of unknown fate does not block those behind it', async () => {
  const { store, clock, platform, account } = await ready('unknown', 'refused', 'fine')
  const answers = { unknown: { is: 'unknown', why: 'reset' }, refused: { is: 'refused', why: 'no' } } as const
  platform.answer = ({ text }) => answers[text as keyof typeof answers] ?? taken()
  ownLanes(store, clock, [account])
  await clock.advance(5 * SECOND, 1)
  expect(await states(store)).toEqual(['unknown held', 'refused refused', 'fine sent'])
  await clock.advance(6 * HOUR, 1)
  expect(texts(platform)).toEqual(['unknown', 'refused', 'fine'])
})

test('a 429 is waited out to the millisecond, in order, and costs nobody else a wait', async () => {
  const { store, clock, platform, account } = await ready('first', 'second')
  await addedDelivery(store, { article: 'elsewhere', texts: ['elsewhere'], channel: 'telegram-sport', published: NOON })
  const at = NOON + 37_123
  platform.answer = (call) =>
    call.text === 'first' && call.at < at ? { is: 'later', at, holds: 'place', why: '429', firm: true } : taken()
  const channels = [someChannel(), someChannel({ id: 'telegram-sport' })]
  ownLanes(store, clock, [{ ...account, channels }])
  await clock.advance(37_122, 2)
  expect(texts(platform).toSorted()).toEqual(['elsewhere', 'first'])
  await clock.advance(MINUTE, 2)
  const later = platform.calls.slice(2)
  expect(later.map(({ text }) => text)).toEqual(['first', 'second'])
  expect(later[0]?.at).toBe(at)
})

test('a platform that cannot be reached is asked again after growing pauses, in order, and nothing is lost', async () => {
  const { store, clock, platform, account } = await ready('first', 'second')
  platform.answer = ({ at }) => (at < NOON + 10 * SECOND ? { is: 'not-sent', why: 'ECONNREFUSED' } : taken())
  ownLanes(store, clock, [account])
  await clock.advance(MINUTE, 1)
  expect(texts(platform)).toEqual(['first', 'first', 'first', 'first', 'first', 'second'])
  expect(platform.calls.map(({ at }) => (at - NOON) / SECOND)).toEqual([0, 1, 3, 7, 15, 15])
  expect(new Set(platform.calls.slice(0, 5).map(({ key }) => key)).size).toBe(1)
})

test('what a platform refuses for want of money or rights pauses the account, loudly, until staff resume it', async () => {
  const { store, clock, platform, account } = await ready('first', 'second')
  const { log, lines } = keptLog()
  let credits = false
  platform.answer = () => (credits ? taken() : { is: 'later', at: null, holds: 'account', why: 'CreditsDepleted' })
  const lanes = ownLanes(store, clock, [account], { log })
  await clock.advance(HOUR, 1)
  expect(texts(platform)).toEqual(['first'])
  expect(lines).toMatchObject([
    {
      level: 'error',
      about: { account: 'news-telegram', why: 'CreditsDepleted' },
      event: 'this account is paused until staff resume it',
    },
    { level: 'warn', about: { channel: 'telegram-world', why: 'paused: CreditsDepleted' }, event: 'the channel waits' },
  ])
  credits = true
  await store.write((writer) => resume(writer, ['account:news-telegram']))
  lanes.nudge()
  await clock.asleep(1)
  expect(texts(platform)).toEqual(['first', 'first', 'second'])
})

test('a pause by staff is obeyed within one look: what waits in line does not go', async () => {
  const { store, clock, platform, account } = await ready('first', 'second', 'third')
  platform.answer = async () => {
    await store.write((writer) => pause(writer, { scope: 'all', askedBy: 'staff', until: null, why: 'stop', at: NOON }))
    return taken()
  }
  ownLanes(store, clock, [account])
  await clock.advance(10 * MINUTE, 1)
  expect(await states(store)).toEqual(['first sent', 'second ready', 'third ready'])
})

test('what has grown too old while it waited is dropped with that reason, and the next one goes', async () => {
  const { store, clock, platform, account, parts } = await ready('old', 'older by a pause')
  await addedDelivery(store, { article: 'fresh', texts: ['fresh'], published: NOON + 5 * HOUR })
  const until = NOON + 7 * HOUR
  await store.write((writer) => pause(writer, { scope: 'all', askedBy: 'staff', until, why: 'a storm', at: NOON }))
  ownLanes(store, clock, [account])
  await clock.advance(8 * HOUR, 1)
  expect(await states(store)).toEqual(['old dropped', 'older by a pause dropped', 'fresh sent'])
  expect((await partNow(store, parts[0]!.id)).reason).toMatch(/^max-age: published 2026-05-20T11:59/)
  expect(texts(platform)).toEqual(['fresh'])
})

test('with a post that is too old its reply is dropped too, and nothing waits for ever', async () => {
  const { store, clock, account } = await ready()
  await addedDelivery(store, { texts: ['post', 'reply'], published: NOON - 7 * HOUR })
  ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(await states(store)).toEqual(['article1 dropped', 'article1 dropped'])
})

test('ten posts that were made for a rehearsal are all held when the run is live, and none is sent', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  for (let at = 0; at < 10; at++) await addedDelivery(store, { article: `article${at}`, apiRoot: 'rehearsal' })
  ownLanes(store, clock, [someAccount({ connection: platform.connection })])
  await clock.advance(MINUTE, 1)
  expect(platform.calls).toEqual([])
  expect(new Set((await states(store)).map((one) => one.split(' ')[1]))).toEqual(new Set(['held']))
})

test('nothing goes before its account is proven, and a delivery is bound to the account it went with', async () => {
  const { store, clock, platform, account, parts } = await ready('first')
  await store.write((writer) => writer.updateTable('delivery').set({ remote_id: null }).execute())
  let known: string | undefined
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const why = () => (known === undefined ? 'Telegram could not be asked: ECONNREFUSED' : null)
  const lanes = ownLanes(store, clock, [account], { proofs: { ...proven, of: () => known, why } })
  await clock.advance(HOUR, 1)
  expect(platform.calls).toEqual([])
  const waits = await store.read.selectFrom('channel').select('waits_for').where('id', '=', 'telegram-world').execute()
  expect(waits).toEqual([
    {
      waits_for:
        'account: news-telegram is not proven yet (Telegram could not be asked: ECONNREFUSED; see `crier check`)',
    },
  ])
  known = '77'
  lanes.nudge()
  await clock.asleep(1)
  expect(await states(store)).toEqual(['first sent'])
  const delivery = store.read.selectFrom('delivery').select('remote_id').where('id', '=', parts[0]!.delivery)
  expect(await delivery.execute()).toEqual([{ remote_id: '77' }])
})

test('a budget that is spent waits for the next UTC day, and goes on by itself', async () => {
  const { store, clock, platform, account } = await ready()
  for (let at = 0; at < 3; at++) await addedDelivery(store, { article: `article${at}`, queued: at, usd: 0.2 })
  const channels = [someChannel({ maxAge: 2 * DAY })]
  ownLanes(store, clock, [{ ...account, channels, budget: { usdPerDay: 0.4, usdPerMonth: 100 } }])
  await clock.advance(12 * HOUR - 1, 1)
  expect(platform.calls).toHaveLength(2)
  await clock.advance(1, 1)
  expect(platform.calls.map(({ at }) => at)).toEqual([NOON, NOON, Date.UTC(2026, 4, 21)])
})

test('staff are told once that the money of a day is spent', async () => {
  const { store, clock, account } = await ready()
  await addedDelivery(store, { usd: 0.2 })
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  await store.write((writer) =>
    logCall(writer, { part: 'other', account: account.id, place: '-9', at: NOON, usd: 0.09 }),
  )
  const accounts = [{ ...account, budget: { usdPerDay: 0.2, usdPerMonth: 100 } }]
  for (let starts = 0; starts < 2; starts++) {
    const lanes = ownLanes(store, clock, accounts)
    await clock.advance(HOUR, 1)
    await lanes[Symbol.asyncDispose]()
  }
  const told = (await untold(store.read, 9)).map(({ text }) => text)
  expect(told).toEqual([
    'Posts of news-telegram wait (budget: $0.090 of $0.2 per day spent, and this post costs $0.2).',
  ])
})

test('every call is told in the log with its ids, as loudly as it deserves', async () => {
  const { store, clock, platform, account } = await ready('sent', 'unknown', 'refused', 'slow')
  const { log, lines } = keptLog()
  platform.answer = ({ text, at }) => {
    if (text === 'unknown') return { is: 'unknown', why: 'reset' }
    if (text === 'refused') return { is: 'refused', why: 'no' }
    if (text === 'slow' && at < NOON + 6 * SECOND)
      return { is: 'later', at: NOON + 6 * SECOND, holds: 'account', why: '429', firm: true }
    return taken()
  }
  ownLanes(store, clock, [account], { log })
  await clock.advance(MINUTE, 1)
  expect(lines.map(({ level, event }) => `${level} ${event}`)).toEqual([
    'info sent',
    'error nobody knows whether this was posted: held, see `crier held`',
    'error the platform refused this post',
    'warn the platform asks to wait',
    'info sent',
  ])
  for (const { about } of lines) {
    expect(about).toMatchObject({
      channel: 'telegram-world',
      account: 'news-telegram',
      delivery: expect.any(String) as string,
      part: 0,
    })
  }
})

test('why a channel waits stands in the store while it does, and not after a restart that finds it free', async () => {
  const { store, clock, account } = await ready('first')
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const until = NOON + HOUR
  await store.write((writer) => pause(writer, { scope: 'all', askedBy: 'staff', until, why: 'a storm', at: NOON }))
  const waits = async () => {
    const row = store.read.selectFrom('channel').select(['waits_for', 'waits_until'])
    return row.executeTakeFirstOrThrow()
  }
  const lanes = ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(await waits()).toEqual({ waits_for: 'paused: a storm', waits_until: until })
  await lanes[Symbol.asyncDispose]()
  await clock.advance(2 * HOUR)
  ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(await states(store)).toEqual(['first sent'])
  expect(await waits()).toEqual({ waits_for: null, waits_until: null })
})

test('a channel waits for nothing once all that waited in it is given up, and idle looks write nothing', async () => {
  const { store, clock, account } = await ready('first')
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const until = NOON + HOUR
  await store.write((writer) => pause(writer, { scope: 'all', askedBy: 'staff', until, why: 'a storm', at: NOON }))
  const waits = () => waitOf(store.read, 'telegram-world')
  const lanes = ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(await waits()).toEqual({ why: 'paused: a storm', until })
  const [part] = await partsIn(store.read, 'ready')
  await store.write((writer) => movePart(writer, part!, { to: 'dropped', why: 'drop: given up', at: NOON }))
  lanes.nudge()
  await clock.advance(SECOND, 1)
  expect(await waits()).toBeNull()
  const written = async () => (await sql<object>`select total_changes()`.execute(store.read)).rows
  const before = await written()
  await clock.advance(10 * MINUTE, 1)
  await lanes[Symbol.asyncDispose]()
  ownLanes(store, clock, [account])
  await clock.advance(MINUTE, 1)
  expect(await written()).toEqual(before)
})

test('a backlog that is dropped by age, or made for another account, is told to staff in one notice each', async () => {
  const { store, clock, account } = await ready('one', 'two', 'three')
  await clock.advance(7 * HOUR)
  for (const [queued, article] of ['four', 'five'].entries()) {
    await addedDelivery(store, { article, texts: [article], published: NOON + 7 * HOUR, queued, remoteId: '99' })
  }
  ownLanes(store, clock, [account])
  await clock.asleep(1)
  expect(await states(store)).toEqual(['one dropped', 'two dropped', 'three dropped', 'four held', 'five held'])
  expect((await untold(store.read, 9)).toSorted((a, b) => a.text.localeCompare(b.text))).toMatchObject([
    {
      account: 'news-telegram',
      text: expect.stringMatching(
        /^A post for telegram-world is dropped \(max-age: .*\):\n\none\n\n… and 2 more like this$/,
      ),
    },
    {
      account: 'news-telegram',
      text: expect.stringMatching(
        /is held \(other-account: .*\):\n\nfour\n\nSee: crier held\n\n… and 1 more like this$/,
      ),
    },
  ])
})
