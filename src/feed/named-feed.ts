import { Parser } from 'htmlparser2'
import { absoluteUrl } from '#src/text/urls.ts'

const SURE: ReadonlySet<string> = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/rdf+xml',
])
// Sitemaps and pages in other languages are called so too.
const MAYBE: ReadonlySet<string> = new Set(['application/xml', 'text/xml'])
const PAGE: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])

/** Said of a feed of what readers write, in its title or its address; blogs name it beside their own, some before it. */
const COMMENTS = /comment|coment|kommentar|коментар|комментар|komentar|reacties|yorum|评论|コメント/i

const SITEMAP = /site-?map/i

/**
 * The feed that a page names by its links (https://html.spec.whatwg.org/#rel-alternate; `rel="feed"`, as microformats
 * have it): the first of those that are surely one, else what may be; one of comments only where there is no other, and
 * a sitemap last. Null where it names none.
 */
export function namedFeed(html: string, url: string): string | null {
  const links: { readonly href: string; readonly rank: number }[] = []
  let base: string | null = null
  const parser = new Parser({
    onopentag(name, { href, rel = '', type = '', title = '' }) {
      if (href === undefined) return
      if (name === 'base') base ??= absoluteUrl(href, url)
      if (name !== 'link') return
      const rels = rel.toLowerCase().split(/\s+/)
      const kind = type.split(';')[0]!.trim().toLowerCase()
      const isSure = SURE.has(kind)
      const isNamed = rels.includes('feed')
        ? !PAGE.has(kind)
        : rels.includes('alternate') && (isSure || MAYBE.has(kind))
      if (!isNamed) return
      const said = [href, title]
      const isOf = (what: RegExp): boolean => said.some((text) => what.test(text))
      links.push({ href, rank: (isOf(SITEMAP) ? 4 : 0) + (isOf(COMMENTS) ? 2 : 0) + (isSure ? 0 : 1) })
    },
  })
  parser.end(html)
  const own = withoutFragment(url)
  for (const { href } of links.toSorted((a, b) => a.rank - b.rank)) {
    // As browsers once wrote what they handed to a reader: feed://host, feed:https://host.
    const feed = absoluteUrl(href.trim().replace(/^feed:(?=\/\/|https?:)/i, ''), base ?? url)
    if (feed !== null && withoutFragment(feed) !== own) return feed
  }
  return null
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '')
}
