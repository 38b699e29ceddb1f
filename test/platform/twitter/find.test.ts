import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, systemClock, type Clock } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { Connection, Found, OpenAccount, StandIn, Wanted } from '#src/platform/platform.ts'
import { connectTwitter } from '#src/platform/twitter/client.ts'
import { twitter } from '#src/platform/twitter/index.ts'
import { twitterStandIn } from '#src/platform/twitter/stand-in.ts'
import { logCall } from '#src/store/sends.ts'
import { openSteadyClock } from '#src/store/steady.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { answering, type Said } from '#test/platform/answering.ts'
import { addedDelivery, ownStore } from '#test/fixtures/stored.ts'

const never = new AbortController().signal
const LINK = 'https://news.example.com/world/tram?a=1&b=2'

let clock: FakeClock
let x: StandIn<unknown>
let account: OpenAccount<unknown>
let mine: Connection<unknown>
let colleague: Connection<unknown>

async function open(limits: Readonly<Record<string, number>> = {}): Promise<void> {
  clock = fakeClock()
  const wide = { perDay: 1_000, perHalfHour: 1_000, per15Minutes: 1_000, ...limits }
  x = await twitterStandIn({ clock, limits: wide, signedBy: systemClock })
  const secrets = Object.fromEntries(Object.entries(x.admit('news', [])).map(([name, value]) => [name, secret(value)]))
  account = { id: 'news', settings: {}, apiRoot: x.apiRoot, secrets }
  mine = twitter.connect(account, { clock, log: silentLog })
  // A person who posts by hand on the same account.
  colleague = twitter.connect(account, { clock, log: silentLog })
}

beforeEach(() => open())
afterEach(() => x[Symbol.asyncDispose]())

const bytesOf = (text: string): string => JSON.stringify({ text })

async function posted(connection: Connection<unknown>, text: string): Promise<string> {
  await clock.advance(SECOND)
  const outcome = await connection.send(bytesOf(text), 'key', never)
  if (outcome.is !== 'sent') throw new Error(`not sent: ${outcome.why}`)
  return outcome.ref.id
}

/** Sends `text` so that the answer is lost. */
async function lost(text: string): Promise<Wanted> {
  await clock.advance(SECOND)
  const at = clock.now()
  x.play('accept-then-reset')
  expect(await mine.send(bytesOf(text), 'key', never)).toMatchObject({ is: 'unknown' })
  return { bytes: bytesOf(text), place: x.posts().at(-1)!.place, after: null, before: null, link: null, at }
}

const find = (wanted: Wanted): Promise<Found> => mine.find!(wanted, never)
const ids = (found: Found): readonly string[] => (found.is === 'present' ? found.refs.map(({ id }) => id) : [])

