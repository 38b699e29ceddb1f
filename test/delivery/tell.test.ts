import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import type { Proofs } from '#src/delivery/prove.ts'
import { startTelling } from '#src/delivery/tell.ts'
import type { Told } from '#src/platform/platform.ts'
import { addNotice, untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { pause } from '#src/store/pauses.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { keptLog, proven, someAccount } from '#test/fixtures/lanes.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

interface One {
  readonly text: string
  readonly at: number
}

/** An account with a chat of staff, that tells or fails as `answer` says. */
function talker(clock: FakeClock, answer: (one: One) => boolean | Told = () => true, id = 'talker') {
  const told: One[] = []
  const { connection } = someAccount()
  const account = someAccount({
    id,
    connection: {
      ...connection,
      async tell(text) {
        const one = { text, at: clock.now() }
        told.push(one)
        const answered = answer(one)
        if (typeof answered !== 'boolean') return answered
        return answered ? { is: 'told' } : { is: 'failed', why: 'the chat is gone' }
      },
    },
  })
  return { account, told }
}

function telling(
  store: Store,
  clock: FakeClock,
  accounts: readonly SendingAccount[],
  maySend = () => true,
  proofs = proven,
) {
  const { log, lines } = keptLog()
  const loop = startTelling(accounts, proofs, {
    store,
    clock,
    log,
    maySend,
    onSent: () => {},
    onUnknown: () => {},
    abandon: new AbortController().signal,
  })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  return { loop, lines }
}

let moments = 0

async function notedOf(store: Store, account: string, text: string): Promise<void> {
  await store.write((writer) => addNotice(writer, text, NOON + (moments += 1), { account }))
}

async function noted(store: Store, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await store.write((writer) => addNotice(writer, text, NOON + (moments += 1)))
}

const left = async (store: Store) => (await untold(store.read, 100)).map(({ text }) => text)

test('a process that was frozen and overtaken tells nothing: the other has told it', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const chat = talker(clock)
  let mine = false
  await noted(store, 'one')
  telling(store, clock, [chat.account], () => mine)
  await clock.advance(MINUTE, 1)
  expect(chat.told).toEqual([])
  expect(await left(store)).toEqual(['one'])
  mine = true
  await clock.advance(2 * SECOND, 1)
  expect(chat.told.map(({ text }) => text)).toEqual(['one'])
})

test('nothing is told in a chat that is not known to be staff’s alone: in another one, or as soon as it is', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const first = talker(clock)
  const second = talker(clock, () => true, 'second')
  const among = new Set([first.account.id, second.account.id])
  const proofs: Proofs = { ...proven, whyNotToStaff: (id) => (among.has(id) ? 'its readers would see it' : null) }
  await noted(store, 'one')
  telling(store, clock, [first.account, second.account], () => true, proofs)
  await clock.advance(HOUR, 1)
  expect([first.told, second.told, await left(store)]).toEqual([[], [], ['one']])
  among.delete('second')
  await clock.advance(MINUTE, 1)
  expect([first.told.length, second.told.map(({ text }) => text)]).toEqual([0, ['one']])
})

test('what staff must hear of is told at once, once, in the first chat of theirs, oldest first', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const first = talker(clock)
  const second = talker(clock, () => true, 'second')
  await noted(store, 'one', 'two')
  const { loop } = telling(store, clock, [someAccount(), first.account, second.account])
  await clock.advance(HOUR, 1)
  expect(first.told).toEqual([{ text: 'one\n\n———\n\ntwo', at: NOON }])
  await noted(store, 'three')
  loop.nudge()
  await clock.advance(HOUR, 1)
  expect(first.told.map(({ text }) => text).slice(1)).toEqual(['three'])
  expect(second.told).toEqual([])
  expect(await left(store)).toEqual([])
})

test('what could not be told is told later, and nothing is lost meanwhile', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock, ({ at }) => at >= NOON + MINUTE)
  await noted(store, 'one')
  const { lines } = telling(store, clock, [account])
  await clock.advance(10 * SECOND, 1)
  await noted(store, 'two')
  expect(lines).toMatchObject([{ level: 'warn', about: { account: 'talker', why: 'the chat is gone' } }])
  await clock.advance(HOUR, 1)
  expect(told.at(-1)).toEqual({ text: 'one\n\n———\n\ntwo', at: NOON + MINUTE })
  expect(await left(store)).toEqual([])
})

