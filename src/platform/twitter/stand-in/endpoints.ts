import type { Clock } from '#src/base/clock.ts'
import * as answers from './answers.ts'
import type { Answer } from './answers.ts'
import { create } from './create.ts'
import type { Limits } from './limits.ts'
import { describe, upload, type MediaShelf } from './media.ts'
import type { Member, Members } from './members.ts'
import { findUnknown, timeline } from './timeline.ts'
import type { Tweet, Tweets } from './tweets.ts'
import { rateHeaders, type Window } from './windows.ts'

/** What the stand-in knows and holds. */
export interface World {
  readonly clock: Clock
  readonly limits: Limits
  readonly members: Members
  readonly tweets: Tweets
  readonly media: MediaShelf
  readonly taken: (tweet: Tweet) => void
}

export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly type: string | undefined
  readonly body: Buffer
}

/** What a call asks for, of a user whom its signature proved. */
interface Endpoint {
  /** The first one is what the headers tell of; all must have room. */
  readonly windows: readonly [Window, ...Window[]]
  readonly run: () => Answer
}

/** True where the call is one that posts a message. */
export function isPost(method: string, path: string): boolean {
  return method === 'POST' && path === '/2/tweets'
}

/** Answers a call of `member`: within its limits, or 429 until the window that is full has room. */
export function answerCall(world: World, member: Member, call: Call): Answer {
  const found = findEndpoint(world, member, call)
  if ('status' in found) return found
  const now = world.clock.now()
  const full = found.windows.find((window) => window.remaining(now) === 0)
  if (full !== undefined) return { ...answers.TOO_MANY_REQUESTS, headers: rateHeaders(full, now) }
  const [window] = found.windows
  window.count(now)
  const answer = found.run()
  return { ...answer, headers: { ...rateHeaders(window, now), ...answer.headers } }
}

/** The window that the headers of a call tell of. */
export function windowOf(windows: Member['windows'], method: string, path: string): Window {
  if (path === '/2/users/me') return windows.self
  if (path === '/2/media/upload') return windows.upload
  if (path === '/2/media/metadata') return windows.metadata
  if (path.startsWith('/2/users/')) return windows.read
  return method === 'DELETE' ? windows.delete : windows.post
}

function findEndpoint(world: World, member: Member, call: Call): Endpoint | Answer {
  const { method, path, query } = call
  const { windows } = member
  const main = windowOf(windows, method, path)
  const only = (known: readonly string[], run: () => Answer) => () => findUnknown(query, known) ?? run()

  if (path === '/2/tweets') {
    if (method !== 'POST') return answers.METHOD_NOT_ALLOWED
    const parts = { ...world, author: member }
    return { windows: [main, windows.day], run: only([], () => create(parts, call.type, call.body)) }
  }
  if (path === '/2/media/upload' || path === '/2/media/metadata') {
    if (method !== 'POST') return answers.METHOD_NOT_ALLOWED
    const parts = { ...world, author: member }
    const run = () => (main === windows.upload ? upload : describe)(parts, call.type, call.body)
    return { windows: [main], run: only([], run) }
  }
  const tweet = /^\/2\/tweets\/([0-9]{1,19})$/.exec(path)?.[1]
  if (tweet !== undefined) {
    if (method !== 'DELETE') return answers.METHOD_NOT_ALLOWED
    return { windows: [main], run: only([], () => remove(world, member, tweet)) }
  }
  if (path === '/2/users/me') {
    if (method !== 'GET') return answers.METHOD_NOT_ALLOWED
    const run = () => answers.json(200, { data: { id: member.id, name: member.account, username: member.username } })
    return { windows: [main], run: only(['expansions', 'tweet.fields', 'user.fields'], run) }
  }
  const user = /^\/2\/users\/([0-9]{1,19})\/tweets$/.exec(path)?.[1]
  if (user !== undefined) {
    if (method !== 'GET') return answers.METHOD_NOT_ALLOWED
    return { windows: [main], run: () => read(world, user, query) }
  }
  return answers.NOT_FOUND
}

/** `DELETE /2/tweets/:id` (X, "Delete Post"): one's own only. */
function remove({ tweets }: World, member: Member, id: string): Answer {
  const tweet = tweets.find(id)
  if (tweet === null) return answers.resourceNotFound(404, 'id', 'tweet', id)
  if (tweet.author.account !== member.account) return answers.forbidden('You are not authorized to delete this Tweet.')
  tweets.delete(id)
  return answers.json(200, { data: { deleted: true } })
}

function read({ clock, limits, members, tweets }: World, id: string, query: URLSearchParams): Answer {
  if (members.byId(id) === undefined) return answers.resourceNotFound(200, 'id', 'user', id)
  const shown = clock.now() - limits.visibleAfterMs
  return timeline(
    tweets.all().filter((tweet) => tweet.author.id === id && tweet.deleted === null && tweet.at <= shown),
    query,
  )
}
