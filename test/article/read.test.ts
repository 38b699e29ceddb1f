import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { startReading } from '#src/article/read.ts'
import { articleById } from '#src/store/articles.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog } from '#test/fixtures/lanes.ts'
import { NOON, addedArticle, ownStore } from '#test/fixtures/stored.ts'

function reading(store: Store) {
  const clock = fakeClock()
  const { log, lines } = keptLog()
  let read = 0
  const loop = startReading({ store, clock, log, onRead: () => (read += 1) })
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
  expect(aside).toMatchObject({ state: 'aside', reason: 'aside: it broke reading twice, it cannot be digested (ERR_SQLITE_ERROR)' })
  expect(lines.map(({ level, about }) => [level, about.article, about['tries']])).toEqual([
    ['error', 'poison', 1],
    ['error', 'poison', 2],
    ['error', 'poison', undefined],
  ])
})
