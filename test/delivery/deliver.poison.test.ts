import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import type { SendingAccount } from '#src/delivery/account.ts'
import { recover } from '#src/delivery/recover.ts'
import { movePart, partsOf, type Part } from '#src/store/deliveries.ts'
import { LeaseLost } from '#src/store/lease.ts'
import { untold } from '#src/store/notices.ts'
import type { Store } from '#src/store/open.ts'
import { markLooked } from '#src/store/second-looks.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { keptLog, ownLanes, partNow, scripted, someAccount, someChannel, states, taken } from '#test/fixtures/lanes.ts'
import { somePicture } from '#test/fixtures/pictures.ts'
import { NOON, addedArticle, addedDelivery, ownStore } from '#test/fixtures/stored.ts'

/** Stores a delivery whose post stands and whose reply cannot be made: it breaks its lane whenever it is its turn. */
async function poisoned(store: Store): Promise<Part> {
  const [post] = await addedDelivery(store, { article: 'poison', texts: ['post', 'reply'], published: NOON - HOUR })
  const ref = { id: '7', url: null }
  await store.write(async (writer) => {
    const sending = await movePart(writer, post, { to: 'sending', why: 'sending: its turn', at: NOON })
    await movePart(writer, sending, { to: 'sent', why: 'sent: taken', at: NOON, ref })
  })
  return (await partsOf(store.read, post.delivery))[1]!
}

const follow = (): never => {
  throw new Error('it cannot be digested')
}

test('a part that breaks its lane twice is set aside with the reason, and the others go on', async () => {
  const store = await ownStore()
  const poison = await poisoned(store)
  await addedDelivery(store, { article: 'fine', texts: ['fine'] })
  const clock = fakeClock()
  const platform = scripted(clock)
  const { log, lines } = keptLog()
  ownLanes(store, clock, [someAccount({ connection: platform.connection, follow })], { log })
  await clock.advance(10 * SECOND, 1)
  expect(await states(store)).toEqual(['poison sent', 'poison held', 'fine sent'])
  const [, reply] = await partsOf(store.read, poison.delivery)
  expect(reply).toMatchObject({ state: 'held', reason: 'aside: it cannot be digested' })
  const [notice] = await untold(store.read, 9)
  expect(notice?.text).toMatch(/telegram-world is held \(aside: it cannot be digested\):\n\nreply\n\nSee: crier held$/)
  expect(platform.calls.map(({ text }) => text)).toEqual(['fine'])
  expect(lines.filter(({ level }) => level === 'error').map(({ about }) => about)).toMatchObject([
    { channel: 'telegram-world', delivery: poison.delivery, failures: 1, error: 'it cannot be digested' },
    { channel: 'telegram-world', delivery: poison.delivery, failures: 2, error: 'it cannot be digested' },
  ])
})

test('one failure is chance: a part that goes at the second try is sent', async () => {
  const store = await ownStore()
  await poisoned(store)
  const clock = fakeClock()
  const platform = scripted(clock)
  let failures = 0
  const account = someAccount({
    connection: platform.connection,
    follow: (body) => {
      failures += 1
      if (failures === 1) throw new Error('once')
      return body
    },
  })
  ownLanes(store, clock, [account])
  await clock.advance(10 * SECOND, 1)
  expect(await states(store)).toEqual(['poison sent', 'poison sent'])
})

test('one that staff put back is tried again, and set aside again', async () => {
  const store = await ownStore()
  const poison = await poisoned(store)
  const clock = fakeClock()
  const lanes = ownLanes(store, clock, [someAccount({ connection: scripted(clock).connection, follow })])
  await clock.advance(10 * SECOND, 1)
  const [, held] = await partsOf(store.read, poison.delivery)
  await store.write((writer) => movePart(writer, held!, { to: 'ready', why: 'retry: asked for', at: NOON }))
  lanes.nudge()
  await clock.advance(10 * SECOND, 1)
  expect(await states(store)).toEqual(['poison sent', 'poison held'])
})

