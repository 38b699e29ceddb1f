import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { meetChannel, rememberPlace } from '#src/store/channels.ts'
import type { Store } from '#src/store/open.ts'
import { partNow, someChannel, states } from '#test/fixtures/lanes.ts'
import { ABSENT, LOST, UNCLEAR, living, present } from '#test/fixtures/living.ts'
import { NOON, addedDelivery } from '#test/fixtures/stored.ts'

async function placed(store: Store, places: Readonly<Record<string, string>>): Promise<void> {
  await store.write(async (writer) => {
    for (const [channel, place] of Object.entries(places)) {
      await meetChannel(writer, channel, NOON)
      await rememberPlace(writer, channel, place)
    }
  })
}

test('two channels of one account with the same article never claim each other’s post', async () => {
  const channels = [someChannel({ id: 'x-world' }), someChannel({ id: 'x-sport' })]
  const { store, clock, platform, live } = await living({ channels })
  await placed(store, { 'x-world': '42', 'x-sport': '42' })
  const link = 'https://news.example.com/1'
  const [stands] = await addedDelivery(store, { channel: 'x-world', texts: ['World: bridge'], link })
  const [absent] = await addedDelivery(store, { channel: 'x-sport', texts: ['Sport: bridge'], link })
  // Where the link is asked for, both match the one post that stands; where the text is, only its own does.
  platform.find = ({ link: asked, bytes }) => (asked !== null || bytes.includes('World') ? present('77') : ABSENT)
  platform.answer = () => (platform.calls.length > 2 ? { is: 'sent', ref: { id: '78', url: null } } : LOST)
  live()
  await clock.advance(HOUR, 3)
  expect(await partNow(store, stands.id)).toMatchObject({ state: 'sent', ref_id: '77' })
  expect(await partNow(store, absent.id)).toMatchObject({ state: 'sent', ref_id: '78' })
  expect(platform.looks.map(({ link: asked }) => asked)).toEqual(platform.looks.map(() => null))
  expect(platform.calls.map(({ text }) => text).toSorted()).toEqual(['Sport: bridge', 'Sport: bridge', 'World: bridge'])
})

test('a post that is known to be another one is not taken for the lost one, even with the same text', async () => {
  const channels = [someChannel({ id: 'x-world' }), someChannel({ id: 'x-sport' })]
  const { store, clock, platform, live } = await living({ channels })
  await placed(store, { 'x-world': '42', 'x-sport': '42' })
  await addedDelivery(store, { article: 'early', channel: 'x-world', texts: ['Bridge'] })
  platform.answer = () => ({ is: 'sent', ref: { id: '77', url: null } })
  live()
  await clock.asleep(3)
  const [lost] = await addedDelivery(store, { article: 'late', channel: 'x-sport', texts: ['Bridge'] })
  platform.answer = () => LOST
  platform.find = () => present('77', '78')
  await clock.advance(HOUR, 3)
  expect(await partNow(store, lost.id)).toMatchObject({ state: 'sent', ref_id: '78' })
})

test('ids of one chat say nothing about another: message 7 of both is two messages', async () => {
  const channels = [someChannel({ id: 'telegram-world' }), someChannel({ id: 'telegram-sport' })]
  const { store, clock, platform, live } = await living({ channels })
  await placed(store, { 'telegram-world': '-1', 'telegram-sport': '-2' })
  await addedDelivery(store, { article: 'early', texts: ['Early'] })
  platform.answer = () => ({ is: 'sent', ref: { id: '7', url: null } })
  live()
  await clock.asleep(3)
  const [lost] = await addedDelivery(store, { article: 'late', channel: 'telegram-sport', texts: ['Late'] })
  platform.answer = () => LOST
  platform.find = () => present('7')
  await clock.advance(HOUR, 3)
  expect(await partNow(store, lost.id)).toMatchObject({ state: 'sent', ref_id: '7' })
  expect(platform.calls.filter(({ text }) => text === 'Late')).toHaveLength(1)
  // Nothing was known to stand in its chat before.
  expect(new Set(platform.looks.map(({ after }) => after))).toEqual(new Set([null]))
})

test('a look starts behind the newest message that was known to stand in the place when it was sent', async () => {
  const { store, clock, platform, live } = await living()
  const ids = ['99', '100', '98']
  for (const [queued, id] of ids.entries()) await addedDelivery(store, { article: `early${id}`, texts: [id], queued })
  platform.answer = ({ text }) => ({ is: 'sent', ref: { id: text, url: null } })
  live()
  await clock.asleep(2)
  await addedDelivery(store, { article: 'late', texts: ['late'], queued: 9 })
  platform.answer = () => LOST
  platform.find = () => ABSENT
  await clock.advance(3 * MINUTE, 2)
  expect(platform.looks.map(({ after }) => after)).toContain('100')
  expect(new Set(platform.looks.map(({ after }) => after)).size).toBe(1)
})

