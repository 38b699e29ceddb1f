import { expect, test } from 'vitest'
import { held, listHeld, showHeld } from '#src/desk/held.ts'
import { addRevision } from '#src/store/revisions.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

test('everything that waits for a person is shown as readers would see it, with its reason and the way out', async () => {
  const store = await ownStore()
  const [unknown] = await addedDelivery(store, { article: 'unknown', texts: ['First line\n\nSecond'] })
  const [refused] = await addedDelivery(store, { article: 'refused' })
  await addedDelivery(store, { article: 'ready' })
  await store.write(async (writer) => {
    await writer
      .updateTable('part')
      .set({ state: 'held', reason: 'unknown: reset' })
      .where('id', '=', unknown.id)
      .execute()
    await writer
      .updateTable('part')
      .set({ state: 'refused', reason: 'refused: no' })
      .where('id', '=', refused.id)
      .execute()
  })
  const waiting = await held(store.read)
  expect(waiting.posts.map(({ delivery, state, reason, since }) => [delivery, state, reason, since])).toEqual([
    [unknown.delivery, 'held', 'unknown: reset', NOON],
    [refused.delivery, 'refused', 'refused: no', NOON],
  ])
  const both = showHeld(waiting, () => 'Telegram', 'Europe/Kyiv')
  expect(both).toContain(`\n${refused.delivery}  refused: no\n`)
  expect(
    showHeld({ questions: [], posts: waiting.posts.slice(0, 1), soughtFor: [] }, () => 'Telegram', 'Europe/Kyiv'),
  ).toBe(
    `${unknown.delivery}  held: unknown: reset
┌ Telegram · news-telegram · telegram-world · 18/280 · since 2026-05-20 15:00:00+03:00
│ First line
│
│ Second
└
Look at the channel, then: crier settle ${unknown.delivery} --there URL | --again | --drop`,
  )
})

test('a post in two messages is one entry, with the link that no reader sees written, and its picture', async () => {
  const store = await ownStore()
  const link = 'https://news.example.com/bridge'
  const picture = { url: 'https://news.example.com/bridge.jpg', alt: null, type: null, width: null, height: null }
  const waits = { state: 'held', reason: 'approve: every post waits' } as const
  const [post] = await addedDelivery(store, { texts: ['The bridge opens', 'More'], ...waits, link, picture })
  const since = 'Telegram · news-telegram · telegram-world · 16/280 · since 2026-05-20 15:00:00+03:00'
  expect(showHeld(await held(store.read), () => 'Telegram', 'Europe/Kyiv')).toBe(
    `${post.delivery}  held: approve: every post waits
┌ ${since}
│ The bridge opens
└
Its link: ${link}
Its picture: ${picture.url}
┌ ${since.replace('16/280', '4/280')}
│ More
└
Let it go: crier approve ${post.delivery} · change it: crier edit ${post.delivery} · give up: crier drop ${post.delivery}`,
  )
})

test('what Crier looks for is shown too, with the way to settle it at once', async () => {
  const store = await ownStore()
  const [sought] = await addedDelivery(store)
  await store.write((writer) =>
    writer.updateTable('part').set({ state: 'unknown', reason: 'unknown: the answer was lost' }).execute(),
  )
  const found = await held(store.read)
  expect(showHeld(found, () => 'Telegram', 'Europe/Kyiv')).toBe(
    `Nothing waits for you.

${sought.delivery}  unknown: the answer was lost
┌ Telegram · news-telegram · telegram-world · 26/280 · since 2026-05-20 15:00:00+03:00
│ The bridge opens on Friday
└
Since 2026-05-20 15:00:00+03:00 nobody knows whether it stands. Crier looks for it in telegram-world, for half an hour of its own running at most, then sends it once more or asks you.
Or settle it now: crier settle ${sought.delivery} --there URL | --again | --drop`,
  )
  expect(JSON.parse(listHeld(found))).toMatchObject([{ delivery: sought.delivery, state: 'unknown' }])
})

test('a question of the gate is shown with what it is about and how to answer it', async () => {
  const store = await ownStore()
  const { id } = await askedAbout(store, [{ id: 'a', title: 'The bridge opens' }])
  expect(showHeld(await held(store.read), () => '', 'Europe/Kyiv')).toBe(
    `${id}  question since 2026-05-20 15:00:00+03:00
1 article at once from world, usual 2: post or drop?
· The bridge opens
crier answer ${id} post | drop`,
  )
})

test('as JSON questions and posts are one list', async () => {
  const store = await ownStore()
  const { id } = await askedAbout(store, [{ id: 'a', title: 'The bridge opens' }])
  const [part] = await addedDelivery(store, { article: 'b' })
  await store.write((writer) => writer.updateTable('part').set({ state: 'held', reason: 'unknown: reset' }).execute())
  expect(JSON.parse(listHeld(await held(store.read)))).toMatchObject([
    { question: id, feed: 'world', kind: 'burst', usual: 2, articles: [{ title: 'The bridge opens' }] },
    { delivery: part.delivery, reason: 'unknown: reset' },
  ])
})

test('where nothing waits, that is said', async () => {
  const store = await ownStore()
  expect(showHeld(await held(store.read), () => '', 'UTC')).toBe('Nothing waits for you.')
})

test('a post whose article was edited since is told as such', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { state: 'held', reason: 'approve: every post waits' })
  const shown = async () => showHeld(await held(store.read), () => '', 'UTC')
  expect(await shown()).not.toContain('has changed')
  await store.write((writer) => addRevision(writer, part.article, { title: 'New', summary: null, content: null }, NOON))
  expect(await shown()).toContain('└\nIts article has changed since: approving it shows how.\nLet it go')
  expect(JSON.parse(listHeld(await held(store.read)))).toMatchObject([{ delivery: part.delivery, changed: true }])
})
