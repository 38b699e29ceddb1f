import { readFileSync } from 'node:fs'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { streamSSE } from 'hono/streaming'
import { SECOND, type Clock } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { randomId } from '#src/base/random.ts'
import { listen } from '#src/net/listen.ts'
import { columnId, SHOWN_AT_FIRST, showColumn, timelinesPage } from './timelines/page.ts'
import { postId, showPost } from './timelines/post.ts'
import type { Surroundings, TimelineCard, TimelineSource } from './timelines/source.ts'

/** The page that shows all timelines live. Disposing closes it and every stream at once. */
export interface Timelines extends AsyncDisposable {
  /** For example `http://127.0.0.1:4480/`. */
  readonly url: string
}

export interface TimelinesOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly log: Log
  readonly sources: readonly TimelineSource[]
  /** An IANA name, for times of day; UTC by default. */
  readonly timezone?: string
  /** Where a link really leads; where it says, by default. */
  readonly pageOf?: (url: string) => string
  /** What stands below a post with this link; only domain and path where it is null. */
  readonly cardOf?: (url: string) => TimelineCard | null
  /** The only origins whose pictures are shown; none are without them. */
  readonly pictureOrigins?: readonly string[]
}

// Under the minute after which proxies and browsers give up on a silent stream; also the pace at which ages move on.
const BEAT = 5 * SECOND

/**
 * Serves the page. Everybody who can reach the address may read it; there is nothing to click but links.
 * @throws an error that names the address, with the system's error as its cause, where the address cannot be had.
 */
export async function openTimelines(options: TimelinesOptions): Promise<Timelines> {
  const { host, port, log, timezone = 'UTC', pageOf = (url) => url, cardOf = () => null, pictureOrigins = [] } = options
  const stop = new AbortController()
  const site = buildSite(options, stop.signal, {
    pageOf,
    cardOf,
    timezone,
    mayShow: (picture) => pictureOrigins.some((origin) => picture.startsWith(`${origin}/`)),
  })
  const answer = getRequestListener(site.fetch, { overrideGlobalObjects: false })
  const listening = await listen((request, response) => void answer(request, response), { host, port }).catch(
    (cause: unknown) => {
      throw new Error(`the page with the timelines cannot be served at http://${host}:${port}`, { cause })
    },
  )
  const url = `${listening.origin}/`
  log.debug({ url }, 'the timelines are open')
  return {
    url,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await listening[Symbol.asyncDispose]()
    },
  }
}

function buildSite(
  { sources, clock, pictureOrigins = [] }: TimelinesOptions,
  stop: AbortSignal,
  around: Surroundings,
): Hono {
  const run = randomId()
  const site = new Hono()
  site.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", ...pictureOrigins],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
    }),
  )
  site.get('/', (context) => {
    context.header('cache-control', 'no-store')
    return context.html(timelinesPage(run, sources, around))
  })
  for (const [path, type] of FILES) {
    const body = readFileSync(new URL(`./timelines${path}`, import.meta.url), 'utf8')
    site.get(path, (context) => context.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }))
  }
  site.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const left = new AbortController()
      const over = AbortSignal.any([left.signal, stop])
      let wake = new AbortController()
      const offs = sources.map((source) => source.onPost(() => wake.abort()))
      const leave = () => {
        left.abort()
        for (const off of offs) off()
      }
      stream.onAbort(leave)
      const sent = sources.map((source) => Math.max(0, source.posts().length - SHOWN_AT_FIRST))
      await stream.writeSSE({ event: 'hello', data: run })
      while (!over.aborted) {
        wake = new AbortController()
        for (const [index, source] of sources.entries()) {
          for (const post of source.posts().slice(sent[index])) {
            sent[index]! += 1
            if (post.deleted !== null) continue
            const data = {
              source: index,
              column: columnId(index, post),
              columnMarkup: String(await showColumn(index, source.label, post, [])),
              id: postId(index, post),
              markup: String(await showPost(index, post, around)),
            }
            await stream.writeSSE({ event: 'post', data: JSON.stringify(data) })
          }
        }
        await stream.writeSSE({
          event: 'beat',
          data: JSON.stringify({ now: clock.now(), deleted: deletedIds(sources) }),
        })
        await clock.sleep(BEAT, AbortSignal.any([over, wake.signal]))
      }
      leave()
    }),
  )
  return site
}

const FILES = [
  ['/page.css', 'text/css; charset=utf-8'],
  ['/posts.css', 'text/css; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
] as const

function deletedIds(sources: readonly TimelineSource[]): readonly string[] {
  return sources.flatMap((source, index) => {
    const recent = source.posts().slice(-SHOWN_AT_FIRST * 2)
    return recent.filter((post) => post.deleted !== null).map((post) => postId(index, post))
  })
}