test('what concerns an account is told in its own staff chat, and what concerns none in the first', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const first = talker(clock)
  const second = talker(clock, () => true, 'second')
  await notedOf(store, 'second', 'of the second')
  await noted(store, 'of the house')
  await notedOf(store, 'second', 'again of the second')
  await notedOf(store, 'mute', 'of one without a chat')
  telling(store, clock, [someAccount({ id: 'mute' }), first.account, second.account])
  await clock.advance(HOUR, 1)
  expect(second.told.map(({ text }) => text)).toEqual(['of the second\n\n———\n\nagain of the second'])
  expect(first.told.map(({ text }) => text)).toEqual(['of the house', 'of one without a chat'])
  expect(await left(store)).toEqual([])
})

test('where the own staff chat takes nothing, another one is told at once', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const first = talker(clock)
  const own = talker(clock, () => false, 'own')
  await notedOf(store, 'own', 'one')
  const { lines } = telling(store, clock, [first.account, own.account])
  await clock.advance(HOUR, 1)
  expect(own.told).toHaveLength(1)
  expect(first.told).toEqual([{ text: 'one', at: NOON }])
  expect(lines).toMatchObject([{ level: 'warn', about: { account: 'own' } }])
  expect(await left(store)).toEqual([])
})

test('a wait that is asked for is kept to its end, over restarts and whatever is new meanwhile', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const until = NOON + HOUR
  const { account, told } = talker(clock, () => ({ is: 'later', at: until, why: 'retry after 3600' }))
  await noted(store, 'one')
  const first = telling(store, clock, [account])
  await clock.advance(10 * MINUTE, 1)
  expect(first.lines).toMatchObject([{ level: 'warn', about: { why: 'retry after 3600' } }])
  await noted(store, 'two')
  first.loop.nudge()
  await clock.advance(10 * MINUTE, 1)
  await first.loop[Symbol.asyncDispose]()
  expect(told).toHaveLength(1)
  const next = talker(clock)
  telling(store, clock, [next.account])
  await clock.advance(HOUR, 1)
  expect(next.told).toEqual([{ text: 'one\n\n———\n\ntwo', at: until }])
})

test('nothing is told while the platform has the whole account wait; while staff do, it is', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock)
  const wait = { scope: 'account:talker', why: '429', at: NOON } as const
  await store.write((writer) => pause(writer, { ...wait, askedBy: 'platform', until: NOON + HOUR, firm: true }))
  await store.write((writer) => pause(writer, { ...wait, askedBy: 'staff', until: null }))
  await noted(store, 'one')
  telling(store, clock, [account])
  await clock.advance(2 * HOUR, 1)
  expect(told.map(({ at }) => at)).toEqual([NOON + HOUR])
})

test('a chat that throws stops nothing: it is tried again', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  let broken = true
  const { account, told } = talker(clock, () => {
    if (broken) throw new Error('a library threw')
    return true
  })
  await noted(store, 'one')
  telling(store, clock, [account])
  await clock.advance(10 * SECOND, 1)
  expect(await left(store)).toEqual(['one'])
  broken = false
  await clock.advance(MINUTE, 1)
  expect(told.at(-1)?.text).toBe('one')
  expect(await left(store)).toEqual([])
})

test('many are told a few at a time, slowly enough for one chat, and every one of them', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock)
  const texts = Array.from({ length: 98 }, (_, index) => `notice ${index}`)
  await noted(store, ...texts)
  telling(store, clock, [account])
  await clock.advance(HOUR, 1)
  expect(told.flatMap(({ text }) => text.split('\n\n———\n\n'))).toEqual(texts)
  for (const [index, { at }] of told.slice(1).entries()) expect(at - told[index]!.at).toBeGreaterThanOrEqual(3 * SECOND)
})

