import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { LaneParts } from '#src/delivery/account.ts'
import { recover } from '#src/delivery/recover.ts'
import type { KeptPicture, Upload } from '#src/platform/platform.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, partsOf } from '#src/store/deliveries.ts'
import { historyOf } from '#src/store/history.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, ownLanes, partNow, scripted, someAccount, states, taken, type Answer } from '#test/fixtures/lanes.ts'
import { pictureFile, somePicture } from '#test/fixtures/pictures.ts'
import { NOON, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const FILE = pictureFile('image/jpeg', 1_200, 675, 40_000)
const PICTURE = somePicture()
const A_DAY_ON = NOON + DAY
const REFUSED: Outcome = { is: 'refused', why: 'no' }

interface Scene {
  readonly uploads?: (times: number, signal: AbortSignal) => Upload | Promise<Upload>
  readonly answer?: Answer
  readonly fetchPicture?: LaneParts['fetchPicture']
  readonly refusesPicture?: (picture: typeof FILE) => string | null
  readonly texts?: readonly string[]
  readonly urgent?: boolean
}

/** A post with a picture, and a platform that takes uploads, or pictures that go along where the scene has no uploads. */
async function pictured({
  uploads,
  answer = taken,
  fetchPicture,
  refusesPicture,
  texts = ['post'],
  urgent = false,
}: Scene = {}) {
  const store = await ownStore()
  const clock = fakeClock()
  const platform = scripted(clock, answer)
  const asked: { readonly alt: string | null; readonly calls: number }[] = []
  const fetched: string[] = []
  const files: (KeptPicture | null | undefined)[] = []
  const { log, lines } = keptLog()
  const account = someAccount({
    connection: {
      ...platform.connection,
      async send(bytes, key, signal, file) {
        files.push(file)
        return platform.connection.send(bytes, key, signal)
      },
      ...(uploads && {
        async prepare(file, alt, signal) {
          expect(file).toBe(FILE)
          asked.push({ alt, calls: platform.calls.length })
          return uploads(asked.length, signal)
        },
      }),
    },
    afterUnknown: 'verified',
    ...(refusesPicture && { refusesPicture }),
  })
  const [post] = await addedDelivery(store, { texts, urgent, picture: PICTURE })
  const live = () =>
    ownLanes(store, clock, [account], {
      log,
      fetchPicture:
        fetchPicture ??
        (async (url) => {
          fetched.push(url)
          return { is: 'picture', file: FILE }
        }),
    })
  const bodies = () => platform.calls.map((call) => JSON.parse(call.bytes) as Record<string, unknown>)
  const told = async () =>
    (await historyOf(store.read, 'article1')).filter(({ why }) => why.startsWith('picture')).map(({ why }) => why)
  const kept = async () => (await store.read.selectFrom('picture_file').selectAll().execute()).length
  return { store, clock, platform, account, post, live, asked, fetched, files, lines, bodies, told, kept }
}

const upload = (until: number): Upload => ({ is: 'uploaded', id: '77', until, lacks: null })

test('a picture is fetched and uploaded before the call, and the stored bytes name it', async () => {
  const { store, clock, post, live, asked, bodies, told } = await pictured({ uploads: () => upload(A_DAY_ON) })
  live()
  await clock.advance(SECOND, 1)
  expect(asked).toEqual([{ alt: 'A tram on a bridge', calls: 0 }])
  expect(bodies()).toEqual([{ text: 'post', picture: { is: 'uploaded', id: '77' } }])
  const part = await partNow(store, post.id)
  expect(part).toMatchObject({ state: 'sent', bytes: JSON.stringify(bodies()[0]), media: null })
  expect(await told()).toEqual(['picture: JPEG, 1200×675, 40 KiB'])
})

test('where nothing is uploaded, its file is kept in the store until the post stands, and goes along', async () => {
  const ends = Promise.withResolvers<Outcome>()
  const called = Promise.withResolvers<void>()
  const { clock, live, files, kept, bodies } = await pictured({
    answer: () => {
      called.resolve()
      return ends.promise
    },
  })
  live()
  await called.promise
  expect(await kept()).toBe(1)
  expect(bodies()).toMatchObject([
    { picture: { is: 'file', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string } },
  ])
  expect(Buffer.from(files[0]!.bytes).equals(FILE.bytes)).toBe(true)
  ends.resolve(taken())
  await clock.advance(SECOND, 1)
  expect(await kept()).toBe(0)
})

test.each<[string, Scene, string]>([
  [
    'cannot be had',
    { fetchPicture: async () => ({ is: 'no-picture', why: 'its server answered 404' }) },
    'its server answered 404',
  ],
  ['is refused by the limits of its platform', { refusesPicture: () => 'it is too tall' }, 'it is too tall'],
  [
    'is a thumbnail',
    { fetchPicture: async () => ({ is: 'picture', file: pictureFile('image/png', 150, 150) }) },
    'it is a thumbnail of 150×150 pixels',
  ],
  ['cannot be uploaded', { uploads: () => ({ is: 'failed', why: 'status 503' }) }, 'status 503'],
  [
    'breaks what uploads it',
    {
      uploads: () => {
        throw new Error('a fault')
      },
    },
    'a fault',
  ],
])('a post whose picture %s goes without it, and that is told', async (_, scene, why) => {
  const { clock, store, live, bodies, told, lines } = await pictured(scene)
  live()
  await clock.advance(SECOND, 1)
  expect(bodies()).toEqual([{ text: 'post', picture: null }])
  expect(await states(store)).toEqual(['article1 sent'])
  expect(await told()).toEqual([`picture: it goes without, ${why}`])
  const warned = lines.filter(({ event }) => event === 'a picture cannot go: the post goes without')
  expect(warned).toMatchObject([{ level: 'warn', about: { why, picture: PICTURE.url } }])
})

test('a picture that never comes holds its post up for little more than a minute', async () => {
  const { clock, store, live, told } = await pictured({ fetchPicture: () => new Promise(() => {}) })
  live()
  await clock.advance(74 * SECOND, 1)
  expect(await states(store)).toEqual(['article1 ready'])
  await clock.advance(2 * SECOND, 1)
  expect(await states(store)).toEqual(['article1 sent'])
  expect(await told()).toEqual([expect.stringContaining('did not finish')])
})

test('what is refused with its picture is tried once without it, and is refused only then', async () => {
  const { clock, store, live, bodies, told, kept } = await pictured({ answer: () => REFUSED })
  live()
  await clock.advance(SECOND, 1)
  expect(bodies()).toMatchObject([{ picture: { is: 'file' } }, { picture: null }])
  expect(await states(store)).toEqual(['article1 refused'])
  expect((await told()).at(-1)).toBe('picture: it goes without, refused with its picture: no')
  expect(await kept()).toBe(0)
})

test('an upload outlives the process: the next one goes on at the post', async () => {
  const { store, clock, live, asked, account, bodies, fetched } = await pictured({
    uploads: () => upload(A_DAY_ON),
    answer: ({ at }) => (at < NOON + SECOND ? { is: 'not-sent', why: 'refused' } : taken()),
  })
  const one = live()
  await clock.advance(100, 1)
  await one[Symbol.asyncDispose]()
  await recover(store, [account], clock.now())
  expect(await states(store)).toEqual(['article1 ready'])
  live()
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['article1 sent'])
  expect([asked.length, fetched.length]).toEqual([1, 1])
  expect(bodies().at(-1)).toMatchObject({ picture: { id: '77' } })
})

