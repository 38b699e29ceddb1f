import { expect, test } from 'vitest'
import type { PageLook } from '#src/article/fetch-page.ts'
import { changeOfPage, openLookAgain, type TextRules } from '#src/article/look-again.ts'
import { storedMemory } from '#src/article/memory.ts'
import type { Page } from '#src/article/page/page.ts'
import { tell } from '#src/article/tell.ts'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { approve } from '#src/desk/approve.ts'
import { wayOut } from '#src/desk/actions.ts'
import { articleById } from '#src/store/articles.ts'
import { partsOf } from '#src/store/deliveries.ts'
import { untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { addRevision } from '#src/store/revisions.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, states } from '#test/fixtures/lanes.ts'
import { newsArticle, pageOf } from '#test/fixtures/page.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const { signal } = new AbortController()
const VALIDATORS = { etag: '"1"', lastModified: null }

const titled = (headline: string, more: Partial<Page> = {}): Page => ({
  ...pageOf(`<title>${headline}</title>`),
  headline,
  ...more,
})

const SHUT = pageOf(
  '<title>The bridge</title>',
  '<p>Nobody walked across the new bridge on Friday, because it stays shut for now after the heavy rain.</p>',
)

const there = (page: Page): PageLook => ({ is: 'there', answer: { is: 'page', page, ...VALIDATORS } })

const ANYTHING: TextRules = { judge: () => null }

/** An article whose post waits; read from `page` where one is given. */
async function looking(
  look: PageLook | Error,
  page: Page | null = null,
  { cut = false, rules = ANYTHING }: { readonly cut?: boolean; readonly rules?: TextRules } = {},
) {
  const store = await ownStore()
  const clock = fakeClock()
  const { log, lines } = keptLog()
  const memory = storedMemory(store, clock)
  const added = await addedArticle(store, {
    state: 'routed',
    seen: NOON + 1,
    ...(page && { summary: null, title: cut ? 'The bridge…' : 'The bridge opens' }),
  })
  const { sentences, better, origins } = tell(added, { page, from: 'its page', recurring: new Set() })
  await store.write(async (writer) => {
    const told = { sentences: JSON.stringify(sentences), origins: JSON.stringify(origins) }
    const title = better.title ?? added.title
    await writer
      .updateTable('article')
      .set({ ...told, title })
      .execute()
  })
  if (page) await memory.keep(added, { is: 'page', page, ...VALIDATORS })
  const [part] = await addedDelivery(store)
  let told = 0
  const pages = {
    look: async () => {
      if (look instanceof Error) throw look
      return look
    },
  }
  const again = openLookAgain({
    store,
    clock,
    log,
    pagesOf: () => pages,
    rules,
    timezone: 'Europe/Kyiv',
    onChange: () => (told += 1),
  })
  const article = async () => (await articleById(store.read, 'article1'))!
  return { store, clock, part, lines, article, told: () => told, again: () => again('article1', signal) }
}

const marks = async (store: Store) =>
  store.read.selectFrom('article').select(['looked', 'gone']).executeTakeFirstOrThrow()

test.each<[string, PageLook, Page | null, string | null]>([
  ['that stands', { is: 'there', answer: { is: 'unchanged' } }, titled('A'), null],
  ['that nobody can see', { is: 'unseen' }, null, null],
  [
    'of which the server says that it is gone',
    { is: 'missing', status: 410 },
    null,
    'gone: its page is no longer there (410)',
  ],
  [
    'that was there and is not any more',
    { is: 'missing', status: 404 },
    titled('A'),
    'gone: its page is no longer there (404)',
  ],
  ['that nobody has seen yet', { is: 'missing', status: 404 }, null, 'missing: its page is not there (404)'],
  ['whose address leads to the front page', { is: 'front-page' }, null, 'missing: its address leads to the front page'],
])('of a page %s it is written down so', async (_, look, page, gone) => {
  const { store, again, article } = await looking(look, page)
  await again()
  expect(await marks(store)).toEqual({ looked: NOON, gone })
  expect([(await article()).state, await states(store)]).toEqual(['routed', ['article1 ready']])
})

test('a page that says the same in a new dress changes nothing', async () => {
  const { again, store, told } = await looking(there(titled('The bridge')), titled('The bridge'))
  await again()
  expect([await states(store), told()]).toEqual([['article1 ready'], 0])
})

test('a page whose story has changed has its article read and its post composed anew', async () => {
  const { again, store, article, told } = await looking(there(SHUT), titled('The bridge'))
  await again()
  expect(await states(store)).toEqual([])
  expect(await article()).toMatchObject({ state: 'seen', reason: 'changed: its page says something else by now' })
  expect(told()).toBe(1)
})

test('a headline that was the page’s own is taken over anew', async () => {
  const { again, article } = await looking(there(titled('The bridge stays shut')), titled('The bridge opens today'), {
    cut: true,
  })
  await again()
  expect(await article()).toMatchObject({ state: 'seen', title: 'The bridge stays shut' })
})

test('how a page differs from what was told of its article is shown without a trace', async () => {
  const page = titled('The bridge')
  const { store, clock, article } = await looking(there(SHUT), page)
  const memory = storedMemory(store, clock)
  const look = (of: PageLook) => ({ look: async () => of })
  const told = await article()
  const change = await changeOfPage(told, look(there(SHUT)), memory, signal)
  expect(change?.before).toEqual({ title: told.title, sentences: told.sentences })
  expect(change?.now.sentences.join(' ')).toContain('it stays shut for now')
  expect((await memory.recall('article1'))?.page).toEqual(page)
  for (const same of [there(page), { is: 'there', answer: { is: 'unchanged' } }, { is: 'unseen' }] as const)
    expect(await changeOfPage(told, look(same), memory, signal)).toBeNull()
})

test('what a person let go keeps its text', async () => {
  const { again, store, clock, part, article } = await looking(there(SHUT), titled('The bridge'))
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ state: 'held', reason: 'approve: waits' }).execute()
  })
  await approve({ store, clock, who: 'anna' }, part.delivery)
  await again()
  expect([(await article()).state, await states(store)]).toEqual(['routed', ['article1 ready']])
})

