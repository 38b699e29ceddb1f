import { createHmac, randomBytes } from 'node:crypto'
import { request as open, type IncomingHttpHeaders } from 'node:http'
import type { Clock } from '#src/base/clock.ts'

export type Secrets = Readonly<Record<string, string>>

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The body as JSON. */
  json(): unknown
}

export interface Ask {
  readonly method?: string
  /** With its query. */
  readonly path: string
  readonly body?: string
  readonly type?: string
  /** Changes the parameters before they are signed. */
  readonly oauth?: Readonly<Record<string, string>>
  /** Where the signature says that the request goes. */
  readonly signedFor?: string
  readonly authorization?: string
  readonly signal?: AbortSignal
}

/** A clock that a test moves; nobody waits on it. */
export interface HandClock extends Clock {
  pass(ms: number): void
}

export function handClock(): HandClock {
  let time = Math.floor(Date.now())
  return {
    now: () => time,
    monotonic: () => time,
    sleep: async () => {},
    pass: (ms) => {
      time += ms
    },
  }
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

/** A header as RFC 5849 asks for it, written down independently of the stand-in. */
export function authorize(secrets: Secrets, ask: Ask, now: number): string {
  const oauth: Record<string, string> = {
    oauth_consumer_key: secrets.APP_KEY!,
    oauth_token: secrets.ACCESS_TOKEN!,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(now / 1000)),
    oauth_nonce: randomBytes(12).toString('hex'),
    oauth_version: '1.0',
    ...ask.oauth,
  }
  const url = new URL(ask.path, ask.signedFor ?? 'https://api.x.com')
  const parameters = [...Object.entries(oauth), ...url.searchParams].map(([name, value]) => [
    encode(name),
    encode(value),
  ])
  const normal = parameters
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&')
  const base = [ask.method ?? 'GET', url.origin + url.pathname, normal].map(encode).join('&')
  const key = `${encode(secrets.APP_SECRET!)}&${encode(secrets.ACCESS_SECRET!)}`
  const signed = { ...oauth, oauth_signature: createHmac('sha1', key).update(base).digest('base64') }
  return `OAuth ${Object.entries(signed)
    .map(([name, value]) => `${encode(name)}="${encode(value)}"`)
    .join(', ')}`
}

/** One request on a connection of its own, signed; rejects as the connection fails. */
export function ask(apiRoot: string, secrets: Secrets, asked: Ask, now: number = Date.now()): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = open(apiRoot + asked.path, {
      method: asked.method ?? 'GET',
      agent: false,
      headers: {
        authorization: asked.authorization ?? authorize(secrets, asked, now),
        ...(asked.body === undefined ? {} : { 'content-type': asked.type ?? 'application/json' }),
      },
      ...(asked.signal === undefined ? {} : { signal: asked.signal }),
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (body += part))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body, json: () => JSON.parse(body) as unknown })
      })
    })
    sent.end(asked.body)
  })
}

export function post(
  apiRoot: string,
  secrets: Secrets,
  body: unknown,
  more: Partial<Ask> = {},
  now: number = Date.now(),
): Promise<Reply> {
  return ask(apiRoot, secrets, { method: 'POST', path: '/2/tweets', body: JSON.stringify(body), ...more }, now)
}

/** The id in a 201. */
export function idOf(reply: Reply): string {
  return (reply.json() as { data: { id: string } }).data.id
}
