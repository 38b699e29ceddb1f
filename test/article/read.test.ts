import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import type { Pages } from '#src/article/fetch-page.ts'
import type { Page } from '#src/article/page/page.ts'
import { startReading } from '#src/article/read.ts'
import type { FeedPages } from '#src/article/tell.ts'
import { articleById } from '#src/store/articles.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { NOON, addedArticle, ownStore } from '#test/fixtures/stored.ts'

function reading(store: Store, pages: Pages | null = null, isAsked: FeedPages['isAsked'] = () => false) {
  const clock = fakeClock()
  const { log, lines } = keptLog()
  let read = 0
  const loop = startReading({
    store,
    clock,
    log,
    pagesOf: () => pages && { pages, isAsked },
    timezone: 'Europe/Kyiv',
    onRead: () => (read += 1),
  })
  onTestFinished(() => loop[Symbol.asyncDispose]())
  return { clock, loop, lines, told: () => read }
}

test('a new article is read: whole sentences, ready for posts', async () => {
  const store = await ownStore()
  await addedArticle(store)
  const { clock, told } = reading(store)
  await clock.asleep(1)
  expect(await articleById(store.read, 'article1')).toMatchObject({
    state: 'read',
    reason: 'read: 2 sentences from the feed',
    sentences: ['It took nine years.', 'It is 900 m long.'],
  })
  expect(told()).toBe(1)
})

test('what is old, routed or aside is left alone', async () => {
  const store = await ownStore()
  for (const state of ['old', 'routed', 'aside', 'read'] as const) await addedArticle(store, { id: state, state })
  const { clock, told } = reading(store)
  await clock.advance(HOUR, 1)
  for (const state of ['old', 'routed', 'aside', 'read']) {
    expect((await articleById(store.read, state))?.state).toBe(state)
  }
  expect(told()).toBe(0)
})

test('more articles than one look takes are all read without a wait', async () => {
  const store = await ownStore()
  for (let index = 0; index < 150; index++) await addedArticle(store, { id: `article${index}` })
  const { clock } = reading(store)
  await clock.asleep(1)
  const left = await store.read.selectFrom('article').select('id').where('state', '<>', 'read').execute()
  expect(left).toEqual([])
  expect(clock.monotonic()).toBe(0)
})

test('an embargo ends at its time, not before, with both decisions in the history', async () => {
  const store = await ownStore()
  await addedArticle(store, { state: 'waiting', reason: 'embargo: dated later', published: NOON + HOUR })
  const { clock } = reading(store)
  await clock.advance(HOUR - 1, 1)
  expect((await articleById(store.read, 'article1'))?.state).toBe('waiting')
  await clock.advance(MINUTE, 1)
  expect((await historyOf(store.read, 'article1')).map(({ became, why }) => `${became} ${why}`)).toEqual([
    'waiting embargo: dated later',
    'seen embargo: its time has come',
    'read read: 2 sentences from the feed',
  ])
})

test('an article that breaks the stage twice is set aside and told; the others go on', async () => {
  const store = await ownStore()
  await addedArticle(store, { id: 'poison', published: NOON - 1 })
  await addedArticle(store, { id: 'fine' })
  await sql`create trigger poison before update of state on article when new.id = 'poison' and new.state = 'read'
    begin select raise(abort, 'it cannot be digested'); end`.execute(store.read)
  const { clock, lines } = reading(store)
  await clock.asleep(1)
  expect((await articleById(store.read, 'fine'))?.state).toBe('read')
  await clock.advance(5 * MINUTE, 1)
  const aside = await articleById(store.read, 'poison')
  expect(aside).toMatchObject({
    state: 'aside',
    reason: 'aside: it broke reading twice, it cannot be digested (ERR_SQLITE_ERROR)',
  })
  expect(lines.map(({ level, about }) => [level, about.article, about['tries']])).toEqual([
    ['error', 'poison', 1],
    ['error', 'poison', 2],
    ['error', 'poison', undefined],
  ])
})

