import type { IncomingMessage, ServerResponse } from 'node:http'
import { gather } from '#src/net/gather.ts'

/** What a hub asks (WebSub, 5.2 and 5.3), or brings, at a callback. */
export interface CallbackParts {
  /** The answer to a hub that asks whether it was meant: its challenge, or null where it was not. */
  readonly verify: (path: string, asked: URLSearchParams) => Promise<string | null>
  /** Takes note of a hub that will not push. False where it was not asked to. */
  readonly deny: (path: string, said: URLSearchParams) => Promise<boolean>
  /** Whether what is pushed at `path` is awaited there. */
  readonly expects: (path: string) => boolean
  /** Lets what is pushed at `path` come in; null where enough does already. */
  readonly enter: (path: string) => Entered | null
  /** Takes what came. False where there is too much of it now. */
  readonly take: (path: string, body: Buffer, headers: IncomingMessage['headers']) => boolean
}

/** What is coming in. */
export interface Entered {
  /** Whether there is room for so many further bytes. */
  readonly more: (bytes: number) => boolean
  /** Gives all of them back. Once. */
  readonly leave: () => void
}

/** Of what is pushed: whole feeds of the largest newsrooms are smaller. */
export const MOST_BYTES: number = 4 * 2 ** 20
/** Of what is pushed of one feed, and is still coming in or waits: no hub takes the room of the others. */
export const MOST_OF_A_FEED: number = 2 * MOST_BYTES

/** Answers hubs, and nobody else: who knows no path learns only that there is nothing. */
export function answerHubs(parts: CallbackParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const url = URL.parse(request.url ?? '', 'http://callback')
    const path = url?.pathname.split('/').at(-1) ?? ''
    const end = (status: number, body = ''): void => {
      if (response.headersSent || response.destroyed) return
      // A body that nobody reads must not come in any further.
      const left = request.complete ? {} : { connection: 'close' }
      const later = status === 503 ? { 'retry-after': '60' } : {}
      response.writeHead(status, { ...PLAIN, ...left, ...later }).end(body)
    }
    request.on('error', () => response.destroy())
    if (request.method === 'GET' && url !== null) {
      // A fault of the store is the hub's to ask again about.
      answerQuestion(path, url.searchParams, parts, end).catch(() => end(503))
    } else if (request.method === 'POST') receive(path, request, parts, end)
    else end(405)
  }
}

type End = (status: number, body?: string) => void

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

async function answerQuestion(
  path: string,
  asked: URLSearchParams,
  { verify, deny }: CallbackParts,
  end: End,
): Promise<void> {
  if (asked.get('hub.mode') === 'denied') return end((await deny(path, asked)) ? 200 : 404)
  const challenge = await verify(path, asked)
  return challenge === null ? end(404) : end(200, challenge)
}

/**
 * Reads what is pushed and answers once it is there, before anything is done with it (WebSub, 7). 410 ends a subscription
 * that Crier does not know, or wants no more.
 */
function receive(path: string, request: IncomingMessage, parts: CallbackParts, end: End): void {
  if (!parts.expects(path)) return end(410)
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return end(413)
  // It is the bytes as they came that are signed.
  if (!/^(?:identity)?$/i.test(request.headers['content-encoding'] ?? '')) return end(415)
  const entered = parts.enter(path)
  if (entered === null) return end(503)
  const pushed = gather()
  const letGo = (): void => {
    request.off('data', add)
    entered.leave()
  }
  const add = (chunk: Buffer): void => {
    const isTooMuch = pushed.size() + chunk.length > MOST_BYTES
    if (isTooMuch || !entered.more(chunk.length)) {
      end(isTooMuch ? 413 : 503)
      request.destroy()
      return
    }
    pushed.add(chunk)
  }
  request.on('data', add)
  request.once('close', letGo)
  request.once('end', () => end(parts.take(path, pushed.whole(), request.headers) ? 202 : 503))
}