test('an upload that has expired before the post goes is made anew', async () => {
  const waits = (until: number): Outcome => ({ is: 'later', at: until, holds: 'place', why: '429', firm: true })
  const { clock, live, asked, bodies } = await pictured({
    uploads: (times) => ({ ...upload(clock.now() + HOUR), id: String(times) }) as Upload,
    answer: ({ at }) => (asked.length < 2 ? waits(at + 59 * MINUTE) : taken()),
  })
  live()
  await clock.advance(2 * HOUR, 1)
  expect(bodies()).toMatchObject([{ picture: { id: '1' } }, { picture: { id: '2' } }])
})

test('what kept the post from going may have kept its picture: both are tried again', async () => {
  const down: Outcome = { is: 'not-sent', why: 'the connection was refused' }
  const { clock, live, asked, bodies } = await pictured({
    uploads: (times) => (times < 3 ? { is: 'failed', why: 'the connection was refused' } : upload(A_DAY_ON)),
    answer: () => (asked.length < 3 ? down : taken()),
  })
  live()
  await clock.advance(MINUTE, 1)
  expect(bodies()).toMatchObject([{ picture: null }, { picture: null }, { picture: { id: '77' } }])
})

test.each<[string, number, readonly (string | null)[], number]>([
  ['a minute: the post waits for it', 60, ['2'], 2],
  ['a quarter of an hour: the post goes without', 900, [null], 1],
])(
  'no picture is uploaded before the platform takes one again, and its posts are not kept long: %s',
  async (_, seconds, ids, uploads) => {
    const again = NOON + seconds * SECOND
    const { clock, live, asked, bodies, store } = await pictured({
      uploads: (times) =>
        clock.now() < again
          ? { is: 'failed', why: '429', again }
          : ({ ...upload(A_DAY_ON), id: String(times) } as Upload),
    })
    const one = live()
    await clock.advance(30 * SECOND, 1)
    await one[Symbol.asyncDispose]()
    live()
    await clock.advance(MINUTE, 1)
    expect(asked).toHaveLength(uploads)
    expect(bodies().map(({ picture }) => (picture as { id: string } | null)?.id ?? null)).toEqual(ids)
    await addedDelivery(store, { article: 'later', picture: PICTURE, published: NOON + 1 })
    await clock.advance(20 * MINUTE, 1)
    expect(bodies()).toHaveLength(2)
    expect(bodies()[1]!['picture'] === null).toBe(uploads === 1)
  },
)

