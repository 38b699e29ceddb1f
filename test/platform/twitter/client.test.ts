import { expect, it } from 'vitest'
import { HOUR, SECOND, systemClock } from '#src/base/clock.ts'
import { secret } from '#src/base/secret.ts'
import { connectTwitter } from '#src/platform/twitter/client.ts'
import { fakeClock } from '#test/fake-clock.ts'
import { answering, type Said } from '#test/platform/answering.ts'

const secrets = Object.fromEntries(
  ['APP_KEY', 'APP_SECRET', 'ACCESS_TOKEN', 'ACCESS_SECRET'].map((name) => [name, secret(`canary-${name}`)]),
)
const never = new AbortController().signal

const connect = (apiRoot: string) =>
  connectTwitter({ id: 'news-x', settings: {}, apiRoot, secrets }, { clock: systemClock })

const send = async (said: Said) => {
  await using server = await answering(() => said)
  return await connect(server.origin).send('{"text":"hi"}', 'key', never)
}

it.each([HOUR, -HOUR])(
  'is told by X that the machine’s clock is %d ms off, by the clock that signs: with a post, and when it asks who it is',
  async (off) => {
    const date = new Date(systemClock.now() - off).toUTCString()
    const body = { title: 'Unauthorized', detail: 'Unauthorized', type: 'about:blank', status: 401 }
    const said = { status: 401, body, headers: { date } }
    const why = expect.stringMatching(/^this machine's clock is wrong: .* 1 h (ahead of|behind) X's\. Set it right/)
    expect(await send(said)).toMatchObject({ is: 'later', at: expect.any(Number), why, clockOff: true })
    expect(await check(said)).toEqual({ is: 'unreachable', why, clockOff: true })
    // The clock that is handed in goes on as before for a moment when the machine's is set.
    await using server = await answering(() => said)
    const steady = { ...systemClock, now: () => systemClock.now() - off }
    const account = { id: 'news-x', settings: {}, apiRoot: server.origin, secrets }
    expect(await connectTwitter(account, { clock: steady }).send('{"text":"hi"}', 'key', never)).toMatchObject({
      why,
      clockOff: true,
    })
  },
)

it('posts the bytes as they are, signed, under the path of apiRoot', async () => {
  await using server = await answering(() => ({
    status: 201,
    body: { data: { id: '1990000000000000001', text: 'x' } },
  }))
  const bytes = JSON.stringify({ text: 'Київ, 東京 & “quotes” 🚋\n\nhttps://example.com/' })
  expect(await connect(`${server.origin}/proxy`).send(bytes, 'key', never)).toEqual({
    is: 'sent',
    ref: { id: '1990000000000000001', url: 'https://x.com/i/status/1990000000000000001' },
  })
  expect(server.heard).toEqual([
    {
      method: 'POST',
      path: '/proxy/2/tweets',
      body: bytes,
      authorization: expect.stringMatching(/^OAuth .*canary-ACCESS_TOKEN/),
    },
  ])
})

it.each<[string, unknown]>([
  ['no id', { data: { text: 'x' } }],
  ['an id that is none', { data: { id: 'x1' } }],
  ['a number for an id', { data: { id: 19 } }],
  ['errors only', { errors: [{ title: 'odd' }] }],
  ['nothing', ''],
  ['half a body', '{"data":{"id":"199'],
  ['a body that lacks its last character', '{"data":{"id":"199","text":"hi"}'],
])('does not take 201 for a post with %s', async (_, body) => {
  expect(await send({ status: 201, body })).toMatchObject({ is: 'unknown' })
})

// The library reads these errors for its message, in an event of the response, where what it throws ends the process.
it.each<[string, unknown]>([
  ['errors that are null', { title: 'Forbidden', detail: 'no', status: 403, errors: [null] }],
  ['one error and a null', { title: 'Forbidden', detail: 'no', status: 403, errors: [{ code: 87 }, null] }],
  ['errors of other types', { title: 'Forbidden', detail: 'no', status: 403, errors: [true, 7, 'no'] }],
  ['errors that are no list', { title: 'Forbidden', detail: 'no', status: 403, errors: { length: 2 } }],
  ['errors that are text', { title: 'Forbidden', detail: 'no', status: 403, errors: 'no' }],
  ['nothing but null', 'null'],
  ['a text', '"no"'],
])('gives an answer to a 403 with %s, and lives', async (_, body) => {
  expect((await send({ status: 403, body })).is).toMatch(/^(refused|unknown)$/)
})

