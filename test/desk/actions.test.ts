import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { approve } from '#src/desk/approve.ts'
import { pauseScope, resumeScope, retry, settle, wayOut, type Desk } from '#src/desk/actions.ts'
import { drop } from '#src/desk/drop.ts'
import type { PartState } from '#src/records.ts'
import { meetChannel, noteWait, rememberAccount } from '#src/store/channels.ts'
import { deliveryById, partById, partsOf, type Part } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { allPauses, pause } from '#src/store/pauses.ts'
import { logCall, logOutcome, spentSince } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { partNow } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

async function ownDesk(): Promise<Desk> {
  return { store: await ownStore(), clock: fakeClock(), who: 'olena' }
}

/** A delivery that came into this state for this reason. */
async function waiting(desk: Desk, state: PartState, reason: string, texts?: readonly string[]): Promise<Part> {
  const [part] = await addedDelivery(desk.store, texts ? { texts } : {})
  await desk.store.write((writer) => writer.updateTable('part').set({ state, reason }).execute())
  return partNow(desk.store, part.id)
}

const UNKNOWN = 'unknown: the answer was lost'
const APPROVE = 'approve: every post of x waits for a person'

test.each<[string, PartState, string, (desk: Desk, delivery: string) => Promise<unknown>, PartState, string]>([
  ['approve lets a post go', 'held', APPROVE, approve, 'ready', 'approve: approved'],
  ['retry tries a refused post again', 'refused', 'refused: too long', retry, 'ready', 'retry: asked for'],
  ['drop gives up a held post', 'held', APPROVE, drop, 'dropped', 'drop: given up'],
  ['drop gives up a ready post', 'ready', 'route: from world', drop, 'dropped', 'drop: given up'],
  ['drop gives up a refused post', 'refused', 'refused: no', drop, 'dropped', 'drop: given up'],
  [
    'settle --again sends once more',
    'held',
    UNKNOWN,
    (desk, id) => settle(desk, id, { is: 'again' }),
    'ready',
    'settle: it is not there; to be sent again',
  ],
  [
    'settle --drop gives up',
    'held',
    UNKNOWN,
    (desk, id) => settle(desk, id, { is: 'drop' }),
    'dropped',
    'settle: given up',
  ],
])('%s, and the history says who did it', async (_, state, reason, act, became, why) => {
  const desk = await ownDesk()
  const part = await waiting(desk, state, reason)
  await act(desk, part.delivery)
  expect(await partNow(desk.store, part.id)).toMatchObject({
    state: became,
    reason: why,
    key: part.key,
    bytes: part.bytes,
  })
  expect((await historyOf(desk.store.read, 'article1')).at(-1)).toMatchObject({ was: state, became, why, who: 'olena' })
})

const THERE = { is: 'there', ref: { id: '1234567', url: 'https://x.com/i/status/1234567' } } as const

test('a post that staff have found is sent, as the message that they found', async () => {
  const desk = await ownDesk()
  const part = await waiting(desk, 'held', UNKNOWN)
  await settle(desk, part.delivery, THERE)
  expect(await partNow(desk.store, part.id)).toMatchObject({ state: 'sent', ref_id: '1234567', ref_url: THERE.ref.url })
})

test('what staff do not find was not billed, what they find or give up may have been', async () => {
  const settlements = [{ is: 'again' }, { is: 'drop' }, THERE] as const
  const spent = settlements.map(async (found) => {
    const desk = await ownDesk()
    const part = await waiting(desk, 'held', UNKNOWN)
    await desk.store.write(async (writer) => {
      const call = await logCall(writer, { part: part.id, account: part.account, place: 'here', usd: 0.2, at: NOON })
      await logOutcome(writer, call, { is: 'unknown', why: 'the answer was lost' }, NOON)
    })
    await settle(desk, part.delivery, found)
    return spentSince(desk.store.read, part.account, NOON)
  })
  expect(await Promise.all(spent)).toEqual([0, 0.2, 0.2])
})

test('a message that is on record for another post of the channel is not taken for the lost one', async () => {
  const desk = await ownDesk()
  const lost = await waiting(desk, 'held', UNKNOWN)
  const [other] = await addedDelivery(desk.store, { article: 'article2' })
  await desk.store.write((writer) =>
    writer.updateTable('part').set({ state: 'sent', ref_id: '1234567' }).where('id', '=', other.id).execute(),
  )
  const error = await errorOf(settle(desk, lost.delivery, THERE))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toContain(`is the post of ${other.delivery}`)
  expect((await partNow(desk.store, lost.id)).state).toBe('held')
})

