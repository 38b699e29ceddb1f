import { expect, test } from 'vitest'
import { CallerMistake } from '#src/base/errors.ts'
import type { Desk } from '#src/desk/actions.ts'
import { drop, dropChannels } from '#src/desk/drop.ts'
import type { PartState } from '#src/records.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { errorOf } from '#test/fixtures/error-of.ts'
import { states } from '#test/fixtures/lanes.ts'
import { addedDelivery, ownStore } from '#test/fixtures/stored.ts'

async function ownDesk(): Promise<Desk> {
  return { store: await ownStore(), clock: fakeClock(), who: 'olena' }
}

let queued = 0

/** A post with a reply that is ready behind it. Answers the delivery. */
async function replying(desk: Desk, state: PartState, reason: string, article = 'article1'): Promise<string> {
  const [post] = await addedDelivery(desk.store, { article, texts: ['post', 'reply'], queued: (queued += 1) })
  await desk.store.write((writer) =>
    writer.updateTable('part').set({ state, reason }).where('id', '=', post.id).execute(),
  )
  return post.delivery
}

test.each<[PartState, string, RegExp]>([
  ['sending', 'sending: its turn', /is sending: nothing calls that back.*crier drop /],
  ['unknown', 'unknown: 503', /is unknown \(unknown: 503\).*crier settle \w+ --there URL \| --again \| --drop/],
])('a post that is %s is not given up by half: its reply stays with it, and staff hear what to do', async (...row) => {
  const [state, reason, words] = row
  const desk = await ownDesk()
  const delivery = await replying(desk, state, reason)
  const error = await errorOf(drop(desk, delivery))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toMatch(words)
  expect(await states(desk.store)).toEqual([`article1 ${state}`, 'article1 ready'])
})

test('what follows a post that stands is given up, and that the post stands is told', async () => {
  const desk = await ownDesk()
  expect(await drop(desk, await replying(desk, 'sent', 'sent: taken'))).toEqual({ stands: true })
  expect(await states(desk.store)).toEqual(['article1 sent', 'article1 dropped'])
  expect(await drop(desk, await replying(desk, 'held', 'approve: x', 'article2'))).toEqual({ stands: false })
})

test('all that waits in a channel is given up but what is under way or of unknown fate, which keeps what follows it', async () => {
  const desk = await ownDesk()
  await replying(desk, 'sending', 'sending: its turn', 'a')
  await replying(desk, 'unknown', 'unknown: 503', 'b')
  await replying(desk, 'held', 'unknown: 503', 'c')
  await replying(desk, 'held', 'approve: x', 'd')
  // Nothing of it stands: it would be sent once more.
  await replying(desk, 'ready', 'unknown: proven absent, sent once more', 'e')
  expect(await dropChannels(desk, ['telegram-world'])).toEqual(new Map([['telegram-world', { dropped: 2, left: 3 }]]))
  expect(await states(desk.store)).toEqual([
    'a sending',
    'a ready',
    'b unknown',
    'b ready',
    'c held',
    'c ready',
    'd dropped',
    'd dropped',
    'e dropped',
    'e dropped',
  ])
  const error = await errorOf(dropChannels(desk, ['telegram-world']))
  expect(error).toBeInstanceOf(CallerMistake)
  expect(error.message).toBe(
    'Nothing waits in telegram-world: nothing is given up. 3 that are being sent or of unknown fate stay: see `crier held`.',
  )
})