test('what the feed has edited since is composed from its newest words', async () => {
  const { again, store, article } = await looking({ is: 'there', answer: { is: 'unchanged' } })
  const words = { title: 'The bridge stays shut', summary: 'It rained.', content: null }
  await store.write((writer) => addRevision(writer, 'article1', words, NOON + MINUTE))
  await again()
  expect(await article()).toMatchObject({
    state: 'seen',
    title: 'The bridge stays shut',
    reason: 'changed: world says something else by now',
  })
})

test('a page that was given a date in the future puts its article under an embargo, and staff are told', async () => {
  const { again, store, article } = await looking(
    there(titled('The bridge', { published: NOON + HOUR })),
    titled('The bridge', { published: NOON }),
  )
  await again()
  expect(await article()).toMatchObject({ state: 'waiting', published: NOON + HOUR })
  expect(await states(store)).toEqual([])
  expect((await untold(store.read, 9))[0]?.text).toContain('An article waits (embargo: ')
})

test('what a person let go before the page was dated in the future is held with its text and told; a yes after that lets it go', async () => {
  const { again, store, clock, part, article } = await looking(
    there(titled('The bridge', { published: NOON + HOUR })),
    titled('The bridge', { published: NOON }),
  )
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ state: 'held', reason: 'approve: waits' }).execute()
  })
  const desk = { store, clock, who: 'anna' }
  await approve(desk, part.delivery)
  await again()
  expect(await article()).toMatchObject({ state: 'waiting', published: NOON + HOUR })
  const [held] = await partsOf(store.read, part.delivery)
  expect(held).toMatchObject({ state: 'held', text: part.text, published: NOON + HOUR })
  expect(wayOut(part.delivery, held!)).toContain(`Let it go: crier approve ${part.delivery}`)
  const [notice] = await untold(store.read, 9)
  expect(notice?.text).toContain('Held, though it had been let go: telegram-world. See: crier held')
  await approve(desk, part.delivery)
  await again()
  expect([(await article()).state, await states(store)]).toEqual(['waiting', ['article1 ready']])
})

/** What the channel makes of a word. */
const byWord = (word: string, to: 'held' | 'dropped'): TextRules => ({
  judge: (channel, _, page) => (page.includes(word) ? { to, why: `page-words: ${word}, for ${channel}` } : null),
})

test.each([
  ['held', 'feed alone', null],
  ['dropped', 'feed alone', null],
  ['held', 'page as it was', SHUT],
] as const)('by words of the page a post is %s that was composed from the %s', async (to, _, known) => {
  const more = [...SHUT.paragraphs, 'It is under embargo.']
  const rules = byWord('embargo', to)
  const { again, store, part, article } = await looking(there({ ...SHUT, paragraphs: more }), known, { rules })
  await again()
  expect(await partsOf(store.read, part.delivery)).toMatchObject([
    { state: to, reason: 'page-words: embargo, for telegram-world' },
  ])
  expect((await article()).state).toBe('routed')
  expect((await untold(store.read, 9))[0]?.text).toContain(`A post for telegram-world is ${to} (page-words: embargo`)
})

test('what a person let go goes whatever words its page has, and so does what has none of them', async () => {
  const { again, store, clock, part } = await looking(there(SHUT), null, { rules: byWord('rain', 'held') })
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ state: 'held', reason: 'approve: waits' }).execute()
  })
  await approve({ store, clock, who: 'anna' }, part.delivery)
  await again()
  const other = await looking(there(SHUT), null, { rules: byWord('embargo', 'held') })
  await other.again()
  for (const each of [store, other.store]) expect(await states(each)).toEqual(['article1 ready'])
})