const PAGE: Page = {
  headline: 'The bridge opens on Friday',
  standfirsts: [
    {
      text: 'Nine years of building end with a walk across the river.',
      shown: true,
      from: 'the standfirst on its page',
    },
  ],
  paragraphs: ['The bridge was built in nine years.'],
  canonical: null,
  language: 'en',
  authors: ['B. Reporter'],
  section: 'City',
  tags: ['bridges'],
  published: NOON - HOUR,
  earliest: null,
  zone: null,
  day: null,
  modified: null,
  picture: { url: 'https://news.example.com/a.jpg', type: null, width: 1200, height: 630, alt: 'The bridge' },
  flags: ['opinion'],
}

const answering = (answers: Readonly<Record<string, Page>>, asked: string[]): Pages => ({
  async read(url) {
    asked.push(url)
    const page = answers[url]
    return page
      ? { is: 'page', page, etag: '"1"', lastModified: null }
      : { is: 'no-page', why: 'its server answered 404' }
  },
})

test('where rules go by what only the page tells, it is read however much the feed gives', async () => {
  const store = await ownStore()
  const { url } = await addedArticle(store)
  const asked: string[] = []
  const { clock } = reading(store, answering({ [url]: PAGE }, asked), () => true)
  await clock.asleep(1)
  expect(asked).toContain(url)
  expect(await articleById(store.read, 'article1')).toMatchObject({ flags: ['opinion'], section: 'City' })
})

test('where the feed gives only a title, its page is read once, and says what the feed left out', async () => {
  const store = await ownStore()
  const bare = { summary: null, language: null, authors: [], categories: [], pictures: [] }
  const { url } = await addedArticle(store, bare)
  const asked: string[] = []
  const { clock } = reading(store, answering({ [url]: PAGE }, asked))
  await clock.asleep(1)
  expect(await articleById(store.read, 'article1')).toMatchObject({
    reason: 'read: 1 sentences from its page',
    sentences: ['Nine years of building end with a walk across the river.'],
    language: 'en',
    authors: ['B. Reporter'],
    categories: ['City', 'bridges'],
    section: 'City',
    tags: ['bridges'],
    flags: ['opinion'],
    pictures: [{ alt: 'The bridge' }],
    published: NOON - HOUR,
  })
  expect(asked).toEqual([url])
})

test('a logo or an author’s face in the feed’s text is no picture: its page’s goes, and none where that is not read', async () => {
  const named = (path: string) => ({
    url: `https://news.example.com${path}`,
    type: null,
    width: null,
    height: null,
    alt: null,
  })
  const pictures = [named('/images/logo.png'), named('/avatars/rook.jpg')]
  const store = await ownStore()
  const { url } = await addedArticle(store, { pictures, summary: null })
  await addedArticle(store, { id: 'article2', pictures: [...pictures, named('/harbour.jpg')], url: '' })
  const { clock } = reading(store, answering({ [url]: PAGE }, []))
  await clock.asleep(1)
  expect((await articleById(store.read, 'article1'))?.pictures).toMatchObject([{ alt: 'The bridge' }])
  expect((await articleById(store.read, 'article2'))?.pictures).toEqual([named('/harbour.jpg')])
})

test.each([
  ['a future moment', { published: NOON + 5 * HOUR, earliest: NOON + 5 * HOUR, zone: 0 }, NOON + 5 * HOUR],
  ['the newsroom’s local time for UTC', { published: NOON + 3 * HOUR, earliest: NOON + 3 * HOUR, zone: 0 }, NOON],
  ['a day that may be over', { published: NOON + 9 * HOUR, earliest: NOON - 5 * HOUR }, NOON],
  ['nothing', { published: NOON + 5 * HOUR }, NOON],
] as const)('a page that declares %s dates its article %#', async (_, dates, published) => {
  const store = await ownStore()
  const { url } = await addedArticle(store, { summary: null, seen: NOON + 1 })
  const { clock } = reading(store, answering({ [url]: { ...PAGE, ...dates } }, []))
  await clock.asleep(1)
  const date = published === NOON ? 'the feed' : 'its page'
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'read', published, origins: { date } })
})

test('read once more from its feed alone, an article keeps the date that its page gave it, and whose it is', async () => {
  const store = await ownStore()
  await addedArticle(store, { published: NOON + 5 * HOUR, seen: NOON + 1 })
  const origins = JSON.stringify({ title: 'the feed', date: 'its page' })
  await store.write((writer) => writer.updateTable('article').set({ origins }).execute())
  const { clock } = reading(store)
  await clock.asleep(1)
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'read', origins: { date: 'its page' } })
})

