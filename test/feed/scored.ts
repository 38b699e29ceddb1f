import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Clock, Millis } from '#src/base/clock.ts'
import { listen } from '#src/net/listen.ts'

/** What a feed answers its `nth` request, counted from 0. A 304 where the validators fit is made of it. */
export type Script = (nth: number) => {
  readonly status?: number
  readonly body?: string
  readonly etag?: string
  readonly modified?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What a 304 says in place of the validators. */
  readonly on304?: Readonly<Record<string, string>>
}

/** A server of feeds that watches its readers as strict publishers do, and writes down every offence. */
export interface Scored {
  readonly origin: string
  readonly offences: readonly string[]
  /** How often each path was asked. */
  readonly asked: ReadonlyMap<string, number>
  /** How many were answered 304. */
  readonly spared: () => number
  /** The next request is never answered; settles when it has come. */
  hold(): Promise<void>
}

interface Seen {
  asked: number
  last: Millis
  notBefore: Millis
  /** Of the newest whole answer: If-None-Match and If-Modified-Since as they have to come back. */
  given: string | null
  gone: boolean
}

const pair = (etag: string | undefined, modified: string | undefined): string => `${etag ?? '-'} ${modified ?? '-'}`
const NONE = pair(undefined, undefined)

/** `every`: no path may be asked again sooner. */
export async function scoredServer(
  scripts: Readonly<Record<string, Script>>,
  clock: Clock,
  every: Millis,
): Promise<Scored> {
  const offences: string[] = []
  const asked = new Map<string, number>()
  const records = new Map<string, Seen>()
  let spared = 0
  let held: (() => void) | null = null

  const judge = (path: string, { headers }: IncomingMessage, record: Seen): void => {
    const blame = (what: string): unknown => offences.push(`${path}, request ${record.asked}: ${what}`)
    const came = pair(headers['if-none-match'], headers['if-modified-since'])
    if (clock.now() < record.last + every) blame(`too soon, ${clock.now() - record.last} ms after the one before`)
    if (clock.now() < record.notBefore) blame(`${record.notBefore - clock.now()} ms before the time it was told`)
    if (record.gone) blame('it is gone')
    if (record.given === null && came !== NONE) blame(`validators that nobody gave: ${came}`)
    if (record.given !== null && came !== record.given) {
      blame(came === NONE ? 'unconditional' : `validators ${came} where ${record.given} were given`)
    }
    for (const name of ['cookie', 'referer', 'pragma', 'cache-control']) if (headers[name]) blame(`it sends ${name}`)
    if (!/^Crier\/\d+\.\d+\.\d+ \([^()]*; \+https:\/\/[^\s()]+\)$/.test(headers['user-agent'] ?? ''))
      blame('it does not say who it is')
  }

  const server = await listen((request, response) => {
    const path = request.url ?? ''
    const record = records.get(path) ?? { asked: 0, last: -Infinity, notBefore: 0, given: null, gone: false }
    records.set(path, record)
    judge(path, request, record)
    const { status = 200, body = '', etag, modified, headers = {}, on304 } = scripts[path]!(record.asked)
    record.asked += 1
    record.last = clock.now()
    asked.set(path, record.asked)
    if (held !== null) {
      held()
      held = null
      return
    }
    const wait = headers['retry-after'] ?? /max-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1]
    const blank = (given: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
    if (wait !== undefined) {
      record.notBefore = /^\d+$/.test(wait) ? clock.now() + Number(wait) * 1_000 : Date.parse(wait)
    }
    record.gone = status === 410
    const own = { ...(etag && { etag }), ...(modified && { 'last-modified': modified }) }
    const now = pair(etag, modified)
    if (
      status === 200 &&
      now !== NONE &&
      pair(request.headers['if-none-match'], request.headers['if-modified-since']) === now
    ) {
      spared += 1
      response.writeHead(304, blank({ ...headers, ...own, ...on304 })).end()
      return
    }
    if (status === 200) record.given = now === NONE ? null : now
    response.writeHead(status, { 'content-type': 'application/rss+xml', ...headers, ...(status === 200 && own) })
    response.end(body)
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  return {
    origin: server.origin,
    offences,
    asked,
    spared: () => spared,
    hold: () => new Promise((resolve) => (held = resolve)),
  }
}
