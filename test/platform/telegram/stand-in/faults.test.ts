import { once } from 'node:events'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { request } from 'undici'
import type { StandIn } from '#src/platform/platform.ts'
import { telegramStandIn } from '#src/platform/telegram/stand-in.ts'
import { call, handClock, type HandClock, type Reply } from './client.ts'

let clock: HandClock
let standIn: StandIn<{ readonly chat: string }>
let token: string

beforeEach(async () => {
  clock = handClock()
  standIn = await telegramStandIn({ clock, limits: { perSecond: 99, placePerSecond: 99, placePerMinute: 99 } })
  token = standIn.admit('news', [{ chat: '@news' }])['BOT_TOKEN']!
})

afterEach(async () => {
  await standIn[Symbol.asyncDispose]()
})

function post(text = 'a'): Promise<Reply> {
  return call(standIn.apiRoot, token, 'sendMessage', { chat_id: '@news', text })
}

function texts(): string[] {
  return standIn.posts().map(({ text }) => text)
}

/** Opens a post and leaves it open; answers the bytes that came and an event for the end. */
async function openPost(): Promise<{ readonly read: () => string; readonly ended: Promise<unknown> }> {
  const body = JSON.stringify({ chat_id: '@news', text: 'a' })
  const socket = connect(Number(new URL(standIn.apiRoot).port), '127.0.0.1')
  let bytes = ''
  socket.on('data', (chunk) => (bytes += chunk.toString()))
  const ended = Promise.race([once(socket, 'close'), once(socket, 'error').catch(() => null)])
  socket.write(
    `POST /bot${token}/sendMessage HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  await new Promise<void>((resolve) => {
    const taken = standIn.onPost(() => resolve())
    socket.once('data', () => {
      taken()
      resolve()
    })
  })
  return { read: () => bytes, ended }
}

describe('faults that take nothing', () => {
  const answered: readonly (readonly [string, number, string])[] = [
    ['unauthorized', 401, '{"ok":false,"error_code":401,"description":"Unauthorized"}'],
    ['kicked', 403, '{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the channel chat"}'],
    [
      'no-rights',
      400,
      '{"ok":false,"error_code":400,"description":"Bad Request: not enough rights to send text messages to the chat"}',
    ],
    ['chat-not-found', 400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}'],
    [
      'bad-entities',
      400,
      String.raw`{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: Unsupported start tag \"p\" at byte offset 0"}`,
    ],
    ['too-long', 400, '{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}'],
    [
      'rate-limit',
      429,
      '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}',
    ],
    [
      'long-rate-limit',
      429,
      '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 10072","parameters":{"retry_after":10072}}',
    ],
    ['restart', 500, '{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}'],
  ]

  test.each(answered)('%s', async (fault, status, text) => {
    standIn.play(fault)
    const answer = await post()
    expect(answer).toMatchObject({ status, text, headers: { 'content-type': 'application/json' } })
    expect(answer.headers['retry-after']).toBe(/"retry_after":(\d+)/.exec(text)?.[1])
    expect(texts()).toEqual([])
    expect(standIn.requests()).toMatchObject([{ account: 'news', status, fault }])
    expect((await post()).status).toBe(200)
  })

  test.each([
    ['bad-gateway-html', 502, '<h1>502 Bad Gateway</h1>'],
    ['gateway-timeout-html', 504, '<h1>504 Gateway Time-out</h1>'],
    ['not-json', 200, 'Sign in to go online'],
    ['too-large-html', 413, '<h1>413 Request Entity Too Large</h1>'],
  ])('%s', async (fault, status, words) => {
    standIn.play(fault)
    const answer = await post()
    expect(answer).toMatchObject({ status, json: null, headers: { 'content-type': 'text/html' } })
    expect(answer.text).toContain(words)
    expect(texts()).toEqual([])
  })

  test('bad-gzip', async () => {
    standIn.play('bad-gzip')
    const answer = await request(`${standIn.apiRoot}/bot${token}/sendMessage`, { method: 'POST', reset: true })
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-encoding': 'gzip' } })
    const bytes = await answer.body.bytes()
    expect(() => gunzipSync(bytes)).toThrow(/invalid|incorrect|unexpected/)
    expect(texts()).toEqual([])
  })

  test('reset-before', async () => {
    standIn.play('reset-before')
    await expect(post()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ECONNRESET|UND_ERR_SOCKET)$/) })
    expect(texts()).toEqual([])
    expect(standIn.requests()).toMatchObject([{ status: 0, fault: 'reset-before' }])
  })

  test('drip sends a byte every 100 ms and never ends by itself', async () => {
    standIn.play('drip')
    const { body, statusCode } = await request(`${standIn.apiRoot}/bot${token}/sendMessage`, { method: 'POST' })
    expect(statusCode).toBe(200)
    const reader = body[Symbol.asyncIterator]()
    const seen: string[] = [String((await reader.next()).value)]
    for (let byte = 0; byte < 3; byte++) {
      const next = reader.next()
      clock.advance(100)
      seen.push(String((await next).value))
    }
    expect(seen.join('')).toBe('{   ')
    const rest = reader.next()
    await standIn[Symbol.asyncDispose]()
    await expect(rest).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' })
    expect(texts()).toEqual([])
  })
})

describe('faults that take the message and spoil the answer', () => {
  test('accept-then-reset', async () => {
    standIn.play('accept-then-reset')
    await expect(post()).rejects.toMatchObject({ code: expect.stringMatching(/^(?:ECONNRESET|UND_ERR_SOCKET)$/) })
    expect(texts()).toEqual(['a'])
    expect(standIn.requests()).toMatchObject([{ status: 0, fault: 'accept-then-reset' }])
  })

  test('accept-then-timeout says nothing until the stand-in ends', async () => {
    standIn.play('accept-then-timeout')
    const { read, ended } = await openPost()
    expect(texts()).toEqual(['a'])
    await standIn[Symbol.asyncDispose]()
    await ended
    expect(read()).toBe('')
  })

  test('accept-then-504', async () => {
    standIn.play('accept-then-504')
    const { status, text } = await post()
    expect([status, text.includes('504 Gateway Time-out')]).toEqual([504, true])
    expect(texts()).toEqual(['a'])
  })

  test('accept-then-cut ends in the middle of a good answer', async () => {
    standIn.play('accept-then-cut')
    const { read, ended } = await openPost()
    await ended
    const [head = '', body = ''] = read().split('\r\n\r\n')
    const promised = Number(/content-length: (\d+)/i.exec(head)?.[1])
    expect(head).toContain('HTTP/1.1 200 OK')
    expect(body).toMatch(/^\{"ok":true,/)
    expect(Buffer.byteLength(body)).toBe(Math.floor(promised / 2))
    expect(texts()).toEqual(['a'])
  })

  test('sent-and-deleted', async () => {
    standIn.play('sent-and-deleted')
    expect(await post()).toMatchObject({
      status: 500,
      json: {
        description: "Internal Server Error: sent message was immediately deleted and can't be returned",
      },
    })
    expect(standIn.posts()).toMatchObject([{ text: 'a', deleted: clock.now() }])
  })

  test('a message that is refused is not taken, and the fault waits for one that is', async () => {
    standIn.play('accept-then-504')
    expect((await post(' ')).status).toBe(400)
    expect((await post()).status).toBe(504)
    expect(texts()).toEqual(['a'])
  })
})

describe('playing', () => {
  test('every fault named can be played, and no other', () => {
    expect(standIn.faults).toHaveLength(21)
    for (const fault of standIn.faults) standIn.play(fault)
    expect(() => standIn.play('rain')).toThrow('plays no fault "rain"')
  })

  test('faults wait for posts, one after the other, as often as asked', async () => {
    standIn.play('restart', { times: 2 })
    standIn.play('rate-limit')
    expect((await call(standIn.apiRoot, token, 'getMe')).status).toBe(200)
    const statuses = [await post(), await post(), await post(), await post()].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 429, 200])
    expect(standIn.requests().map(({ fault }) => fault)).toEqual([null, 'restart', 'restart', 'rate-limit', null])
  })

  test('a fault may be for any request', async () => {
    standIn.play('unauthorized', { on: 'any' })
    expect((await call(standIn.apiRoot, token, 'getMe')).status).toBe(401)
    expect((await call(standIn.apiRoot, token, 'getMe')).status).toBe(200)
  })

  test('no-rights takes the right to post away, until a message goes through or the account is admitted again', async () => {
    const mayPost = async (): Promise<unknown> => {
      const user_id = Number(token.split(':')[0])
      const { json } = await call(standIn.apiRoot, token, 'getChatMember', { chat_id: '@news', user_id })
      return (json as { result: { status: string; can_post_messages: boolean } }).result
    }
    standIn.play('no-rights')
    expect(await mayPost()).toMatchObject({ status: 'administrator', can_post_messages: false })
    const photo = await call(standIn.apiRoot, token, 'sendPhoto', { chat_id: '@news', photo: 'https://e.com/a.png' })
    expect(photo.json).toMatchObject({ description: 'Bad Request: not enough rights to send photos to the chat' })
    expect(await mayPost()).toMatchObject({ can_post_messages: false })
    expect((await post()).status).toBe(200)
    expect(await mayPost()).toMatchObject({ can_post_messages: true })
    standIn.play('no-rights')
    standIn.admit('news', [])
    expect(await mayPost()).toMatchObject({ can_post_messages: true })
  })
})
