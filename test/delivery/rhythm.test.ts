import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { endOfQuiet, type Quiet, type Rhythm } from '#src/delivery/rhythm.ts'
import { meetChannel, waitOf } from '#src/store/channels.ts'
import { historyOf } from '#src/store/history.ts'
import type { Store } from '#src/store/open.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { ownLanes, scripted, someAccount, someChannel, taken, type Scripted } from '#test/fixtures/lanes.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const spacing = (within: Millis): Rhythm => ({ windows: [{ name: 'spacing', max: 1, within }], quiet: null })

async function filled(store: Store, names: readonly string[], change: object = {}): Promise<void> {
  for (const [index, name] of names.entries()) {
    await addedDelivery(store, { article: name, texts: [name], published: NOON + index, queued: index, ...change })
  }
}

function started(store: Store, rhythm: Rhythm, first: 'oldest' | 'newest' = 'oldest') {
  const clock = fakeClock()
  const platform = scripted(clock)
  const lanes = ownLanes(store, clock, [
    someAccount({ connection: platform.connection, channels: [someChannel({ rhythm, first })] }),
  ])
  return { clock, platform, lanes }
}

const said = (platform: Scripted) => platform.calls.map(({ text, at }) => `${text} ${(at - NOON) / SECOND}`)

test('posts of a channel keep their distance, and the oldest goes first', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b', 'c'])
  const { clock, platform } = started(store, spacing(3 * MINUTE))
  await clock.advance(10 * MINUTE, 1)
  expect(said(platform)).toEqual(['a 0', 'b 180', 'c 360'])
})

test('where a channel says so, the newest goes first', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b', 'c'])
  const { clock, platform } = started(store, spacing(MINUTE), 'newest')
  await clock.advance(10 * MINUTE, 1)
  expect(said(platform)).toEqual(['c 0', 'b 60', 'a 120'])
})

test('what is urgent goes first, past the distance, and those after it keep theirs from it', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b'])
  const { clock, platform, lanes } = started(store, spacing(3 * MINUTE))
  await clock.advance(MINUTE, 1)
  await addedDelivery(store, { article: 'now', texts: ['now'], urgent: true, published: NOON + 9 })
  lanes.nudge()
  await clock.advance(10 * MINUTE, 1)
  expect(said(platform)).toEqual(['a 0', 'now 60', 'b 240'])
})

test('at most so many posts go within an hour, replies aside', async () => {
  const store = await ownStore()
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    await addedDelivery(store, { article: name, texts: [name, `${name} reply`], published: NOON + index })
  }
  const { clock, platform } = started(store, {
    windows: [{ name: 'atMost.perHour', max: 2, within: HOUR }],
    quiet: null,
  })
  await clock.advance(2 * HOUR, 1)
  expect(said(platform)).toEqual(['a 0', 'a reply 0', 'b 0', 'b reply 0', 'c 3600', 'c reply 3600'])
})

test('a post that the platform did not take keeps no other waiting', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b'])
  const { clock, platform } = started(store, spacing(HOUR))
  platform.answer = ({ text }) => (text === 'a' ? { is: 'refused', why: 'it says no' } : taken())
  await clock.advance(MINUTE, 1)
  expect(said(platform)).toEqual(['a 0', 'b 0'])
})

const night = (change: Partial<Quiet> = {}): Rhythm => ({
  windows: [{ name: 'spacing', max: 1, within: 10 * MINUTE }],
  quiet: { from: '11:00', to: '13:30', timezone: 'UTC', posts: 'wait', ...change },
})

test('what waits through quiet hours comes at the distance of the channel afterwards; what is urgent does not wait', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b'])
  await addedDelivery(store, { article: 'now', texts: ['now'], urgent: true })
  const { clock, platform } = started(store, night())
  await clock.advance(3 * HOUR, 1)
  expect(said(platform)).toEqual(['now 0', 'b 5400', 'a 6000'])
})

test('after quiet hours the newest goes first until nothing of them is left, then again what staff say', async () => {
  const store = await ownStore()
  await filled(store, ['night 1', 'night 2'])
  for (const [index, name] of ['day 1', 'day 2', 'day 3', 'day 4'].entries()) {
    const published = NOON + 91 * MINUTE + index
    await addedDelivery(store, { article: name, texts: [name], published, queued: index })
  }
  const { clock, platform, lanes } = started(store, night())
  await clock.advance(125 * MINUTE, 1)
  expect(said(platform).map((one) => one.split(' ', 2).join(' '))).toEqual(['day 4', 'day 3', 'day 2', 'day 1'])
  for (const [index, name] of ['new 1', 'new 2'].entries()) {
    await addedDelivery(store, { article: name, texts: [name], published: NOON + 2 * HOUR + index, queued: 9 + index })
  }
  lanes.nudge()
  await clock.advance(2 * HOUR, 1)
  expect(platform.calls.slice(4).map(({ text }) => text)).toEqual(['new 2', 'new 1', 'night 2', 'night 1'])
  for (const [index, name] of ['last 1', 'last 2'].entries()) {
    await addedDelivery(store, { article: name, texts: [name], published: NOON + 4 * HOUR + index, queued: index })
  }
  lanes.nudge()
  await clock.advance(HOUR, 1)
  expect(platform.calls.slice(8).map(({ text }) => text)).toEqual(['last 1', 'last 2'])
})