test.each([
  ['past what a zone explains', 5 * HOUR, true],
  ['as a zone may explain', 2 * HOUR, false],
])('without a date of the feed’s, a page’s date in the future counts %s', async (_, ahead, waits) => {
  const store = await ownStore()
  const { url } = await addedArticle(store, { summary: null })
  const at = NOON + ahead
  const { clock } = reading(store, answering({ [url]: { ...PAGE, published: at, earliest: at, zone: 0 } }, []))
  await clock.asleep(1)
  expect((await articleById(store.read, 'article1'))?.published).toBe(waits ? at : NOON)
})

test('a page’s day without a year makes an article older than its first sight, never fresher', async () => {
  const store = await ownStore()
  // 20 May 2026 is the day of the first sight.
  const days = { older: { month: 5, day: 19 }, later: { month: 5, day: 21 } }
  const answers: Record<string, Page> = {}
  for (const [id, day] of Object.entries(days)) {
    const { url } = await addedArticle(store, { id, summary: null })
    answers[url] = { ...PAGE, published: null, day: { ...day, minute: 0, zone: null } }
  }
  const { clock } = reading(store, answering(answers, []))
  await clock.asleep(1)
  expect((await articleById(store.read, 'older'))?.published).toBe(Date.UTC(2026, 4, 19))
  expect((await articleById(store.read, 'later'))?.published).toBe(Date.UTC(2025, 4, 21))
})

test('an article whose page gives the address of a known one is that one, and never posted itself', async () => {
  const store = await ownStore()
  const { url } = await addedArticle(store, { id: 'known', state: 'routed' })
  const amp = await addedArticle(store, { id: 'amp', summary: null })
  const { clock } = reading(store, answering({ [amp.url]: { ...PAGE, canonical: url } }, []))
  await clock.asleep(1)
  expect(await articleById(store.read, 'amp')).toMatchObject({
    state: 'old',
    reason: `same: its page gives the address of ${url}, which is known`,
  })
  expect((await articleById(store.read, 'known'))?.state).toBe('routed')
})

test('a feed that gives a whole summary costs no request', async () => {
  const store = await ownStore()
  await addedArticle(store)
  const asked: string[] = []
  const { clock } = reading(store, answering({}, asked))
  await clock.asleep(1)
  expect(asked).toEqual([])
})

test('where the page cannot be had the post goes out from the feed’s own words, with the reason', async () => {
  const store = await ownStore()
  await addedArticle(store, { summary: 'It took nine years. The mayor said that…' })
  const { clock } = reading(store, answering({}, []))
  await clock.asleep(1)
  expect(await articleById(store.read, 'article1')).toMatchObject({ state: 'read', sentences: ['It took nine years.'] })
  await addedArticle(store, { id: 'article2', summary: null })
  await clock.advance(MINUTE, 1)
  expect((await articleById(store.read, 'article2'))?.reason).toBe(
    'read: 0 sentences from the feed, as its page could not be read: its server answered 404',
  )
})

test('three older pages of the site are read before its first post, and what recurs over them reaches none', async () => {
  const store = await ownStore()
  const slogan = 'Follow us for the best news of the city every day.'
  const answers: Record<string, Page> = {}
  for (const [index, id] of ['old1', 'old2', 'old3', 'old4'].entries()) {
    const title = `${['Rain', 'Snow', 'Hail', 'Fog'][index]} is on its way`
    const { url } = await addedArticle(store, { id, title, state: 'old', published: NOON - HOUR * (index + 1) })
    answers[url] = { ...PAGE, standfirsts: [], paragraphs: [slogan, `Something else number ${index} happened here.`] }
  }
  const { url } = await addedArticle(store, { id: 'new', summary: null })
  answers[url] = {
    ...PAGE,
    standfirsts: [{ text: slogan, shown: true, from: 'the standfirst on its page' }],
    paragraphs: [slogan, 'A ferry sank in the bay.'],
  }
  const asked: string[] = []
  const { clock } = reading(store, answering(answers, asked))
  await clock.asleep(1)
  expect((await articleById(store.read, 'new'))?.sentences).toEqual(['A ferry sank in the bay.'])
  expect(asked.map((each) => each.slice(each.lastIndexOf('/') + 1)).toSorted()).toEqual(['new', 'old1', 'old2', 'old3'])
})

