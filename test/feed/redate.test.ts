import { expect, test } from 'vitest'
import { DAY, HOUR } from '#src/base/clock.ts'
import { approve } from '#src/desk/approve.ts'
import { untold } from '#src/store/notices.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { states } from '#test/fixtures/lanes.ts'
import { addedDelivery, NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const OLD = { guid: 'old', link: 'https://news.example.com/old', title: 'Old', published: NOON }
const dated = (published: number) => ({
  guid: 'new',
  link: 'https://news.example.com/new',
  title: 'New',
  published,
})

async function underEmbargo(): Promise<Gated> {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON + 900 * DAY), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  return gate
}

async function publishedAt(gate: Gated): Promise<number | undefined> {
  const rows = await gate.store.read.selectFrom('article').select('published').where('title', '=', 'New').execute()
  return rows[0]?.published
}

test('a date in the future that the feed mends lets the article go', async () => {
  const gate = await underEmbargo()
  await gate.look([dated(NOON), OLD])
  expect(await gate.titles('seen')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON)
})

test('an embargo that is moved ends at its new time', async () => {
  const gate = await underEmbargo()
  await gate.look([dated(NOON + 3 * HOUR), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON + 3 * HOUR)
  expect((await gate.reasons()).at(-1)).toContain('embargo: dated 2026-05-20T15:00')
})

test('an embargo that the page has put on an article outlasts the date that its feed has shown all along', async () => {
  const gate = await underEmbargo()
  const published = await publishedAt(gate)
  await gate.store.write((writer) => writer.updateTable('article').set({ origins: '{"date":"its page"}' }).execute())
  await gate.look([dated(NOON), OLD])
  expect(await gate.titles('waiting')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(published)
})

test('an embargo of the page that the feed then moves is the feed’s own, and ends where that takes it back', async () => {
  const gate = await underEmbargo()
  await gate.store.write((writer) => writer.updateTable('article').set({ origins: '{"date":"its page"}' }).execute())
  await gate.look([dated(NOON + 3 * HOUR), OLD])
  expect([await gate.titles('waiting'), await publishedAt(gate)]).toEqual([['New'], NOON + 3 * HOUR])
  await gate.look([dated(NOON), OLD])
  expect(await gate.titles('seen')).toEqual(['New'])
})

test('the date of what was news already changes nothing', async () => {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON), OLD])
  await gate.look([dated(NOON + DAY), OLD])
  expect(await gate.titles('seen')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON)
})

/** An article of which posts wait, and which its feed then dates in the future. */
async function redated(wait: (gate: Gated, article: string) => Promise<void>): Promise<Gated> {
  const gate = await gated()
  await gate.look([OLD])
  await gate.look([dated(NOON), OLD])
  await gate.store.write(async (writer) => {
    await writer.updateTable('article').set({ state: 'routed' }).where('title', '=', 'New').execute()
  })
  const news = gate.store.read.selectFrom('article').select('id').where('title', '=', 'New')
  await wait(gate, (await news.executeTakeFirstOrThrow()).id)
  await gate.look([dated(NOON + DAY), OLD])
  return gate
}

test('an article whose posts wait is under an embargo from the moment its feed dates it in the future', async () => {
  const gate = await redated(async ({ store }, article) => void (await addedDelivery(store, { article })))
  expect(await gate.titles('waiting')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON + DAY)
  expect(await states(gate.store)).toEqual([])
  expect((await untold(gate.store.read, 9))[0]?.text).toContain('An article waits (embargo: dated 2026-05-21T12:00')
})

test('what a person let go before that is held, also where nothing else waits; a reply goes after what stands', async () => {
  const gate = await redated(async ({ store, now }, article) => {
    for (const channel of ['x', 'y', 'z']) {
      const held = { state: 'held', reason: 'approve: waits' } as const
      const [part] = await addedDelivery(store, { article, channel, texts: ['Post', 'Reply'], ...held })
      if (channel === 'z') continue
      await approve({ store, clock: { ...fakeClock(), now }, who: 'anna' }, part.delivery)
      const sent = { state: 'sent' } as const
      if (channel === 'y')
        await store.write((writer) => writer.updateTable('part').set(sent).where('id', '=', part.id).execute())
    }
  })
  expect(await gate.titles('waiting')).toEqual(['New'])
  const parts = gate.store.read.selectFrom('part').select(['channel', 'ordinal', 'state', 'text'])
  expect(await parts.orderBy('channel').orderBy('ordinal').execute()).toEqual([
    { channel: 'x', ordinal: 0, state: 'held', text: 'Post' },
    { channel: 'x', ordinal: 1, state: 'ready', text: 'Reply' },
    { channel: 'y', ordinal: 0, state: 'sent', text: 'Post' },
    { channel: 'y', ordinal: 1, state: 'ready', text: 'Reply' },
  ])
  expect((await untold(gate.store.read, 9))[0]?.text).toContain('Held, though it had been let go: x. See: crier held')
})

test('an article all of whose posts have gone keeps its date', async () => {
  const gate = await redated(async ({ store }, article) => {
    await addedDelivery(store, { article })
    await store.write((writer) => writer.updateTable('part').set({ state: 'sent' }).execute())
  })
  expect(await gate.titles('routed')).toEqual(['New'])
  expect(await publishedAt(gate)).toBe(NOON)
})
