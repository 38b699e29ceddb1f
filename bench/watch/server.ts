/** Thousands of feeds, in a process of their own: most answer 304, a few the same bytes, some a new entry. */
import { createServer, type ServerResponse } from 'node:http'

/** What the bench asks of the server, and what it answers. */
export type Ask =
  | { readonly is: 'publish'; readonly perSecond: number; readonly feeds: number; readonly every: number }
  | { readonly is: 'report' }
export interface Report {
  readonly requests: number
  readonly unchanged: number
  readonly same: number
  /** By the path of its article: when each new entry was published, and first shown. */
  readonly published: readonly (readonly [path: string, published: number, shown: number | null])[]
}

const SAME_200 = 0.042
const ENTRIES = 20
const WORDS = 'The council has decided after a long debate that the bridge will be rebuilt within two years. '.repeat(4)

interface Entry {
  readonly path: string
  readonly published: number
  shown: number | null
}

const fresh = new Map<number, Entry[]>()
const counts = { requests: 0, unchanged: 0, same: 0 }
const started = Date.now()

function bodyOf(feed: number): string {
  const old = Array.from({ length: ENTRIES }, (_, index) =>
    item(`/${feed}/old-${index}`, started - (index + 1) * 3_600_000),
  )
  const recent = (fresh.get(feed) ?? []).map(({ path, published }) => item(path, published))
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${feed}</title><link>https://news.example.com/${feed}</link><description>d</description>${[...recent.toReversed(), ...old].join('')}</channel></rss>`
}

function item(path: string, published: number): string {
  const url = `https://news.example.com${path}`
  return `<item><title>Story ${path}</title><link>${url}</link><guid>${url}</guid><pubDate>${new Date(published).toUTCString()}</pubDate><description>${WORDS}${path}</description></item>`
}

function answer(feed: number, given: string | undefined, response: ServerResponse): void {
  counts.requests += 1
  const entries = fresh.get(feed) ?? []
  const version = entries.length
  const known = given?.startsWith(`"${version}-`) ?? false
  if (known && Math.random() >= SAME_200) {
    counts.unchanged += 1
    response.writeHead(304, { etag: given }).end()
    return
  }
  if (known) counts.same += 1
  for (const entry of entries) entry.shown ??= Date.now()
  const etag = `"${version}-${Math.random().toString(36).slice(2)}"`
  response.writeHead(200, { 'content-type': 'application/rss+xml', etag }).end(bodyOf(feed))
}

/** Publishes on from now, and what would have come within `every` before, as no feed has been looked at for as long. */
function publish(perSecond: number, feeds: number, every: number): void {
  const now = Date.now()
  const add = (published: number): void => {
    const feed = Math.floor(Math.random() * feeds)
    const list = fresh.get(feed) ?? []
    list.push({ path: `/${feed}/new-${list.length}`, published, shown: null })
    fresh.set(feed, list)
  }
  const backlog = Math.round((perSecond * every) / 1_000)
  for (let left = backlog; left > 0; left--) add(now - (left / backlog) * every)
  setInterval(() => add(Date.now()), 1_000 / perSecond)
}

const server = createServer((request, response) =>
  answer(Number(request.url?.slice(1)), request.headers['if-none-match'], response),
)
server.listen(0, '0.0.0.0', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : null)
})
process.on('message', (ask: Ask) => {
  if (ask.is === 'publish') return publish(ask.perSecond, ask.feeds, ask.every)
  const published = [...fresh.values()].flat().map(({ path, published, shown }) => [path, published, shown] as const)
  process.send?.({ ...counts, published } satisfies Report)
})
process.on('disconnect', () => process.exit())