test.each([
  ['a post for two minutes at most', false, 3, 100 * SECOND],
  ['an urgent one not at all', true, 1, 0],
])('a platform that asks to wait for uploads again and again keeps %s', async (_, urgent, uploads, after) => {
  const { clock, live, asked, bodies, platform } = await pictured({
    uploads: () => ({ is: 'failed', why: '429', again: clock.now() + 50 * SECOND }),
    urgent,
  })
  live()
  await clock.advance(HOUR, 1)
  expect(asked).toHaveLength(uploads)
  expect(bodies()).toEqual([{ text: 'post', picture: null }])
  expect(platform.calls[0]!.at).toBe(NOON + after)
})

test('no picture is described before the platform takes descriptions again, also over a restart; all of them go', async () => {
  const again = NOON + 10 * MINUTE
  const why = 'X did not take its description: 429'
  const { store, clock, live, asked, bodies } = await pictured({
    uploads: (times) =>
      times === 1 ? { is: 'uploaded', id: '1', until: A_DAY_ON, lacks: why, again } : upload(A_DAY_ON),
  })
  const one = live()
  await clock.advance(30 * SECOND, 1)
  await one[Symbol.asyncDispose]()
  live()
  await addedDelivery(store, { article: 'soon', picture: PICTURE, published: NOON + 1 })
  await clock.advance(5 * MINUTE, 1)
  await addedDelivery(store, { article: 'later', picture: PICTURE, published: NOON + 2 })
  await clock.advance(10 * MINUTE, 1)
  expect(asked.map(({ alt }) => alt)).toEqual([PICTURE.alt, null, null])
  expect(bodies().every(({ picture }) => picture !== null)).toBe(true)
  await addedDelivery(store, { article: 'last', picture: PICTURE, published: NOON + 3 })
  await clock.advance(10 * MINUTE, 1)
  expect(asked.at(-1)!.alt).toBe(PICTURE.alt)
  expect(bodies()).toHaveLength(4)
  const reasons = (await historyOf(store.read, 'soon'))
    .filter((one) => one.why.startsWith('picture'))
    .map((one) => one.why)
  expect(reasons).toEqual([`picture: JPEG, 1200×675, 40 KiB; ${why}`])
})

test('what is sent once more is the same, its file included', async () => {
  const { store, clock, live, files, bodies, platform, post, kept } = await pictured({
    answer: () => ({ is: 'unknown', why: 'the answer was lost' }),
  })
  const one = live()
  await clock.advance(SECOND, 1)
  expect(await states(store)).toEqual(['article1 unknown'])
  expect(await kept()).toBe(1)
  await one[Symbol.asyncDispose]()
  const now = await partNow(store, post.id)
  await store.write((writer) =>
    movePart(writer, now, {
      to: 'ready',
      why: 'unknown: proven absent',
      at: clock.now(),
    }),
  )
  platform.answer = taken
  live()
  // The account waits a little after an unknown.
  await clock.advance(MINUTE, 1)
  expect(bodies()[1]).toEqual(bodies()[0])
  expect(files[1]).toEqual(files[0])
  expect(await kept()).toBe(0)
})

test('stopping does not wait for a picture, and leaves its post ready', async () => {
  const { store, clock, live, platform, lines } = await pictured({ uploads: () => new Promise(() => {}) })
  const lanes = live()
  await clock.advance(SECOND, 1)
  await lanes[Symbol.asyncDispose]()
  expect(await states(store)).toEqual(['article1 ready'])
  expect(platform.calls).toEqual([])
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
})

test('a reply has no picture, and waits for none', async () => {
  const { store, clock, live, bodies, post } = await pictured({
    uploads: () => upload(A_DAY_ON),
    texts: ['post', 'reply'],
  })
  live()
  await clock.advance(SECOND, 1)
  expect(bodies()).toMatchObject([{ text: 'post', picture: { id: '77' } }, { text: 'reply' }])
  expect(bodies()[1]).not.toHaveProperty('picture')
  expect((await partsOf(store.read, post.delivery)).map(({ state }) => state)).toEqual(['sent', 'sent'])
})

test('staff who give a post up while its picture is fetched are heeded', async () => {
  const found = Promise.withResolvers<{ is: 'picture'; file: typeof FILE }>()
  const { store, clock, live, platform, post, kept } = await pictured({ fetchPicture: () => found.promise })
  live()
  await clock.advance(SECOND, 1)
  const now = await partNow(store, post.id)
  await store.write((writer) => movePart(writer, now, { to: 'dropped', why: 'drop: given up', at: clock.now() }))
  found.resolve({ is: 'picture', file: FILE })
  await clock.advance(SECOND, 1)
  expect(platform.calls).toEqual([])
  expect(await kept()).toBe(0)
})