test('every new article of a site waits for what recurs on it, not only the first', async () => {
  const store = await ownStore()
  const slogan = 'Follow us for the best news of the city every day.'
  const answers: Record<string, Page> = {}
  const add = async (id: string, state: 'old' | 'seen'): Promise<void> => {
    const { url } = await addedArticle(store, { id, state, summary: null, title: `The story ${id} of the day` })
    const paragraphs = [slogan, `A ferry called ${id} sank in the bay.`]
    answers[url] = { ...PAGE, standfirsts: [], paragraphs, canonical: null }
  }
  for (const id of ['old1', 'old2', 'old3']) await add(id, 'old')
  for (const id of ['new1', 'new2']) await add(id, 'seen')
  const answered = answering(answers, [])
  const asked = { new: 0 }
  const both = Promise.withResolvers<void>()
  const pages: Pages = {
    async read(url, since, signal) {
      if (url.includes('new') && (asked.new += 1) === 2) both.resolve()
      // The old pages come last.
      if (url.includes('old')) await both.promise
      return answered.read(url, since, signal)
    },
  }
  const { clock } = reading(store, pages)
  await clock.asleep(1)
  for (const id of ['new1', 'new2']) {
    expect((await articleById(store.read, id))?.sentences).toEqual([`A ferry called ${id} sank in the bay.`])
  }
})

const INVITATION = '<p>Want more news like this? Subscribe to our newsletter.</p>'
const REST = '<p>The council will meet on Friday to decide what is to be done about it, and when.</p>'.repeat(8)
const TOLD: Readonly<Record<string, string>> = {
  'Ferry runs aground': 'A vessel with 212 people aboard lies on the rocks.',
  'Library reopens': 'Readers may borrow books again from May.',
  'Fares rise': 'A ticket will cost 20p more.',
  'Pub is sold': 'A brewer from the coast bought the Anchor.',
}

test('what recurs over the articles of a feed that gives their text is learnt too, and reaches no post', async () => {
  const store = await ownStore()
  for (const [title, text] of Object.entries(TOLD)) {
    const content = `${INVITATION}<p>${text}</p>${REST}`
    await addedArticle(store, { id: title, title, summary: null, content })
  }
  const { clock } = reading(store, answering({}, []))
  await clock.asleep(1)
  for (const [title, text] of Object.entries(TOLD)) {
    expect((await articleById(store.read, title))?.sentences[0]).toEqual(text)
  }
})

test('a story that goes on keeps its lead: what only its updates share is no line of the site’s', async () => {
  const store = await ownStore()
  const lead = 'A ship with 212 people aboard has run aground near Tarnholm, the coast guard has said.'
  const answers: Record<string, Page> = {}
  const titles = ['Ferry runs aground near Tarnholm', 'Ferry aground near Tarnholm: three hurt']
  for (const [index, title] of [...titles, 'Passengers taken off ferry near Tarnholm'].entries()) {
    const { url } = await addedArticle(store, { id: `update${index}`, title, summary: null })
    const paragraphs = [lead, `It was the ${index + 1}th accident of the year.`]
    answers[url] = { ...PAGE, standfirsts: [], paragraphs, canonical: null }
  }
  const { clock } = reading(store, answering(answers, []))
  await clock.asleep(1)
  for (const id of ['update0', 'update1', 'update2']) {
    expect((await articleById(store.read, id))?.sentences[0]).toBe(lead)
  }
})

test('being stopped while pages are read is no fault of the articles: they are read at the next start', async () => {
  const store = await ownStore()
  for (const id of ['one', 'two']) await addedArticle(store, { id, summary: null })
  const asked = Promise.withResolvers<void>()
  const stuck: Pages = {
    async read(_url, _since, signal) {
      asked.resolve()
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      signal.throwIfAborted()
      throw new Error('it was not stopped')
    },
  }
  const { loop, lines } = reading(store, stuck)
  await asked.promise
  await loop[Symbol.asyncDispose]()
  const rows = await store.read.selectFrom('article').select(['state', 'failures']).execute()
  expect(rows).toEqual([
    { state: 'seen', failures: 0 },
    { state: 'seen', failures: 0 },
  ])
  expect(lines).toEqual([])
})
