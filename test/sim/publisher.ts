/** The newsroom whose feeds Crier watches. */
import type { Fetched } from '#src/net/fetch.ts'
import { drawPicture } from './pictures.ts'
import { after, trueTime } from './time.ts'
import { count, isQuiet, prepared, world } from './world.ts'

export const FEEDS = ['city', 'world', 'sport'] as const
export type FeedId = (typeof FEEDS)[number]

/** An article as the newsroom published it. */
export interface Published {
  readonly url: string
  readonly title: string
  readonly words: string
  readonly picture: string | null
  readonly date: number
  /** Where it was news, and not there from the start. */
  readonly newsIn: Set<FeedId>
  /** Where it stood from the start: for channels that take that feed it is old. */
  readonly oldIn: FeedId | null
  /** How old it is when it is published. */
  readonly age: number
}

interface Watched {
  readonly id: FeedId
  readonly entries: Published[]
  version: number
  body: { readonly version: number; readonly bytes: Uint8Array } | null
  trouble: { readonly kind: Bad; readonly until: number } | null
}

type Bad = 'unreachable' | 'status' | 'overloaded' | 'page' | 'cut'
const BAD: readonly Bad[] = ['unreachable', 'status', 'overloaded', 'page', 'cut']
const MINUTE = 60_000

const HOUR = 60 * MINUTE
/** About to be too old for one channel, too old for that one, too old for all. */
const AGES: readonly (() => number)[] = [
  () => 40 * MINUTE - world.chance.between(1_000, 4 * MINUTE),
  () => 40 * MINUTE + world.chance.between(10_000, HOUR),
  () => 73 * HOUR,
]

let feeds: Map<FeedId, Watched> = new Map()
let published: Published[] = []

export const everything = (): readonly Published[] => published
export const urlOf = (feed: string): string => `https://news.example.com/${feed}.feed`

/** Opens the newsroom with what stood in its feeds already, and plans what is published later. */
export function openPublisher(): void {
  published = []
  feeds = new Map(FEEDS.map((id) => [id, { id, entries: [], version: 0, body: null, trouble: null }]))
  const { chance, plan } = world
  const first = trueTime()
  for (const feed of feeds.values()) {
    for (let at = 0; at < 2; at++) feed.entries.push(write(feed.id, `old-${at}`, first - (at + 1) * 30 * MINUTE))
    feed.version += 1
  }
  // Within the first two thirds, one at a time or in bursts.
  let at = 20_000
  let twin: Published | null = null
  for (let number = 0; number < plan.articles; number++) {
    if (!chance.odds(0.45)) at += chance.between(5_000, Math.floor((1.3 * plan.faultsFor) / plan.articles))
    const feed = chance.pick(FEEDS)
    // The same words under another address, some time later: at one time they are one story.
    const like: Published | null = twin && chance.odds(0.2) ? twin : null
    if (like) at += LATER
    const embargo = chance.odds(0.02) ? chance.between(11, 13) * MINUTE : 0
    const article = write(like ? 'sport' : feed, `a${number}`, 0, like)
    twin = like ? null : article
    after(at, () => publish(like ? 'sport' : feed, article, embargo))
    if (chance.odds(0.15)) {
      const other = chance.pick(FEEDS)
      after(at + chance.between(1_000, 6 * MINUTE), () => publish(other, article, embargo))
    }
  }
  // What stood in one feed from the start is news in another.
  if (chance.odds(0.15)) {
    const [one, other] = chance.pick([['city', 'world'] as const, ['sport', 'city'] as const])
    after(chance.between(2, 12) * MINUTE, () => publish(other, feeds.get(one)!.entries.at(-1)!, 0))
  }
}

// Beside every try to publish that waits for a first look.
const LATER = 100_007

function write(feed: FeedId, name: string, date: number, like: Published | null = null): Published {
  const oldIn = name.startsWith('old') ? feed : null
  const title = like?.title ?? `Story ${name} of ${feed} & more`
  const words = like?.words ?? `What happened in ${name} was new. Nobody had expected it.`
  const picture = oldIn === null ? drawPicture(`${feed}-${name}`) : null
  const age = world.plan.stale && oldIn === null && world.chance.odds(0.15) ? world.chance.pick(AGES)() : 0
  const url = `https://news.example.com/${feed}/${name}`
  return { url, title, words, picture, date, newsIn: new Set(), oldIn, age }
}

