import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock, type Clock } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { twitterStandIn } from '#src/platform/twitter/stand-in.ts'
import { FAULTS } from '#src/platform/twitter/stand-in/faults.ts'
import { ask, authorize, post, type Ask, type Secrets } from '#test/platform/twitter/stand-in/signed-client.ts'

let standIn: StandIn<unknown>
let secrets: Secrets

beforeEach(async () => {
  await open(systemClock)
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

async function open(clock: Clock): Promise<void> {
  await standIn?.[Symbol.asyncDispose]()
  standIn = await twitterStandIn({ clock })
  secrets = standIn.admit('news-x', [])
}

const say = (text = 'News', more: Partial<Ask> = {}) => post(standIn.apiRoot, secrets, { text }, more)

function play(fault: string): ReturnType<typeof say> {
  standIn.play(fault)
  return say()
}

/** What comes over a bare connection until `enough` has come or the connection ends. */
async function raw(enough: (bytes: string) => boolean): Promise<string> {
  const { hostname, port } = new URL(standIn.apiRoot)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const body = '{"text":"News"}'
  const authorization = authorize(secrets, { method: 'POST', path: '/2/tweets' }, Date.now())
  socket.write(
    `POST /2/tweets HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  )
  let bytes = ''
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes += chunk.toString('latin1')
    if (enough(bytes)) break
  }
  socket.destroy()
  return bytes
}

describe("faults that X's literal bodies tell", () => {
  const credits = 'https://api.twitter.com/2/problems/credits'
  test.each<[fault: string, status: number, body: object]>([
    ['unauthorized', 401, { title: 'Unauthorized', type: 'about:blank', status: 401 }],
    [
      'credits-depleted',
      402,
      { title: 'CreditsDepleted', detail: expect.stringContaining('does not have any credits'), type: credits },
    ],
    [
      'spend-cap',
      403,
      {
        title: 'SpendCapReached',
        detail: 'Your enrolled account has reached its billing cycle spend cap.',
        reset_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        type: credits,
      },
    ],
    ['forbidden', 403, { detail: 'You are not permitted to perform this action.', type: 'about:blank' }],
    ['suspended', 403, { type: 'https://api.twitter.com/2/problems/user-suspended', status: 403 }],
    ['duplicate', 403, { detail: 'You are not allowed to create a Tweet with duplicate content.' }],
    ['rate-limit', 429, { title: 'Too Many Requests', type: 'about:blank', status: 429 }],
    [
      'usage-cap',
      429,
      { title: 'UsageCapExceeded', period: 'Monthly', type: 'https://api.twitter.com/2/problems/usage-capped' },
    ],
    ['unavailable-json', 503, { title: 'Service Unavailable', type: 'about:blank', status: 503 }],
  ])('%s is %i and takes nothing', async (fault, status, body) => {
    const reply = await play(fault)
    expect(reply.status).toBe(status)
    expect(reply.json()).toMatchObject(body)
    expect(reply.headers['x-rate-limit-limit']).toBe('100')
    expect(standIn.posts()).toEqual([])
    expect(standIn.requests()).toMatchObject([{ status, fault, account: 'news-x' }])
  })

  test('the spend cap ends in the future', async () => {
    const { reset_date: date } = (await play('spend-cap')).json() as { reset_date: string }
    expect(Date.parse(date)).toBeGreaterThan(Date.now())
  })

  test('a rate limit ends a few seconds ahead, a usage cap leaves the headers healthy', async () => {
    const now = Date.now() / 1000
    const { headers } = await play('rate-limit')
    expect(headers['x-rate-limit-remaining']).toBe('0')
    expect(Number(headers['x-rate-limit-reset']) - now).toBeGreaterThan(3)
    expect(Number(headers['x-rate-limit-reset']) - now).toBeLessThan(10)
    expect((await play('usage-cap')).headers['x-rate-limit-remaining']).toBe('100')
  })
})

describe('faults of what stands between', () => {
  test('a proxy answers HTML', async () => {
    const reply = await play('unavailable-html')
    expect([reply.status, reply.headers['content-type']]).toEqual([503, 'text/html; charset=UTF-8'])
    expect(reply.body).toContain('<html')
  })

  test('a body claims gzip and is not', async () => {
    const reply = await play('bad-gzip')
    expect([reply.status, reply.headers['content-encoding'], reply.body.slice(0, 4)]).toEqual([201, 'gzip', 'this'])
    standIn.play('bad-gzip', { on: 'any' })
    expect((await ask(standIn.apiRoot, secrets, { path: '/2/users/me' })).status).toBe(200)
  })

  test('a 201 is empty, a 302 leads to a login, a 200 is not JSON', async () => {
    expect(await play('empty-201')).toMatchObject({ status: 201, body: '' })
    expect(await play('redirect')).toMatchObject({ status: 302, headers: { location: '/login' } })
    expect(await play('not-json')).toMatchObject({ status: 200, body: 'OK' })
    expect(standIn.posts()).toEqual([])
  })

  test('a connection is reset before anything is taken', async () => {
    await expect(play('reset-before')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(standIn.posts()).toEqual([])
    expect(standIn.requests()).toMatchObject([{ status: 0, fault: 'reset-before' }])
  })

  test('a body drips, a byte at a time, until the caller leaves', async () => {
    const waits: number[] = []
    const ended = Promise.withResolvers<void>()
    await open({
      ...systemClock,
      sleep: async (ms, signal) => {
        waits.push(ms)
        signal?.addEventListener('abort', () => ended.resolve())
        await systemClock.sleep(1, signal)
      },
    })
    standIn.play('drip')
    const bytes = await raw((bytes) => bytes.endsWith('1\r\n \r\n'.repeat(3)))
    expect(bytes).toMatch(/^HTTP\/1\.1 201 /)
    expect(waits.every((ms) => ms === 100)).toBe(true)
    await ended.promise
    expect(standIn.posts()).toEqual([])
  })
})

describe('faults after which the post stands all the same', () => {
  test('accept-then-reset', async () => {
    await expect(play('accept-then-reset')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(standIn.posts()).toHaveLength(1)
  })

  test('accept-then-timeout: no answer until the caller gives up', async () => {
    standIn.play('accept-then-timeout')
    const taken = Promise.withResolvers<void>()
    standIn.onPost(() => taken.resolve())
    const gaveUp = new AbortController()
    const reply = Promise.allSettled([say('News', { signal: gaveUp.signal })])
    await taken.promise
    gaveUp.abort()
    expect(await reply).toMatchObject([{ status: 'rejected', reason: { name: 'AbortError' } }])
    expect(standIn.posts()).toHaveLength(1)
    expect(standIn.requests()).toMatchObject([{ status: 0, fault: 'accept-then-timeout' }])
  })

  test('accept-then-504: the page of a proxy', async () => {
    const reply = await play('accept-then-504')
    expect([reply.status, reply.headers['content-type']]).toEqual([504, 'text/html; charset=UTF-8'])
    expect(standIn.posts()).toHaveLength(1)
  })

  test('accept-then-cut: a 201 with half a body', async () => {
    standIn.play('accept-then-cut')
    const bytes = await raw(() => false)
    const [head = '', body = ''] = bytes.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 201 /)
    const promised = Number(/content-length: (\d+)/i.exec(head)![1])
    expect(body.length).toBe(Math.floor(promised / 2))
    expect(standIn.posts()).toHaveLength(1)
  })

  test('and the same text again is a duplicate', async () => {
    await play('accept-then-504')
    expect((await say()).status).toBe(403)
  })

  test('but what X would refuse is refused, and not taken', async () => {
    standIn.play('accept-then-504')
    expect((await say('字'.repeat(141))).status).toBe(403)
    expect(standIn.posts()).toEqual([])
    expect(standIn.requests()).toMatchObject([{ status: 403, fault: null }])
  })
})

describe('playing', () => {
  test('is for the next post, once, in the order asked for', async () => {
    standIn.play('unavailable-json')
    standIn.play('unauthorized', { times: 2 })
    expect((await ask(standIn.apiRoot, secrets, { path: '/2/users/me' })).status).toBe(200)
    expect([(await say()).status, (await say()).status, (await say()).status, (await say()).status]).toEqual([
      503, 401, 401, 201,
    ])
  })

  test('is for any request where that is asked for', async () => {
    standIn.play('unavailable-json', { on: 'any' })
    expect((await ask(standIn.apiRoot, secrets, { path: '/2/users/me' })).status).toBe(503)
    expect((await say()).status).toBe(201)
  })

  test('is not spent on a caller whom nothing proves', async () => {
    standIn.play('unavailable-json')
    expect((await say('News', { authorization: 'none' })).status).toBe(401)
    expect((await say()).status).toBe(503)
  })

  test('knows every fault that is named, and no other', () => {
    expect(standIn.faults).toEqual(Object.keys(FAULTS))
    expect(standIn.faults).toContain('accept-then-cut')
    for (const name of ['nothing', 'toString']) expect(() => standIn.play(name)).toThrow(RangeError)
  })
})

test.each(['accept-then-timeout', 'drip'])('an end of the stand-in ends a request that hangs in %s', async (fault) => {
  standIn.play(fault)
  const seen = Promise.withResolvers<void>()
  standIn.onPost(() => seen.resolve())
  const hanging = fault === 'drip' ? raw((bytes) => (bytes.length > 0 && seen.resolve(), false)) : say()
  const ended = Promise.allSettled([hanging])
  await seen.promise
  await standIn[Symbol.asyncDispose]()
  await ended
  expect(standIn.requests()[0]!.fault).toBe(fault)
})
