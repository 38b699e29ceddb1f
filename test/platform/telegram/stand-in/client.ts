import { request } from 'undici'
import { expect } from 'vitest'
import type { Clock, Millis } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { telegramStandIn } from '#src/platform/telegram/stand-in.ts'

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  /** Moves it forward and wakes whoever has waited long enough. */
  advance(ms: Millis): void
}

export function handClock(start: Millis = 1_760_000_000_000): HandClock {
  let now = start
  const sleepers = new Set<{ readonly until: Millis; readonly wake: () => void }>()
  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        if (signal?.aborted === true) return resolve()
        sleepers.add(sleeper)
        return signal?.addEventListener('abort', sleeper.wake, { once: true })
      }),
    advance(ms) {
      now += ms
      for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake()
    },
  }
}

/** What came back, parsed where it is JSON. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
}

/** Calls a method with a JSON body. */
export async function call(apiRoot: string, token: string, method: string, body: object = {}): Promise<Reply> {
  return send(`${apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** Sends any request over a connection of its own, and reads the answer to its end. */
export async function send(url: string, options: Parameters<typeof request>[1] = {}): Promise<Reply> {
  const answer = await request(url, { ...options, reset: true })
  const text = await answer.body.text()
  return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** A small valid PNG header of that size; enough for whoever looks at the first bytes only. */
export function png(width: number, height: number, length = 64): Buffer {
  const bytes = Buffer.alloc(Math.max(length, 33))
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** Limits that no test reaches unless it means to. */
export const WIDE = { perSecond: 1000, placePerSecond: 1000, placePerMinute: 1000 }

/** A stand-in with one bot in the channels `@news_world` and `-1001234567890`. */
export interface OpenBot {
  readonly clock: HandClock
  readonly standIn: StandIn<{ readonly chat: string }>
  readonly token: string
  api(this: void, method: string, body?: object): Promise<Reply>
  /** The `result` of a call that must go well. */
  result(this: void, method: string, body?: object): Promise<Record<string, unknown>>
  /** Posts to `@news_world`. */
  post(this: void, text: string, more?: object): Promise<Record<string, unknown>>
  /** Status and description of a call that must not go well. */
  refusal(this: void, method: string, body: object): Promise<string>
}

export async function openBot(): Promise<OpenBot> {
  const clock = handClock()
  const standIn = await telegramStandIn({ clock, limits: WIDE })
  const token = standIn.admit('news', [{ chat: '@news_world' }, { chat: '-1001234567890' }])['BOT_TOKEN']!
  const api: OpenBot['api'] = (method, body = {}) => call(standIn.apiRoot, token, method, body)
  const result: OpenBot['result'] = async (method, body) => {
    const { status, json } = await api(method, body)
    expect({ status, json }).toMatchObject({ status: 200, json: { ok: true } })
    return (json as { result: Record<string, unknown> }).result
  }
  return {
    clock,
    standIn,
    token,
    api,
    result,
    post: (text, more = {}) => result('sendMessage', { chat_id: '@news_world', text, ...more }),
    refusal: async (method, body) => {
      const { status, json } = await api(method, body)
      expect(json).toMatchObject({ ok: false, error_code: status })
      return `${status} ${(json as { description: string }).description}`
    },
  }
}