describe('a lost post on X', () => {
  it('is found by its words, among the posts of colleagues, with its address', async () => {
    const after = await posted(colleague, 'Good morning from the newsroom')
    const wanted = await lost(`Tram line opens\n\n${LINK}`)
    const { id } = x.posts().at(-1)!
    for (const text of ['Lunch', 'https://news.example.com/world/other', 'Dinner']) await posted(colleague, text)
    expect(await find({ ...wanted, after, link: LINK })).toMatchObject({
      is: 'present',
      refs: [{ id, url: `https://x.com/i/status/${id}` }],
      missed: null,
    })
  })

  it('is found beside another post with the same link, which is never taken for it', async () => {
    const wanted = await lost(`Tram line opens\n\n${LINK}`)
    const { id } = x.posts().at(-1)!
    const other = await posted(colleague, `Read this: ${LINK}`)
    const found = await find({ ...wanted, link: LINK })
    expect(ids(found)).toEqual([id])
    expect(found).toMatchObject({ missed: null, doubts: [{ ref: { id: other } }] })
  })

  it.each([1 * HOUR, 5 * HOUR, 24 * HOUR])(
    'is not taken for a colleague’s post with the same link that was made %d ms before',
    async (before) => {
      for (const after of [await posted(colleague, 'Good morning'), null]) {
        await posted(colleague, `Soon: the tram line ${before} ${after}\n\n${LINK}`)
        const { place } = x.posts().at(-1)!
        await clock.advance(before)
        const at = clock.now()
        await clock.advance(10 * MINUTE)
        const wanted = { bytes: bytesOf(`Tram line opens\n\n${LINK}`), place, after, before: null, link: LINK, at }
        expect(await find(wanted)).toMatchObject({ is: 'absent' })
      }
    },
  )

  it('is unclear where its link was posted in other words since: a person decides', async () => {
    const after = await posted(colleague, 'Good morning')
    const { place } = x.posts().at(-1)!
    const at = clock.now()
    const other = await posted(colleague, `Read this: ${LINK}`)
    await clock.advance(10 * MINUTE)
    const wanted = { bytes: bytesOf(`Tram line opens\n\n${LINK}`), place, after, before: null, link: LINK, at }
    expect(await find(wanted)).toMatchObject({
      doubts: [{ ref: { id: other } }],
      is: 'unclear',
      why: `https://x.com/i/status/${other} has the same link and other words`,
    })
    // The same article in two posts of ours: the link says nothing.
    expect(await find({ ...wanted, link: null })).toMatchObject({ is: 'absent' })
  })

  it('is unclear where the same words stand from before: what was made after them may be a clock that was wrong', async () => {
    await posted(colleague, `Tram line opens\n\n${LINK}`)
    const { place } = x.posts().at(-1)!
    const wanted = { bytes: bytesOf(`Tram line opens\n\n${LINK}`), place, after: null, before: null, link: LINK }
    await clock.advance(HOUR)
    expect(await find({ ...wanted, at: clock.now() })).toMatchObject({ is: 'unclear' })
    await clock.advance(2 * DAY)
    expect(await find({ ...wanted, at: clock.now() })).toMatchObject({ is: 'unclear' })
  })

  it('is not taken for an older post with the same link', async () => {
    const after = await posted(mine, `Tram line opens\n\n${LINK}`)
    const { place } = x.posts().at(-1)!
    const wanted = {
      bytes: bytesOf(`Tram line opens\n\n${LINK}`),
      place,
      after,
      before: null,
      link: LINK,
      at: clock.now(),
    }
    expect(await find(wanted)).toMatchObject({ is: 'absent' })
  })

  it('is not taken for a post of another day where nothing older is known', async () => {
    await posted(colleague, `Tram line opens soon\n\n${LINK}`)
    const { place } = x.posts().at(-1)!
    await clock.advance(3 * DAY)
    const wanted = {
      bytes: bytesOf(`Tram line opens\n\n${LINK}`),
      place,
      after: null,
      before: null,
      link: LINK,
      at: clock.now(),
    }
    expect(await find(wanted)).toMatchObject({ is: 'absent' })
  })

  it.each([DAY, -DAY])(
    'is found where this machine’s clock differs from X’s by %d ms, and others are not',
    async (by) => {
      await posted(colleague, `Soon: ${LINK}`)
      await clock.advance(5 * MINUTE)
      const wanted = { ...(await lost(`Tram line opens\n\n${LINK}`)), link: LINK }
      const { id } = x.posts().at(-1)!
      await clock.advance(5 * MINUTE)
      const ours: Clock = { ...clock, now: () => clock.now() + by }
      const connection = twitter.connect(account, { clock: ours, log: silentLog })
      const look = { ...wanted, at: wanted.at + by }
      expect(await connection.find!(look, never)).toMatchObject({ is: 'present', refs: [{ id }], missed: null })
      expect(await connection.find!({ ...look, bytes: bytesOf(`Never sent ${LINK}`) }, never)).toMatchObject({
        is: 'unclear',
        why: expect.stringContaining(id),
      })
    },
  )

  it.each([
    ['characters that X escapes', 'Fish & chips <b>fresh</b> at &amp; after 5'],
    ['links that X shortens', `Tram line opens ${LINK} and https://example.org/ too`],
    ['a link whose query was escaped once too often', 'Tram https://news.example.com/?a=1&amp;b=2 opens'],
    ['a bare domain in the template’s own words', 'Tram line opens. More on example.com'],
    ['the same link twice', `${LINK} ${LINK}`],
    ['a link alone', LINK],
    ['white space at its ends and in between', '  Tram  line\n\n\nopens  '],
    ['accents in two spellings', 'Cafe\u0301 and cr\u00e8me'],
    ['right-to-left words and emoji', 'افتتح المجلس 👩‍👩‍👧‍👦 🇺🇦'],
  ])('without a link of its own is found by its whole text, with %s', async (_, text) => {
    const wanted = await lost(text)
    expect(ids(await find(wanted))).toEqual([x.posts().at(-1)!.id])
  })

  it.each([
    ['one word', 'Tram line opens today'],
    ['only the link', `Tram line opens https://news.example.com/other`],
  ])('without a link of its own is not taken for another that differs in %s', async (_, other) => {
    await posted(colleague, other)
    const { place } = x.posts().at(-1)!
    const text = `Tram line opens https://news.example.com/world`
    expect(
      await find({ bytes: bytesOf(text), place, after: null, before: null, link: null, at: clock.now() }),
    ).toMatchObject({
      is: 'absent',
    })
  })

  it('is absent as long as X does not show it yet, and present once it does', async () => {
    await x[Symbol.asyncDispose]()
    await open({ visibleAfterMs: 5 * MINUTE })
    const after = await posted(colleague, 'Good morning')
    const wanted = { ...(await lost(`Tram line opens ${LINK}`)), after, link: LINK }
    expect(await find(wanted)).toMatchObject({ is: 'absent' })
    await clock.advance(5 * MINUTE)
    expect((await find(wanted)).is).toBe('present')
  })

  it.each([HOUR, 60 * HOUR])('that X took just before the machine slept for %d ms is never absent', async (slept) => {
    const store = await ownStore()
    const [part] = await addedDelivery(store)
    const after = await posted(colleague, 'Good morning')
    // The clock that does not sleep is X's; this machine's stands still, and is set when it wakes.
    let asleep = 0
    const machine: Clock = { ...clock, monotonic: () => clock.monotonic() - asleep }
    const steady = openSteadyClock(machine)
    const { place } = x.posts().at(-1)!
    await store.write((writer) => logCall(writer, { part: part.id, account: 'news', place, at: steady.now(), usd: 0 }))
    const wanted = await lost(`Tram line opens ${LINK}`)
    const { id } = x.posts().at(-1)!
    asleep = slept
    await clock.advance(slept + 15 * SECOND)
    await steady.absorb(store)
    const { at } = await store.read.selectFrom('send_log').select('at').executeTakeFirstOrThrow()
    expect(at).toBeGreaterThan(wanted.at)
    const connection = twitter.connect(account, { clock: steady, log: silentLog })
    for (const known of [after, null]) {
      const found = await connection.find!({ ...wanted, at, after: known, link: LINK }, never)
      expect(found).toMatchObject({ is: 'unclear', doubts: [{ ref: { id } }] })
    }
  })

  it('that a full page of newer posts may have pushed out is unclear, not absent', async () => {
    const after = await posted(colleague, 'Good morning')
    const wanted = { ...(await lost(`Tram line opens ${LINK}`)), link: LINK }
    for (let index = 0; index < 100; index++) await posted(colleague, `Post ${index}`)
    expect(await find({ ...wanted, after })).toMatchObject({ is: 'unclear' })
    expect(await find({ ...wanted, after: null })).toMatchObject({ is: 'unclear' })
  })

  it('is unclear where a full page reaches back before it was sent, as this machine may have slept since', async () => {
    for (let index = 0; index < 120; index++) await posted(colleague, `Post ${index}`)
    const { place } = x.posts().at(-1)!
    await clock.advance(2 * HOUR)
    const wanted = { bytes: bytesOf('Tram line opens'), place, after: null, before: null, link: null, at: clock.now() }
    expect(await find(wanted)).toMatchObject({ is: 'unclear' })
  })

  it('is absent though the account has posted for years, where a full page reaches a day behind the attempt', async () => {
    for (let index = 0; index < 120; index++) await posted(colleague, `Post ${index}`)
    const { place } = x.posts().at(-1)!
    await clock.advance(2 * DAY)
    const wanted = { bytes: bytesOf('Tram line opens'), place, after: null, before: null, link: null, at: clock.now() }
    expect(await find(wanted)).toMatchObject({ is: 'absent', usd: 0.1 })
    const ours = await lost('Tram line opens')
    expect(await find(ours)).toMatchObject({ is: 'present', missed: null })
  })

  it('is looked for among the posts of a week where none is known before it', async () => {
    for (let index = 0; index < 20; index++) await posted(colleague, `Post ${index}`)
    await clock.advance(8 * DAY)
    await posted(colleague, 'Good morning')
    const wanted = await lost('Tram line opens')
    expect(await find(wanted)).toMatchObject({ is: 'present', missed: null, usd: 0.002 })
    expect(await find({ ...wanted, bytes: bytesOf('Other words') })).toMatchObject({ is: 'absent' })
  })

  it('is billed by how many posts a look reads', async () => {
    const after = await posted(colleague, 'Good morning from the newsroom')
    const wanted = await lost(`Tram line opens ${LINK}`)
    await posted(colleague, 'Good evening from the newsroom')
    expect((await find({ ...wanted, after })).usd).toBe(0.002)
    expect((await find(wanted)).usd).toBe(0.003)
  })

  it('is looked for by one read of the account’s own timeline, and nothing else', async () => {
    const wanted = await lost(`Tram line opens ${LINK}`)
    const before = x.requests().length
    await find({ ...wanted, link: LINK, after: '1000' })
    expect(x.requests().slice(before)).toMatchObject([{ method: 'GET', status: 200 }])
    expect(x.requests().at(-1)!.path).toContain(`/2/users/${wanted.place}/tweets?`)
    expect(x.requests().at(-1)!.path).toContain('since_id=1000')
  })
})

