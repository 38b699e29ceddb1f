import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import type { Upload } from '#src/platform/platform.ts'
import { meetChannel, waitOf } from '#src/store/channels.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, ownLanes, scripted, someAccount, someChannel } from '#test/fixtures/lanes.ts'
import { pictureFile, somePicture } from '#test/fixtures/pictures.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const FILE = pictureFile('image/jpeg', 1_200, 675, 40_000)

/** An account whose uploads are answered as `answer` says. */
async function uploading(answer: (now: Millis) => Upload, channels: readonly string[] = ['telegram-world']) {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock)
  const uploads: Millis[] = []
  const connection = {
    ...platform.connection,
    async prepare() {
      uploads.push(clock.monotonic())
      return answer(clock.now())
    },
  }
  const { log, lines } = keptLog()
  const account = someAccount({ connection, channels: channels.map((id) => someChannel({ id })) })
  const fetchPicture = async () => ({ is: 'picture', file: FILE }) as const
  const live = () => ownLanes(store, clock, [account], { log, fetchPicture })
  const add = (text: string, more: Partial<Parameters<typeof addedDelivery>[1]> = {}) =>
    addedDelivery(store, { article: text, texts: [text], published: clock.now(), picture: somePicture(), ...more })
  /** What went when, in seconds since the start. */
  const went = () => platform.calls.map(({ text, at }) => `${text} +${Math.round((at - NOON) / SECOND)}`)
  return { store, clock, platform, uploads, lines, live, add, went }
}

const notNow = (now: Millis): Upload => ({ is: 'failed', why: '429', again: now + MINUTE })

test('an account whose uploads are told to wait waits two minutes for them, not two for each post', async () => {
  const { clock, uploads, live, add, went } = await uploading(notNow)
  for (let index = 0; index < 5; index++) await add(`post ${index}`, { published: NOON + index })
  await add('no picture', { published: NOON + 5, picture: null })
  live()
  await clock.advance(HOUR, 1)
  expect(went()).toEqual([...[0, 1, 2, 3, 4].map((index) => `post ${index} +120`), 'no picture +120'])
  expect(uploads).toEqual([0, MINUTE, 2 * MINUTE])
})

test('what comes while they are still told to wait goes at once, from another channel too', async () => {
  const { clock, live, add, went } = await uploading(notNow, ['telegram-world', 'telegram-local'])
  await add('first')
  const lanes = live()
  await clock.advance(5 * MINUTE, 2)
  await add('second')
  await add('third', { channel: 'telegram-local' })
  lanes.nudge()
  await clock.advance(5 * MINUTE, 2)
  expect(went().toSorted()).toEqual(['first +120', 'second +300', 'third +300'])
})

test.each<[string, Millis, (again: boolean) => Upload | null]>([
  [
    'once an upload was taken',
    20 * MINUTE,
    (again) => (again ? null : { is: 'uploaded', id: '7', until: NOON + 9 * HOUR, lacks: null }),
  ],
  ['where nothing was uploaded for long', 2 * HOUR, () => null],
])('a wait is a new one %s', async (_, pause, taken) => {
  let again = true
  const { clock, live, add, went } = await uploading((now) => taken(again) ?? notNow(now))
  await add('first')
  const lanes = live()
  await clock.advance(5 * MINUTE, 1)
  again = false
  await add('between', { picture: taken(false) === null ? null : somePicture() })
  lanes.nudge()
  await clock.advance(pause, 1)
  again = true
  await add('last')
  lanes.nudge()
  await clock.advance(5 * MINUTE, 1)
  const at = 300 + pause / SECOND
  expect(went()).toEqual(['first +120', 'between +300', `last +${at + 120}`])
})

test('a clock that is set back meanwhile keeps no post for longer', async () => {
  const { clock, platform, live, add } = await uploading(notNow)
  await add('post')
  live()
  await clock.advance(30 * SECOND, 1)
  clock.step(-15 * MINUTE)
  await clock.advance(90 * SECOND, 1)
  expect(platform.calls).toHaveLength(1)
})

test('status and log say that a channel waits for uploads, once, until it goes on', async () => {
  const { store, clock, lines, live, add } = await uploading(notNow)
  await store.write((writer) => meetChannel(writer, 'telegram-world', NOON))
  await add('post')
  live()
  await clock.advance(90 * SECOND, 1)
  expect(await waitOf(store.read, 'telegram-world')).toEqual({
    why: 'picture: 429; it goes without if that lasts',
    until: NOON + 2 * MINUTE,
  })
  await clock.advance(MINUTE, 1)
  expect(await waitOf(store.read, 'telegram-world')).toBeNull()
  const told = lines.map(({ event }) => event).filter((event) => event.startsWith('the channel'))
  expect(told).toEqual(['the channel waits', 'the channel goes on'])
})
