import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#src/base/clock.ts'
import { describeError, unreachable } from '#src/base/errors.ts'
import { listen } from '#src/net/listen.ts'
import type { StandIn, StandInOptions, StandInPost, StandInRequest } from '#src/platform/platform.ts'
import { json, TOO_LARGE, UNAUTHORIZED, type Answer } from './stand-in/answers.ts'
import { answerCall, isPost, windowOf, type Call } from './stand-in/endpoints.ts'
import { FAULTS, openFaultQueue, type Wire } from './stand-in/faults.ts'
import { limitsWith } from './stand-in/limits.ts'
import { openShelf } from './stand-in/media.ts'
import { openMembers, openWindows } from './stand-in/members.ts'
import { openSignatureCheck } from './stand-in/oauth.ts'
import { asPost, openTweets } from './stand-in/tweets.ts'
import { rateHeaders } from './stand-in/windows.ts'
import { drip, readBody, reset, sendAnswer, sendHalf, sendPicture } from './stand-in/wire.ts'

/** Clients compute their signature for the real address, wherever the request goes. */
const REAL_ORIGIN = 'https://api.x.com'

type Entry = { -readonly [Key in keyof StandInRequest]: StandInRequest[Key] }

/**
 * A strict local server in the place of the X API v2: OAuth 1.0a checked, limits enforced, and the literal bodies of X
 * where it refuses. It weighs and recognises links by itself. Texts in its answers are X's: links as t.co, and `&`, `<`,
 * `>` as HTML entities.
 * @param options `signedBy`: the clock by which a timestamp is fresh, where it is not the stand-in's own. Client libraries
 * read the machine's clock and cannot be handed another: a test whose stand-in lives in another time would lock them out
 */
export async function twitterStandIn({
  clock,
  limits: given,
  signedBy = clock,
}: StandInOptions & { readonly signedBy?: Clock }): Promise<StandIn<unknown>> {
  const limits = limitsWith(given)
  const members = openMembers(limits)
  const tweets = openTweets(clock)
  const media = openShelf(clock)
  const faults = openFaultQueue()
  const strangers = openWindows(limits)
  const listeners = new Set<(post: StandInPost) => void>()
  const ledger: Entry[] = []
  const stop = new AbortController()
  const world = {
    clock,
    limits,
    members,
    tweets,
    media,
    taken: (tweet: Parameters<typeof asPost>[0]) => {
      for (const listener of listeners) listener(asPost(tweet, limits.length, server.origin))
    },
  }
  const checkSignature = openSignatureCheck(
    signedBy,
    (token) => members.byToken(token)?.keys,
    () => [REAL_ORIGIN, server.origin],
  )

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: target = '/' } = request
    const shown = media.find(/^\/media\/(\d+)$/.exec(target)?.[1] ?? '')
    if (shown?.bytes) return sendPicture(response, shown.type, shown.bytes)
    const entry: Entry = { at: clock.now(), account: null, method, path: target, status: 0, fault: null }
    ledger.push(entry)
    const cut = target.indexOf('?')
    const [path, query] = cut === -1 ? [target, ''] : [target.slice(0, cut), target.slice(cut + 1)]
    const body = await readBody(request)
    const keys = checkSignature({ method, path, query, authorization: request.headers.authorization })
    const member = keys === null ? undefined : members.byToken(keys.accessToken)
    entry.account = member?.account ?? null

    const complete = (answer: Answer): Answer => {
      const known = rateHeaders(windowOf(member?.windows ?? strangers, method, path), clock.now())
      const level = member === undefined ? {} : { 'x-access-level': 'read-write' }
      const date = new Date(clock.now()).toUTCString()
      entry.status = answer.status
      return { ...answer, headers: { date, ...known, ...level, ...answer.headers } }
    }
    if (body === null) return sendAnswer(response, complete({ ...TOO_LARGE, headers: { connection: 'close' } }))
    if (member === undefined) return sendAnswer(response, complete(UNAUTHORIZED))

    const call: Call = { method, path, query: new URLSearchParams(query), type: request.headers['content-type'], body }
    const posts = isPost(method, path)
    const played = faults.next(posts)
    if (played === null) return sendAnswer(response, complete(answerCall(world, member, call)))
    const answer = played.fault.taken ? answerCall(world, member, call) : json(posts ? 201 : 200, {})
    // What is refused on its own account was not taken: the fault has nothing to hide.
    if (answer.status >= 300) return sendAnswer(response, complete(answer))
    entry.fault = played.name
    await sendFault(played.fault.wire, answer, response, posts, complete)
  }

  const sendFault = async (
    wire: Wire,
    answer: Answer,
    response: ServerResponse,
    posts: boolean,
    complete: (answer: Answer) => Answer,
  ): Promise<void> => {
    switch (wire.is) {
      case 'answer':
        return sendAnswer(response, complete(wire.answer(clock.now(), posts)))
      case 'cut':
        return sendHalf(response, complete(answer))
      case 'drip':
        return await drip(response, clock, complete(answer), stop.signal)
      case 'reset':
        return reset(response)
      case 'silence':
        return
      default:
        return unreachable(wire)
    }
  }

  const server = await listen((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The client is gone, or the stand-in has a bug: then it must be seen, not taken for a lost connection.
      if (response.headersSent || !request.complete) return void response.destroy()
      sendAnswer(response, json(500, { title: 'Internal Server Error', status: 500, detail: describeError(error) }))
    })
  })

  return {
    apiRoot: server.origin,
    limits,
    admit: (account, _channels, secrets = {}) => members.admit(account, secrets),
    posts: () => tweets.all().map((tweet) => asPost(tweet, limits.length, server.origin)),
    onPost(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    requests: () => ledger.map((entry) => ({ ...entry })),
    faults: Object.keys(FAULTS),
    play: (fault, { times = 1, on = 'post' } = {}) => faults.play(fault, times, on),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await server[Symbol.asyncDispose]()
    },
  }
}
