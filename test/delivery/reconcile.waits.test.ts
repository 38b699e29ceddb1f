import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import { shiftTimes } from '#src/store/times.ts'
import { states, taken } from '#test/fixtures/lanes.ts'
import { ABSENT, LOST, living, present } from '#test/fixtures/living.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

const later = (at: Millis): Outcome => ({ is: 'later', at, holds: 'account', why: '429', firm: true })

test.each<[string, (at: Millis) => Outcome]>([
  ['was told to wait', later],
  ['was the last that is taken for now', (again) => ({ ...taken(), again }) as Outcome],
])('where posts wait alone, a lost one is looked for though the next one %s', async (_, answer) => {
  const { store, clock, platform, live } = await living({ postsWaitAlone: true })
  await addedDelivery(store, { article: 'one', published: NOON, texts: ['one'] })
  await addedDelivery(store, { article: 'two', published: NOON + 1, texts: ['two'] })
  platform.find = () => present('77')
  platform.answer = () => (platform.calls.length === 1 ? LOST : answer(clock.now() + 20 * HOUR))
  live()
  await clock.advance(MINUTE, 2)
  expect((await states(store))[0]).toBe('one sent')
  expect(platform.looks).toHaveLength(1)
})

test('where posts wait alone, a look that is told to wait is taken up when its wait is over', async () => {
  const { store, clock, platform, live } = await living({ postsWaitAlone: true })
  await addedDelivery(store)
  platform.find = ({ at }) =>
    at < NOON + 12 * MINUTE ? { is: 'unclear', why: '429', again: NOON + 12 * MINUTE } : present('77')
  live()
  await clock.advance(HOUR, 2)
  expect(platform.looks).toHaveLength(2)
  expect(platform.looks[1]!.at).toBeGreaterThanOrEqual(NOON + 12 * MINUTE)
  expect(await states(store)).toEqual(['article1 sent'])
})

test('an answer that lay unread while the process was frozen counts from when it was asked', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store)
  // Shown four minutes after it was taken; the answer to the look at three minutes is read at thirteen.
  platform.find = async ({ at }) => {
    const found = at >= NOON + 4 * MINUTE ? present('77') : ABSENT
    if (platform.looks.length === 3) await clock.sleep(10 * MINUTE)
    return found
  }
  live()
  await clock.advance(HOUR, 2)
  expect(platform.calls).toHaveLength(1)
  expect(await states(store)).toEqual(['article1 sent'])
  const looks = await store.read.selectFrom('look').select('at').orderBy('at').execute()
  expect(looks.map(({ at }) => at)).toEqual(platform.looks.map(({ at }) => at))
  expect(looks[2]!.at - NOON).toBeLessThan(3 * MINUTE + SECOND)
})

test('a look while the clock is set is dated by the clock that it is compared with', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store)
  platform.find = async () => {
    if (platform.looks.length === 1) {
      clock.step(HOUR)
      await store.write((writer) => shiftTimes(writer, HOUR, NOON))
    }
    return ABSENT
  }
  live()
  await clock.advance(5 * MINUTE, 2)
  expect(platform.calls).toHaveLength(1)
  const looks = await store.read.selectFrom('look').select('at').orderBy('at').execute()
  expect(looks.map(({ at }) => (at - NOON - HOUR) / SECOND)).toEqual([15, 60, 180])
})
