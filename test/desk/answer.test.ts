import { expect, test } from 'vitest'
import { DAY } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { answer, readAnswer, type Answer } from '#src/desk/answer.ts'
import { articleById, sightingsOf } from '#src/store/articles.ts'
import { historyOf } from '#src/store/history.ts'
import { addLikeness, alikeBy } from '#src/store/identity.ts'
import { openQuestions } from '#src/store/questions.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { askedAbout } from '#test/fixtures/asked.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { NOON, ownStore } from '#test/fixtures/stored.ts'

async function ownDesk() {
  return { store: await ownStore(), clock: fakeClock(), who: 'olena' }
}

const THREE = [{ id: 'new' }, { id: 'middle' }, { id: 'old' }]

test.each<[Answer, readonly string[]]>([
  [{ is: 'post' }, ['seen', 'seen', 'seen']],
  [{ is: 'drop' }, ['old', 'old', 'old']],
  [{ is: 'newest', count: 2 }, ['seen', 'seen', 'old']],
  [{ is: 'newest', count: 9 }, ['seen', 'seen', 'seen']],
])('%o is done with all that the question is about, once', async (given, states) => {
  const desk = await ownDesk()
  const { id } = await askedAbout(desk.store, THREE)
  const done = await answer(desk, id, given)
  const found = await Promise.all(THREE.map((each) => articleById(desk.store.read, each.id)))
  expect(found.map((article) => article?.state)).toEqual(states)
  expect(done.posted + done.dropped).toBe(3)
  expect(done.posted).toBe(states.filter((state) => state === 'seen').length)
  expect(await openQuestions(desk.store.read)).toEqual([])
  expect((await errorOf(answer(desk, id, given))).message).toMatch(/has been answered/)
})

test('what goes is news from its feed from then on, and the history names the answer and who gave it', async () => {
  const desk = await ownDesk()
  const { id } = await askedAbout(desk.store, [{ id: 'goes' }, { id: 'stays' }])
  await answer(desk, id, { is: 'newest', count: 1 })
  expect(await sightingsOf(desk.store.read, 'goes')).toEqual({ newsIn: ['world'], oldIn: [] })
  expect(await sightingsOf(desk.store.read, 'stays')).toEqual({ newsIn: [], oldIn: ['world'] })
  const change = { why: `answer: the newest 1, to ${id}`, who: 'olena' }
  expect((await historyOf(desk.store.read, 'goes')).at(-1)).toMatchObject({ became: 'seen', ...change })
  expect((await historyOf(desk.store.read, 'stays')).at(-1)).toMatchObject({ became: 'old', ...change })
})

test('an article that another feed brought goes its way once more, or stays where it is', async () => {
  const desk = await ownDesk()
  const articles = [
    { id: 'routed', state: 'routed' as const },
    { id: 'old', state: 'old' as const },
    { id: 'forgotten', state: 'routed' as const },
  ]
  const { id } = await askedAbout(desk.store, articles)
  await desk.store.write((writer) =>
    writer.updateTable('article').set({ sentences: '["Read."]' }).where('id', '=', 'routed').execute(),
  )
  await answer(desk, id, { is: 'post' })
  expect((await articleById(desk.store.read, 'routed'))?.state).toBe('read')
  expect((await articleById(desk.store.read, 'old'))?.state).toBe('seen')
  // What was read of it is not known any more: it is read once more.
  expect((await articleById(desk.store.read, 'forgotten'))?.state).toBe('seen')
  const other = await ownDesk()
  const question = await askedAbout(other.store, articles)
  await answer(other, question.id, { is: 'drop' })
  expect((await articleById(other.store.read, 'routed'))?.state).toBe('routed')
})

test('what is dated in the future keeps its embargo', async () => {
  const desk = await ownDesk()
  const { id } = await askedAbout(desk.store, [{ id: 'later', published: NOON + DAY }])
  await answer(desk, id, { is: 'post' })
  expect(await articleById(desk.store.read, 'later')).toMatchObject({
    state: 'waiting',
    reason: 'embargo: dated 2026-05-21T12:00:00.000Z, in the future',
  })
})

test('what was issued again and is dropped is forgotten as something to compare with', async () => {
  const desk = await ownDesk()
  const { id } = await askedAbout(desk.store, [{ id: 'again' }], { kind: 'reissue' })
  await desk.store.write((writer) => addLikeness(writer, 'again', ['title:x']))
  await answer(desk, id, { is: 'drop' })
  expect(await alikeBy(desk.store.read, 'world', ['title:x'], 4)).toEqual([])
})

test('a question that is not there is said to be none', async () => {
  const error = await errorOf(answer(await ownDesk(), 'nothing', { is: 'drop' }))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toBe('There is no question nothing. `crier held` lists what waits.')
})

test('an answer is post, drop or the newest few, three unless a number is given', () => {
  expect(readAnswer('q', ['post'])).toEqual({ is: 'post' })
  expect(readAnswer('q', ['drop'])).toEqual({ is: 'drop' })
  expect(readAnswer('q', ['newest'])).toEqual({ is: 'newest', count: 3 })
  expect(readAnswer('q', ['newest', '5'])).toEqual({ is: 'newest', count: 5 })
  for (const words of [
    [],
    ['yes'],
    ['newest', '0'],
    ['newest', 'x'],
    ['newest', '1.5'],
    ['newest', '1e1'],
    ['newest', '0x2'],
  ]) {
    expect(() => readAnswer('q', words)).toThrow('Say what to do: crier answer q post | drop | newest 3.')
  }
})

test('a number beside post or drop is refused, not passed over: some were meant, and all would go', () => {
  for (const word of ['post', 'drop']) {
    expect(() => readAnswer('q', [word, '3'])).toThrow(CallerMistake)
    expect(() => readAnswer('q', [word, '3'])).toThrow(`${word} takes no number: it is for all of them.`)
  }
})