it.each<[string, Said]>([
  ['whatever warnings come with it', { status: 201, body: { data: { id: '7' }, errors: [{ title: 'odd' }] } }],
  // Half an answer is no JSON: this one is whole, and X gives an id to nothing that it did not take.
  [
    'though fewer bytes came than were promised',
    {
      status: 201,
      body: { data: { id: '7', text: 'hi' } },
      headers: { 'content-length': '4000', connection: 'close' },
    },
  ],
])('takes an id as proof, %s', async (_, said) => {
  expect(await send(said)).toMatchObject({ is: 'sent', ref: { id: '7' } })
})

it.each<[string, Readonly<Record<string, string>>, number | null]>([
  ['has room', { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': '1779278700' }, null],
  ['is used up', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1779278700' }, 300],
  ['tells no end', { 'x-rate-limit-remaining': '0' }, null],
  [
    'of a day is used up too',
    {
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': '1779278700',
      'x-user-limit-24hour-remaining': '0',
      'x-user-limit-24hour-reset': '1779282000',
    },
    3_600,
  ],
])('hands on that the window of a taken post %s', async (_, headers, seconds) => {
  // Noon of 20 May 2026 by the server's clock, whatever ours says.
  const date = 'Wed, 20 May 2026 12:00:00 GMT'
  const sent = await send({ status: 201, body: { data: { id: '7' } }, headers: { date, ...headers } })
  const again = 'again' in sent ? sent.again : null
  expect(again && Math.round((again - systemClock.now()) / 1_000)).toBe(seconds)
})

const me = { data: { id: '42', name: 'News', username: 'news_x' } }
const channels = [{ id: 'x-world', settings: {} }]

async function check(said: Said) {
  await using server = await answering(() => said)
  const found = await connect(server.origin).check(channels, never)
  expect(server.heard.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /2/users/me'])
  return found
}

it('proves the user and the right to post by the header that tells it', async () => {
  expect(await check({ status: 200, body: me, headers: { 'x-access-level': 'read-write' } })).toEqual({
    is: 'proven',
    id: '42',
    name: '@news_x',
    notes: [expect.stringContaining('automated label')],
    channels: [{ channel: 'x-world', place: '42', missing: null }],
  })
})

it('names the missing right, and where to set it', async () => {
  expect(await check({ status: 200, body: me, headers: { 'x-access-level': 'read' } })).toMatchObject({
    is: 'proven',
    channels: [{ place: null, missing: expect.stringMatching(/^@news_x: .* only read.*Read and write/) }],
  })
})

it('says that only the first post proves the right where no header tells it', async () => {
  expect(await check({ status: 200, body: me })).toMatchObject({
    channels: [{ missing: null, unproven: expect.stringContaining('only the first post proves it') }],
  })
})

it.each<[string, number, unknown, 'refused' | 'unreachable']>([
  ['wrong tokens', 401, { title: 'Unauthorized', status: 401 }, 'refused'],
  ['no credits', 402, { title: 'CreditsDepleted', type: 'https://api.x.com/2/problems/credits' }, 'refused'],
  ['an outage', 503, '<html>', 'unreachable'],
  ['something before X', 401, '<html>', 'unreachable'],
  ['a page that is not there', 404, '<html>', 'unreachable'],
  ['something else that answers', 200, { hello: 'world' }, 'unreachable'],
])('tells a no from a failure: %s', async (_, status, body, is) => {
  expect(await check({ status, body })).toEqual({ is, why: expect.any(String) })
})

it.each<[string, number, unknown, Readonly<Record<string, string>>, number]>([
  ['a limit', 429, { title: 'Too Many Requests', status: 429 }, {}, 60],
  ['a limit with its end', 429, { title: 'Too Many Requests', status: 429 }, { 'retry-after': '900' }, 900],
  ['an outage with its end', 503, { title: 'Service Unavailable', status: 503 }, { 'retry-after': '120' }, 120],
])('hands on how long to wait: %s', async (_, status, body, headers, seconds) => {
  const before = systemClock.now()
  const found = await check({ status, body, headers })
  expect(found).toEqual({ is: 'unreachable', why: expect.any(String), again: expect.any(Number) })
  const again = found.is === 'unreachable' ? found.again! : 0
  expect(again).toBeGreaterThanOrEqual(before + seconds * SECOND)
  expect(again).toBeLessThanOrEqual(systemClock.now() + seconds * SECOND)
})

it.each([
  [401, /are the keys and tokens right\?/],
  [403, /is apiRoot right/],
  [404, /is apiRoot right\?/],
  [503, /who this is; try again in some minutes$/],
])('asks what may be wrong where a page answers with %i', async (status, why) => {
  const headers = { 'content-type': 'text/html' }
  const said = await check({ status, body: '<html>', headers })
  expect(said).toEqual({ is: 'unreachable', why: expect.stringMatching(why) as string })
})

it.each<[number, Readonly<Record<string, string>>, number | null]>([
  [429, { 'retry-after': '900' }, 900],
  [429, {}, 60],
  [503, { 'retry-after': '120' }, 120],
  [503, {}, null],
])('hands on how long no picture is to be uploaded: %d, %o', async (status, headers, seconds) => {
  const clock = fakeClock()
  await using server = await answering(() => ({ status, headers, body: { title: 'No', status } }))
  const x = connectTwitter({ id: 'news-x', settings: {}, apiRoot: server.origin, secrets }, { clock })
  const picture = { type: 'image/png', width: 9, height: 9, bytes: new Uint8Array(8) } as const
  const again = seconds === null ? {} : { again: clock.now() + seconds * SECOND }
  expect(await x.prepare?.(picture, null, never)).toEqual({ is: 'failed', why: expect.any(String), ...again })
})

it.each<[string, unknown, number]>([
  ['as long as X says', 600, 600],
  ['a day, where X says nothing', undefined, 86_400],
  ['a day, where X says more', 1e15, 86_400],
  ['a day, where what X says is no number', '600', 86_400],
])('keeps an upload for %s', async (_, told, seconds) => {
  const clock = fakeClock()
  const body = { data: { id: '7', expires_after_secs: told } }
  await using server = await answering(() => ({ status: 200, body }))
  const x = connectTwitter({ id: 'news-x', settings: {}, apiRoot: server.origin, secrets }, { clock })
  const picture = { type: 'image/png', width: 9, height: 9, bytes: new Uint8Array(8) } as const
  const until = clock.now() + seconds * SECOND
  expect(await x.prepare?.(picture, null, never)).toEqual({ is: 'uploaded', id: '7', until, lacks: null })
})

it.each<[number, Readonly<Record<string, string>>, number | null]>([
  [429, { 'retry-after': '600' }, 600],
  [429, {}, 60],
  [503, { 'retry-after': '120' }, 120],
  [400, {}, null],
])('hands on how long no picture is to be described: %d, %o', async (status, headers, seconds) => {
  const clock = fakeClock()
  await using server = await answering(({ path }) =>
    path.endsWith('metadata')
      ? { status, headers, body: { title: 'No', status } }
      : { status: 200, body: { data: { id: '7' } } },
  )
  const x = connectTwitter({ id: 'news-x', settings: {}, apiRoot: server.origin, secrets }, { clock })
  const picture = { type: 'image/png', width: 9, height: 9, bytes: new Uint8Array(8) } as const
  const again = seconds === null ? {} : { again: clock.now() + seconds * SECOND }
  const lacks = expect.stringContaining('X did not take its description')
  expect(await x.prepare?.(picture, 'A tram', never)).toEqual({
    is: 'uploaded',
    id: '7',
    until: clock.now() + 86_400 * SECOND,
    lacks,
    ...again,
  })
})
