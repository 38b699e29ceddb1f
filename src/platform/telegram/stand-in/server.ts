import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, Millis } from '#src/base/clock.ts'
import type { Call } from './call.ts'
import { Failure, failureBody } from './failure.ts'
import type { Fault, Faults } from './faults.ts'
import { METHODS, isPosting } from './methods.ts'
import { readParameters } from './parameters.ts'
import { drip, jsonAnswer, readBody, reset, write, writeHalf, type Answer } from './wire.ts'
import type { Bot, Message, World } from './world.ts'

/** A request in the ledger; `status` is 0 until (or unless) one is sent. */
export interface LedgerEntry {
  readonly at: Millis
  readonly account: string | null
  readonly method: string
  readonly path: string
  status: number
  fault: string | null
}

/** What the server works on. */
export interface ServerParts {
  readonly clock: Clock
  readonly world: World
  readonly faults: Faults
  readonly ledger: LedgerEntry[]
  readonly windows: Call['windows']
  readonly photos: Call['photos']
  readonly onTaken: (message: Message) => void
  /** Ends whatever hangs. */
  readonly signal: AbortSignal
}

interface Route {
  readonly token: string
  readonly method: string
  readonly query: string
}

const MOST_BODY_BYTES = 50 * 1024 * 1024

/** The Bot API over HTTP: `/bot<token>/<method>`, plus `/photo/<file_id>` for pages that show an upload. */
export function createHandler(parts: ServerParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (servePhoto(parts, request, response)) return
    const entry = enter(parts, request)
    serve(parts, request, response, entry).catch((error: unknown) => {
      // The client is gone, or the stand-in has a bug: then it must be seen, not waited for.
      if (response.headersSent || !request.complete) {
        response.destroy()
        return
      }
      entry.status = 500
      const text = error instanceof Error ? error.message : 'unknown'
      write(response, jsonAnswer(500, failureBody(new Failure(500, `Internal Server Error: ${text}`))))
    })
  }
}

function enter({ clock, world, ledger }: ServerParts, request: IncomingMessage): LedgerEntry {
  const path = (request.url ?? '').split('?', 1)[0]!
  const entry: LedgerEntry = {
    at: clock.now(),
    account: world.botByToken(readRoute(request.url ?? '')?.token ?? '')?.account ?? null,
    method: request.method ?? '',
    path: path.replace(/\/bot[^/]*/g, '/bot…'),
    status: 0,
    fault: null,
  }
  ledger.push(entry)
  return entry
}

async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  entry: LedgerEntry,
): Promise<void> {
  const body = await readBody(request, MOST_BODY_BYTES)
  const route = readRoute(request.url ?? '')
  const send = (answer: Answer): void => {
    entry.status = answer.status
    write(response, answer)
  }
  if (route === null) return send(failureAnswer(new Failure(404, 'Not Found')))
  const turn = parts.faults.next(isPosting(route.method))
  if (turn !== null && turn.fault.is !== 'after') {
    turn.spend()
    entry.fault = turn.name
    return playBefore(parts, turn.fault, route, response, entry)
  }
  try {
    const { bot, method } = admit(parts.world, route)
    if (body === null) throw new Failure(413, 'Request Entity Too Large')
    const parameters = readParameters(route.query, request.headers['content-type'] ?? '', body)
    const result = method({ ...parts, ...parameters, bot })
    if (isPosting(route.method)) parts.world.mayPost = true
    const answer = jsonAnswer(200, JSON.stringify({ ok: true, result }))
    if (turn === null || turn.fault.is !== 'after') return send(answer)
    turn.spend()
    entry.fault = turn.name
    playAfter(parts, turn.fault, route, answer, response, entry)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    send(failureAnswer(error))
  }
}

async function playBefore(
  { clock, signal }: ServerParts,
  fault: Exclude<Fault, { is: 'after' }>,
  route: Route,
  response: ServerResponse,
  entry: LedgerEntry,
): Promise<void> {
  if (fault.is === 'instead') {
    const answer = fault.answer(route.method)
    entry.status = answer.status
    write(response, answer)
  } else if (fault.how === 'reset') {
    reset(response)
  } else {
    entry.status = 200
    await drip(response, clock, signal)
  }
}

function playAfter(
  { clock, world }: ServerParts,
  { how }: Extract<Fault, { is: 'after' }>,
  route: Route,
  answer: Answer,
  response: ServerResponse,
  entry: LedgerEntry,
): void {
  if (how === 'timeout') return
  if (how === 'reset') return reset(response)
  if (how === 'cut') {
    entry.status = 200
    return writeHalf(response, answer)
  }
  if (how === 'deleted' && isPosting(route.method)) {
    const last = world.messages().at(-1)
    if (last !== undefined) last.deleted = clock.now()
  }
  const words = "Internal Server Error: sent message was immediately deleted and can't be returned"
  const spoiled = how === 'deleted' ? failureAnswer(new Failure(500, words)) : how
  entry.status = spoiled.status
  write(response, spoiled)
}

function admit(world: World, { token, method }: Route): { bot: Bot; method: (call: Call) => unknown } {
  const bot = world.botByToken(token)
  if (bot === null) throw /^\d+:[\w-]+$/.test(token) ? new Failure(401, 'Unauthorized') : new Failure(404, 'Not Found')
  const known = METHODS.get(method.toLowerCase())
  if (known === undefined) throw new Failure(404, 'Not Found')
  return { bot, method: known }
}

function failureAnswer(failure: Failure): Answer {
  return jsonAnswer(failure.code, failureBody(failure), failure.retryAfter)
}

function readRoute(url: string): Route | null {
  const [path = '', ...query] = url.split('?')
  const [, token, method] = /^\/bot([^/]*)\/([^/]*)$/.exec(path) ?? []
  if (token === undefined || method === undefined) return null
  try {
    return { token: decodeURIComponent(token), method: decodeURIComponent(method), query: query.join('?') }
  } catch {
    return null
  }
}

function servePhoto({ photos }: ServerParts, request: IncomingMessage, response: ServerResponse): boolean {
  const id = /^\/photo\/([\w-]+)$/.exec(request.url ?? '')?.[1]
  const upload = id === undefined ? undefined : photos.get(id)?.upload
  if (upload === undefined || upload === null) return false
  write(response, { status: 200, headers: { 'content-type': upload.type }, body: upload.bytes })
  return true
}
