import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { pauseScope, resumeScope } from '#src/desk/actions.ts'
import { drop } from '#src/desk/drop.ts'
import { approve } from '#src/desk/approve.ts'
import type { SendingChannel } from '#src/delivery/account.ts'
import { meetChannel, rememberPlace, waitOf } from '#src/store/channels.ts'
import { untold } from '#src/store/notices.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, partNow, scripted, someAccount, someChannel, states } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const FIRST = 'approve: the first 3 posts of telegram-world wait for a person'

/** A channel that has never posted, whose first posts wait for a person. */
async function onTrial(change: Partial<SendingChannel> = {}, afterUnknown: 'verified' | 'held' = 'held') {
  const [store, clock] = [await ownStore(), fakeClock()]
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const platform = scripted(clock)
  const channels = [someChannel({ approve: 'first', ...change })]
  const lanes = ownLanes(store, clock, [someAccount({ connection: platform.connection, channels, afterUnknown })])
  const desk = { store, clock, who: 'anna' }
  const let3Go = async (): Promise<readonly string[]> => {
    const gone: string[] = []
    for (const [index, article] of ['a', 'b', 'c'].entries()) {
      const [{ delivery }] = await addedDelivery(store, {
        article,
        state: 'held',
        reason: FIRST,
        published: NOON + index,
      })
      await approve(desk, delivery)
      gone.push(delivery)
    }
    return gone
  }
  const routed = async (article: string, at: number) =>
    (await addedDelivery(store, { article, published: NOON + at }))[0]
  const go = async (by = MINUTE): Promise<void> => {
    lanes.nudge()
    await clock.advance(by, 1)
  }
  return { store, clock, platform, desk, let3Go, routed, go, said: () => platform.calls.length }
}

test('what followed three posts that a person let go waits for one too where these are given up before they stand', async () => {
  const { store, desk, let3Go, routed, go, said } = await onTrial()
  const firsts = await let3Go()
  const fourth = await routed('d', 3)
  await routed('e', 4)
  for (const delivery of firsts) await drop(desk, delivery)
  await go()
  expect(said()).toBe(0)
  expect(await states(store)).toEqual(['a dropped', 'b dropped', 'c dropped', 'd held', 'e held'])
  expect((await partNow(store, fourth.id)).reason).toBe(FIRST)
  const [notice] = await untold(store.read, 1, NOON + MINUTE)
  expect(notice?.text).toContain(`A post for telegram-world is held (${FIRST})`)
  await approve(desk, fourth.delivery)
  await go()
  expect([said(), (await partNow(store, fourth.id)).state]).toEqual([1, 'sent'])
})

test('what one of the first posts is refused for holds what follows, and two that stand do not let it go', async () => {
  const { store, platform, let3Go, routed, go } = await onTrial()
  const answer = platform.answer
  platform.answer = (call, signal) =>
    platform.calls.length === 2 ? { is: 'refused', why: 'Bad Request' } : answer(call, signal)
  await let3Go()
  await routed('d', 3)
  await go()
  expect(await states(store)).toEqual(['a sent', 'b refused', 'c sent', 'd held'])
})

test('once the first three stand, what follows goes by itself', async () => {
  const { store, let3Go, routed, go } = await onTrial()
  await let3Go()
  await routed('d', 3)
  await go()
  expect(await states(store)).toEqual(['a sent', 'b sent', 'c sent', 'd sent'])
})

test('what gets ahead of the three that a person let go waits for them, and then goes: newer, urgent or older', async () => {
  for (const [first, at, urgent] of [
    ['newest', 9, false],
    ['oldest', -9, false],
    ['oldest', 9, true],
  ] as const) {
    const spacing = { name: 'spacing', max: 1, within: 3 * MINUTE }
    const rhythm = { windows: [spacing], quiet: null }
    const { store, let3Go, go, platform } = await onTrial({ first, rhythm })
    await let3Go()
    const [ahead] = await addedDelivery(store, { article: 'd', published: NOON + at, urgent })
    await go()
    expect(await waitOf(store.read, 'telegram-world')).toMatchObject({ why: expect.stringMatching(/^rhythm: /) })
    for (let minute = 0; minute < 12; minute++) await go()
    expect([...(await states(store))].toSorted()).toEqual(['a sent', 'b sent', 'c sent', 'd sent'])
    expect(platform.calls.length).toBe(4)
    const last = await store.read
      .selectFrom('send_log')
      .select('part')
      .orderBy('counts_from', 'desc')
      .executeTakeFirst()
    expect(last?.part).toBe(ahead.id)
  }
})

test('nothing is held for a person in quiet hours or a pause, in which it could not go anyway', async () => {
  const quiet = { from: '11:00', to: '13:00', timezone: 'UTC', posts: 'wait' } as const
  const { store, desk, let3Go, routed, go } = await onTrial({ rhythm: { windows: [], quiet } })
  for (const delivery of await let3Go()) await drop(desk, delivery)
  await routed('d', 3)
  await go()
  expect((await states(store)).at(-1)).toBe('d ready')
  await pauseScope(desk, 'channel:telegram-world')
  await go(2 * HOUR)
  expect((await states(store)).at(-1)).toBe('d ready')
  await resumeScope(desk, 'channel:telegram-world')
  await go()
  expect((await states(store)).at(-1)).toBe('d held')
})

test('what stands at another place says nothing of this one', async () => {
  const { store, let3Go, routed, go } = await onTrial()
  await let3Go()
  await go()
  await store.write((writer) => rememberPlace(writer, 'telegram-world', '-200'))
  await routed('d', 3)
  await go()
  expect(await states(store)).toEqual(['a sent', 'b sent', 'c sent', 'd held'])
})

test('while the fate of one of the first is not known, what follows waits, and says so; it is held where that is lost', async () => {
  const { store, platform, let3Go, routed, go } = await onTrial({}, 'verified')
  const { answer } = platform
  platform.answer = (call, signal) =>
    platform.calls.length === 3 ? { is: 'unknown', why: 'socket hang up' } : answer(call, signal)
  await let3Go()
  await routed('d', 3)
  await go()
  expect(await states(store)).toEqual(['a sent', 'b sent', 'c unknown', 'd ready'])
  expect((await waitOf(store.read, 'telegram-world'))?.why).toMatch(/^approve: whether the first 3 posts/)
  await store.write((writer) =>
    writer.updateTable('part').set({ state: 'dropped' }).where('state', '=', 'unknown').execute(),
  )
  await go()
  expect(await states(store)).toEqual(['a sent', 'b sent', 'c dropped', 'd held'])
})

test('where nobody is to be asked, or everything was, what is ready goes', async () => {
  for (const asked of ['never', 'always'] as const) {
    const { routed, go, said } = await onTrial({ approve: asked })
    await routed('a', 0)
    await go()
    expect([asked, said()]).toEqual([asked, 1])
  }
})
