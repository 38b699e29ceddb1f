import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { openExtractor, type Extractor } from '#src/article/extract.ts'
import { openPages, type Pages } from '#src/article/fetch-page.ts'
import { passingMemory, storedMemory } from '#src/article/memory.ts'
import { readPageText, textOfPage } from '#src/article/page-text.ts'
import type { PageBody } from '#src/article/page/page.ts'
import { sourceOf, sourceOfPage, tellDated, type Source } from '#src/article/tell.ts'
import type { Clock } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { silentLog } from '#src/base/log.ts'
import type { Config, FeedConfig } from '#src/config/config.ts'
import { openParser, type Parser } from '#src/feed/parse.ts'
import type { Fetch } from '#src/net/fetch.ts'
import type { Article, Entry } from '#src/records.ts'
import { articleByKeys, sightingsOf, unread } from '#src/store/articles.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { absoluteUrl, urlKey } from '#src/text/urls.ts'
import { pagesByFeed } from './page-rules.ts'
import { openWayOut } from './way-out.ts'

/** An article to preview; `feed` is null where no configured feed brought it: every channel shows it then. */
export type Previewed = Omit<Article, 'feed'> & {
  readonly feed: string | null
  /** The feeds in which it was news; null: every channel shows it. */
  readonly newsIn: readonly string[] | null
  /** What its page says; null where that was not read. */
  readonly pageText: string | null
}

export interface PreviewedParts {
  readonly config: Config
  readonly clock: Clock
  readonly userAgent: string
  readonly target: string
  readonly url: string | undefined
}

/** What reading an article takes, as `run` has it. */
interface Tools {
  readonly config: Config
  readonly clock: Clock
  readonly fetch: Fetch
  readonly parser: Parser
  readonly extractor: Extractor
  readonly pages: Pages
  /** Null where Crier has never run. */
  readonly store: Store | null
}

const never = new AbortController().signal

/**
 * The articles behind a URL (of an article or a feed) or a file, read as `run` reads them.
 * @throws CallerMistake where the target cannot be had.
 */
export async function findPreviewed(parts: PreviewedParts): Promise<readonly Previewed[]> {
  const { config, clock, userAgent, target, url } = parts
  const [, scheme = null] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(target) ?? []
  const onWeb = /^https?$/i.test(scheme ?? '')
  if (scheme !== null && !onWeb) {
    throw new CallerMistake(`${target} cannot be previewed: give an address with http:// or https://, or a file.`)
  }
  await using stack = new AsyncDisposableStack()
  const { fetch } = stack.use(openWayOut(config, { clock, userAgent }))
  const parser = stack.use(openParser({ clock, log: silentLog }))
  const extractor = stack.use(openExtractor({ clock, log: silentLog }))
  const pages = openPages({ clock, fetch, extractor })
  const store = stack.use(await openKnown(config))
  const tools = { config, clock, fetch, parser, extractor, pages, store }
  return onWeb ? await articlesAt(target, tools) : await articlesIn(target, url, tools)
}

/** The store of `run`; null where Crier has never run. */
export async function openKnown(config: Config): Promise<Store | null> {
  return existsSync(config.store) ? openOwn(config) : null
}

/** The store of `run`, made where there is none. */
export function openOwn(config: Config): Promise<Store> {
  return openStore({ file: config.store, use: config.rehearsal === 'off' ? 'live' : 'rehearsal' })
}

/** From the store, as `run` has it; else from the feed that has it now; else from the page itself. */
async function articlesAt(url: string, tools: Tools): Promise<readonly Previewed[]> {
  const { config, fetch } = tools
  const known = await inStore(url, tools)
  if (known) return [known]
  const own = config.feeds.find((feed) => feed.url === url)
  const feeds = own ? [own] : config.feeds
  for (const feed of feeds) {
    const found = await entriesOf(feed.url, feed.language, tools)
    const wanted = own
      ? found?.entries
      : found?.entries.filter(({ link }) => link !== null && urlKey(link) === urlKey(url))
    if (found && wanted && (own || wanted.length > 0)) {
      return await readAll(wanted, { feed, ...found, language: feed.language ?? found.language }, tools)
    }
    if (own) throw new CallerMistake(`${url} is not a feed that can be read now. \`crier check\` says why.`)
  }
  const loose = await entriesOf(url, null, tools)
  if (loose) return await readAll(loose.entries, { feed: null, ...loose }, tools)
  const answer = await fetch(url, { trust: 'configured' })
  if (answer.is === 'failed') throw new CallerMistake(`${url}: ${answer.why}`)
  if (answer.status !== 200) throw new CallerMistake(`${url}: the server answered ${answer.status}`)
  return [await fromPage({ ...answer, contentType: answer.headers['content-type'] ?? null }, url, tools)]
}