test('a message is never longer than a chat takes, and nothing that was cut off counts as told', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock)
  const texts = Array.from({ length: 5 }, (_, index) => `${index} ${'long '.repeat(400)}`)
  await noted(store, ...texts)
  telling(store, clock, [account])
  await clock.advance(HOUR, 1)
  for (const { text } of told) expect(text.length).toBeLessThanOrEqual(4_096)
  for (const index of texts.keys()) expect(told.some(({ text }) => text.includes(`${index} long`))).toBe(true)
})

const REFUSED: Told = { is: 'refused', why: 'Bad Request: strings must be encoded in UTF-8' }

test('a message that is cut ends with a whole character, whatever stands where it is cut', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock)
  for (const pad of [0, 1, 2]) await noted(store, 'x'.repeat(3_900 + pad) + '👩‍👩‍👧'.repeat(90))
  telling(store, clock, [account])
  await clock.advance(HOUR, 1)
  expect(told).toHaveLength(3)
  for (const { text } of told) {
    expect(text.length).toBeLessThanOrEqual(4_096)
    expect(text).toMatch(/^x+(?:👩‍👩‍👧)+…$/u)
  }
})

test('a notice that is refused by itself keeps no other from being told, and stands in the log', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock, ({ text }) => (text.includes('bad') ? REFUSED : true))
  await noted(store, 'one', 'bad', 'two', 'also bad', 'three')
  const { lines } = telling(store, clock, [account])
  await clock.advance(MINUTE, 1)
  expect(told.filter(({ text }) => !text.includes('bad')).map(({ text }) => text)).toEqual(['one', 'two', 'three'])
  expect(lines.filter(({ level }) => level === 'error').map(({ about }) => about['notice'])).toEqual([
    'bad',
    'also bad',
  ])
  expect(await left(store)).toEqual([])
})

test('a notice that one chat refuses is told in another, also where that one asks to wait first', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const own = talker(clock, () => REFUSED, 'own')
  const wait: Told = { is: 'later', at: NOON + 10 * MINUTE, why: 'retry after 600' }
  const other = talker(clock, ({ at }) => (at < NOON + 10 * MINUTE ? wait : true))
  await notedOf(store, 'own', 'one')
  telling(store, clock, [own.account, other.account])
  await clock.advance(HOUR, 1)
  expect(other.told.at(-1)?.text).toBe('one')
  expect(await left(store)).toEqual([])
})

test('where the chat takes nothing at all, no notice is given up', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account } = talker(clock, () => false)
  await noted(store, 'one')
  telling(store, clock, [account])
  await clock.advance(HOUR, 1)
  expect(await left(store)).toEqual(['one'])
})

test('where no account has a chat of staff, nothing piles up for one that comes later', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  await noted(store, 'one')
  const { loop } = telling(store, clock, [someAccount()])
  await clock.advance(MINUTE, 1)
  expect(await left(store)).toEqual([])
  await loop[Symbol.asyncDispose]()
  const { account, told } = talker(clock)
  telling(store, clock, [account])
  await clock.advance(HOUR, 1)
  expect(told).toEqual([])
})

test('a restart between telling and noting it tells again rather than never', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  await noted(store, 'one')
  const first = talker(clock, () => false)
  const { loop } = telling(store, clock, [first.account])
  await clock.asleep(1)
  await loop[Symbol.asyncDispose]()
  const next = talker(clock)
  telling(store, clock, [next.account])
  await clock.asleep(1)
  expect(next.told.map(({ text }) => text)).toEqual(['one'])
})

test('what may still change is told when it has settled, and at once where the clock was set back since', async () => {
  const store = await ownStore()
  const clock = fakeClock()
  const { account, told } = talker(clock)
  await store.write((writer) => addNotice(writer, 'settles', NOON, { settles: NOON + MINUTE }))
  await store.write((writer) => addNotice(writer, 'of a wrong clock', NOON + HOUR, { settles: NOON + HOUR }))
  telling(store, clock, [account])
  await clock.advance(5 * MINUTE, 1)
  expect(told.map(({ text, at }) => `${text} ${Math.floor((at - NOON) / MINUTE)}`)).toEqual([
    'of a wrong clock 0',
    'settles 1',
  ])
})
