import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#src/base/clock.ts'
import { silentLog } from '#src/base/log.ts'
import { secret } from '#src/base/secret.ts'
import type { Connection, Found, StandIn, Wanted } from '#src/platform/platform.ts'
import { connectTwitter } from '#src/platform/twitter/client.ts'
import { twitter } from '#src/platform/twitter/index.ts'
import { fakeClock, type FakeClock } from '#test/fake-clock.ts'
import { answering, type Said } from '#test/platform/answering.ts'

const never = new AbortController().signal
const LINK = 'https://news.example.com/world/tram?a=1&b=2'

let clock: FakeClock
let x: StandIn<unknown>
let mine: Connection<unknown>
let colleague: Connection<unknown>

async function open(limits: Readonly<Record<string, number>> = {}): Promise<void> {
  clock = fakeClock()
  x = await twitter.standIn({ clock, limits: { perDay: 1_000, per15Minutes: 1_000, ...limits } })
  const secrets = Object.fromEntries(Object.entries(x.admit('news', [])).map(([name, value]) => [name, secret(value)]))
  const account = { id: 'news', settings: {}, apiRoot: x.apiRoot, secrets }
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
  it('is found by its link, among the posts of colleagues, with its address', async () => {
    const after = await posted(colleague, 'Good morning from the newsroom')
    const wanted = await lost(`Tram line opens\n\n${LINK}`)
    const { id } = x.posts().at(-1)!
    for (const text of ['Lunch', 'https://news.example.com/world/other', 'Dinner']) await posted(colleague, text)
    expect(await find({ ...wanted, after, link: LINK })).toEqual({
      is: 'present',
      refs: [{ id, url: `https://x.com/i/status/${id}` }],
      missed: null,
    })
  })

  it('comes before another post with the same link', async () => {
    const wanted = await lost(`Tram line opens\n\n${LINK}`)
    const { id } = x.posts().at(-1)!
    const other = await posted(colleague, `Read this: ${LINK}`)
    expect(ids(await find({ ...wanted, link: LINK }))).toEqual([id, other])
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
    expect(await find(wanted)).toEqual({ is: 'absent' })
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
    expect(await find(wanted)).toEqual({ is: 'absent' })
  })

  it('is found where this machine’s clock differs from X’s by a day', async () => {
    const wanted = await lost(`Tram line opens\n\n${LINK}`)
    for (const ahead of [DAY, -DAY]) {
      expect((await find({ ...wanted, link: LINK, at: wanted.at + ahead })).is).toBe('present')
    }
  })

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
    expect(await find({ bytes: bytesOf(text), place, after: null, before: null, link: null, at: clock.now() })).toEqual(
      {
        is: 'absent',
      },
    )
  })

  it('is absent as long as X does not show it yet, and present once it does', async () => {
    await x[Symbol.asyncDispose]()
    await open({ visibleAfterMs: 5 * MINUTE })
    const after = await posted(colleague, 'Good morning')
    const wanted = { ...(await lost(`Tram line opens ${LINK}`)), after, link: LINK }
    expect(await find(wanted)).toEqual({ is: 'absent' })
    await clock.advance(5 * MINUTE)
    expect((await find(wanted)).is).toBe('present')
  })

  it('that a full page of newer posts may have pushed out is unclear, not absent', async () => {
    const after = await posted(colleague, 'Good morning')
    const wanted = { ...(await lost(`Tram line opens ${LINK}`)), link: LINK }
    for (let index = 0; index < 100; index++) await posted(colleague, `Post ${index}`)
    expect(await find({ ...wanted, after })).toMatchObject({ is: 'unclear' })
    expect(await find({ ...wanted, after: null })).toMatchObject({ is: 'unclear' })
  })

  it('is absent where a full page reaches back before it was sent', async () => {
    for (let index = 0; index < 120; index++) await posted(colleague, `Post ${index}`)
    const { place } = x.posts().at(-1)!
    await clock.advance(2 * HOUR)
    const wanted = { bytes: bytesOf('Tram line opens'), place, after: null, before: null, link: null, at: clock.now() }
    expect(await find(wanted)).toEqual({ is: 'absent' })
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

  it.each<[string, Said]>([
    ['an empty object', { status: 200, body: {} }],
    ['no body', { status: 200, body: '' }],
    ['errors beside no data', { status: 200, body: { errors: [{ title: 'Not Found Error' }] } }],
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
    expect(found).toEqual({ is: 'unclear', why: expect.any(String) })
    expect(JSON.stringify(found)).not.toContain('canary')
  })
})
