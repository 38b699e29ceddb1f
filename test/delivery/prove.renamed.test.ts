import { expect, onTestFinished, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '#src/base/clock.ts'
import { startProving } from '#src/delivery/prove.ts'
import type { Check } from '#src/platform/platform.ts'
import { rememberAccount } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { allPauses, pause } from '#src/store/pauses.ts'
import { logCall, spentSince } from '#src/store/sends.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, someAccount, someChannel } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/**
 * Accounts of the config that are asked in this order, a second after each other, and what each proves to be; null where
 * it cannot be asked. In the store `news` was 42 and `other` was 43 when they sent last.
 */
async function renamed(order: Readonly<Record<string, string | null>>, before?: Store) {
  const store = before ?? (await ownStore())
  if (before === undefined) {
    const [part] = await addedDelivery(store, { account: 'news' })
    const timed = { askedBy: 'platform', until: NOON + DAY, at: NOON, firm: true } as const
    for (const [id, remoteId, usd] of [
      ['news', '42', 0.42],
      ['other', '43', 0.43],
    ] as const) {
      await store.write(async (writer) => {
        await rememberAccount(writer, { id, apiRoot: 'https://api.example.com', remoteId, name: `@${remoteId}` }, NOON)
        await logCall(writer, { part: part.id, account: id, place: '-100', at: NOON, usd })
        await pause(writer, { ...timed, scope: `account:${id}`, why: `429 of ${remoteId}` })
        await pause(writer, { ...timed, scope: `place:${id}/-100`, why: `429 in a chat of ${remoteId}` })
        await pause(writer, { scope: `account:${id}`, askedBy: 'staff', until: null, at: NOON, why: `by olena: ${id}` })
      })
    }
  }
  const clock = fakeClock()
  const { log } = keptLog()
  const accounts = Object.entries(order).map(([id, remoteId], turn) => {
    const channel = `of-${id}`
    const check = async (_: unknown, signal: AbortSignal): Promise<Check> => {
      await clock.sleep(turn * SECOND, signal)
      if (remoteId === null) return { is: 'unreachable', why: 'ENOTFOUND' }
      return { is: 'proven', id: remoteId, name: `@${remoteId}`, notes: [], channels: [] }
    }
    const connection = { check, send: async () => ({ is: 'unknown', why: 'not asked for' }) as const }
    return someAccount({ id, connection, channels: [someChannel({ id: channel })] })
  })
  const told: string[] = []
  const seenOf = async (id: string) => {
    const own = (await allPauses(store.read, NOON + MINUTE)).filter(({ scope }) =>
      [`account:${id}`, `place:${id}/-100`].includes(scope),
    )
    return [await spentSince(store.read, id, NOON), ...own.map(({ why }) => why).toSorted()]
  }
  const proofs = startProving(accounts, {
    store,
    clock,
    log,
    onProven: () => told.push([...proofs.proven.keys()].at(-1)!),
  })
  onTestFinished(() => proofs[Symbol.asyncDispose]())
  /** What the account that is proven next counts as its own by then. */
  const next = async (): Promise<readonly unknown[]> => {
    for (let tries = 0; told.length === 0 && tries < 5; tries++) await clock.advance(SECOND, accounts.length)
    const id = told.shift()!
    return [id, ...(await seenOf(id))]
  }
  return { store, proofs, next, seenOf }
}

const OF_42 = [0.42, '429 in a chat of 42', '429 of 42']
const OF_43 = [0.43, '429 in a chat of 43', '429 of 43']

test.each([
  ['the renamed one first', { main: '42', news: '44' }],
  ['the newcomer first', { news: '44', main: '42' }],
])(
  'limits follow the account of the platform where another takes the old id of one that was renamed: %s',
  async (_, order) => {
    const { proofs, next, seenOf } = await renamed(order)
    for (const __ of Object.keys(order)) {
      const [id, ...own] = await next()
      expect(own).toEqual(id === 'main' ? OF_42 : [0, 'by olena: news'])
    }
    expect([...proofs.proven.keys()].toSorted()).toEqual(['main', 'news'])
    expect(await seenOf('main')).toEqual(OF_42)
    expect(await seenOf('news')).toEqual([0, 'by olena: news'])
  },
)

test.each([
  ['the one first', { news: '43', other: '42' }],
  ['the other first', { other: '42', news: '43' }],
])('limits follow the accounts of the platform where two ids swap: %s', async (_, order) => {
  const { next, seenOf } = await renamed(order)
  for (const __ of Object.keys(order)) {
    const [id, ...own] = await next()
    expect(own).toEqual([...(id === 'news' ? OF_43 : OF_42), `by olena: ${String(id)}`])
  }
  expect(await seenOf('news')).toEqual([...OF_43, 'by olena: news'])
  expect(await seenOf('other')).toEqual([...OF_42, 'by olena: other'])
})

test('limits follow a renamed account at once where nobody can tell what its old id is by now', async () => {
  const { next, seenOf } = await renamed({ news: null, main: '42' })
  expect(await next()).toEqual(['main', ...OF_42])
  expect(await seenOf('news')).toEqual([0, 'by olena: news'])
})

test('what an account has sent is kept where nobody is it any more, and is found when somebody is it again', async () => {
  const { store, next, proofs } = await renamed({ news: '44' })
  expect(await next()).toEqual(['news', 0, 'by olena: news'])
  await proofs[Symbol.asyncDispose]()
  const later = await renamed({ again: '42', news: '44' }, store)
  expect(await later.next()).toEqual(['again', ...OF_42])
  expect(await later.next()).toEqual(['news', 0, 'by olena: news'])
})

test('an account that is only reached another way keeps what it has sent', async () => {
  const { store, seenOf } = await renamed({})
  await store.write((writer) =>
    rememberAccount(writer, { id: 'news', apiRoot: 'https://proxy.example.com', remoteId: '42', name: '@42' }, NOON),
  )
  const { next } = await renamed({ news: '42' }, store)
  expect(await next()).toEqual(['news', ...OF_42, 'by olena: news'])
  expect(await seenOf('other')).toEqual([...OF_43, 'by olena: other'])
})
