import { createHash } from 'node:crypto'
import type { Clock, Millis } from '#src/base/clock.ts'
import type { Answer, Fetch } from '#src/net/fetch.ts'
import type { FeedMemory } from '#src/store/feeds.ts'
import { freshFor, retryAfter } from './freshness.ts'
import { topicOf, type Topic } from './hubs.ts'
import { addressOf } from './moved.ts'
import type { Feed, Parser } from './parse.ts'

/** By what a server knows what it gave (RFC 9110, 8.8). */
export type Validators = Pick<FeedMemory, 'etag' | 'lastModified' | 'validates'>

/** What is the matter with a feed that cannot be read: it is not there, Crier is shut out, or it is something else. */
export type Trouble = 'down' | 'blocked' | 'not-a-feed'

/** What one look at a feed brought. */
export type Look =
  | (Answered & { readonly is: 'unchanged' })
  | (Answered & { readonly is: 'read'; readonly feed: Feed; readonly hash: string; readonly topic: Topic | null })
  | {
      readonly is: 'failed'
      readonly why: string
      readonly trouble: Trouble
      readonly notBefore: Millis
      /** Whether the server says that there never will be anything again. */
      readonly gone: boolean
      /** Whether it is there, and only asks to wait. */
      readonly busy: boolean
    }

interface Answered {
  readonly validators: Validators
  /** For how long it asks to be taken for fresh. */
  readonly freshFor: Millis
  readonly movedTo: string | null
}

export interface LookParts {
  readonly clock: Clock
  readonly fetch: Fetch
  readonly parser: Parser
}

/** A feed that so many times in a row did not come whole is taken as it is. */
export const MOST_CUT_OFF = 3

const FEED_BYTES = 10 * 2 ** 20
const ACCEPT = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5'

/**
 * Asks for a feed, only for what has changed since `memory`, and reads what comes: `language` is
 * what staff say it is written in.
 * @throws the signal's reason when that aborts.
 */
export async function lookAt(
  memory: FeedMemory,
  language: string | null,
  { clock, fetch, parser }: LookParts,
  signal: AbortSignal,
): Promise<Look> {
  const answer = await fetch(addressOf(memory), {
    trust: 'configured',
    maxBytes: FEED_BYTES,
    signal,
    headers: { accept: ACCEPT },
    ...conditionsOf(memory),
  })
  if (answer.is === 'failed') return failed('down', answer.why)
  const { status, headers, movedTo } = answer
  if (status === 304 && isAsked(memory, answer.url)) {
    // What a 304 does not say anew holds on (RFC 9111, 3.2).
    const fresh = freshFor(headers, clock.now()) ?? memory.freshFor
    return { is: 'unchanged', validators: confirmed(memory, headers), freshFor: fresh, movedTo }
  }
  if (status !== 200) {
    const gone = status === 410 && isForGood(answer, addressOf(memory))
    const wait = { gone, busy: status === 429 || status === 503 }
    const trouble = SHUT_OUT.has(status) ? 'blocked' : 'down'
    return { ...failed(trouble, `the server answered ${status}`), ...wait, notBefore: retryAfter(headers, clock.now()) }
  }
  const hash = createHash('sha256').update(answer.body).digest('hex')
  const answered = { validators: validatorsOf(answer), freshFor: freshFor(headers, clock.now()) ?? 0, movedTo }
  // Servers that change the ETag of unchanged bytes (Apache's -gzip) cost nothing further.
  const { cutOff } = memory
  if (hash === memory.bodyHash && (cutOff === 0 || cutOff >= MOST_CUT_OFF)) return { is: 'unchanged', ...answered }
  const contentType = headers['content-type'] ?? null
  const parsed = await parser.parse({ body: answer.body, contentType, url: answer.url, language }, signal)
  if (parsed.is === 'not-a-feed') return failed('not-a-feed', parsed.why)
  return { is: 'read', feed: parsed, hash, topic: topicOf(headers, parsed, answer.url, memory.hub), ...answered }
}

/** Credentials, a wall against robots, the law (RFC 9110, 15.5; RFC 7725). */
const SHUT_OUT: ReadonlySet<number> = new Set([401, 402, 403, 451])

function failed(trouble: Trouble, why: string): Extract<Look, { is: 'failed' }> {
  return { is: 'failed', trouble, why, notBefore: 0, gone: false, busy: false }
}

/** Whether the answer to `asked` is of that address itself, or of one that it has moved to for good. */
function isForGood({ url, movedTo }: Answer, asked: string): boolean {
  const own = new URL(movedTo ?? asked)
  // As answers name it.
  own.username = own.password = own.hash = ''
  return own.href === url
}

function conditionsOf({ etag, lastModified, validates }: Validators) {
  if (validates === null) return {}
  const headers = {
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  }
  return { conditions: { url: validates, headers } }
}

/** Whether `url` was asked only for what has changed: a 304 without that says nothing. */
function isAsked({ etag, lastModified, validates }: Validators, url: string): boolean {
  return validates === url && (etag !== null || lastModified !== null)
}

function validatorsOf({ headers, url }: Answer): Validators {
  const { etag, 'last-modified': lastModified } = headers
  // A name without a value says nothing, and must not come back as one.
  return { etag: etag || null, lastModified: lastModified || null, validates: url }
}

/**
 * What a 304 leaves of the validators: it renews the date of the answer that it names by its own ETag, and no other
 * (RFC 9111, 4.3.4).
 */
function confirmed({ etag, lastModified, validates }: Validators, headers: Answer['headers']): Validators {
  const renewed = etag !== null && headers['etag'] === etag ? headers['last-modified'] : undefined
  return { etag, lastModified: renewed ?? lastModified, validates }
}
