import { ApiPartialResponseError, ApiResponseError, TwitterApi } from 'twitter-api-v2'
import { SECOND, systemClock, withDeadline, type Clock, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { neverSent } from '#src/net/failure.ts'
import { openWire, type Wire } from '#src/net/wire.ts'
import type { OpenAccount } from '../platform.ts'
import type { Headers } from './wait.ts'

/** The real X API. */
export const TWITTER_API = 'https://api.x.com'

const DEADLINE = 30 * SECOND

/** A request of the API, under `/2/`. */
export type XRequest =
  | { readonly method: 'GET'; readonly path: string; readonly query?: Readonly<Record<string, string>> }
  | { readonly method: 'POST'; readonly path: string; readonly body: Record<string, unknown> }

/** What came of a request. Nothing in it holds a secret. */
export type XAnswer =
  /** A complete answer below 400; what it says is for the caller to judge. */
  | { readonly is: 'answered'; readonly headers: Headers; readonly body: unknown }
  /**
   * A complete answer of 400 or above; a body that is not JSON comes as text. `signed`: when it was asked, by the
   * machine's own clock, which signs and may be set wrong.
   */
  | {
      readonly is: 'rejected'
      readonly status: number
      readonly headers: Headers
      readonly body: unknown
      readonly signed: Millis
    }
  | { readonly is: 'never-sent'; readonly why: string }
  | { readonly is: 'lost'; readonly why: string }

/** Asks once, signed with the account's tokens, within 30 s. Never throws. */
export async function callX(
  account: OpenAccount<unknown>,
  clock: Clock,
  request: XRequest,
  signal: AbortSignal,
): Promise<XAnswer> {
  if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
  // A fresh connection for every request: one that was kept may be dead, and a reset on it could not be told from a
  // reset after the post was taken. Cutting it ends what the library, which knows no signals, left open.
  const wire = openWire(account.apiRoot, clock)
  const signed = systemClock.now()
  try {
    const { data, headers } = await withDeadline(clock, 'the request to X', DEADLINE, signal, () =>
      ask(clientOf(account, wire), request),
    )
    return read(data, headers, (body) => ({ is: 'answered', headers, body }))
  } catch (error) {
    return answerOf(error, signed, wire.cut())
  } finally {
    wire.cut()
  }
}

function clientOf(account: OpenAccount<unknown>, { agent }: Wire): TwitterApi {
  const secret = (name: string) => account.secrets[name]?.reveal() ?? ''
  return new TwitterApi(
    {
      appKey: secret('APP_KEY'),
      appSecret: secret('APP_SECRET'),
      accessToken: secret('ACCESS_TOKEN'),
      accessSecret: secret('ACCESS_SECRET'),
    },
    {
      httpAgent: agent,
      // A compressed body that is broken ends the process, and one that is cut never settles (twitter-api-v2 1.29).
      compression: 'identity',
      plugins: [
        {
          // The signature stays that for api.x.com: a proxy in its place passes it on unchanged.
          onBeforeRequest: ({ computedParams }) => {
            if (account.apiRoot === TWITTER_API) return
            const { pathname, search } = computedParams.url
            computedParams.url = new URL(account.apiRoot + pathname + search)
          },
        },
      ],
    },
  )
}

async function ask(client: TwitterApi, request: XRequest) {
  // As text: of errors that are none, such as `[null]`, the library makes its message in an event of the response, where
  // what it throws ends the process (twitter-api-v2 1.29).
  const options = { fullResponse: true, timeout: DEADLINE, forceParseMode: 'text' } as const
  return request.method === 'GET'
    ? client.v2.get<string>(request.path, request.query, options)
    : client.v2.post<string>(request.path, request.body, options)
}

/** What `body` makes of an answer's text; half a body of JSON is no answer. */
function read(text: unknown, headers: Headers, answer: (body: unknown) => XAnswer): XAnswer {
  const type = headers['content-type']
  if (typeof text !== 'string' || !/^application\/(problem\+)?json/i.test(String(type))) return answer(text)
  try {
    return answer(text === '' ? undefined : JSON.parse(text))
  } catch {
    return { is: 'lost', why: "X's answer broke off or made no sense" }
  }
}

/** `neverStood`: no connection came about. */
function answerOf(error: unknown, signed: Millis, neverStood: boolean): XAnswer {
  if (error instanceof ApiResponseError) {
    const { code: status, headers } = error
    return read(error.data, headers, (body) => ({ is: 'rejected', status, headers, body, signed }))
  }
  if (error instanceof ApiPartialResponseError) {
    return { is: 'lost', why: `X's answer broke off or made no sense (status ${error.response.statusCode ?? 'none'})` }
  }
  const cause = innerOf(error)
  return neverStood || neverSent(error)
    ? { is: 'never-sent', why: `no connection to X: ${describeError(cause)}` }
    : { is: 'lost', why: `no answer from X: ${describeError(cause)}` }
}

/** The error that twitter-api-v2's "Request failed." hides. */
function innerOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('_options' in error)) return error
  const options: unknown = error._options
  return typeof options === 'object' && options !== null && 'error' in options ? options.error : error
}