/** Puts an article into a feed, once Crier has seen what stood there before, and what it is old in. */
function publish(id: FeedId, article: Published, embargo: number): void {
  const feed = feeds.get(id)!
  if (!isSeen(id) || !isSeen(article.oldIn ?? id)) return void after(20_000, () => publish(id, article, embargo))
  if (feed.entries.some((one) => one.url === article.url)) return
  const dated = article.date === 0 ? { ...article, date: trueTime() + embargo - article.age } : article
  const known = published.find((one) => one.url === article.url)
  const kept = known ?? dated
  kept.newsIn.add(id)
  if (!known) published.push(kept)
  feed.entries.unshift(kept)
  feed.version += 1
  world.say(`${id} publishes ${article.url}`)
}

const isSeen = (feed: FeedId): boolean =>
  prepared('select baseline from feed where id = ?').get(feed)?.['baseline'] != null

export function spoilFeed(draw: number, ms: number): void {
  const feed = feeds.get(FEEDS[draw % FEEDS.length]!)!
  feed.trouble = { kind: BAD[(draw >> 4) % BAD.length]!, until: trueTime() + ms }
}

/** What the newsroom's server answers. */
export function readFeedOf(url: string, etag: string | null): Fetched {
  const feed = [...feeds.values()].find((one) => urlOf(one.id) === url)!
  const own = `"${feed.version}"`
  const troubled = feed.trouble !== null && trueTime() < feed.trouble.until && !isQuiet() ? feed.trouble.kind : null
  // Half a feed at first sight is a smaller feed: nobody could tell.
  const trouble = troubled === 'cut' && etag === null ? 'status' : troubled
  if (trouble) count(`feed: ${trouble}`)
  const answer = (status: number, text: Uint8Array, headers: Readonly<Record<string, string>>): Fetched => ({
    is: 'answer',
    status,
    headers,
    body: text,
    url,
    movedTo: null,
  })
  const nothing = new Uint8Array()
  switch (trouble) {
    case 'unreachable':
      return { is: 'failed', failure: 'unreachable', why: 'the connection was refused' }
    case 'status':
      return answer(500, nothing, {})
    case 'overloaded':
      return answer(503, nothing, { 'retry-after': '45' })
    case 'page':
      return answer(200, Buffer.from('<!doctype html><title>Busy</title><p>Come back later'), {})
    case 'cut':
    case null:
      break
  }
  if (etag === own && trouble === null) return answer(304, nothing, { etag: own })
  const whole = bytesOf(feed)
  if (trouble === 'cut') return answer(200, whole.subarray(0, 120), { 'content-type': 'application/rss+xml' })
  const type = feed.id === 'world' ? 'application/rss+xml' : 'application/feed+json'
  return answer(200, whole, { etag: own, 'content-type': type })
}

function bytesOf(feed: Watched): Uint8Array {
  if (feed.body?.version === feed.version) return feed.body.bytes
  const text = feed.id === 'world' ? rss(feed) : json(feed)
  feed.body = { version: feed.version, bytes: Buffer.from(text) }
  return feed.body.bytes
}

function json({ id, entries }: Watched): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: id,
    language: 'en',
    items: entries.map(({ url, title, words, picture, date }) => ({
      id: url,
      url,
      title,
      content_text: words,
      ...(picture !== null && { image: picture }),
      date_published: new Date(date).toISOString(),
    })),
  })
}

function mediaOf(picture: string | null): string {
  if (picture === null) return ''
  return `<media:content url="${picture}" medium="image"><media:description>A view</media:description></media:content>`
}

function rss({ id, entries }: Watched): string {
  const items = entries.map(
    ({ url, title, words, picture, date }) =>
      `<item><guid>${url}</guid><link>${url}</link><title>${title.replace('&', '&amp;')}</title>` +
      `<description>${words}</description>${mediaOf(picture)}<pubDate>${new Date(date).toUTCString()}</pubDate></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${id}</title>${items.join('')}</channel></rss>`
}