/** What a page says whose article was told from its feed alone, published at NOON. */
const declaring = (datePublished: string, head = '', before = ''): PageLook =>
  there(pageOf(`<title>The bridge</title>${newsArticle({ datePublished })}${head}`, before))

test.each([
  ['a moment in the future', declaring('2026-05-20T18:07:00+03:00'), '2026-05-20T15:07:00.000Z'],
  ['UTC, hours later', declaring('2026-05-20T20:00:00Z'), '2026-05-20T20:00:00.000Z'],
  ['a zone, an hour and a quarter later', declaring('2026-05-20T16:15:00+03:00'), '2026-05-20T13:15:00.000Z'],
  ['another day', declaring('2026-05-25'), '2026-05-25T00:00:00.000Z'],
  ['another day without a zone', declaring('2026-05-22T06:00'), '2026-05-22T06:00:00.000Z'],
  [
    'a time without a zone, in that of its other times',
    declaring('2026-05-20T18:07', '<meta property="article:modified_time" content="2026-05-20T11:00:00+03:00">'),
    '2026-05-20T15:07:00.000Z',
  ],
])('a page that declares %s puts its article under an embargo that its feed alone told', async (_, look, until) => {
  const { again, store, part, clock, article } = await looking(look)
  const desk = { store, clock, who: 'anna' }
  await store.write(async (writer) => {
    await writer.updateTable('part').set({ state: 'held', reason: 'approve: waits' }).execute()
  })
  await approve(desk, part.delivery)
  await again()
  const dated = { published: Date.parse(until), origins: { date: 'its page' } }
  expect(await article()).toMatchObject({ state: 'waiting', ...dated })
  expect(await partsOf(store.read, part.delivery)).toMatchObject([
    { state: 'held', reason: expect.stringMatching(/^embargo: /) },
  ])
  // What was let go knowing that, or has waited for it, goes.
  await approve(desk, part.delivery)
  await store.write((writer) => writer.updateTable('article').set({ state: 'routed' }).execute())
  await again()
  expect([(await article()).state, await states(store)]).toEqual(['routed', ['article1 ready']])
})

const pageDated = (datePublished: string): Page => titled('The bridge', pageOf(newsArticle({ datePublished })))

test('a page that had a date in the future all along puts its article under an embargo that was told without it', async () => {
  const page = pageDated('2026-05-20T18:07:00+03:00')
  const { again, store, article } = await looking(there(page), page)
  await again()
  expect(await article()).toMatchObject({ state: 'waiting', published: NOON + 3 * HOUR + 7 * MINUTE })
  // It has waited for that.
  await store.write((writer) => writer.updateTable('article').set({ state: 'routed' }).execute())
  await addedDelivery(store, { channel: 'other' })
  await again()
  expect((await article()).state).toBe('routed')
})

test.each([
  ['the feed’s own date', '2026-05-20T12:00:00Z'],
  ['its local time for UTC', '2026-05-20T15:00:00Z'],
])('a page that had %s all along keeps nothing', async (_, date) => {
  const { again, article } = await looking(there(pageDated(date)), pageDated(date))
  await again()
  expect((await article()).state).toBe('routed')
})

test.each([
  ['the past', declaring('2026-05-20T11:00:00Z')],
  ['a few minutes ahead, by another clock', declaring('2026-05-20T12:08:00Z')],
  ['its local time, without a zone', declaring('2026-05-20T23:47')],
  ['the newsroom’s local time, written for UTC', declaring('2026-05-20T15:00:00Z')],
  ['its local time in UTC, written for its zone', declaring('2026-05-20T12:00:00-05:00')],
  ['the newsroom’s local time, written for its zone', declaring('2026-05-20T15:00:00+01:00')],
  ['today', declaring('2026-05-20')],
  ['the day of the east', declaring('2026-05-21')],
  [
    'two dates, of which one is past',
    declaring('2026-05-25', '<meta property="article:published_time" content="2026-05-20T12:00Z">'),
  ],
  [
    'nothing, and tells of an event',
    there(
      pageOf('<title>The bridge</title>', '<h1>The bridge</h1><time datetime="2026-06-01T18:00Z">1 June 2026</time>'),
    ),
  ],
])('a page that declares %s keeps no article that its feed alone told', async (_, look) => {
  const { again, store, article } = await looking(look)
  await again()
  expect([(await article()).state, await states(store)]).toEqual(['routed', ['article1 ready']])
})

test('a look that breaks keeps no post, and is told in the log', async () => {
  const { again, store, lines } = await looking(new Error('it breaks'))
  await again()
  expect(await marks(store)).toEqual({ looked: NOON, gone: null })
  expect(lines.map(({ event }) => event)).toEqual(['a second look failed'])
})