async function articlesIn(file: string, url: string | undefined, tools: Tools): Promise<readonly Previewed[]> {
  const body = await readFile(file).catch((error: unknown) => {
    const address = addressIn(file)
    if (address !== null) throw new CallerMistake(`There is no file ${file}. ${address}`)
    throw new CallerMistake(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}`)
  })
  if (url === undefined || absoluteUrl(url) === null) {
    throw new CallerMistake(`Say where ${file} stands on the web: --url https://…`)
  }
  const parsed = await tools.parser.parse({ body, contentType: null, url, language: null }, never)
  if (parsed.is === 'feed') {
    const entries = parsed.entries.filter(saysSomething)
    return await readAll(entries, { feed: null, entries, language: parsed.language }, tools)
  }
  return [await fromPage({ body, contentType: null, url }, file, tools)]
}

/** What is wrong with a target that is no file and looks like an address; null where it does not. */
function addressIn(target: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(target) && !/^[a-z]:[\\/]/i.test(target)) {
    return 'Of addresses only those with http:// or https:// can be previewed.'
  }
  // As hosts are written, and not as files are: a name with an ending that nobody gives to a page or a text.
  const [, host = ''] = /^((?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?)(?:[/?#]|$)/u.exec(target) ?? []
  const isHost = host !== '' && !(host === target && /\.(?:html?|xhtml|xml|txt|text|md|json|rss|atom|rdf)$/i.test(host))
  return isHost ? `If it is an address, write it whole: https://${target}` : null
}

async function inStore(url: string, tools: Tools): Promise<Previewed | undefined> {
  const { store, config, pages, clock } = tools
  const article = store && (await articleByKeys(store.read, [`url:${urlKey(url)}`]))
  if (!article) return undefined
  const sightings = await sightingsOf(store.read, article.id)
  const own = article.feed === '' ? null : [article.feed]
  const newsIn = sightings.newsIn.length > 0 ? sightings.newsIn : own
  if (article.sentences.length > 0)
    return { ...article, newsIn, pageText: await readPageText(article, storedMemory(store, clock)) }
  const source = await sourceOf(article, pagesByFeed(config, pages)(article.feed), passingMemory(store, []), never)
  return { ...toPreviewed(article, source, article.feed, tools), newsIn }
}

async function entriesOf(
  url: string,
  language: string | null,
  { fetch, parser }: Tools,
): Promise<{ readonly entries: readonly Entry[]; readonly language: string | null } | null> {
  const answer = await fetch(url, { trust: 'configured' })
  if (answer.is === 'failed' || answer.status !== 200) return null
  const contentType = answer.headers['content-type'] ?? null
  const parsed = await parser.parse({ body: answer.body, contentType, url: answer.url, language }, never)
  return parsed.is === 'feed' ? { entries: parsed.entries.filter(saysSomething), language: parsed.language } : null
}

function saysSomething(entry: Entry): boolean {
  return entry.title !== ''
}

/** A feed as it is now, and as staff configured it; null where it is none of theirs. */
interface Found {
  readonly feed: FeedConfig | null
  readonly entries: readonly Entry[]
  readonly language: string | null
}

/** Read as `run` reads them: from the feed, and from their pages where that gives too little. */
async function readAll(
  entries: readonly Entry[],
  { feed, language, entries: all }: Found,
  tools: Tools,
): Promise<readonly Previewed[]> {
  const { config, clock, pages, store } = tools
  const way = pagesByFeed(config, pages)(feed?.id ?? '')
  const others = all.flatMap((entry) => (entry.link === null ? [] : [{ ...entry, id: entry.link, url: entry.link }]))
  const memory = passingMemory(store, others)
  return await Promise.all(
    entries.map(async (entry) => {
      const key = entry.link === null ? [] : [`url:${urlKey(entry.link)}`]
      const known = store && (await articleByKeys(store.read, key))
      const article = {
        ...toArticle(entry, feed?.id ?? '', language, clock),
        id: known?.id ?? entry.link ?? entry.title,
        ...(known && { state: known.state, reason: known.reason }),
      }
      const source = await sourceOf(article, way, memory, never)
      return toPreviewed(article, source, feed?.id ?? null, tools)
    }),
  )
}

async function fromPage(body: PageBody, shown: string, tools: Tools): Promise<Previewed> {
  const { clock, extractor, store } = tools
  const answer = await extractor.read(body, never)
  if (answer.is === 'no-page') throw new CallerMistake(`${shown}: ${answer.why}`)
  const { page } = answer
  const entry: Entry = {
    guid: null,
    link: page.canonical ?? body.url,
    addresses: [],
    title: page.headline ?? '',
    summary: null,
    content: null,
    authors: page.authors,
    categories: page.section === null ? page.tags : [page.section],
    published: page.published,
    updated: page.modified,
    pictures: [],
    enclosures: [],
  }
  const article = { ...toArticle(entry, '', page.language, clock), id: body.url }
  const read = toPreviewed(article, await sourceOfPage(article, page, passingMemory(store, [])), null, tools)
  // Nothing of it comes from a feed.
  const { summary, ...others } = read.origins
  const onPage = Object.fromEntries(Object.keys(others).map((part) => [part, 'its page']))
  return { ...read, origins: { ...onPage, ...(summary !== undefined && { summary }) } }
}

function toArticle(entry: Entry, feed: string, language: string | null, clock: Clock): Article {
  const now = clock.now()
  return {
    id: 'preview',
    state: 'read',
    reason: 'preview: not stored',
    ...unread(entry, feed, language),
    published: entry.published ?? now,
    seen: now,
    sentences: [],
    origins: {},
  }
}

function toPreviewed(article: Article, source: Source, feed: string | null, { clock, config }: Tools): Previewed {
  const { timezone } = config
  const { sentences, better, origins } = tellDated(article, source, { now: clock.now(), timezone })
  const pageText = source.page && textOfPage(source.page)
  return { ...article, ...better, sentences, origins, pageText, feed, newsIn: feed === null ? null : [feed] }
}
