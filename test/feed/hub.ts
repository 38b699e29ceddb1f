import { createHmac } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { request } from 'undici'
import { listen } from '#src/net/listen.ts'

/** What a hub was asked, field by field. */
export type Asked = Readonly<Record<string, string>>

/** How hubs differ. */
export interface Manners {
  /** What it signs with; null: it does not. */
  readonly signs: string | null
  /** What lease it grants of what it was asked for, in seconds; null: it says none. */
  readonly lease: (asked: number) => number | null
  /** Whether it asks back before it answers the request, or after. */
  readonly verifies: 'first' | 'later' | 'never'
  readonly status?: number
}

/** Google's: SHA-1, the entries that are new, asks back at once where it was told to, and grants what was asked. */
export const APPSPOT: Manners = { signs: 'sha1', lease: (asked) => asked, verifies: 'first', status: 204 }
/** Of a week and an hour, whatever is asked; SHA-256. */
export const SWITCHBOARD: Manners = { signs: 'sha256', lease: () => 7 * 86_400 + 3_600, verifies: 'later' }

/** A hub on loopback, as WebSub has it. */
export interface Hub {
  readonly url: string
  readonly asked: readonly Asked[]
  manners: Manners
  /** How many requests were under way at once, at most. */
  readonly most: () => number
  /** Settles when it was asked `count` times, and has asked back. */
  settled(count: number): Promise<void>
  /** The answers to its own questions: status and body. */
  readonly answers: readonly { readonly status: number; readonly body: string }[]
  /** Asks at a callback as it likes. */
  ask(callback: string, query: Readonly<Record<string, string>>): Promise<{ status: number; body: string }>
  /** Pushes what it signs for the newest subscription, or as `change` says; answers the status. */
  push(body: string, change?: Push): Promise<number>
}

interface Push {
  /** The newest by default. */
  readonly to?: Asked
  readonly signature?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

export async function openHub(manners: Manners): Promise<Hub> {
  const asked: Asked[] = []
  const answers: { status: number; body: string }[] = []
  const waiting: { readonly count: number; readonly done: () => void }[] = []
  let settled = 0
  let underWay = 0
  let most = 0
  const kept = { manners }

  const ask: Hub['ask'] = async (callback, query) => {
    const url = new URL(callback)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const { statusCode, body } = await request(url)
    return { status: statusCode, body: await body.text() }
  }
  const verify = async (fields: Asked): Promise<void> => {
    const mode = fields['hub.mode']!
    const lease = mode === 'subscribe' ? kept.manners.lease(Number(fields['hub.lease_seconds'])) : null
    const query = { 'hub.mode': mode, 'hub.topic': fields['hub.topic']!, 'hub.challenge': `challenge-${asked.length}` }
    answers.push(
      await ask(fields['hub.callback']!, { ...query, ...(lease !== null && { 'hub.lease_seconds': String(lease) }) }),
    )
  }
  const settle = (): void => {
    settled += 1
    for (const each of waiting) if (each.count <= settled) each.done()
  }

  const server = await listen((incoming, response) => {
    underWay += 1
    most = Math.max(most, underWay)
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (text += chunk))
    incoming.on('end', () => {
      void (async () => {
        const fields = Object.fromEntries(new URLSearchParams(text))
        asked.push(fields)
        const { verifies, status = 202 } = kept.manners
        if (verifies === 'first') await verify(fields)
        underWay -= 1
        response.writeHead(status).end()
        if (verifies === 'later') await verify(fields)
        settle()
      })()
    })
  })
  onTestFinished(() => server[Symbol.asyncDispose]())

  return Object.assign(kept, {
    url: `${server.origin}/hub`,
    asked,
    answers,
    most: () => most,
    ask,
    async settled(count: number) {
      if (settled >= count) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ count, done: resolve })
      await promise
    },
    async push(body: string, change: Push = {}) {
      const to = change.to ?? asked.findLast((fields) => fields['hub.mode'] === 'subscribe')!
      const method = kept.manners.signs
      const own = method === null ? null : `${method}=${sign(method, to['hub.secret']!, body)}`
      const signature = change.signature === undefined ? own : change.signature
      const { statusCode, body: said } = await request(to['hub.callback']!, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/rss+xml',
          ...(signature !== null && { 'x-hub-signature': signature }),
          ...change.headers,
        },
      })
      await said.dump()
      return statusCode
    },
  })
}

export function sign(method: string, secret: string, body: string): string {
  return createHmac(method, secret).update(body).digest('hex')
}
