import { request, type Dispatcher } from 'undici'
import { describeError } from '#src/base/errors.ts'
import { readBody, TooBig } from './decode.ts'
import { neverSent } from './failure.ts'
import { failed, type Answer, type FetchFailed } from './fetched.ts'
import type { Target } from './reach.ts'

export interface HopOptions {
  readonly dispatcher: Dispatcher
  readonly headers: Readonly<Record<string, string>>
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** What is posted, written as a form; without it, it is a GET. */
  readonly form?: string
}

export type Hop =
  | Answer
  | FetchFailed
  | {
      readonly is: 'redirect'
      readonly to: string
      readonly forGood: boolean
      /** Whether what was posted is to be posted there too (RFC 9110, 15.4). */
      readonly keepsMethod: boolean
    }

/**
 * One request and its answer, read to the end unless it redirects.
 * @throws the reason of the signal when that aborts, and nothing else.
 */
export async function hop(target: Target, options: HopOptions): Promise<Hop> {
  const { dispatcher, maxBytes, signal, form } = options
  const headers = form === undefined ? options.headers : { ...options.headers, 'content-type': FORM }
  const posted = form === undefined ? {} : { method: 'POST' as const, body: form }
  let answer: Dispatcher.ResponseData
  try {
    answer = await request(target.reached, { dispatcher, headers, signal, ...posted })
  } catch (error) {
    signal.throwIfAborted()
    return unanswered(target, error)
  }
  const joined = joinHeaders(answer.headers)
  const to = REDIRECTS.has(answer.statusCode) ? joined['location'] : undefined
  if (to !== undefined && to !== '') {
    answer.body.on('error', () => {}).destroy()
    const { statusCode: status } = answer
    return { is: 'redirect', to: fromUtf8(to), forGood: GOOD.has(status), keepsMethod: KEEPING.has(status) }
  }
  try {
    const body = await readBody(answer.body, joined['content-encoding'] ?? '', maxBytes)
    return { is: 'answer', status: answer.statusCode, headers: joined, body, url: target.url, movedTo: null }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof TooBig) {
      return failed('too-big', `${target.shown} is larger than ${Math.round(maxBytes / 1024)} KiB`)
    }
    return failed('broken', `the answer of ${target.shown} could not be read: ${describeError(error)}`)
  }
}

const FORM = 'application/x-www-form-urlencoded'
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const GOOD: ReadonlySet<number> = new Set([301, 308])
const KEEPING: ReadonlySet<number> = new Set([307, 308])

function unanswered(target: Target, error: unknown): FetchFailed {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ERR_IP_BLOCKED') {
    const remedy = 'add it to network.allow in crier.yaml if that is meant'
    return failed('refused-address', `${target.hostPort} is inside a private network; ${remedy}`)
  }
  if (neverSent(error)) return failed('unreachable', `${target.hostPort} cannot be reached: ${describeError(error)}`)
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return failed('unreachable', `${target.hostPort} closed the connection without an answer`)
  }
  return failed('broken', `${target.shown} did not answer as HTTP wants it: ${describeError(error)}`)
}

function joinHeaders(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const list: [string, string][] = []
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    // One place to go at most, whoever added a second.
    list.push([name, typeof value === 'string' ? value : name === 'location' ? (value[0] ?? '') : value.join(', ')])
  }
  return Object.fromEntries(list)
}

/** Headers arrive as latin1; servers write addresses in UTF-8. */
function fromUtf8(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}
