import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { forgetOld } from '#src/article/forget.ts'
import { DAY, type Millis } from '#src/base/clock.ts'
import type { PartState } from '#src/records.ts'
import { articleByKeys, moveArticle } from '#src/store/articles.ts'
import { note } from '#src/store/history.ts'
import { addLikeness } from '#src/store/identity.ts'
import { rememberFeed, unseenFeed } from '#src/store/feeds.ts'
import { noteShown } from '#src/store/memory.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { rememberPage } from '#src/store/pages.ts'
import { addRevision } from '#src/store/revisions.ts'
import { logCall, logOutcome } from '#src/store/sends.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const never = new AbortController().signal
const forget = (store: Store, now: Millis) => forgetOld(store, now, 30 * DAY, never)

/** An article with everything that an article leaves behind, first seen at `at`. */
async function lived(store: Store, id: string, at: Millis, state: PartState = 'sent'): Promise<string> {
  const content = `<p>${`A long story about ${id}. `.repeat(80)}</p>`
  await addedArticle(store, { id, state: 'routed', seen: at, published: at, summary: 'In short.', content })
  const [part] = await addedDelivery(store, { article: id, published: at })
  await store.write(async (writer) => {
    await addLikeness(writer, id, [`title:${id}`])
    await rememberPage(writer, {
      article: id,
      url: `https://news.example.com/${id}`,
      at,
      etag: null,
      lastModified: null,
      read: content,
    })
    await addRevision(writer, id, { title: 'New', summary: null, content }, at)
    const call = await logCall(writer, { part: part.id, account: part.account, place: '1', at, usd: 0.2 })
    await logOutcome(writer, call, { is: 'sent', ref: { id, url: null } }, at)
    const changed = { state, changed: at, ref_id: id, ref_url: `https://t.example/${id}` }
    await writer.updateTable('part').set(changed).where('id', '=', part.id).execute()
    const about = { at, article: id, delivery: part.delivery, was: 'held', became: 'held' }
    await note(writer, { ...about, why: 'edit: its text', who: 'olena', earlier: 'Old words' })
  })
  return part.id
}

const partOf = (store: Store, id: string) =>
  store.read.selectFrom('part').selectAll().where('id', '=', id).executeTakeFirst()
const rows = async (store: Store, table: 'article' | 'identity' | 'send_log' | 'revision' | 'page' | 'part') =>
  (await store.read.selectFrom(table).selectAll().execute()).length

test('after a month the texts go; names, attempts, where it stands and what people did stay', async () => {
  const store = await ownStore()
  const part = await lived(store, 'a', NOON)
  expect(await forget(store, NOON + 29 * DAY)).toEqual({ pages: 0, texts: 0, articles: 0 })
  expect(await forget(store, NOON + 31 * DAY)).toEqual({ pages: 1, texts: 1, articles: 0 })
  expect(await articleByKeys(store.read, ['url:news.example.com/a'])).toMatchObject({
    title: 'The bridge opens on Friday',
    summary: null,
    content: null,
    state: 'routed',
  })
  expect(await partOf(store, part)).toMatchObject({
    text: '',
    bytes: '{}',
    state: 'sent',
    ref_url: 'https://t.example/a',
  })
  expect([await rows(store, 'send_log'), await rows(store, 'revision'), await rows(store, 'page')]).toEqual([1, 0, 0])
  const told = await store.read.selectFrom('history').select(['who', 'why', 'earlier']).execute()
  expect(told).toEqual([{ who: 'olena', why: 'edit: its text', earlier: null }])
  expect(await forget(store, NOON + 32 * DAY)).toEqual({ pages: 0, texts: 0, articles: 0 })
})

test.each(['ready', 'held', 'unknown', 'refused', 'sending'] as const)(
  'nothing is forgotten of a post that is %s, however long',
  async (state) => {
    const store = await ownStore()
    const part = await lived(store, 'a', NOON, state)
    await forget(store, NOON + 900 * DAY)
    expect(await partOf(store, part)).toMatchObject({ text: 'The bridge opens on Friday' })
    expect(await articleByKeys(store.read, ['url:news.example.com/a'])).toMatchObject({ summary: 'In short.' })
  },
)

test('an article that waits, or is on its way, is not forgotten, and one that was posted again lately is not yet', async () => {
  const store = await ownStore()
  for (const state of ['seen', 'waiting', 'read'] as const) await addedArticle(store, { id: state, state })
  const part = await lived(store, 'a', NOON)
  await store.write((writer) =>
    writer
      .updateTable('part')
      .set({ changed: NOON + 899 * DAY })
      .where('id', '=', part)
      .execute(),
  )
  expect(await forget(store, NOON + 900 * DAY)).toMatchObject({ texts: 0, articles: 0 })
})