test('a look ends at the first post that was sent two minutes after the lost call or later', async () => {
  const { store, clock, platform, live } = await living()
  platform.answer = ({ text }) => (text === 'lost' ? LOST : { is: 'sent', ref: { id: text, url: null } })
  platform.find = () => UNCLEAR
  await addedDelivery(store, { article: 'lost', texts: ['lost'], queued: 1 })
  live()
  await clock.advance(30 * SECOND, 2)
  await addedDelivery(store, { article: 'soon', texts: ['101'], queued: 2 })
  await clock.advance(2 * MINUTE, 2)
  expect(new Set(platform.looks.map(({ before }) => before))).toEqual(new Set([null]))
  for (const [index, id] of ['102', '103'].entries()) {
    await addedDelivery(store, { article: id, texts: [id], queued: 3 + index })
    await clock.advance(5 * MINUTE, 2)
  }
  const { length } = platform.looks
  await clock.advance(10 * MINUTE, 2)
  expect(new Set(platform.looks.slice(length).map(({ before }) => before))).toEqual(new Set(['102']))
})

test('a post of another place, or one whose own fate was looked for, is no end for a look', async () => {
  const channels = [someChannel({ id: 'telegram-world' }), someChannel({ id: 'telegram-sport' })]
  const { store, clock, platform, live } = await living({ channels })
  await placed(store, { 'telegram-world': '-1', 'telegram-sport': '-2' })
  platform.answer = ({ text }) => (text === 'elsewhere' ? { is: 'sent', ref: { id: '9', url: null } } : LOST)
  platform.find = ({ bytes }) => (bytes.includes('found') ? present('102') : UNCLEAR)
  live()
  await addedDelivery(store, { article: 'lost', texts: ['lost'], queued: 1 })
  await clock.advance(3 * MINUTE, 3)
  await addedDelivery(store, { article: 'found', texts: ['found'], queued: 2 })
  await addedDelivery(store, { article: 'elsewhere', channel: 'telegram-sport', texts: ['elsewhere'], queued: 3 })
  await clock.advance(20 * MINUTE, 3)
  expect(await states(store)).toEqual(['lost unknown', 'found sent', 'elsewhere sent'])
  expect(new Set(platform.looks.map(({ before }) => before))).toEqual(new Set([null]))
})

test('what matches and is known to be another post proves no absence where a further one may have been missed', async () => {
  const { store, clock, platform, live } = await living()
  await addedDelivery(store, { article: 'early', texts: ['early'], queued: 1 })
  platform.answer = () => ({ is: 'sent', ref: { id: '77', url: null } })
  live()
  await clock.asleep(2)
  const [lost] = await addedDelivery(store, { article: 'late', texts: ['late'], queued: 2 })
  platform.answer = () => LOST
  platform.find = () => ({ is: 'present', refs: [{ id: '77', url: null }], missed: 'message 78 is gone' })
  await clock.advance(HOUR, 2)
  expect(await partNow(store, lost.id)).toMatchObject({
    state: 'held',
    reason: 'unknown: looking does not settle it: message 78 is gone',
  })
  expect(platform.calls.filter(({ text }) => text === 'late')).toHaveLength(1)
})

test('what might be the lost post and is known to be another one hinders no second try; what nobody knows of does', async () => {
  for (const [ref, expected] of [
    ['77', 'sent'],
    ['78', 'held'],
  ] as const) {
    const { store, clock, platform, live } = await living()
    await addedDelivery(store, { article: 'early', texts: ['same'], queued: 1 })
    platform.answer = () => ({ is: 'sent', ref: { id: '77', url: null } })
    live()
    await clock.asleep(2)
    const [lost] = await addedDelivery(store, { article: 'late', texts: ['same'], queued: 2 })
    let calls = 0
    platform.answer = () => (calls++ === 0 ? LOST : { is: 'sent', ref: { id: '79', url: null } })
    const why = 'it has the same words, and is older than the attempt'
    platform.find = () => ({ is: 'unclear', why, doubts: [{ ref: { id: ref, url: null }, why }] })
    await clock.advance(HOUR, 2)
    expect((await partNow(store, lost.id)).state).toBe(expected)
  }
})

test('a chat that has become another one is looked at from its beginning: old numbers mean nothing there', async () => {
  const { store, clock, platform, live } = await living()
  await placed(store, { 'telegram-world': '-4567' })
  await addedDelivery(store, { article: 'early', texts: ['early'] })
  platform.answer = () => ({ is: 'sent', ref: { id: '5000', url: null } })
  live()
  await clock.asleep(2)
  await placed(store, { 'telegram-world': '-1001234' })
  await addedDelivery(store, { article: 'late', texts: ['late'] })
  platform.answer = () => LOST
  await clock.advance(3 * MINUTE, 2)
  expect(platform.looks.length).toBeGreaterThan(0)
  expect(new Set(platform.looks.map(({ after, place }) => `${after} ${place}`))).toEqual(new Set(['null -1001234']))
})
