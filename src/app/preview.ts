import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { readPage, readText } from '#src/article/page.ts'
import { summarise } from '#src/article/summarise.ts'
import type { Clock } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { silentLog } from '#src/base/log.ts'
import type { ChannelConfig, Config, FeedConfig } from '#src/config/config.ts'
import { showPost } from '#src/desk/show.ts'
import { decodeBody } from '#src/text/charset.ts'
import { openParser, type Parser } from '#src/feed/parse.ts'
import { openFetch, type Fetch } from '#src/net/fetch.ts'
import { compose } from '#src/post/compose.ts'
import type { Article, Draft, Entry } from '#src/records.ts'
import { articleByKeys, sightingsOf } from '#src/store/articles.ts'
import { openStore } from '#src/store/open.ts'
import { absoluteUrl, urlKey } from '#src/text/urls.ts'

export interface PreviewParts {
  readonly config: Config
  readonly clock: Clock
  readonly userAgent: string
  readonly print: (text: string) => void
  /** A URL (article or feed) or the path of a saved page or text file. */
  readonly target: string | undefined
  /** Where a file's article stands on the web. */
  readonly url: string | undefined
  readonly json: boolean
}

/** An article to preview; `feed` is null where no configured feed brought it: every channel shows it then. */
type Previewed = Omit<Article, 'feed'> & {
  readonly feed: string | null
  /** The feeds in which it was news; null: every channel shows it. */
  readonly newsIn: readonly string[] | null
}

/** What one channel would post. */
export interface PreviewedPost {
  readonly channel: string
  readonly platform: string
  readonly url: string
  /** The bodies that would be sent, byte for byte; empty where the post is refused. */
  readonly bytes: readonly string[]
  readonly text: string
  readonly used: number
  readonly allowed: number
  readonly usd: number
  readonly refused: string | null
}

/**
 * Prints what `run` would send for an article, for every article of a feed, or for a file. Answers the exit code.
 * @throws CallerMistake where the target cannot be had.
 */
export async function preview(parts: PreviewParts): Promise<number> {
  const { config, clock, userAgent, print, target, url, json } = parts
  if (target === undefined) throw new CallerMistake('Say what to preview: crier preview URL, or FILE --url URL.')
  await using stack = new AsyncDisposableStack()
  const { fetch } = stack.use(openFetch({ clock, userAgent, allow: config.network.allow }))
  const parser = stack.use(openParser({ clock, log: silentLog }))
  const articles = /^https?:/i.test(target)
    ? await articlesAt(target, config, clock, fetch, parser)
    : await articlesIn(target, url, parser, clock)
  const posts = articles.flatMap((article) =>
    config.channels
      .filter(({ feeds }) => article.newsIn === null || article.newsIn.some((feed) => feeds.includes(feed)))
      .map((channel) => previewOne(article, channel, config)),
  )
  if (json) print(JSON.stringify(posts, null, 2))
  else for (const post of posts) print(show(post))
  return posts.some((post) => post.refused !== null) ? 1 : 0
}

function previewOne(article: Previewed, channel: ChannelConfig, config: Config): PreviewedPost {
  const { platform } = config.accounts.find((account) => account.id === channel.account)!
  const post = compose({ ...article, feed: article.feed ?? 'preview' }, channel.template)
  const draft = platform.format(post, channel.settings)
  const base = { channel: channel.id, platform: platform.label, url: article.url }
  if ('is' in draft) return { ...base, bytes: [], text: '', used: 0, allowed: 0, usd: 0, refused: draft.why }
  const [first] = draft.parts
  return {
    ...base,
    bytes: draft.parts.map((part) => JSON.stringify(part.body)),
    text: draft.parts.map((part) => platform.show(part)).join('\n\n'),
    ...first.length,
    usd: sum(draft, (part) => platform.price(part)),
    refused: null,
  }
}

function show(post: PreviewedPost): string {
  if (post.refused !== null) return `${post.platform} · ${post.channel}: cannot be posted, ${post.refused}\n`
  const note = post.usd > 0 ? `$${post.usd.toFixed(3)}` : undefined
  return `${showPost({ ...post, account: post.url, ...(note && { note }) })}\n`
}

