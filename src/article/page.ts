import { Parser } from 'htmlparser2'
import { absoluteUrl } from '#src/text/urls.ts'
import { plainTitle } from '#src/text/html.ts'
import type { Entry } from '#src/records.ts'

/**
 * What a news page says of itself: headline, description, link and paragraphs, as an entry of a feed would carry them.
 * Open Graph first (ogp.me), then the page's own tags.
 */
export function readPage(html: string, url: string): Entry {
  const page = scan(html)
  const meta = (...names: readonly string[]) => names.map((name) => page.meta.get(name)).find(Boolean) ?? null
  const published = Date.parse(meta('article:published_time', 'date') ?? '')
  return {
    guid: null,
    link: absoluteUrl(page.canonical ?? meta('og:url') ?? url, url) ?? url,
    title: plainTitle(meta('og:title') ?? page.title),
    summary: meta('og:description', 'description'),
    content: page.paragraphs.map((text) => `<p>${text}</p>`).join('\n'),
    authors: [meta('author', 'article:author')].filter((author) => author !== null),
    categories: [meta('article:section')].filter((section) => section !== null),
    published: Number.isNaN(published) ? null : published,
    updated: null,
    pictures: [],
  }
}

/** A text file as an entry: its first line is the headline, the rest is the text. */
export function readText(text: string, url: string): Entry {
  const [title = '', ...rest] = text.trim().split('\n')
  const content = rest.join('\n').trim()
  const none = { guid: null, published: null, updated: null, authors: [], categories: [], pictures: [] }
  return {
    ...none,
    link: url,
    title: title.trim(),
    summary: null,
    content: content === '' ? null : escapeHtml(content),
  }
}

interface Scanned {
  readonly meta: ReadonlyMap<string, string>
  readonly title: string
  readonly canonical: string | null
  /** As HTML text: escaped, without tags. */
  readonly paragraphs: readonly string[]
}

function scan(html: string): Scanned {
  const meta = new Map<string, string>()
  const paragraphs: string[] = []
  let title = ''
  let canonical: string | null = null
  let inTitle = false
  let paragraph: string | null = null
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'title' && title === '') inTitle = true
        if (name === 'p') paragraph = ''
        if (name === 'link' && attributes['rel'] === 'canonical') canonical ??= attributes['href'] ?? null
        const key = attributes['property'] ?? attributes['name']
        if (name === 'meta' && key && attributes['content'] && !meta.has(key)) meta.set(key, attributes['content'])
      },
      ontext(text) {
        if (inTitle) title += text
        if (paragraph !== null) paragraph += text
      },
      onclosetag(name) {
        if (name === 'title') inTitle = false
        if (name !== 'p') return
        if (paragraph?.trim()) paragraphs.push(escapeHtml(paragraph.trim()))
        paragraph = null
      },
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return { meta, title, canonical, paragraphs }
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
