import { expect, test } from 'vitest'
import type { PartState } from '#src/records.ts'
import { secret } from '#src/base/secret.ts'
import {
  bindDelivery,
  deliveriesOf,
  deliveryById,
  movePart,
  partById,
  partsIn,
  partsOf,
  roundsOf,
  type Part,
} from '#src/store/deliveries.ts'
import { nextReady } from '#src/store/next-ready.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const CHANNEL = 'telegram-world'

async function moved(store: Store, part: Part, ...path: readonly PartState[]): Promise<Part> {
  let now = part
  for (const to of path) {
    const from = now
    now = await store.write((writer) => movePart(writer, from, { to, why: `test: ${to}`, at: NOON }))
  }
  return now
}

/** Puts a part into `state` past every rule. */
async function forced(store: Store, part: Part, state: PartState): Promise<Part> {
  await store.write((writer) => writer.updateTable('part').set({ state }).where('id', '=', part.id).execute())
  return (await partById(store.read, part.id))!
}

test('a delivery is stored with its parts in order, each with a key of its own and the exact bytes', async () => {
  const store = await ownStore()
  const parts = await addedDelivery(store, { texts: ['the post', 'the reply'], usd: 0.01 })
  expect(
    parts.map(({ ordinal, state, text, bytes, used, usd, attempts }) => ({
      ordinal,
      state,
      text,
      bytes,
      used,
      usd,
      attempts,
    })),
  ).toEqual([
    { ordinal: 0, state: 'ready', text: 'the post', bytes: '{"text":"the post"}', used: 8, usd: 0.01, attempts: 0 },
    { ordinal: 1, state: 'ready', text: 'the reply', bytes: '{"text":"the reply"}', used: 9, usd: 0.01, attempts: 0 },
  ])
  expect(new Set(parts.map((part) => part.key)).size).toBe(2)
  expect(await deliveryById(store.read, parts[0].delivery)).toMatchObject({ article: 'article1', remote_id: '42' })
  expect(await deliveryById(store.read, 'none')).toBeUndefined()
})

test('an article goes to a channel once: the store itself refuses a second delivery, whole', async () => {
  const store = await ownStore()
  await addedDelivery(store)
  await expect(addedDelivery(store)).rejects.toThrow('UNIQUE constraint failed: delivery.article, delivery.channel')
  expect(await store.read.selectFrom('part').select('id').execute()).toHaveLength(1)
  await addedDelivery(store, { channel: 'x-world' })
  expect(await roundsOf(store.read, 'article1')).toEqual(
    new Map([
      [CHANNEL, 0],
      ['x-world', 0],
    ]),
  )
  expect((await deliveriesOf(store.read, 'article1')).map(({ channel }) => channel).toSorted()).toEqual([
    CHANNEL,
    'x-world',
  ])
})

test('what is next in a channel is the oldest publication, then the first that was routed', async () => {
  const store = await ownStore()
  const [late] = await addedDelivery(store, { article: 'late', published: NOON + 1, queued: 1 })
  const [second] = await addedDelivery(store, { article: 'second', published: NOON, queued: 3 })
  const [first] = await addedDelivery(store, { article: 'first', published: NOON, queued: 2 })
  await addedDelivery(store, { article: 'elsewhere', published: NOON - 1, channel: 'x-world' })
  const order: string[] = []
  for (const expected of [first, second, late]) {
    const next = (await nextReady(store.read, CHANNEL))!
    order.push(next.id)
    await moved(store, next, 'sending')
    expect(next.id).toBe(expected.id)
  }
  expect(await nextReady(store.read, CHANNEL)).toBeUndefined()
})

test.each(['sending', 'unknown', 'held', 'refused'] as const)(
  'a reply never goes while its post is %s',
  async (state) => {
    const store = await ownStore()
    const [post] = await addedDelivery(store, { texts: ['the post', 'the reply'] })
    await forced(store, post, state)
    expect(await nextReady(store.read, CHANNEL)).toBeUndefined()
    await forced(store, post, 'sent')
    expect((await nextReady(store.read, CHANNEL))?.ordinal).toBe(1)
  },
)

