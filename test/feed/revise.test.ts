import { expect, test } from 'vitest'
import { HOUR } from '#src/base/clock.ts'
import type { ArticleState, Entry } from '#src/records.ts'
import { addDelivery } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { changedSince, renew } from '#src/store/revisions.ts'
import { NOON } from '#test/fixtures/stored.ts'
import { gated, type Gated } from './taken.ts'

const STORY: Partial<Entry> = {
  guid: 'a',
  link: 'https://news.example.com/a',
  title: 'The bridge opens on Friday',
  summary: '<p>It took <b>nine</b> years.</p>',
  content: '<p>It is 900 m long.</p><p>The mayor came.</p>',
  published: NOON,
}

/** A feed whose story has come into `state` since it was news. */
async function known(state: ArticleState, feed = 'world'): Promise<Gated & { readonly id: string }> {
  const gate = await gated()
  await gate.look([{ guid: 'old', link: 'https://news.example.com/old', title: 'Old' }], { feed })
  await gate.look([STORY], { feed })
  const { id } = await gate.store.read
    .selectFrom('article')
    .select('id')
    .where('state', '=', 'seen')
    .executeTakeFirstOrThrow()
  await gate.store.write((writer) => writer.updateTable('article').set({ state }).where('id', '=', id).execute())
  return { ...gate, id }
}

/** A delivery of the article, made from what it says now. */
async function delivered({ store, id, now }: Gated & { readonly id: string }, channel: string) {
  const parts = [{ draft: { body: {}, text: 'x', length: { used: 1, allowed: 2 }, link: null, picture: null }, usd: 0 }]
  const base = { account: 'a', apiRoot: 'x', remoteId: null, published: NOON, queued: 0 } as const
  const delivery = await store.write((writer) =>
    addDelivery(writer, { ...base, article: id, channel, state: 'held', reason: 'approve: x', parts }, now()),
  )
  const since = async () => {
    const row = await store.read.selectFrom('delivery').selectAll().where('id', '=', delivery).executeTakeFirstOrThrow()
    return changedSince(store.read, row)
  }
  return since
}

const before = { title: STORY.title, summary: STORY.summary, content: STORY.content }

test.each<[string, Partial<Entry>]>([
  ['headline', { title: 'The bridge opens on Saturday' }],
  ['summary', { summary: '<p>It took ten years.</p>' }],
  ['text', { content: '<p>It is 950 m long.</p><p>The mayor came.</p>' }],
])('an article whose %s was edited after it was routed has changed since its post was composed', async (_, edit) => {
  const gate = await known('routed')
  const changed = await delivered(gate, 'x')
  await gate.look([{ ...STORY, ...edit }])
  expect(await changed()).toMatchObject({ before, now: { ...before, ...edit } })
  // The words that posts are made of are still those of the post.
  expect(await gate.titles('routed')).toEqual([STORY.title])
  expect((await historyOf(gate.store.read, gate.id)).at(-1)).toMatchObject({
    was: 'routed',
    became: 'routed',
    why: 'revision: world shows it in other words',
  })
})

test.each<[string, Partial<Entry>]>([
  ['nothing else', {}],
  ['other markup around the same words', { summary: '<div class="lead">It took nine  years.</div>' }],
  ['no summary and no text any more', { summary: null, content: null }],
  ['a headline that is cut', { title: 'The bridge opens…' }],
])('a feed that shows %s has not changed the article', async (_, edit) => {
  const gate = await known('routed')
  const changed = await delivered(gate, 'x')
  await gate.look([{ ...STORY, ...edit }])
  expect(await changed()).toBeNull()
  expect(await gate.store.read.selectFrom('revision').selectAll().execute()).toEqual([])
})

test('what waits for its date, posted before that in one channel, is composed from its newest words when that has come', async () => {
  const gate = await known('waiting')
  const changed = await delivered(gate, 'x')
  await gate.look([{ ...STORY, title: 'The bridge opens on Saturday' }])
  expect(await changed()).toMatchObject({ before, now: { title: 'The bridge opens on Saturday' } })
  expect(await gate.titles('waiting')).toEqual(['The bridge opens on Saturday'])
})

test('an edit that was taken back is none', async () => {
  const gate = await known('routed')
  const changed = await delivered(gate, 'x')
  await gate.look([{ ...STORY, title: 'Oops' }])
  await gate.look([STORY])
  expect(await changed()).toBeNull()
})

test('each post knows what has changed since it was composed itself', async () => {
  const gate = await known('routed')
  const first = await delivered(gate, 'first')
  await gate.look([{ ...STORY, title: 'Two' }])
  await gate.look([{ ...STORY, title: 'Three' }])
  await gate.store.write((writer) => renew(writer, gate.id))
  const second = await delivered(gate, 'second')
  expect(await second()).toBeNull()
  await gate.look([{ ...STORY, title: 'Four' }])
  expect(await first()).toMatchObject({ before: { title: STORY.title }, now: { title: 'Four' } })
  expect(await second()).toMatchObject({ before: { title: 'Three' }, now: { title: 'Four' } })
})

test('a live blog that is edited all day leaves no more behind than its posts need', async () => {
  const gate = await known('routed')
  await delivered(gate, 'x')
  for (let hour = 0; hour < 30; hour++) await gate.look([{ ...STORY, title: `Hour ${hour}` }], { after: HOUR })
  const rows = await gate.store.read.selectFrom('revision').select('title').orderBy('revision').execute()
  expect(rows.map(({ title }) => title)).toEqual([STORY.title, 'Hour 29'])
})

test('what still waits before the gate takes the new words over: nothing was composed of the old ones', async () => {
  const gate = await known('waiting')
  await gate.look([{ ...STORY, title: 'New', content: '<p>Newer.</p>' }])
  const row = await gate.store.read
    .selectFrom('article')
    .selectAll()
    .where('id', '=', gate.id)
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ title: 'New', summary: STORY.summary, content: '<p>Newer.</p>', revision: 0 })
})

test('another feed that words the story in its own way has not edited it', async () => {
  const gate = await known('routed')
  const changed = await delivered(gate, 'x')
  await gate.look([{ guid: 'other', link: 'https://other.example.com/', title: 'Other' }], { feed: 'other' })
  await gate.look([{ ...STORY, title: 'In its own words' }], { feed: 'other' })
  expect(await changed()).toBeNull()
})
