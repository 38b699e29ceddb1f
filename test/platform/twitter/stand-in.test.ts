import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StandIn, StandInPost } from '#src/platform/platform.ts'
import { twitterStandIn } from '#src/platform/twitter/stand-in.ts'
import * as client from '#test/platform/twitter/stand-in/signed-client.ts'
import {
  handClock,
  idOf,
  type Ask,
  type HandClock,
  type Secrets,
} from '#test/platform/twitter/stand-in/signed-client.ts'

let clock: HandClock
let standIn: StandIn<unknown>
let secrets: Secrets

beforeEach(async () => {
  await open()
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

async function open(limits: Record<string, number> = {}): Promise<void> {
  await standIn?.[Symbol.asyncDispose]()
  clock = handClock()
  standIn = await twitterStandIn({ clock, limits })
  secrets = standIn.admit('news-x', [])
}

const ask = (asked: Ask, as = secrets) => client.ask(standIn.apiRoot, as, asked, clock.now())
const post = (body: unknown, more: Partial<Ask> = {}, as = secrets) =>
  client.post(standIn.apiRoot, as, body, more, clock.now())
const say = (text: string, as = secrets) => post({ text }, {}, as)
const me = async (as = secrets) =>
  ((await ask({ path: '/2/users/me' }, as)).json() as { data: { id: string; username: string } }).data

describe('an account', () => {
  test('has a user of its own, the same after every start', async () => {
    const first = await me()
    await open()
    expect(await me()).toEqual(first)
    expect(first).toMatchObject({ name: 'news-x', username: 'news_x' })
    expect(BigInt(first.id)).toBeGreaterThan(2n ** 53n)
    expect((await me(standIn.admit('a-newsroom-with-a-long-name', []))).username).toMatch(/^[a-z_0-9]{15}$/)
  })

  test('keeps the secrets that it is given, and gets the others made', async () => {
    const given = standIn.admit('mine', [], { APP_KEY: 'k', ACCESS_SECRET: 's' })
    expect(given).toMatchObject({ APP_KEY: 'k', ACCESS_SECRET: 's' })
    expect(standIn.admit('mine', [])).toEqual(given)
    expect(given.ACCESS_TOKEN!.length).toBeGreaterThan(40)
    expect((await ask({ path: '/2/users/me' }, given)).status).toBe(200)
  })

  test('may read and write, and a header says so', async () => {
    expect((await ask({ path: '/2/users/me' })).headers['x-access-level']).toBe('read-write')
  })
})

describe('a caller whom nothing proves gets 401', () => {
  const body = { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' }

  test('for a wrong secret, another method and no header alike, and nothing is posted', async () => {
    const wrong = await say('Hi', { ...secrets, ACCESS_SECRET: 'wrong' })
    expect(wrong.status).toBe(401)
    expect(wrong.json()).toEqual(body)
    expect((await post({ text: 'Hi' }, { authorization: 'Bearer abc' })).json()).toEqual(body)
    expect((await post({ text: 'Hi' }, { signedFor: 'https://api.example.com' })).status).toBe(401)
    expect(standIn.posts()).toEqual([])
    expect(wrong.headers).toMatchObject({ 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '100' })
  })

  test('for a nonce that was used before', async () => {
    const authorization = client.authorize(secrets, { method: 'POST', path: '/2/tweets' }, clock.now())
    expect((await post({ text: 'One' }, { authorization })).status).toBe(201)
    expect((await post({ text: 'Two' }, { authorization })).status).toBe(401)
    expect(standIn.posts()).toHaveLength(1)
  })

  test('for a timestamp that is ten minutes off by its own clock, which it tells', async () => {
    for (const seconds of [-600, 600]) {
      const off = String(Math.floor(clock.now() / 1000) + seconds)
      expect((await post({ text: 'Hi' }, { oauth: { oauth_timestamp: off } })).status).toBe(401)
    }
    clock.pass(3_600_000)
    const late = await client.post(standIn.apiRoot, secrets, { text: 'Hi' })
    expect([late.status, late.headers.date]).toEqual([401, new Date(clock.now()).toUTCString()])
    expect((await say('Hi')).status).toBe(201)
  })

  test('though a signature over the address at hand is as good as one over the real one', async () => {
    expect((await post({ text: 'Hi' }, { signedFor: standIn.apiRoot })).status).toBe(201)
  })
})

describe('POST /2/tweets', () => {
  test('answers 201 with an id and the text, links shortened and signs escaped', async () => {
    const reply = await say('A & B https://example.com/a')
    expect(reply.status).toBe(201)
    expect(reply.json()).toMatchObject({
      data: {
        id: expect.stringMatching(/^\d{18,19}$/),
        text: expect.stringMatching(/^A &amp; B https:\/\/t\.co\/\w{10}$/),
      },
    })
  })

  test('shows followers the post at once, and tells whoever listens', async () => {
    const heard: StandInPost[] = []
    const stop = standIn.onPost((one) => heard.push(one))
    const id = idOf(await say('News\nhttps://example.com/<b>a&b b.org/x'))
    stop()
    await say('Later')
    expect(heard).toEqual(standIn.posts().slice(0, 1))
    expect(heard[0]).toEqual({
      account: 'news-x',
      place: (await me()).id,
      placeName: '@news_x',
      id,
      text: 'News\nexample.com/<b>a&b b.org/x',
      html: 'News<br><a href="https://example.com/">example.com/</a>&lt;b&gt;a&amp;b <a href="http://b.org/x">b.org/x</a>',
      length: { used: 4 + 1 + 23 + 6 + 1 + 23, allowed: 280 },
      card: 'http://b.org/x',
      picture: null,
      alt: null,
      at: clock.now(),
      deleted: null,
    })
  })

  test('gives ids that grow, in the same millisecond too, and over restarts', async () => {
    const ids = [idOf(await say('1')), idOf(await say('2'))]
    clock.pass(1)
    ids.push(idOf(await say('3')))
    const before = clock
    await open()
    clock.pass(before.now() - clock.now() + 1)
    ids.push(idOf(await say('1')))
    expect(
      ids
        .map(BigInt)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map(String),
    ).toEqual(ids)
    expect(new Set(ids).size).toBe(4)
    expect(BigInt(ids[0]!)).toBeGreaterThan(2n ** 53n)
  })

  test('takes 280 of weight and refuses 281, without saying why', async () => {
    expect((await say('a'.repeat(256) + ' https://example.com/long/path')).status).toBe(201)
    const refused = await say('a'.repeat(257) + ' https://example.com/long/path')
    expect(refused.status).toBe(403)
    expect(refused.json()).toEqual({
      detail: 'You are not permitted to perform this action.',
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
    })
    expect((await say('я'.repeat(280))).status).toBe(201)
    expect((await say('字'.repeat(141))).status).toBe(403)
    expect((await say('a'.repeat(200_000))).status).toBe(403)
  })

  test.each([
    ['an unknown field', { text: 'Hi', foo: 1 }, 400],
    ['nothing', {}, 400],
    ['an empty text', { text: '' }, 400],
    ['a blank text', { text: ' \n ' }, 400],
    ['characters that X takes nowhere', { text: 'a\uFFFFb' }, 400],
    ['media that was never uploaded', { text: 'Hi', media: { media_ids: ['1'] } }, 400],
    ['two cashtags', { text: '$AAPL and $TSLA' }, 403],
    ['a quotation', { text: 'Hi', quote_tweet_id: '20' }, 403],
    ['an edit', { text: 'Hi', edit_options: { previous_post_id: '20' } }, 403],
    ['a reply to nothing', { text: 'Hi', reply: { in_reply_to_tweet_id: '20' } }, 403],
  ])('refuses %s', async (_, body, status) => {
    const refused = await post(body)
    expect(refused.status).toBe(status)
    expect(refused.headers['content-type']).toMatch(/^application\/json/)
    expect(standIn.posts()).toEqual([])
  })

  test('says what X says of cashtags and replies', async () => {
    expect((await say('$AAPL $TSLA up')).json()).toMatchObject({
      detail: 'Posts are limited to a maximum of one cashtag',
    })
    expect((await post({ text: 'Hi', reply: { in_reply_to_tweet_id: '20' } })).json()).toMatchObject({
      detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.',
    })
    expect((await say('$AAPL costs US$5 or $5')).status).toBe(201)
  })

  test('refuses a body that is too large, and a query', async () => {
    expect((await post({ text: 'a'.repeat(1_100_000) })).status).toBe(413)
    expect((await post({ text: 'Hi' }, { path: '/2/tweets?a=1' })).status).toBe(400)
  })

  test("threads under one's own post, never under another's or a deleted one", async () => {
    const first = idOf(await say('First'))
    expect((await post({ text: 'Second', reply: { in_reply_to_tweet_id: first } })).status).toBe(201)
    const other = standIn.admit('other-x', [])
    expect((await post({ text: 'Third', reply: { in_reply_to_tweet_id: first } }, {}, other)).json()).toMatchObject({
      detail: expect.stringContaining('Reply to this conversation is not allowed'),
    })
    await ask({ method: 'DELETE', path: `/2/tweets/${first}` })
    expect((await post({ text: 'Fourth', reply: { in_reply_to_tweet_id: first } })).status).toBe(403)
  })
})

describe('duplicate content', () => {
  test("is refused with X's body and no id, for 24 hours", async () => {
    await say('Same é')
    const refused = await say(' Same e\u0301 ')
    expect(refused.status).toBe(403)
    expect(refused.json()).toEqual({
      detail: 'You are not allowed to create a Tweet with duplicate content.',
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
    })
    clock.pass(86_399_999)
    expect((await say('Same é')).status).toBe(403)
    clock.pass(1)
    expect((await say('Same é')).status).toBe(201)
  })

  test("is another's business, another text, or one that was deleted", async () => {
    const id = idOf(await say('Same'))
    expect((await say('Same', standIn.admit('other-x', []))).status).toBe(201)
    expect((await say('same')).status).toBe(201)
    await ask({ method: 'DELETE', path: `/2/tweets/${id}` })
    expect((await say('Same')).status).toBe(201)
  })

  test('has a window that can be set', async () => {
    await open({ duplicateWithinMs: 1000 })
    await say('Same')
    clock.pass(999)
    expect((await say('Same')).status).toBe(403)
    clock.pass(1)
    expect((await say('Same')).status).toBe(201)
  })
})

describe('DELETE /2/tweets/:id', () => {
  test('takes a post of its own away, and the ledger keeps it', async () => {
    const id = idOf(await say('Hi'))
    clock.pass(5)
    const gone = await ask({ method: 'DELETE', path: `/2/tweets/${id}` })
    expect([gone.status, gone.json()]).toEqual([200, { data: { deleted: true } }])
    expect(standIn.posts()[0]!.deleted).toBe(clock.now())
    expect((await ask({ method: 'DELETE', path: `/2/tweets/${id}` })).status).toBe(404)
  })

  test("leaves another's alone", async () => {
    const id = idOf(await say('Hi'))
    expect((await ask({ method: 'DELETE', path: `/2/tweets/${id}` }, standIn.admit('other-x', []))).status).toBe(403)
    expect(standIn.posts()[0]!.deleted).toBeNull()
  })
})

test('what X does not have is 404, a wrong method 405', async () => {
  for (const path of ['/2/tweet', '/1.1/statuses/update.json', '/2/tweets/abc', '/']) {
    expect((await ask({ path })).status).toBe(404)
  }
  for (const [method, path] of [
    ['GET', '/2/tweets'],
    ['POST', '/2/users/me'],
    ['GET', '/2/tweets/20'],
    ['DELETE', '/2/users/20/tweets'],
  ] as const) {
    expect((await ask({ method, path })).status).toBe(405)
  }
})

describe('limits', () => {
  test('are the ones of X, by name, and each can be set', async () => {
    expect(standIn.limits).toMatchObject({
      per15Minutes: 100,
      perDay: 50,
      deletesPer15Minutes: 50,
      readsPer15Minutes: 900,
    })
    await open({ per15Minutes: 7 })
    expect(standIn.limits).toMatchObject({ per15Minutes: 7, perDay: 50 })
  })

  test.each<Record<string, number>>([{ perHour: 1 }, { perDay: -1 }, { perDay: 1.5 }, { constructor: 1 }])(
    '%j is a mistake',
    async (limits) => {
      await expect(twitterStandIn({ clock, limits })).rejects.toThrow(RangeError)
    },
  )

  test('slide: a post that comes too early gets 429 and when to come again', async () => {
    await open({ per15Minutes: 2 })
    const start = clock.now()
    expect((await say('1')).headers).toMatchObject({ 'x-rate-limit-limit': '2', 'x-rate-limit-remaining': '1' })
    clock.pass(60_000)
    await say('2')
    clock.pass(900_000 - 60_001)
    const early = await say('3')
    expect(early.status).toBe(429)
    expect(early.json()).toEqual({
      title: 'Too Many Requests',
      detail: 'Too Many Requests',
      type: 'about:blank',
      status: 429,
    })
    expect(early.headers).toMatchObject({
      'x-rate-limit-limit': '2',
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(Math.ceil((start + 900_000) / 1000)),
    })
    clock.pass(1)
    expect((await say('3')).status).toBe(201)
    expect((await say('4')).status).toBe(429)
    clock.pass(60_000)
    expect((await say('4')).status).toBe(201)
  })

  test('of 15 minutes count refused posts, those of a day only posts that were taken', async () => {
    await open({ per15Minutes: 4, perDay: 2 })
    await say('1')
    expect((await say('1')).status).toBe(403)
    await say('2')
    const start = clock.now()
    const early = await say('3')
    expect(early.status).toBe(429)
    expect(early.headers).toMatchObject({
      'x-rate-limit-limit': '2',
      'x-rate-limit-reset': String(Math.ceil((start + 86_400_000) / 1000)),
    })
    clock.pass(86_400_000)
    expect((await say('3')).status).toBe(201)
  })

  test('of half an hour count posts that were taken, and no header tells of them', async () => {
    await open({ perHalfHour: 2 })
    await say('1')
    expect((await say('1')).status).toBe(403)
    expect((await say('2')).headers).toMatchObject({ 'x-rate-limit-remaining': '97' })
    const early = await say('3')
    expect([early.status, early.json()]).toEqual([403, { errors: [{ code: 185, message: expect.any(String) }] }])
    clock.pass(1_800_000)
    expect((await say('3')).status).toBe(201)
  })

  test('are per user, and deletes, reads and posts have their own', async () => {
    await open({ per15Minutes: 1, deletesPer15Minutes: 1, readsPer15Minutes: 1, selfPer15Minutes: 1 })
    const { id } = await me()
    const first = idOf(await say('1'))
    expect((await say('2')).status).toBe(429)
    expect((await say('1', standIn.admit('other-x', []))).status).toBe(201)
    expect((await ask({ path: `/2/users/${id}/tweets` })).status).toBe(200)
    expect((await ask({ path: `/2/users/${id}/tweets` })).status).toBe(429)
    expect((await ask({ method: 'DELETE', path: `/2/tweets/${first}` })).status).toBe(200)
    expect((await ask({ method: 'DELETE', path: `/2/tweets/${first}` })).status).toBe(429)
    expect((await ask({ path: '/2/users/me' })).status).toBe(429)
  })

  test('allow fifty posts a day as shipped, ten in half an hour', async () => {
    for (let count = 0; count < 50; count++) {
      expect((await say(`Post ${count}`)).status).toBe(201)
      if (count % 10 === 9) clock.pass(1_800_000)
    }
    expect((await say('One more')).status).toBe(429)
    expect(standIn.posts()).toHaveLength(50)
  })

  test('stand in every answer, refusals included', async () => {
    const id = (await me()).id
    const replies = [
      await post({ foo: 1 }),
      await ask({ path: '/2/nothing' }),
      await ask({ path: `/2/users/${id}/tweets?max_results=1` }),
      await ask({ path: '/2/users/me', authorization: 'none' }),
    ]
    for (const { headers } of replies) {
      for (const name of ['limit', 'remaining', 'reset']) expect(headers[`x-rate-limit-${name}`]).toMatch(/^\d+$/)
    }
  })
})

test('the ledger holds every request, with its answer and its account', async () => {
  await say('Hi')
  await say('Hi')
  await say('Hi', { ...secrets, APP_SECRET: 'wrong' })
  await ask({ path: '/2/users/me?user.fields=id' })
  const at = clock.now()
  const account = 'news-x'
  expect(standIn.requests()).toEqual([
    { at, account, method: 'POST', path: '/2/tweets', status: 201, fault: null },
    { at, account, method: 'POST', path: '/2/tweets', status: 403, fault: null },
    { at, account: null, method: 'POST', path: '/2/tweets', status: 401, fault: null },
    { at, account, method: 'GET', path: '/2/users/me?user.fields=id', status: 200, fault: null },
  ])
})