test.each<[string, () => Error]>([
  [
    'a full disk',
    () => Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }),
  ],
  ['a locked store', () => Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 })],
  ['a lost lease', () => new LeaseLost()],
])('%s sets nothing aside, however long it lasts', async (_, error) => {
  const store = await ownStore()
  for (let index = 0; index < 3; index++) await addedDelivery(store, { article: `article${index}`, queued: index })
  const clock = fakeClock()
  const platform = scripted(clock, taken)
  let broken = true
  const flaky: Store = {
    ...store,
    write: async (work) => {
      if (broken) throw error()
      return store.write(work)
    },
  }
  ownLanes(flaky, clock, [someAccount({ connection: platform.connection })])
  await clock.advance(2 * HOUR, 1)
  expect(await states(store)).toEqual(['article0 ready', 'article1 ready', 'article2 ready'])
  expect(platform.calls).toEqual([])
  broken = false
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['article0 sent', 'article1 sent', 'article2 sent'])
})

test('what breaks one lane is nothing to the lanes beside it', async () => {
  const store = await ownStore()
  await poisoned(store)
  await addedDelivery(store, { article: 'elsewhere', channel: 'telegram-sport', texts: ['elsewhere'] })
  const clock = fakeClock()
  const platform = scripted(clock)
  const channels = ['telegram-world', 'telegram-sport'].map((id) => someChannel({ id }))
  ownLanes(store, clock, [someAccount({ connection: platform.connection, follow, channels })])
  await clock.asleep(2)
  expect(platform.calls.map(({ text, at }) => [text, at])).toEqual([['elsewhere', NOON]])
})

/** Makes the store refuse every change of the state of what is sent of article `poison`, or that to `to` alone. */
async function breakWrites(store: Store, to?: string): Promise<void> {
  const into = to === undefined ? '' : `and new.state = '${to}'`
  await store.write((writer) =>
    sql
      .raw(
        `create trigger poisoned before update of state on part
          when old.state = 'sending' and old.article = 'poison' ${into} begin select raise(abort, 'no'); end`,
      )
      .execute(writer),
  )
}

test('an answer that breaks what writes it down is of unknown fate, sent once, and the others go on', async () => {
  const store = await ownStore()
  await addedDelivery(store, { article: 'poison', texts: ['poison'], published: NOON - HOUR })
  await addedDelivery(store, { article: 'fine', texts: ['fine'] })
  await breakWrites(store, 'sent')
  const clock = fakeClock()
  const platform = scripted(clock)
  const { log, lines } = keptLog()
  ownLanes(store, clock, [someAccount({ connection: platform.connection })], { log })
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['poison held', 'fine sent'])
  expect(platform.calls.map(({ text }) => text)).toEqual(['poison', 'fine'])
  const [poison] = await store.read.selectFrom('part').select('reason').where('article', '=', 'poison').execute()
  expect(poison?.reason).toBe('unknown: sent, but that broke the store: no (ERR_SQLITE_ERROR)')
  const said = lines.filter(({ event }) => event === 'the answer to a post cannot be written down')
  expect(said.map(({ about }) => about)).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }])
})

test('one that cannot be called unknown either is left to the next start, and the others go on', async () => {
  const store = await ownStore()
  await addedDelivery(store, { article: 'poison', texts: ['poison'], published: NOON - HOUR })
  await addedDelivery(store, { article: 'fine', texts: ['fine'] })
  await breakWrites(store)
  const clock = fakeClock()
  const platform = scripted(clock)
  const windows = [{ name: 'placePerSecond', of: 'place', max: 1, within: SECOND }] as const
  const account = someAccount({ connection: platform.connection, windows })
  ownLanes(store, clock, [account])
  await clock.advance(MINUTE, 1)
  expect(await states(store)).toEqual(['poison sending', 'fine sent'])
  await store.write((writer) => sql`drop trigger poisoned`.execute(writer))
  expect(await recover(store, [account], clock.now())).toMatchObject([{ article: 'poison', state: 'held' }])
})

const looked = [someChannel({ cooling: MINUTE })]

