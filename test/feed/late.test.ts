import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { WatchedFeed } from '#src/feed/poll.ts'
import { rss } from '#test/fixtures/polled.ts'
import { APPSPOT } from './hub.ts'
import { subscribed } from './subscribed.ts'

interface Version {
  readonly title: string
  readonly text: string
  readonly updated?: Millis
  readonly published?: Millis
}

const TEN: Version = { title: 'Ten dead in blaze', text: 'Ten people died.' }
const TWO: Version = { title: 'Two dead in blaze', text: 'Two people died, said police.' }

/** A feed with a hub, and one story that was posted; its server answers 304 where it may. */
async function told(first: Version, change: Partial<WatchedFeed> = {}) {
  const all = await subscribed(APPSPOT, change)
  const { clock, hub, server, store, webSub, gathered } = all
  await gathered()
  await hub.settled(1)
  const published = clock.now() - SECOND
  const bodyOf = ({ title, text, ...at }: Version): string =>
    at.updated === undefined
      ? rss([{ title, text, guid: 'g1', link: 'https://news.example.com/1', published: at.published ?? published }])
      : `<feed xmlns="http://www.w3.org/2005/Atom"><title>World</title><id>x</id>
          <updated>2026-05-12T00:00:00Z</updated><entry><id>g1</id><title>${title}</title>
          <link href="https://news.example.com/1"/><published>${new Date(published).toISOString()}</published>
          <updated>${new Date(at.updated).toISOString()}</updated><summary>${text}</summary></entry></feed>`
  let pushes = 0
  const push = async (version: Version): Promise<void> => {
    // In other bytes each time: those that came last are not even read once more.
    pushes += 1
    expect(
      await hub.push(`${bodyOf(version)}${'\n'.repeat(pushes)}`, { headers: { 'content-type': 'application/xml' } }),
    ).toBe(202)
    await webSub().idle()
  }
  const looked = { etags: [] as (string | undefined)[], shows: first }
  const answer = server.answer
  server.answer = (headers, path) => {
    const etag = `"${looked.shows.title}"`
    looked.etags.push(headers['if-none-match'])
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
    const { headers: links = {} } = answer(headers, path)
    return { headers: { ...links, etag }, body: bodyOf(looked.shows) }
  }
  await push(first)
  await store.write((writer) =>
    writer.updateTable('article').set({ state: 'routed' }).where('state', '=', 'seen').execute(),
  )
  return {
    ...all,
    published,
    push,
    /** The next look, and those that follow within half an hour, at a feed that shows `version`. */
    async look(version: Version) {
      looked.shows = version
      looked.etags.length = 0
      await clock.advance(HOUR / 2, 2)
      return looked.etags
    },
    /** The feed shows `version` from now on. */
    shows: (version: Version): void => void (looked.shows = version),
    /** The headline and text by now. */
    async says() {
      const found = await store.read
        .selectFrom('article')
        .select(['id', 'title', 'summary'])
        .where('url', '=', 'https://news.example.com/1')
        .executeTakeFirstOrThrow()
      const newest = await store.read
        .selectFrom('revision')
        .select(['title', 'summary'])
        .where('article', '=', found.id)
        .orderBy('revision', 'desc')
        .executeTakeFirst()
      const { title, summary } = newest ?? found
      return { title, text: summary }
    },
  }
}

test('a push that comes once more after its correction undoes nothing', async () => {
  const { push, says } = await told(TEN)
  await push(TWO)
  expect(await says()).toEqual(TWO)
  await push(TEN)
  expect(await says()).toEqual(TWO)
})

test('a push that comes after a look has found its correction undoes nothing', async () => {
  const { push, look, says } = await told(TEN)
  await look(TWO)
  expect(await says()).toEqual(TWO)
  await push(TEN)
  expect(await says()).toEqual(TWO)
})

test('a newsroom that goes back to its first words, be it by a push, is followed at the next look', async () => {
  const { push, look, says } = await told(TEN)
  await look(TEN)
  await push(TWO)
  // Its server knows them by the validators that Crier had of them.
  await push(TEN)
  expect(await says()).toEqual(TWO)
  expect((await look(TEN)).slice(0, 2)).toEqual([undefined, '"Ten dead in blaze"'])
  expect(await says()).toEqual(TEN)
})

