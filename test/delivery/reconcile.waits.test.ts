import { expect, test } from 'vitest'
import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Outcome } from '#src/records.ts'
import { states, taken } from '#test/fixtures/lanes.ts'
import { LOST, living, present } from '#test/fixtures/living.ts'
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