test('what is read again after it was forgotten is forgotten again', async () => {
  const store = await ownStore()
  const article = await addedArticle(store, { state: 'routed' })
  await forget(store, NOON + 31 * DAY)
  const at = NOON + 31 * DAY
  await store.write((writer) => moveArticle(writer, article, { to: 'seen', why: 'post: asked for', at }))
  await store.write((writer) =>
    moveArticle(writer, { ...article, state: 'seen' }, { to: 'read', why: 'read: x', at, sentences: ['Again.'] }),
  )
  await store.write((writer) =>
    moveArticle(writer, { ...article, state: 'read' }, { to: 'routed', why: 'route: x', at }),
  )
  expect(await forget(store, NOON + 32 * DAY)).toMatchObject({ texts: 1 })
})

test('answered questions and told notices go after a month, actions about nothing else after two years', async () => {
  const store = await ownStore()
  const counts = async () => {
    const tables = ['question', 'notice', 'history'] as const
    return Promise.all(tables.map(async (table) => (await store.read.selectFrom(table).selectAll().execute()).length))
  }
  await store.write(async (writer) => {
    const asked = { feed: 'world', kind: 'burst', asked: NOON, usual: 1, who: null } as const
    await writer
      .insertInto('question')
      .values({ id: 'open', ...asked, answer: null, answered: null })
      .execute()
    await writer
      .insertInto('question')
      .values({ id: 'done', ...asked, answer: 'drop', answered: NOON })
      .execute()
    await addNotice(writer, 'told', NOON)
    await writer.updateTable('notice').set({ told: NOON }).execute()
    await addNotice(writer, 'untold', NOON)
    const paused = { was: 'all runs', became: 'all paused', why: 'pause: asked for', who: 'olena' }
    await note(writer, { at: NOON, article: null, delivery: null, ...paused })
  })
  await forget(store, NOON + 31 * DAY)
  expect(await counts()).toEqual([1, 1, 1])
  await forget(store, NOON + 761 * DAY)
  expect(await counts()).toEqual([1, 1, 0])
})

test('years of articles take no more room than two years of their names; what a feed shows all the time stays known', async () => {
  const store = await ownStore()
  await lived(store, 'evergreen', NOON)
  const sizes: number[] = []
  const MONTHS = 42
  for (let month = 0; month < MONTHS; month++) {
    const start = NOON + month * 30 * DAY
    for (let number = 0; number < 40; number++)
      await lived(store, `${month}-${number}`, start + (number * 30 * DAY) / 40)
    await store.write((writer) => noteShown(writer, ['evergreen'], start, 30 * DAY - 1))
    await forget(store, start + 30 * DAY)
    sizes.push(store.size())
  }
  const known = async (id: string) => (await articleByKeys(store.read, [`url:news.example.com/${id}`])) !== undefined
  expect(await known('evergreen')).toBe(true)
  expect(await known(`${MONTHS - 23}-0`)).toBe(true)
  expect(await known(`${MONTHS - 30}-0`)).toBe(false)
  // Two years and a month of names, and the texts of a month.
  expect(await rows(store, 'article')).toBeLessThan(26 * 40 + 1)
  expect(await rows(store, 'send_log')).toBe(await rows(store, 'part'))
  expect(sizes.at(-1)!).toBeLessThan(sizes[26]! * 1.1)
  // A text of 2 kB stands in an article four times; a name takes a fraction of one.
  expect((sizes[20]! - sizes[8]!) / (12 * 40)).toBeLessThan(2_500)
})

test('a feed that is read, and has brought nothing new for years, may show its articles still: none is forgotten', async () => {
  const store = await ownStore()
  await lived(store, 'still', NOON)
  const now = NOON + 900 * DAY
  const memory = { ...unseenFeed('https://news.example.com/rss'), baseline: NOON, okAt: now }
  await store.write((writer) => rememberFeed(writer, 'world', memory))
  expect(await forget(store, now)).toMatchObject({ articles: 0 })
  await lived(store, 'newer', now - DAY)
  expect(await forget(store, now)).toMatchObject({ articles: 1 })
})

test('what is to be forgotten is found without looking through years of articles', async () => {
  const store = await ownStore()
  const plans = async (condition: string) => {
    const { rows: steps } = await sql<{ detail: string }>`explain query plan select id from article
      where ${sql.raw(condition)} < 1 and state not in ('seen') order by ${sql.raw(condition.split(' ').at(-1)!)} limit 5`.execute(
      store.read,
    )
    return steps.map(({ detail }) => detail).join()
  }
  expect(await plans('kept = 1 and seen')).toContain('USING INDEX article_by_kept')
  expect(await plans('shown')).toContain('USING INDEX article_by_shown')
})
