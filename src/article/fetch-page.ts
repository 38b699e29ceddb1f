import { MINUTE, SECOND, withDeadline, DeadlineError, type Clock, type Millis } from '#src/base/clock.ts'
import type { Fetch } from '#src/net/fetch.ts'
import type { Extractor } from './extract.ts'
import type { Page } from './page/page.ts'
import { robotsAllow } from './robots.ts'

/** What came of reading a page. */
export type PageAnswer =
  | {
      readonly is: 'page'
      readonly page: Page
      /** Validators, verbatim and from the same answer. */
      readonly etag: string | null
      readonly lastModified: string | null
    }
  /** It is as it was when `since` was read. */
  | { readonly is: 'unchanged' }
  | { readonly is: 'no-page'; readonly why: string }

export interface Since {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** Fetches pages politely, and reads them. */
export interface Pages {
  /**
   * Reads the page at `url`, within ten seconds from now, waiting for its turn included.
   * @throws the signal's reason when that aborts.
   */
  read(url: string, since: Since | null, signal: AbortSignal): Promise<PageAnswer>
}

export interface PagesParts {
  readonly clock: Clock
  readonly fetch: Fetch
  readonly extractor: Extractor
  /** For one page, its turn and its site's robots.txt included; default 10 s. */
  readonly within?: Millis
}

// By what sites address Crier in robots.txt.
const NAME = 'crier'
const PAGE_BYTES = 5 * 2 ** 20
const ROBOTS_BYTES = 500 * 1024 // what RFC 9309 section 2.5 asks for at least
const AT_ONCE = 2
const ROBOTS_FOR = 60 * MINUTE
const REST = 10 * MINUTE

interface Host {
  running: number
  readonly line: (() => void)[]
  robots: { readonly until: Millis; readonly text: Promise<string | null> } | null
}

/** Opens the way to pages: at most two requests at once to a host, and none that its robots.txt forbids. */
export function openPages({ clock, fetch, extractor, within = 10 * SECOND }: PagesParts): Pages {
  const hosts = new Map<string, Host>()

  /** Null where it cannot be had: RFC 9309 section 2.3.1.4 takes that for "disallow all". */
  const fetchRobots = async (origin: string): Promise<string | null> => {
    const answer = await fetch(`${origin}/robots.txt`, { trust: 'content', maxBytes: ROBOTS_BYTES, within: within / 2 })
    if (answer.is === 'failed') return answer.failure === 'too-big' ? '' : null
    if (answer.status >= 500 || answer.status === 429) return null
    return answer.status === 200 ? new TextDecoder().decode(answer.body) : ''
  }
  const robotsOf = async (host: Host, origin: string): Promise<string | null> => {
    const now = clock.monotonic()
    if (host.robots === null || host.robots.until <= now) {
      const text = fetchRobots(origin)
      host.robots = { until: now + ROBOTS_FOR, text }
      const asked = host.robots
      // A site that is down now is asked again sooner.
      if ((await text) === null && host.robots === asked) host.robots = { until: now + REST, text }
    }
    return await host.robots.text
  }
  const inTurn = async <T>(host: Host, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    if (host.running >= AT_ONCE) await new Promise<void>((resolve) => host.line.push(resolve))
    else host.running += 1
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      const next = host.line.shift()
      if (next === undefined) host.running -= 1
      else next()
    }
  }
  const get = async (url: URL, host: Host, since: Since | null, signal: AbortSignal): Promise<PageAnswer> => {
    const answer = await fetch(url.href, {
      trust: 'content',
      maxBytes: PAGE_BYTES,
      within,
      signal,
      headers: {
        accept: 'text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1',
        ...(since?.etag && { 'if-none-match': since.etag }),
        ...(since?.lastModified && { 'if-modified-since': since.lastModified }),
      },
    })
    if (answer.is === 'failed') return { is: 'no-page', why: answer.why }
    if (answer.status === 304 && since !== null) return { is: 'unchanged' }
    if (answer.status !== 200) return { is: 'no-page', why: `its server answered ${answer.status}` }
    const { headers, body } = answer
    const read = await extractor.read({ body, contentType: headers['content-type'] ?? null, url: answer.url }, signal)
    if (read.is === 'no-page') return read
    return { ...read, etag: headers['etag'] ?? null, lastModified: headers['last-modified'] ?? null }
  }

  return {
    async read(address, since, signal) {
      const url = URL.parse(address)
      if (url === null) return { is: 'no-page', why: 'its address is none' }
      const host = hosts.get(url.host) ?? { running: 0, line: [], robots: null }
      hosts.set(url.host, host)
      try {
        return await withDeadline(clock, 'reading the page', within, signal, (cut) =>
          inTurn(host, cut, async () => {
            const robots = await robotsOf(host, url.origin)
            if (robots === null) return { is: 'no-page', why: "its site's robots.txt cannot be had" }
            if (!robotsAllow(robots, NAME, url.pathname + url.search)) {
              return { is: 'no-page', why: "its site's robots.txt asks not to fetch it" }
            }
            cut.throwIfAborted()
            return await get(url, host, since, cut)
          }),
        )
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof DeadlineError)) throw error
        return { is: 'no-page', why: `it could not be had within ${within / SECOND} s` }
      }
    },
  }
}
