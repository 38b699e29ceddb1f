import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '#src/base/clock.ts'
import { untold } from '#src/store/notices.ts'
import { tellQuestion, wordQuestion } from '#src/store/question-words.ts'
import { noteAnswer, openQuestions, questionById, questionedBy, questionFor } from '#src/store/questions.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

const MANY = Array.from({ length: 38 }, (_, index) => ({ id: `a${index}`, title: `Story ${index}` }))

test('a feed is asked about once at a time, by kind, and again when that is answered', async () => {
  const store = await ownStore()
  const { id } = await askedAbout(store, MANY)
  const ask = (kind: 'burst' | 'undated') =>
    store.write((writer) => questionFor(writer, { feed: 'world', kind, asked: NOON + 1, usual: 9 }))
  expect(await ask('burst')).toMatchObject({ question: { id, asked: NOON, usual: 2 }, isNew: false })
  expect((await ask('undated')).isNew).toBe(true)
  await store.write((writer) => noteAnswer(writer, id, 'drop', { who: 'olena', at: NOON + 2 }))
  expect(await questionById(store.read, id)).toMatchObject({ answer: 'drop' })
  expect((await ask('burst')).isNew).toBe(true)
  expect((await openQuestions(store.read)).map(({ kind }) => kind).toSorted()).toEqual(['burst', 'undated'])
})

test('a burst is worded with how many came, how many are usual, the newest of them, and how to answer', async () => {
  const store = await ownStore()
  const question = await askedAbout(store, MANY)
  expect(wordQuestion(question, await questionedBy(store.read, question.id))).toBe(
    `38 articles at once from world, usual 2: post, drop, or the newest 3?
· Story 0
· Story 1
· Story 2
· and 35 more
crier answer ${question.id} post | drop | newest 3`,
  )
})

test('what came while Crier was away is worded with how far back it goes', async () => {
  const store = await ownStore()
  const question = await askedAbout(store, MANY, { feed: null, kind: 'absence', asked: NOON + 5 * HOUR })
  expect(wordQuestion(question, await questionedBy(store.read, question.id))).toMatch(
    /^38 articles from world of the last \d h, while Crier was away: post, drop, or the newest 3\?\n/,
  )
  const other = await ownStore()
  const soon = { feed: null, kind: 'absence', asked: NOON + 90 * MINUTE } as const
  for (const feed of ['world', 'sport']) await askedAbout(other, [{ id: `${feed} x` }], soon, feed)
  const few = (await openQuestions(other.read))[0]!
  const words = async () => wordQuestion(few, await questionedBy(other.read, few.id))
  expect(await words()).toMatch(/^2 articles from sport, world of the last 90 min,/)
  for (const feed of ['city', 'arts']) await askedAbout(other, [{ id: `${feed} x` }], soon, feed)
  expect(await words()).toMatch(/^4 articles from 4 feeds of the last/)
})

test('a single article is not asked about as if it were many', async () => {
  const store = await ownStore()
  const question = await askedAbout(store, MANY.slice(0, 1), { kind: 'reissue' })
  expect(wordQuestion(question, await questionedBy(store.read, question.id))).toBe(
    `1 article from world that stood there before under other names, issued again or rewritten: post or drop?
· Story 0
crier answer ${question.id} post | drop`,
  )
})

test.each([
  [1, '1 article from world under the guid or address of another: rewritten, or new: post or drop?'],
  [2, '2 articles from world under guids or addresses of others: rewritten, or new: post or drop?'],
])('%i that may be edits are asked about as that', async (count, words) => {
  const store = await ownStore()
  const question = await askedAbout(store, MANY.slice(0, count), { kind: 'edit' })
  expect(wordQuestion(question, await questionedBy(store.read, question.id)).split('\n')[0]).toBe(words)
})

test('staff are told in the words of the question', async () => {
  const store = await ownStore()
  const question = await askedAbout(store, MANY.slice(0, 2), { kind: 'undated' })
  await store.write((writer) => tellQuestion(writer, question))
  const [notice] = await untold(store.read, 1)
  expect(notice?.text).toMatch(
    /^2 articles from world without a date: post or drop\?\n· Story 0\n· Story 1\ncrier answer/,
  )
})
