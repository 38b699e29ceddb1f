import { expect, test } from 'vitest'
import { CallerMistake } from '#src/base/errors.ts'
import type { Desk } from '#src/desk/actions.ts'
import { edit, editableText, type Writing } from '#src/desk/edit.ts'
import type { PartState } from '#src/records.ts'
import { partsOf } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { ownLanes, partNow, scripted, someAccount } from '#test/fixtures/lanes.ts'
import { addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** Takes up to forty characters. */
const writing: Writing = {
  editable: ({ text }) => `written: ${text}`,
  attach: ({ text }) => ({ text }),
  price: ({ text }) => text.length / 1_000,
  rewrite: (part, words) =>
    words.length > 40
      ? { is: 'refusal', why: `the text has ${words.length} characters, and 40 are allowed` }
      : { ...part, body: { ...part.body, text: words }, text: words, length: { used: words.length, allowed: 40 } },
}

async function ownDesk(): Promise<Desk> {
  return { store: await ownStore(), clock: fakeClock(), who: 'olena' }
}

async function inState(desk: Desk, state: PartState, reason: string) {
  const [part] = await addedDelivery(desk.store, { texts: ['The old words', 'https://the.link'] })
  await desk.store.write((writer) => writer.updateTable('part').set({ state, reason }).execute())
  return partNow(desk.store, part.id)
}

test.each<[PartState, string]>([
  ['ready', 'route: from world'],
  ['held', 'approve: every post waits'],
  ['held', 'hold-words: "embargo" stands in the article'],
  ['held', 'budget: it costs too much'],
  ['refused', 'refused: it holds an address that is none'],
])('the words of staff are the bytes of a post that is %s (%s), and it stays so', async (state, reason) => {
  const desk = await ownDesk()
  const part = await inState(desk, state, reason)
  expect(await edit(desk, part.delivery, 'New words', writing)).toMatchObject({ is: 'edited' })
  const [post, reply] = await partsOf(desk.store.read, part.delivery)
  expect(post).toEqual({ ...part, bytes: '{"text":"New words"}', text: 'New words', used: 9, allowed: 40, usd: 0.009 })
  expect(reply).toMatchObject({ text: 'https://the.link', state })
})

test('the history says who edited a post, when, and what it said before', async () => {
  const desk = await ownDesk()
  const part = await inState(desk, 'held', 'approve: every post waits')
  await edit(desk, part.delivery, 'New words', writing)
  await edit({ ...desk, who: 'ivan' }, part.delivery, 'Newer words', writing)
  const told = (await historyOf(desk.store.read, 'article1')).filter(({ who }) => who !== 'crier')
  expect(told.map(({ who, at, was, became, earlier }) => ({ who, at, was, became, earlier }))).toEqual([
    { who: 'olena', at: desk.clock.now(), was: 'held', became: 'held', earlier: 'The old words' },
    { who: 'ivan', at: desk.clock.now(), was: 'held', became: 'held', earlier: 'New words' },
  ])
})

test('what is too long is told with its count, and nothing is stored', async () => {
  const desk = await ownDesk()
  const part = await inState(desk, 'ready', 'route: from world')
  const before = await historyOf(desk.store.read, 'article1')
  expect(await edit(desk, part.delivery, 'a'.repeat(41), writing)).toEqual({
    is: 'refused',
    why: 'the text has 41 characters, and 40 are allowed',
  })
  expect(await partNow(desk.store, part.id)).toEqual(part)
  expect(await historyOf(desk.store.read, 'article1')).toEqual(before)
})

test.each<[PartState, string, RegExp]>([
  ['sending', 'sending: its turn', /is sending \(sending: its turn\): only what is ready, held or refused/],
  ['sent', 'sent: the platform took it', /is sent/],
  ['unknown', 'unknown: reset', /is unknown \(unknown: reset\)/],
  ['held', 'unknown: reset', /cannot be edited \(unknown: reset\).*crier settle/],
  ['held', 'format: the template is too long', /cannot be edited.*crier retry/],
  ['held', 'other-account: made for 42', /cannot be edited.*crier retry/],
  ['dropped', 'drop: given up', /is dropped/],
])('what is %s (%s) is not edited, and the reason is told', async (state, reason, words) => {
  const desk = await ownDesk()
  const part = await inState(desk, state, reason)
  for (const act of [
    edit(desk, part.delivery, 'New', writing),
    editableText(desk.store.read, part.delivery, writing),
  ]) {
    const error = await errorOf(act)
    expect(error).toBeInstanceOf(CallerMistake)
    expect(error.message).toMatch(words)
  }
  expect(await partNow(desk.store, part.id)).toEqual(part)
})

test('the text that is there is told as it would be written, without the picture that is on its way', async () => {
  const desk = await ownDesk()
  const picture = { url: 'https://a.example/a.jpg', type: null, width: null, height: null, alt: null }
  const [part] = await addedDelivery(desk.store, { texts: ['Words'], picture })
  expect(await editableText(desk.store.read, part.delivery, writing)).toBe('written: Words')
  const drafts: unknown[] = []
  const seeing: Writing = { ...writing, rewrite: (draft) => (drafts.push(draft), draft) }
  const media = (kept: object) => JSON.stringify({ is: 'without', why: 'none', ...kept })
  for (const one of [null, media({ forGood: false }), media({ forGood: true })]) {
    await desk.store.write((writer) =>
      writer.updateTable('part').set({ media: one, bytes: '{"text":"Words","media":1}' }).execute(),
    )
    await edit(desk, part.delivery, 'Words', seeing)
  }
  const kept = { body: { text: 'Words' }, picture }
  expect(drafts).toMatchObject([kept, kept, { ...kept, picture: null }])
})

test('what goes onto the wire is what staff wrote last', async () => {
  const desk = await ownDesk()
  const [part] = await addedDelivery(desk.store, { texts: ['The old words'] })
  await edit(desk, part.delivery, 'New words', writing)
  const clock = fakeClock()
  const platform = scripted(clock)
  ownLanes(desk.store, clock, [someAccount({ connection: platform.connection })])
  await clock.asleep(1)
  expect(platform.calls.map(({ bytes }) => bytes)).toEqual(['{"text":"New words"}'])
})