test('in silent hours posts go without a sound, and with it before and after', async () => {
  const store = await ownStore()
  await filled(store, ['a', 'b', 'c'])
  await addedDelivery(store, { article: 'now', texts: ['now'], urgent: true })
  const { clock, platform } = started(store, night({ to: '12:15', posts: 'silent' }))
  await clock.advance(HOUR, 1)
  expect(platform.calls.map(({ bytes }) => JSON.parse(bytes) as unknown)).toEqual([
    { text: 'now' },
    { text: 'a', silent: true },
    { text: 'b' },
    { text: 'c' },
  ])
  const why = async (article: string) =>
    (await historyOf(store.read, article)).find(({ became }) => became === 'sending')?.why
  expect(await why('a')).toBe('sending: its turn, without a sound in quiet hours')
  expect([await why('b'), await why('now')]).toEqual(['sending: its turn', 'sending: its turn'])
})

/** The first of two where an hour comes twice, unless an offset stands behind the time. */
const at = (zone: string, time: string): Millis => Temporal.ZonedDateTime.from(`${time}[${zone}]`).epochMilliseconds

test.each<[string, string, string, string, string | null]>([
  ['Europe/Kyiv', '23:00', '07:00', '2026-05-20T22:59', null],
  ['Europe/Kyiv', '23:00', '07:00', '2026-05-20T23:00', '2026-05-21T07:00'],
  ['Europe/Kyiv', '23:00', '07:00', '2026-05-21T06:59', '2026-05-21T07:00'],
  ['Europe/Kyiv', '23:00', '07:00', '2026-05-21T07:00', null],
  ['Asia/Kathmandu', '13:00', '14:30', '2026-05-20T14:00', '2026-05-20T14:30'],
  ['Asia/Kathmandu', '13:00', '14:30', '2026-05-20T12:59', null],
  // Spring: 03:00 to 04:00 does not exist on 29 March in Kyiv, 02:00 to 03:00 on 8 March in New York.
  ['Europe/Kyiv', '22:00', '03:30', '2026-03-29T02:30', '2026-03-29T04:00'],
  ['Europe/Kyiv', '23:00', '03:30', '2026-03-29T04:10', null],
  ['Europe/Kyiv', '03:10', '03:20', '2026-03-29T04:05', null],
  ['Europe/Kyiv', '23:00', '04:00', '2026-03-29T02:30', '2026-03-29T04:00'],
  ['America/New_York', '23:00', '02:30', '2026-03-08T01:59', '2026-03-08T03:00'],
  ['America/New_York', '23:00', '02:30', '2026-03-08T03:10', null],
  ['America/New_York', '22:00', '07:00', '2026-03-08T03:30', '2026-03-08T07:00'],
  // What begins at a time that the clocks leap over begins with the leap.
  ['Europe/Kyiv', '03:30', '07:00', '2026-03-29T02:59', null],
  ['Europe/Kyiv', '03:30', '07:00', '2026-03-29T04:05', '2026-03-29T07:00'],
  ['Europe/Kyiv', '03:00', '07:00', '2026-03-29T04:00', '2026-03-29T07:00'],
  ['America/New_York', '02:30', '07:00', '2026-03-08T03:00', '2026-03-08T07:00'],
  ['America/New_York', '02:30', '07:00', '2026-03-08T03:30', '2026-03-08T07:00'],
  // Autumn: an hour comes twice on 25 October in Kyiv, on 1 November in New York.
  ['Europe/Kyiv', '22:00', '07:00', '2026-10-25T03:30', '2026-10-25T07:00'],
  ['America/New_York', '22:00', '07:00', '2026-11-01T01:30', '2026-11-01T07:00'],
  // They last from the first of two such times to the second.
  ['Europe/Kyiv', '22:00', '03:30', '2026-10-25T03:31+03:00', '2026-10-25T03:30+02:00'],
  ['Europe/Kyiv', '22:00', '03:30', '2026-10-25T03:29+02:00', '2026-10-25T03:30+02:00'],
  ['Europe/Kyiv', '22:00', '03:30', '2026-10-25T03:31+02:00', null],
  ['America/New_York', '01:15', '06:00', '2026-11-01T01:10-05:00', '2026-11-01T06:00'],
])('in %s quiet from %s to %s: at %s they end at %s', (timezone, from, to, now, end) => {
  const found = endOfQuiet({ from, to, timezone, posts: 'wait' }, at(timezone, now))
  expect(found).toBe(end === null ? null : at(timezone, end))
})

test.each([
  [
    { name: 'spacing', max: 1, within: 3 * MINUTE },
    'rhythm: one post in 3 min (spacing of telegram-world in crier.yaml)',
  ],
  [
    { name: 'atMost.perHour', max: 2, within: HOUR },
    'rhythm: 2 posts in 1 h (atMost.perHour of telegram-world in crier.yaml)',
  ],
])('what waits for the rhythm of its channel says for which key: %j', async (window, why) => {
  const store = await ownStore()
  await filled(store, ['a', 'b', 'c'])
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  const { clock } = started(store, { windows: [window], quiet: null })
  await clock.advance(MINUTE, 1)
  expect(await waitOf(store.read, 'telegram-world')).toMatchObject({ why })
})
