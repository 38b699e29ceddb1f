import { expect, onTestFinished, test } from 'vitest'
import { DAY, type Millis } from '#src/base/clock.ts'
import type { Pages } from '#src/article/fetch-page.ts'
import { startReading } from '#src/article/read.ts'
import { articleById } from '#src/store/articles.ts'
import { untold } from '#src/store/notices.ts'
import { openQuestions, questionedBy } from '#src/store/questions.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { BLANK_PAGE } from '#src/article/page/page.ts'
import { NOON, addedArticle, ownStore } from '#test/fixtures/stored.ts'

const pagesDated = (published: Millis | null): Pages => ({
  async read() {
    return { is: 'page', page: { ...BLANK_PAGE, published }, etag: null, lastModified: null }
  },
})

async function readWith(store: Store, pages: Pages | null): Promise<void> {
  const clock = fakeClock()
  const { log } = keptLog()
  const loop = startReading({
    store,
    clock,
    log,
    pagesOf: () => pages && { pages, isAsked: () => false },
    timezone: 'UTC',
    onRead: () => {},
  })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  await clock.asleep(1)
}

const UNDATED = { reason: 'undated: first seen in world without a date' }

test('an article without a date has the date of its page, though its feed gives enough to read', async () => {
  const store = await ownStore()
  await addedArticle(store, UNDATED)
  await readWith(store, pagesDated(NOON - DAY))
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'read', published: NOON - DAY })
})

test('one that is news at first sight is still as old as its page says', async () => {
  const store = await ownStore()
  await addedArticle(store, { reason: 'undated-news: first seen in world without a date' })
  await readWith(store, pagesDated(NOON - DAY))
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'read', published: NOON - DAY })
})

test('one that is news at first sight goes without a date of its page', async () => {
  const store = await ownStore()
  await addedArticle(store, { reason: 'undated-news: first seen in world without a date' })
  await readWith(store, pagesDated(null))
  expect((await articleById(store.read, 'article1'))?.state).toBe('read')
})

test.each([
  ['whose pages have none either', pagesDated(null)],
  ['whose pages may not be read', null],
])('articles without a date %s are one question, told once', async (_, pages) => {
  const store = await ownStore()
  for (const id of ['a', 'b', 'c']) await addedArticle(store, { ...UNDATED, id })
  await readWith(store, pages)
  const [question] = await openQuestions(store.read)
  expect(await questionedBy(store.read, question!.id)).toHaveLength(3)
  expect(await articleById(store.read, 'b')).toMatchObject({
    state: 'waiting',
    reason: `undated: neither world nor its page has a date; asked as ${question!.id}`,
  })
  const notices = await untold(store.read, 10)
  expect(notices.map(({ text }) => text)).toEqual([expect.stringMatching(/^3 articles from world without a date/)])
})