test('a delivery whose post is held blocks nothing behind it', async () => {
  const store = await ownStore()
  const [stuck] = await addedDelivery(store, {
    article: 'stuck',
    texts: ['the post', 'the reply'],
    published: NOON - 1,
  })
  const [behind] = await addedDelivery(store, { article: 'behind' })
  await moved(store, stuck, 'held')
  expect((await nextReady(store.read, CHANNEL))?.id).toBe(behind.id)
})

/** The arrows of the design, written down once more. */
const ARROWS = [
  'ready sending',
  'ready held',
  'ready dropped',
  'sending sent',
  'sending ready',
  'sending refused',
  'sending unknown',
  'unknown sent',
  'unknown ready',
  'unknown held',
  'unknown dropped',
  'held ready',
  'held sent',
  'held dropped',
  'refused ready',
  'refused dropped',
  'sent removed',
]
const STATES: readonly PartState[] = ['ready', 'sending', 'sent', 'refused', 'unknown', 'held', 'dropped', 'removed']

test.each(STATES)('a part that is %s goes where the design has an arrow, and nowhere else', async (from) => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const taken: string[] = []
  for (const to of STATES) {
    const error = await moved(store, await forced(store, part, from), to).then(
      () => null,
      (failed: Error) => failed.message,
    )
    const { state } = (await partById(store.read, part.id))!
    if (error === null) taken.push(`${from} ${to}`)
    expect([error, state]).toEqual(error === null ? [null, to] : [`a part never goes from ${from} to ${to}`, from])
  }
  expect(taken.toSorted()).toEqual(ARROWS.filter((arrow) => arrow.startsWith(`${from} `)).toSorted())
})

test('of two that move a part from the same state, one is told that it came late, and changes nothing', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  await moved(store, part, 'dropped')
  await expect(moved(store, part, 'sending')).rejects.toThrow(`part ${part.id} is no longer ready`)
  expect((await partById(store.read, part.id))?.state).toBe('dropped')
  expect((await historyOf(store.read, 'article1')).map(({ became }) => became)).toEqual(['routed', 'ready', 'dropped'])
})

test('every change stands in the row and in the history, with who did it, and the key stays the same', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store)
  const sending = await moved(store, part, 'sending')
  const ref = { id: '99', url: 'https://t.example/99' }
  const change = { to: 'sent', why: 'sent: taken', at: NOON + 9, ref, attempts: 1, who: 'olena' } as const
  const sent = await store.write((writer) => movePart(writer, sending, change))
  expect(sent).toMatchObject({
    state: 'sent',
    ref_id: '99',
    ref_url: ref.url,
    attempts: 1,
    changed: NOON + 9,
    key: part.key,
  })
  expect(sent.bytes).toBe(part.bytes)
  const last = (await historyOf(store.read, 'article1')).at(-1)
  expect(last).toMatchObject({
    was: 'sending',
    became: 'sent',
    why: 'sent: taken',
    who: 'olena',
    delivery: part.delivery,
  })
})

test('no secret gets into a reason, neither in the row nor in the history', async () => {
  const store = await ownStore()
  secret('canary-reason')
  const [part] = await addedDelivery(store)
  const at = NOON + 1
  await store.write((writer) => movePart(writer, part, { to: 'held', why: 'unknown: GET /botcanary-reason', at }))
  expect((await partById(store.read, part.id))?.reason).toBe('unknown: GET /bot[secret]')
  expect((await historyOf(store.read, 'article1')).at(-1)?.why).toBe('unknown: GET /bot[secret]')
})

test('parts of a state come with the longest there first', async () => {
  const store = await ownStore()
  const [early] = await addedDelivery(store, { article: 'early' })
  const [late] = await addedDelivery(store, { article: 'late' })
  await store.write((writer) => movePart(writer, late, { to: 'held', why: 'test: held', at: NOON + 1 }))
  await store.write((writer) => movePart(writer, early, { to: 'held', why: 'test: held', at: NOON + 2 }))
  expect((await partsIn(store.read, 'held')).map(({ id }) => id)).toEqual([late.id, early.id])
})

test('a delivery without a proven account is bound to the one that it is sent with', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { remoteId: null })
  await store.write((writer) => bindDelivery(writer, part.delivery, '43'))
  expect((await deliveryById(store.read, part.delivery))?.remote_id).toBe('43')
  expect(await partsOf(store.read, part.delivery)).toHaveLength(1)
})
