import { Agent } from 'undici'
import { SECOND, withDeadline, DeadlineError, type Clock, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { specialAddresses } from './address.ts'
import { connectOutside } from './connect.ts'
import { ACCEPT_ENCODING } from './decode.ts'
import { failed, type Fetched } from './fetched.ts'
import { hop } from './hop.ts'
import { readHostPort, readTarget, type Origins } from './reach.ts'

export type { Answer, Fetched, FetchFailed } from './fetched.ts'

export interface FetchOptions {
  /**
   * `configured`: staff wrote the URL, and what it redirects to may be on the allow-list too. `content`: it was found
   * in a feed or page, and a redirect from a public address may not lead to a private one, allowed or not.
   */
  readonly trust: 'configured' | 'content'
  readonly headers?: Readonly<Record<string, string>>
  /** Conditional headers, sent to `url` only: validators mean nothing to any other (RFC 9110, 8.8). */
  readonly conditions?: { readonly url: string; readonly headers: Readonly<Record<string, string>> }
  /**
   * Fields of a form that is posted; without them it is a GET. Only redirects that keep the method (307, 308) are
   * followed.
   */
  readonly form?: Readonly<Record<string, string>>
  /** Of the decoded body; default 10 MiB. */
  readonly maxBytes?: number
  /** For everything, redirects and body included, but for what {@link FetchOptions.beforeRedirect} waits; default 20 s. */
  readonly within?: Millis
  /** Settles when what a redirect leads to may be asked. */
  readonly beforeRedirect?: (url: string) => Promise<void>
  readonly signal?: AbortSignal
}

/**
 * Gets `url`, or posts a form to it, following up to five redirects. Never throws for anything the network does.
 * @throws the reason of `options.signal` when that aborts.
 */
export type Fetch = (url: string, options: FetchOptions) => Promise<Fetched>

export interface FetchParts {
  readonly clock: Clock
  readonly userAgent: string
  /** Exact "host:port" that may be inside a private network (`network.allow`). */
  readonly allow: readonly string[]
  /** A URL of this origin is fetched from that local origin (rehearsal); what is reported stays the public URL. */
  readonly origins?: Origins
}

const DEFAULT_BYTES = 10 * 1024 * 1024
const DEFAULT_WITHIN = 20 * SECOND
const CONNECT_WITHIN = 10 * SECOND
const MOST_REDIRECTS = 5

/** Opens the only way by which feeds and pages are fetched. Disposing ends what is under way. */
export function openFetch(parts: FetchParts): { readonly fetch: Fetch } & AsyncDisposable {
  const allow = new Set(parts.allow.map(readHostPort))
  const origins = parts.origins ?? new Map<string, string>()
  const guarded = openAgent(connectOutside(specialAddresses, CONNECT_WITHIN))
  const open = openAgent({ timeout: CONNECT_WITHIN })

  const follow = async (url: string, options: FetchOptions, within: Millis): Promise<Fetched> => {
    const first = readTarget(url, origins)
    if (first === null) return failed('bad-url', `${describeUrl(url)} is not an http or https URL`)
    const seen = new Set<string>()
    let movedTo: string | null = null
    let forGood = true
    let inside = true
    const form = options.form === undefined ? null : new URLSearchParams(options.form).toString()
    let left = within
    for (let target = first; ;) {
      const free: boolean = target.local || (allow.has(target.hostPort) && (options.trust === 'configured' || inside))
      const { conditions } = options
      const given = { ...options.headers, ...(conditions?.url === target.url && conditions.headers) }
      const began = parts.clock.monotonic()
      const came = await withDeadline(parts.clock, 'fetching', left, options.signal, (signal) =>
        hop(target, {
          dispatcher: free ? open : guarded,
          headers: headersOf(parts.userAgent, given, target.origin === first.origin, first.authorization),
          maxBytes: options.maxBytes ?? DEFAULT_BYTES,
          signal,
          ...(form !== null && { form }),
        }),
      )
      left -= parts.clock.monotonic() - began
      if (came.is === 'answer') return { ...came, movedTo }
      if (came.is === 'failed') {
        if (came.failure !== 'refused-address' || !allow.has(target.hostPort)) return came
        return failed('refused-address', `${first.shown} redirects to ${target.hostPort}, inside a private network`)
      }

      if (form !== null && !came.keepsMethod) {
        return failed('redirects', `${target.shown} redirects what was posted to a page`)
      }
      const next = readTarget(came.to, origins, target)
      if (next === null) return failed('bad-url', `${target.shown} redirects to what is not an http or https URL`)
      seen.add(target.url)
      if (seen.has(next.url)) return failed('redirects', `${first.shown} redirects in a circle`)
      if (seen.size > MOST_REDIRECTS) {
        return failed('redirects', `${first.shown} redirects more than ${MOST_REDIRECTS} times`)
      }
      forGood &&= came.forGood
      if (forGood) movedTo = next.url
      inside &&= free
      await options.beforeRedirect?.(next.url)
      target = next
    }
  }

  return {
    async fetch(url, options) {
      const within = options.within ?? DEFAULT_WITHIN
      try {
        return await follow(url, options, within)
      } catch (error) {
        options.signal?.throwIfAborted()
        if (!(error instanceof DeadlineError)) return failed('broken', `${describeUrl(url)}: ${describeError(error)}`)
        return failed('timeout', `${describeUrl(url)} did not answer in full within ${within / SECOND} s`)
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([guarded.destroy(), open.destroy()])
    },
  }
}

function openAgent(connect: NonNullable<Agent.Options['connect']>): Agent {
  return new Agent({
    // A connection kept alive may be closed by the other side just as it is used again.
    pipelining: 0,
    allowH2: false,
    // The deadline is ours, over everything.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect,
  })
}

function headersOf(
  userAgent: string,
  given: Readonly<Record<string, string>>,
  atHome: boolean,
  authorization: string | null,
): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: '*/*', 'accept-encoding': ACCEPT_ENCODING }
  if (authorization !== null) headers['authorization'] = authorization
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value
  // Another origin is another party.
  if (!atHome) for (const name of ['authorization', 'cookie']) delete headers[name]
  return headers
}

function describeUrl(url: string): string {
  const shown = readTarget(url, new Map())?.shown ?? url
  return shown.length > 200 ? `${shown.slice(0, 199)}…` : shown
}
