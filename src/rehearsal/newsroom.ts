import { readFileSync } from 'node:fs'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { SECOND, type Clock, type Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import { listen } from '#src/net/listen.ts'
import { numberOfPath, ORIGIN, picturePath } from './article.ts'
import { openDesk, OLDER, type Desk } from './desk.ts'
import { answerFeed } from './feed-answer.ts'
import { articlePage, frontPage, nothingHere } from './pages.ts'
import { drawPicture } from './picture.ts'

export { GUID_PREFIX } from './article.ts'

/** A small news site with feeds, served on the loopback address. Disposing stops it. */
export interface Newsroom extends AsyncDisposable {
  /** The origin of every link, guid and picture; fixed, so that two runs never give one article two addresses. */
  readonly origin: string
  /** Where it is really served, for example `http://127.0.0.1:40123`. */
  readonly local: string
  /** The address of a feed, on {@link origin}. */
  feedUrl(feed: string): string
  /** How many articles have been published since it opened. */
  published(): number
  /** What a link to one of its pages shows below a post; null for any other address. */
  card(url: string): Card | null
}

export interface Card {
  readonly title: string
  readonly description: string
  /** Where the picture is really served. */
  readonly picture: string
}

export interface NewsroomOptions {
  readonly clock: Clock
  readonly log: Log
  /** Ids of the feeds; an article stands in one of them. */
  readonly feeds: readonly string[]
  /** The number of the first article to publish; numbers below 9 are always older ones. */
  readonly first: number
  /** The time between two articles; 4 s by default. */
  readonly every?: Millis
  readonly port?: number
}

const CACHED_PICTURES = 40

/**
 * Opens the newsroom. Eight older articles are there at once; the first new one follows a second after a feed was
 * first read, and then one every `every` for as long as somebody reads.
 * @throws the system's error where `port` cannot be had.
 */
export async function openNewsroom(options: NewsroomOptions): Promise<Newsroom> {
  const { clock, log, feeds, every = 4 * SECOND, port = 0 } = options
  const desk = openDesk(clock, feeds, Math.max(options.first, OLDER + 1))
  const firstRead = Promise.withResolvers<void>()
  const site = buildSite(clock, desk, feeds, firstRead.resolve)
  const answer = getRequestListener(site.fetch, { overrideGlobalObjects: false })
  const listening = await listen((request, response) => void answer(request, response), { port })
  const stop = new AbortController()
  const publishing = publish()

  async function publish(): Promise<void> {
    await firstRead.promise
    await clock.sleep(SECOND, stop.signal)
    while (!stop.signal.aborted) {
      if (desk.publish()) log.debug({ guid: desk.latest(null)[0]?.article.guid }, 'the newsroom published an article')
      await clock.sleep(every, stop.signal)
    }
  }

  return {
    origin: ORIGIN,
    local: listening.origin,
    feedUrl: (feed) => `${ORIGIN}/${feed}.rss`,
    published: () => desk.published(),
    card(url) {
      const number = url.startsWith(`${ORIGIN}/`) ? numberOfPath(url.slice(ORIGIN.length).replace(/[?#].*$/, '')) : null
      const article = number === null ? undefined : desk.find(number)?.article
      if (article === undefined) return null
      return {
        title: article.title,
        description: article.standfirst.join(' '),
        picture: listening.origin + picturePath(article.number),
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      firstRead.resolve()
      await Promise.all([publishing, listening[Symbol.asyncDispose]()])
    },
  }
}

function buildSite(clock: Clock, desk: Desk, feeds: readonly string[], onRead: () => void): Hono {
  const style = readFileSync(new URL('./newsroom.css', import.meta.url), 'utf8')
  const pictures = new Map<number, Uint8Array<ArrayBuffer>>()
  const site = new Hono()
  site.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], styleSrc: ["'self'"], imgSrc: ["'self'"] },
      // The page with the timelines has another port, and shows these pictures.
      crossOriginResourcePolicy: false,
    }),
  )
  site.get('/', (context) => context.html(frontPage(desk.latest(null), feeds)))
  site.get('/newsroom.css', (context) => context.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }))
  for (const feed of feeds) {
    site.get(`/${feed}.rss`, (context) => {
      desk.read(feed)
      onRead()
      return answerFeed(context.req.raw, feed, desk.latest(feed), desk.changed(feed), clock.now())
    })
  }
  site.get('/pictures/:file', (context) => {
    const number = Number(/^([1-9]\d{0,8})\.png$/.exec(context.req.param('file'))?.[1] ?? 0)
    if (desk.find(number) === null) return context.notFound()
    const picture = pictures.get(number) ?? Uint8Array.from(drawPicture(number))
    pictures.set(number, picture)
    if (pictures.size > CACHED_PICTURES) pictures.delete(pictures.keys().next().value!)
    return context.body(picture, 200, { 'content-type': 'image/png', 'cache-control': 'max-age=86400' })
  })
  site.get('/:section/:page', (context) => {
    const number = numberOfPath(context.req.path)
    const found = number === null ? null : desk.find(number)
    return found === null ? context.notFound() : context.html(articlePage(found))
  })
  site.notFound((context) => context.html(nothingHere(), 404))
  return site
}
