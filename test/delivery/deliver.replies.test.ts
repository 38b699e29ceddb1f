import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { startReconciling } from '#src/delivery/reconcile.ts'
import { recover } from '#src/delivery/recover.ts'
import type { Outcome } from '#src/records.ts'
import { partsOf } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { ownLanes, proven, scripted, someAccount, states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const LOST: Outcome = { is: 'unknown', why: 'the answer was lost' }
const sentAs = (id: string): Outcome => ({ is: 'sent', ref: { id, url: null } })

/** A post with its link in a reply, and a platform that answers each by its text. */
async function replying(answers: Readonly<Record<string, (times: number) => Outcome | Promise<Outcome>>>) {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock, ({ text }) =>
    answers[text]!(platform.calls.filter((one) => one.text === text).length),
  )
  const account = someAccount({ connection: platform.connection, afterUnknown: 'verified' })
  const [post] = await addedDelivery(store, { texts: ['post', 'reply'] })
  return { store, clock, platform, account, post }
}

function live(store: Store, clock: FakeClock, account: SendingAccount): AsyncDisposable {
  const lanes = ownLanes(store, clock, [account], { onUnknown: () => loops.forEach((loop) => loop.nudge()) })
  const parts = { store, clock, log: silentLog, maySend: () => true, onSent: () => {}, onUnknown: () => {} }
  const abandon = new AbortController().signal
  const loops = startReconciling([account], proven, { ...parts, abandon, onAbsent: () => lanes.nudge() })
  const end = async () => {
    await Promise.all([lanes, ...loops].map((one) => one[Symbol.asyncDispose]()))
  }
  onTestFinished(end)
  return { [Symbol.asyncDispose]: end }
}

const bytes = (calls: readonly { readonly bytes: string }[]) => calls.map((call) => JSON.parse(call.bytes) as unknown)
const POST = { text: 'post' }
const REPLY = { text: 'reply', repliesTo: '7' }

test('a reply names the post before it, and those are the bytes that are stored before it is sent', async () => {
  const { store, clock, platform, account, post } = await replying({
    post: () => sentAs('7'),
    reply: () => sentAs('8'),
  })
  live(store, clock, account)
  await clock.advance(HOUR, 2)
  expect(bytes(platform.calls)).toEqual([POST, REPLY])
  const [, reply] = await partsOf(store.read, post.delivery)
  expect(reply).toMatchObject({ state: 'sent', ref_id: '8', bytes: JSON.stringify(REPLY) })
})

test('after a crash between them it goes on at the reply, and the post is not sent again', async () => {
  const { store, clock, platform, account } = await replying({
    post: () => sentAs('7'),
    // Nothing leaves this machine: the account waits, and the process ends meanwhile.
    reply: (times) => (times === 1 ? { is: 'not-sent', why: 'no route' } : sentAs('8')),
  })
  {
    await using _ = live(store, clock, account)
    await clock.asleep(2)
  }
  expect(await states(store)).toEqual(['article1 sent', 'article1 ready'])
  await recover(store, [account], clock.now())
  live(store, clock, account)
  await clock.advance(HOUR, 2)
  expect(bytes(platform.calls)).toEqual([POST, REPLY, REPLY])
  expect(await states(store)).toEqual(['article1 sent', 'article1 sent'])
})

test('a reply that is lost is looked for behind its post, by its whole text, and sent again alone', async () => {
  const { store, clock, platform, account } = await replying({
    post: () => sentAs('7'),
    reply: (times) => (times === 1 ? LOST : sentAs('8')),
  })
  platform.find = () => ({ is: 'absent' })
  live(store, clock, account)
  await clock.advance(HOUR, 2)
  expect(bytes(platform.calls)).toEqual([POST, REPLY, REPLY])
  expect(platform.looks.map(({ after, link, bytes: sought }) => [after, link, sought])).toEqual(
    platform.looks.map(() => ['7', null, JSON.stringify(REPLY)]),
  )
  expect(await states(store)).toEqual(['article1 sent', 'article1 sent'])
})

test('a reply that a dead process was sending is looked for, and the post is left alone', async () => {
  const { store, clock, platform, account } = await replying({ post: () => sentAs('7'), reply: () => LOST })
  {
    await using _ = live(store, clock, account)
    await clock.asleep(2)
  }
  platform.find = () => ({ is: 'present', refs: [{ id: '8', url: null }], missed: null })
  await recover(store, [account], clock.now())
  live(store, clock, account)
  await clock.advance(MINUTE, 2)
  expect(bytes(platform.calls)).toEqual([POST, REPLY])
  expect(await states(store)).toEqual(['article1 sent', 'article1 sent'])
})

test('a reply waits until its lost post is found, and names what was found', async () => {
  const { store, clock, platform, account } = await replying({ post: () => LOST, reply: () => sentAs('8') })
  platform.find = ({ at }) =>
    at >= NOON + MINUTE ? { is: 'present', refs: [{ id: '7', url: null }], missed: null } : { is: 'absent' }
  live(store, clock, account)
  await clock.advance(MINUTE - SECOND, 2)
  expect(bytes(platform.calls)).toEqual([POST])
  await clock.advance(3 * MINUTE, 2)
  expect(bytes(platform.calls)).toEqual([POST, REPLY])
  expect(await states(store)).toEqual(['article1 sent', 'article1 sent'])
})