describe('an answer to a look that proves nothing', () => {
  const secrets = Object.fromEntries(
    ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map((name) => [name, secret(`canary-${name}`)]),
  )

  it('tells until when to wait where X asks for it, by the clock of X', async () => {
    const date = new Date(clock.now() + HOUR).toUTCString()
    const headers = { date, 'x-rate-limit-reset': String((clock.now() + HOUR + 5 * MINUTE) / SECOND) }
    await using server = await answering(() => ({ status: 429, body: { title: 'Too Many Requests' }, headers }))
    const connection = connectTwitter({ id: 'news', settings: {}, apiRoot: server.origin, secrets }, { clock })
    const wanted = { bytes: bytesOf('Tram'), place: '42', after: null, before: null, link: null, at: clock.now() }
    expect(await connection.find!(wanted, never)).toMatchObject({ is: 'unclear', again: clock.now() + 5 * MINUTE })
  })

  it('tells until when to wait where X is down and says for how long', async () => {
    await using server = await answering(() => ({
      status: 503,
      body: { title: 'Service Unavailable' },
      headers: { 'retry-after': '300' },
    }))
    const connection = connectTwitter({ id: 'news', settings: {}, apiRoot: server.origin, secrets }, { clock })
    const wanted = { bytes: bytesOf('Tram'), place: '42', after: null, before: null, link: null, at: clock.now() }
    expect(await connection.find!(wanted, never)).toMatchObject({ is: 'unclear', again: clock.now() + 5 * MINUTE })
  })

  it.each<[string, Said]>([
    ['an empty object', { status: 200, body: {} }],
    ['no body', { status: 200, body: '' }],
    ['errors beside no data', { status: 200, body: { errors: [{ title: 'Not Found Error' }] } }],
    ['errors beside an empty page', { status: 200, body: { meta: { result_count: 0 }, errors: [{ title: 'Down' }] } }],
    ['errors in another form', { status: 200, body: { meta: { result_count: 0 }, errors: { title: 'Down' } } }],
    ['a page that counts posts and shows none', { status: 200, body: { meta: { result_count: 3 } } }],
    [
      'a page that counts more posts than it shows',
      { status: 200, body: { data: [{ id: '7', text: 'Lunch' }], meta: { result_count: 2 } } },
    ],
    ['a page', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['401', { status: 401, body: { title: 'Unauthorized', status: 401 } }],
    ['429', { status: 429, body: { title: 'Too Many Requests', status: 429 } }],
    ['503', { status: 503, body: 'down' }],
    ['a redirect', { status: 302, body: '', headers: { location: '/login' } }],
  ])('is unclear: %s', async (_, said) => {
    await using server = await answering(() => said)
    const connection = connectTwitter({ id: 'news', settings: {}, apiRoot: server.origin, secrets }, { clock })
    const wanted = { bytes: bytesOf('Tram'), place: '42', after: null, before: null, link: null, at: clock.now() }
    const found = await connection.find!(wanted, never)
    expect(found).toMatchObject({ is: 'unclear', why: expect.any(String) })
    expect(JSON.stringify(found)).not.toContain('canary')
  })
})
