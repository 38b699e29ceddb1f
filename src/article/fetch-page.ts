import { MINUTE, SECOND, withDeadline, DeadlineError, type Clock, type Millis } from '#src/base/clock.ts'
import type { Fetch, Fetched } from '#src/net/fetch.ts'
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

/** What a second look at a page finds. */
export type PageLook =
  /** It is there; as it was where validators say so, else read anew. */
  | { readonly is: 'there'; readonly answer: PageAnswer }
  /** Its server says that there is no such page, or none any more. */
  | { readonly is: 'missing'; readonly status: 404 | 410 }
  /** It leads to the front page of its site. */
  | { readonly is: 'front-page' }
  /** Nothing can be said. */
  | { readonly is: 'unseen' }

/** Looks at pages once more. */
export interface PageLooks {
  /**
   * Looks at the page at `url`, within ten seconds, and reads it where it has changed since `since`.
   * @throws the signal's reason when that aborts.
   */
  look(url: string, since: Since | null, signal: AbortSignal): Promise<PageLook>
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
  robots: { readonly until: Millis; readonly found: Promise<Robots> } | null
}

/** What a site's robots.txt says, or why that is not known. */
type Robots = { readonly is: 'text'; readonly text: string } | { readonly is: 'none'; readonly why: string }

/** Opens the way to pages: at most two requests at once to a host, and none that its robots.txt forbids. */
export function openPages({ clock, fetch, extractor, within = 10 * SECOND }: PagesParts): Pages & PageLooks {
  const hosts = new Map<string, Host>()

  /** None where it cannot be had: RFC 9309 section 2.3.1.4 takes that for "disallow all". */
  const fetchRobots = async (origin: string): Promise<Robots> => {
    const none = (why: string): Robots => ({ is: 'none', why: `its site's robots.txt cannot be had: ${why}` })
    const answer = await fetch(`${origin}/robots.txt`, { trust: 'content', maxBytes: ROBOTS_BYTES, within: within / 2 })
    if (answer.is === 'failed') {
      if (answer.failure === 'too-big') return { is: 'text', text: '' }
      // The page itself would be refused alike.
      return answer.failure === 'refused-address' ? { is: 'none', why: answer.why } : none(answer.why)
    }
    if (answer.status >= 500 || answer.status === 429) return none(`its server answered ${answer.status}`)
    return { is: 'text', text: answer.status === 200 ? new TextDecoder().decode(answer.body) : '' }
  }
  const robotsOf = async (host: Host, origin: string): Promise<Robots> => {
    const now = clock.monotonic()
    if (host.robots === null || host.robots.until <= now) {
      const found = fetchRobots(origin)
      host.robots = { until: now + ROBOTS_FOR, found }
      const asked = host.robots
      // A site that is down now is asked again sooner.
      if ((await found).is === 'none' && host.robots === asked) host.robots = { until: now + REST, found }
    }
    return await host.robots.found
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
  const get = (url: URL, since: Since | null, signal: AbortSignal): Promise<Fetched> =>
    fetch(url.href, {
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
  const readAnswer = async (answer: Fetched, since: Since | null, signal: AbortSignal): Promise<PageAnswer> => {
    if (answer.is === 'failed') return { is: 'no-page', why: answer.why }
    if (answer.status === 304 && since !== null) return { is: 'unchanged' }
    if (answer.status !== 200) return { is: 'no-page', why: `its server answered ${answer.status}` }
    const { headers, body } = answer
    const read = await extractor.read({ body, contentType: headers['content-type'] ?? null, url: answer.url }, signal)
    if (read.is === 'no-page') return read
    return { ...read, etag: headers['etag'] ?? null, lastModified: headers['last-modified'] ?? null }
  }
  /** Answers why there is no page where it may not be fetched, or could not be had in time. */
  const politely = async <T>(
    address: string,
    signal: AbortSignal,
    work: (url: URL, cut: AbortSignal) => Promise<T>,
  ): Promise<T | { readonly is: 'no-page'; readonly why: string }> => {
    const url = URL.parse(address)
    if (url === null) return { is: 'no-page', why: 'its address is none' }
    const host = hosts.get(url.host) ?? { running: 0, line: [], robots: null }
    hosts.set(url.host, host)
    try {
      return await withDeadline(clock, 'reading the page', within, signal, (cut) =>
        inTurn(host, cut, async () => {
          const robots = await robotsOf(host, url.origin)
          if (robots.is === 'none') return { is: 'no-page', why: robots.why } as const
          if (!robotsAllow(robots.text, NAME, url.pathname + url.search)) {
            return { is: 'no-page', why: "its site's robots.txt asks not to fetch it" } as const
          }
          cut.throwIfAborted()
          return await work(url, cut)
        }),
      )
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof DeadlineError)) throw error
      return { is: 'no-page', why: `it could not be had within ${within / SECOND} s` }
    }
  }

  return {
    read: (address, since, signal) =>
      politely(address, signal, async (url, cut) => readAnswer(await get(url, since, cut), since, cut)),
    async look(address, since, signal) {
      const seen = await politely(address, signal, async (url, cut): Promise<PageLook> => {
        const answer = await get(url, since, cut)
        if (answer.is === 'failed') return { is: 'unseen' }
        const { status } = answer
        if (status === 404 || status === 410) return { is: 'missing', status }
        if (status === 200 && isFrontPage(url, new URL(answer.url))) return { is: 'front-page' }
        if (status !== 200 && status !== 304) return { is: 'unseen' }
        return { is: 'there', answer: await readAnswer(answer, since, cut) }
      })
      return seen.is === 'no-page' ? { is: 'unseen' } : seen
    },
  }
}

/** Whether an address of an article led to its site's front page. With a query it may be asked for consent there. */
function isFrontPage(asked: URL, reached: URL): boolean {
  const site = ({ hostname }: URL): string => hostname.replace(/^www\./, '')
  return asked.pathname !== '/' && reached.pathname === '/' && reached.search === '' && site(asked) === site(reached)
}