/** Stores an article whose post is looked at once more before it goes, and one behind it. */
async function settling(store: Store): Promise<Part> {
  for (const [queued, id] of ['poison', 'fine'].entries()) {
    await addedArticle(store, { id, state: 'routed', seen: NOON - HOUR + queued, published: NOON - HOUR })
  }
  const [poison] = await addedDelivery(store, { article: 'poison', texts: ['poison'], published: NOON - HOUR })
  await addedDelivery(store, { article: 'fine', texts: ['fine'], published: NOON - MINUTE })
  return poison
}

/** A life of the process: its lanes go until they are at rest. Whatever calls `kill` ends it there, as `kill -9` does. */
async function life(
  store: Store,
  partsOfLife: (kill: () => never) => Parameters<typeof ownLanes>[3],
  change: Partial<SendingAccount> = {},
): Promise<readonly string[]> {
  const clock = fakeClock()
  const platform = scripted(clock, taken)
  let dead = false
  const kill = (): never => {
    dead = true
    throw new Error('killed')
  }
  const mortal: Store = {
    ...store,
    write: async (work) => {
      if (dead) throw new LeaseLost()
      return store.write(work)
    },
  }
  const account = someAccount({ connection: platform.connection, channels: looked, ...change })
  await using _lanes = ownLanes(mortal, clock, [account], partsOfLife(kill))
  await clock.asleep(1)
  return platform.calls.map(({ text }) => text)
}

test('a look that ends the process is taken twice; then its post is held and told, and the others go on', async () => {
  const store = await ownStore()
  const poison = await settling(store)
  const looks: string[] = []
  const parts = (kill: () => never) => ({
    lookAgain: async (article: string) => {
      looks.push(article)
      if (article === 'poison') kill()
      await store.write((writer) => markLooked(writer, article, NOON, null))
    },
  })
  expect(await life(store, parts)).toEqual([])
  expect(await life(store, parts)).toEqual([])
  expect(await life(store, parts)).toEqual(['fine'])
  expect(looks).toEqual(['poison', 'poison', 'fine'])
  expect(await states(store)).toEqual(['poison held', 'fine sent'])
  expect(await partNow(store, poison.id)).toMatchObject({ reason: 'aside: it ended the process twice' })
  expect((await untold(store.read, 9))[0]?.text).toContain('is held (aside: it ended the process twice)')
})

test('so is the preparing of a picture', async () => {
  const store = await ownStore()
  const [part] = await addedDelivery(store, { article: 'poison', picture: somePicture() })
  let fetched = 0
  const parts = (kill: () => never) => ({
    fetchPicture: async () => {
      fetched += 1
      return kill()
    },
  })
  for (const _ of [1, 2, 3]) await life(store, parts, { channels: [someChannel()] })
  expect(fetched).toBe(2)
  expect(await partNow(store, part.id)).toMatchObject({ state: 'held', reason: 'aside: it ended the process twice' })
})

test('a look that ends well, or that is stopped, is held against nobody, however often', async () => {
  const store = await ownStore()
  const poison = await settling(store)
  const clock = fakeClock()
  const account = someAccount({ connection: scripted(clock, taken).connection, channels: looked })
  for (let stops = 0; stops < 4; stops++) {
    const begun = Promise.withResolvers<void>()
    const lookAgain = (_: string, signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')))
        begun.resolve()
      })
    await using _lanes = ownLanes(store, clock, [account], { lookAgain })
    await begun.promise
    expect(await partNow(store, poison.id)).toMatchObject({ tries: 1 })
  }
  expect(await partNow(store, poison.id)).toMatchObject({ tries: 0 })
})

test('a count outlives the process, and a new config', async () => {
  const store = await ownStore()
  const poison = await poisoned(store)
  for (const state of ['ready', 'held']) {
    const clock = fakeClock()
    const lanes = ownLanes(store, clock, [someAccount({ connection: scripted(clock).connection, follow })])
    await clock.advance(SECOND / 2, 1)
    await lanes[Symbol.asyncDispose]()
    expect((await partsOf(store.read, poison.delivery))[1]).toMatchObject({ state })
  }
})