test('an edit that is followed by another one with some of the words before is no late one', async () => {
  const { push, says } = await told(TEN)
  await push(TWO)
  const third = { title: TEN.title, text: 'Ten people died, said a hospital.' }
  await push(third)
  expect(await says()).toEqual(third)
})

test('what its feed dates before what is known is late, though nobody has seen it', async () => {
  const at = Date.UTC(2026, 4, 12, 6)
  const { push, says } = await told({ ...TWO, updated: at + MINUTE })
  await push({ ...TEN, updated: at })
  expect(await says()).toEqual(TWO)
  // Newer, and the words of before: a newsroom went back to them.
  await push({ ...TEN, updated: at + 2 * MINUTE })
  await push({ ...TWO, updated: at + 3 * MINUTE })
  expect(await says()).toEqual(TWO)
})

test('what cannot be told to be late stands until the next look, which no 304 hides', async () => {
  const { push, look, says } = await told(TWO)
  await look(TWO)
  await push(TEN)
  expect(await says()).toEqual(TEN)
  expect((await look(TWO)).slice(0, 2)).toEqual([undefined, '"Two dead in blaze"'])
  expect(await says()).toEqual(TWO)
})

test.each<[string, 'routed' | 'seen', Version]>([
  ['that stands', 'routed', TWO],
  ['that is still being read', 'seen', TEN],
])(
  'what a hub pushes of a story %s, in other words that nothing dates, is looked for within minutes',
  async (_, state, shown) => {
    // Looks are an hour apart while a hub pushes.
    const { push, look, shows, says, clock, store } = await told(TWO, { every: { atLeast: 2 * MINUTE, atMost: HOUR } })
    await look(TWO)
    shows(shown)
    await store.write((writer) => writer.updateTable('article').set({ state }).execute())
    await push(TEN)
    expect(await says()).toEqual(state === 'routed' ? TEN : TWO)
    await store.write((writer) => writer.updateTable('article').set({ state: 'routed' }).execute())
    await clock.advance(5 * MINUTE, 2)
    expect(await says()).toEqual(shown)
  },
)

test('an edit that comes while its article is still being read is found by a look that no 304 hides', async () => {
  const { look, says, store } = await told(TEN)
  const move = async (state: 'seen' | 'routed') =>
    store.write((writer) =>
      writer.updateTable('article').set({ state }).where('url', '=', 'https://news.example.com/1').execute(),
    )
  await move('seen')
  await look(TWO)
  expect(await says()).toEqual(TEN)
  await move('routed')
  await look(TWO)
  expect(await says()).toEqual(TWO)
})

test('what was pushed while a look was under way is looked at again', async () => {
  const { push, look, says, server, clock } = await told(TWO)
  await look(TWO)
  const { answer } = server
  const { promise: pushed, resolve } = Promise.withResolvers<void>()
  server.answer = (headers, path) => {
    server.answer = answer
    // Before the answer is taken: the store is written to in its turn.
    void push(TEN).then(resolve)
    return answer(headers, path)
  }
  await clock.advance(HOUR / 2, 2)
  await pushed
  await look(TWO)
  expect(await says()).toEqual(TWO)
})

test('a push with a date that was moved since lifts no embargo', async () => {
  const { push, published, store, clock } = await told(TEN)
  const tomorrow = clock.now() + 20 * HOUR
  await store.write((writer) =>
    writer
      .updateTable('article')
      .set({ state: 'waiting', reason: 'embargo: x', published: tomorrow })
      .where('state', '=', 'routed')
      .execute(),
  )
  const standing = async () =>
    store.read
      .selectFrom('article')
      .select(['state', 'published'])
      .where('url', '=', 'https://news.example.com/1')
      .executeTakeFirstOrThrow()
  const later = Math.floor((tomorrow + HOUR) / SECOND) * SECOND
  await push({ ...TEN, published: later })
  expect(await standing()).toEqual({ state: 'waiting', published: later })
  await push({ ...TEN, published: tomorrow })
  expect(await standing()).toEqual({ state: 'waiting', published: later })
  // A date that nobody has seen is taken at once.
  await push({ ...TEN, published })
  expect((await standing()).state).toBe('seen')
})