function sum(draft: Draft, of: (part: Draft['parts'][number]) => number): number {
  return draft.parts.reduce((total, part) => total + of(part), 0)
}

/** From the store, as `run` has it; else from the feed that has it now; else from the page itself. */
async function articlesAt(
  url: string,
  config: Config,
  clock: Clock,
  fetch: Fetch,
  parser: Parser,
): Promise<readonly Previewed[]> {
  const known = await inStore(url, config)
  if (known) return [known]
  const own = config.feeds.find((feed) => feed.url === url)
  const feeds = own ? [own] : config.feeds
  for (const feed of feeds) {
    const entries = await entriesOf(feed.url, feed, clock, fetch, parser)
    const wanted = own ? entries : entries?.filter((entry) => urlKey(entry.url) === urlKey(url))
    if (wanted && wanted.length > 0) return wanted
    if (own) throw new CallerMistake(`${url} is not a feed that can be read now. \`crier check\` says why.`)
  }
  const loose = await entriesOf(url, null, clock, fetch, parser)
  if (loose) return loose
  const answer = await fetch(url, { trust: 'configured' })
  if (answer.is === 'failed') throw new CallerMistake(`${url}: ${answer.why}`)
  if (answer.status !== 200) throw new CallerMistake(`${url}: the server answered ${answer.status}`)
  return [
    toArticle(
      readPage(decodeBody(answer.body, answer.headers['content-type'] ?? null).text, answer.url),
      null,
      null,
      clock,
    ),
  ]
}

async function articlesIn(
  file: string,
  url: string | undefined,
  parser: Parser,
  clock: Clock,
): Promise<readonly Previewed[]> {
  const body = await readFile(file).catch((error: unknown) => {
    throw new CallerMistake(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`)
  })
  if (url === undefined || absoluteUrl(url) === null) {
    throw new CallerMistake(`Say where ${file} stands on the web: --url https://…`)
  }
  const parsed = await parser.parse({ body, contentType: null, url }, new AbortController().signal)
  if (parsed.is === 'feed')
    return parsed.entries.filter(hasLink).map((entry) => toArticle(entry, null, parsed.language, clock))
  const { text } = decodeBody(body, null)
  const isPage = /<(?:!doctype|html|head|body|article|main|div|p)[\s>]/i.test(text)
  return [toArticle(isPage ? readPage(text, url) : readText(text, url), null, null, clock)]
}

async function inStore(url: string, config: Config): Promise<Previewed | undefined> {
  if (!existsSync(config.store)) return undefined
  const use = config.rehearsal === 'off' ? 'live' : 'rehearsal'
  await using store = await openStore({ file: config.store, use })
  const article = await articleByKeys(store.read, [`url:${urlKey(url)}`])
  if (!article) return undefined
  const { newsIn } = await sightingsOf(store.read, article.id)
  return { ...article, sentences: summarise(article), newsIn: newsIn.length > 0 ? newsIn : [article.feed] }
}

async function entriesOf(
  url: string,
  feed: FeedConfig | null,
  clock: Clock,
  fetch: Fetch,
  parser: Parser,
): Promise<readonly Previewed[] | null> {
  const answer = await fetch(url, { trust: 'configured' })
  if (answer.is === 'failed' || answer.status !== 200) return null
  const contentType = answer.headers['content-type'] ?? null
  const parsed = await parser.parse({ body: answer.body, contentType, url: answer.url }, new AbortController().signal)
  if (parsed.is !== 'feed') return null
  const language = feed?.language ?? parsed.language
  return parsed.entries.filter(hasLink).map((entry) => toArticle(entry, feed?.id ?? null, language, clock))
}

function hasLink(entry: Entry): boolean {
  return entry.link !== null && entry.title !== ''
}

function toArticle(entry: Entry, feed: string | null, language: string | null, clock: Clock): Previewed {
  const now = clock.now()
  const article = {
    id: 'preview',
    state: 'read' as const,
    reason: 'preview: not stored',
    feed,
    url: entry.link ?? '',
    title: entry.title,
    summary: entry.summary,
    content: entry.content,
    language,
    authors: entry.authors,
    categories: entry.categories,
    pictures: entry.pictures,
    published: entry.published ?? now,
    seen: now,
  }
  return { ...article, sentences: summarise(article), newsIn: feed === null ? null : [feed] }
}