const ACTIONS: Readonly<Record<string, (desk: Desk, delivery: string) => Promise<unknown>>> = {
  approve,
  retry,
  drop,
  settle: (desk, id) => settle(desk, id, { is: 'again' }),
}

test.each<[string, PartState, string, RegExp]>([
  ['approve', 'held', UNKNOWN, /does not wait for approval.*crier settle/],
  ['approve', 'ready', 'route: x', /is ready: this can be done only to what is held/],
  ['approve', 'sent', 'sent: x', /is sent/],
  ['settle', 'held', APPROVE, /The fate of .* is known.*crier approve/],
  ['settle', 'held', 'other-account: x', /is known.*crier drop/],
  ['settle', 'sending', 'sending: x', /is sending: this can be done only to what is held/],
  ['retry', 'held', UNKNOWN, /cannot be tried again \(unknown: .*crier settle/],
  ['retry', 'held', APPROVE, /cannot be tried again.*crier approve/],
  ['retry', 'sent', 'sent: x', /is sent/],
  ['drop', 'sent', 'sent: x', /is sent: this can be done only to what is ready or held or refused/],
  ['drop', 'sending', 'sending: x', /is sending/],
  ['drop', 'unknown', UNKNOWN, /is unknown/],
  ['drop', 'dropped', 'drop: given up', /is dropped/],
])('%s refuses what is %s (%s), says why, and changes nothing', async (name, state, reason, words) => {
  const desk = await ownDesk()
  const part = await waiting(desk, state, reason)
  const error = await errorOf(ACTIONS[name]!(desk, part.delivery))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toMatch(words)
  expect(await partNow(desk.store, part.id)).toEqual(part)
})

test.each(Object.keys(ACTIONS))('%s says where to look when there is no such delivery', async (name) => {
  const desk = await ownDesk()
  const error = await errorOf(ACTIONS[name]!(desk, 'nothere'))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toBe('There is no delivery nothere. `crier held` lists what waits.')
})

test('approving a post lets its replies go with it', async () => {
  const desk = await ownDesk()
  const part = await waiting(desk, 'held', APPROVE, ['post', 'reply'])
  await approve(desk, part.delivery)
  expect((await partsOf(desk.store.read, part.delivery)).map(({ state }) => state)).toEqual(['ready', 'ready'])
})

test.each<[string, (desk: Desk, delivery: string) => Promise<unknown>]>([
  ['drop', drop],
  ['settle --drop', (desk, id) => settle(desk, id, { is: 'drop' })],
])('%s gives up a whole delivery: no reply waits for ever behind a post that will not come', async (_, act) => {
  const desk = await ownDesk()
  const [post] = await addedDelivery(desk.store, { texts: ['post', 'reply'] })
  await desk.store.write((writer) =>
    writer.updateTable('part').set({ state: 'held', reason: UNKNOWN }).where('id', '=', post.id).execute(),
  )
  await act(desk, post.delivery)
  expect((await partsOf(desk.store.read, post.delivery)).map(({ state }) => state)).toEqual(['dropped', 'dropped'])
})

const OTHER = 'other-account: made for 42 and it is now 43'

async function approvedForAnother(texts?: readonly string[]) {
  const desk = await ownDesk()
  const part = await waiting(desk, 'held', APPROVE, texts)
  await approve(desk, part.delivery)
  const held = { state: 'held', reason: OTHER } as const
  await desk.store.write((writer) => writer.updateTable('part').set(held).where('ordinal', '=', 0).execute())
  const account = { id: 'news-new', apiRoot: 'https://api.example.com', remoteId: '43', name: '@new' }
  await desk.store.write((writer) => rememberAccount(writer, account, NOON))
  return { desk, part, account }
}

test('what a person let go keeps its text when it is tried again with another account, and is bound to that', async () => {
  const { desk, part, account } = await approvedForAnother(['post', 'reply'])
  await retry(desk, part.delivery, () => account)
  expect(await partsOf(desk.store.read, part.delivery)).toMatchObject([
    {
      id: part.id,
      state: 'ready',
      text: 'post',
      account: 'news-new',
      reason: 'retry: as it is, with the account of now',
    },
    { state: 'ready', text: 'reply', account: 'news-new' },
  ])
  expect(await deliveryById(desk.store.read, part.delivery)).toMatchObject({ account: 'news-new', remote_id: '43' })
})

test('what a person let go is not sent to another platform, nor composed anew in its place', async () => {
  const { desk, part, account } = await approvedForAnother()
  const before = await partNow(desk.store, part.id)
  for (const now of [null, { ...account, apiRoot: 'https://api.other.example' }]) {
    const error = await errorOf(retry(desk, part.delivery, () => now))
    expect(error).toBeInstanceOf(CallerMistake)
    expect(error.message).toContain(`crier drop ${part.delivery} · then, as a new post: crier post-again`)
  }
  expect(await partNow(desk.store, part.id)).toEqual(before)
})

test('what nobody decided on is composed anew for another account, with its replies', async () => {
  const desk = await ownDesk()
  const [post] = await addedDelivery(desk.store, { texts: ['post', 'reply'] })
  const held = { state: 'held', reason: OTHER } as const
  await desk.store.write((writer) => writer.updateTable('part').set(held).where('id', '=', post.id).execute())
  await retry(desk, post.delivery)
  expect(await deliveryById(desk.store.read, post.delivery)).toBeUndefined()
})

/** A post of 42 that stands, and its reply, which a change of account held. */
async function replyForAnother(remoteId: string | null) {
  const desk = await ownDesk()
  const [post, reply] = await addedDelivery(desk.store, { texts: ['post', 'reply'] })
  const account = { id: 'news-new', apiRoot: 'https://api.example.com' }
  await desk.store.write(async (writer) => {
    const sent = { state: 'sent', ref_id: '7' } as const
    await writer.updateTable('part').set(sent).where('id', '=', post.id).execute()
    await writer.updateTable('part').set({ state: 'held', reason: OTHER }).where('id', '=', reply!.id).execute()
    if (remoteId !== null) await rememberAccount(writer, { ...account, remoteId, name: '@new' }, NOON)
  })
  return { desk, delivery: post.delivery, account }
}

test('what follows a post that stands goes on when its account has another name, as it is', async () => {
  const { desk, delivery, account } = await replyForAnother('42')
  await retry(desk, delivery, () => account)
  expect(await partsOf(desk.store.read, delivery)).toMatchObject([
    { state: 'sent', ref_id: '7', account: 'news-new' },
    { state: 'ready', text: 'reply', account: 'news-new', reason: 'retry: as it is, with the account of now' },
  ])
  expect(await deliveryById(desk.store.read, delivery)).toMatchObject({ account: 'news-new', remote_id: '42' })
})

test.each<[string, string | null, string | undefined, RegExp]>([
  ['another account', '43', undefined, /posts as another one now\. Give up what follows it: crier drop \w+$/],
  ['another platform', '42', 'https://api.other.example', /posts as another one now\. .*: crier drop \w+$/],
  ['one that is not proven', null, undefined, /nothing says yet which one news-new is\. .*crier check.*crier retry/],
])('what follows a post that stands does not go with %s, and staff hear what is left', async (...row) => {
  const [, remoteId, apiRoot, words] = row
  const { desk, delivery, account } = await replyForAnother(remoteId)
  const before = await partsOf(desk.store.read, delivery)
  const error = await errorOf(retry(desk, delivery, () => ({ ...account, ...(apiRoot && { apiRoot }) })))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toMatch(words)
  expect(await partsOf(desk.store.read, delivery)).toEqual(before)
})

/** Every reason for which Crier holds or refuses a post, and what its way out is made of. */
const HOLDS: readonly (readonly [PartState, string])[] = [
  ['held', UNKNOWN],
  ['held', APPROVE],
  ['held', 'format: the template alone is too long'],
  ['held', OTHER],
  ['held', 'aside: it cannot be digested'],
  ['held', 'hold-words: "embargo" stands in the article'],
  ['held', 'budget: this post costs $0.2, more than all of it'],
  ['refused', 'refused: too spicy'],
]

test.each(HOLDS)('every command of the way out of %s (%s) works', async (state, reason) => {
  const words = wayOut('DELIVERY', { state, reason })
  const commands = [...words.matchAll(/crier (\w+) DELIVERY((?: --\w+(?: URL)?(?: \|)?)*)/g)].flatMap(
    ([, name, options = '']) =>
      options === '' ? [name!] : options.split('|').map((option) => `${name} ${option.trim()}`),
  )
  const acts: Readonly<Record<string, (desk: Desk, delivery: string) => Promise<unknown>>> = {
    ...ACTIONS,
    'settle --there URL': (desk, id) =>
      settle(desk, id, { is: 'there', ref: { id: '1', url: 'https://x.com/a/status/1' } }),
    'settle --again': (desk, id) => settle(desk, id, { is: 'again' }),
    'settle --drop': (desk, id) => settle(desk, id, { is: 'drop' }),
  }
  expect(commands.length).toBeGreaterThan(0)
  for (const command of commands) {
    const desk = await ownDesk()
    const part = await waiting(desk, state, reason)
    // Changes the words, and leaves the post where it is: edit.test.ts.
    if (command === 'edit') continue
    await acts[command]!(desk, part.delivery)
    // Composed anew, it is no longer the same.
    expect((await partById(desk.store.read, part.id))?.state).not.toBe(state)
  }
})

test('a pause stands until it is resumed, tells what is in flight there, and both are in the history', async () => {
  const desk = await ownDesk()
  const [open] = await addedDelivery(desk.store)
  await addedDelivery(desk.store, { channel: 'x-world', account: 'news-x' })
  await desk.store.write((writer) => writer.updateTable('part').set({ state: 'sending' }).execute())
  const inFlight = async (scope: string) => (await pauseScope(desk, scope)).map(({ channel }) => channel).toSorted()
  expect(await inFlight('all')).toEqual(['telegram-world', 'x-world'])
  expect(await inFlight('account:news-x')).toEqual(['x-world'])
  expect(await inFlight('channel:telegram-world')).toEqual([open.channel])
  expect(await inFlight('channel:other')).toEqual([])
  expect((await allPauses(desk.store.read, NOON + 365 * 24 * HOUR)).map(({ scope }) => scope)).toEqual([
    'account:news-x',
    'all',
    'channel:other',
    'channel:telegram-world',
  ])
  await resumeScope(desk, 'all')
  expect(await allPauses(desk.store.read, NOON)).toHaveLength(3)
  const told = await desk.store.read
    .selectFrom('history')
    .select(['became', 'who'])
    .where('who', '=', 'olena')
    .execute()
  expect(told.map(({ became }) => became)).toEqual(expect.arrayContaining(['all paused', 'all resumed']))
})

test('resuming what is not paused is a mistake, and what the platform timed is kept, with its reason', async () => {
  const desk = await ownDesk()
  expect((await errorOf(resumeScope(desk, 'all'))).message).toContain('Nothing is paused at all. `crier status`')
  const timed = {
    scope: 'account:news-x',
    askedBy: 'platform',
    until: NOON + HOUR,
    why: '429',
    at: NOON,
    firm: true,
  } as const
  await desk.store.write((writer) => pause(writer, timed))
  const error = await errorOf(resumeScope(desk, 'account:news-x'))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toBe(
    'account:news-x waits until 2026-05-20T13:00:00.000Z, because the platform asked for it: 429',
  )
  expect(await allPauses(desk.store.read, NOON)).toHaveLength(1)
})

test('resuming what was refused tells that a wait which the platform counts is left', async () => {
  const desk = await ownDesk()
  const asked = { scope: 'account:news-x', askedBy: 'platform', at: NOON } as const
  await desk.store.write(async (writer) => {
    await pause(writer, { ...asked, until: NOON + HOUR, why: '429', firm: true })
    await pause(writer, { ...asked, until: null, why: '401' })
  })
  expect(await resumeScope(desk, 'account:news-x')).toBe(
    'waits until 2026-05-20T13:00:00.000Z, because the platform asked for it: 429',
  )
  expect(await allPauses(desk.store.read, NOON)).toMatchObject([{ why: '429' }])
})

test('a channel that waits for something paused elsewhere is not told that nothing is paused', async () => {
  const desk = await ownDesk()
  await desk.store.write(async (writer) => {
    await meetChannel(writer, 'x-world', NOON)
    await noteWait(writer, 'x-world', { why: 'paused: the chat takes no more', until: NOON + HOUR })
  })
  expect((await errorOf(resumeScope(desk, 'channel:x-world'))).message).toBe(
    'channel:x-world is not paused by itself. It waits until 2026-05-20T13:00:00.000Z, paused: the chat takes no more. `crier status` lists all pauses.',
  )
})
