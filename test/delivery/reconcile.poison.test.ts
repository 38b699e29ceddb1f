import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { untold } from '#src/store/notices.ts'
import { partNow, proven, states } from '#test/fixtures/lanes.ts'
import { living, present, type Living } from '#test/fixtures/living.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

/** Two lost posts of one account; the older one's looks break. */
async function broken() {
  const house = await living({ postsWaitAlone: true })
  const [bad] = await addedDelivery(house.store, { article: 'bad', published: NOON, texts: ['bad'] })
  await addedDelivery(house.store, { article: 'good', published: NOON + 1, texts: ['good'] })
  const nonsense = { is: 'present', refs: null } as never
  house.platform.find = ({ bytes }) => (bytes.includes('bad') ? nonsense : present('77'))
  return { ...house, bad }
}

const looksFor = ({ platform }: Living, words: string): number =>
  platform.looks.filter(({ bytes }) => bytes.includes(words)).length

test('a lost message that breaks its looks twice is held and told, and the others are looked for', async () => {
  const house = await broken()
  const { store, clock, bad, live } = house
  live()
  await clock.advance(30 * SECOND, 2)
  expect(await states(store)).toEqual(['bad held', 'good sent'])
  expect((await partNow(store, bad.id)).reason).toMatch(/^unknown: what looks for it breaks/)
  expect((await untold(store.read, 9)).map(({ text }) => text)).toEqual([expect.stringContaining('crier settle')])
  await clock.advance(HOUR, 2)
  expect([looksFor(house, 'bad'), looksFor(house, 'good')]).toEqual([2, 1])
})

test.each(['looked for', 'given up'])('one that cannot even be held keeps no other from being %s', async (what) => {
  const house = await broken()
  const { store, clock, bad, live, account } = house
  await sql`create trigger poison before update of state on part when old.id = ${sql.lit(bad.id)} and new.state = 'held'
    begin select raise(abort, 'it cannot be digested'); end`.execute(store.read)
  {
    await using _ = live()
    await clock.advance(10 * SECOND, 2)
  }
  live(account, what === 'given up' ? { ...proven, of: () => undefined } : proven)
  await clock.advance(40 * MINUTE, 2)
  const [one, other] = await states(store)
  expect(one).toBe('bad unknown')
  expect(other).toBe(what === 'given up' ? 'good held' : 'good sent')
  // Every look costs money.
  expect(looksFor(house, 'bad')).toBe(what === 'given up' ? 0 : 2)
})
