import { Parser } from 'htmlparser2'
import { absoluteUrl } from '#src/text/urls.ts'

const TYPES: ReadonlySet<string> = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/xml',
  'text/xml',
])

/** Said of a feed of what readers write, in its title or its address; blogs name it beside their own, some before it. */
const COMMENTS = /comment|coment|kommentar|коментар|комментар|komentar|reacties|yorum|评论|コメント/i

/**
 * The feed that a page names by its links (https://html.spec.whatwg.org/#rel-alternate; `rel="feed"`, as microformats have it): the first, one of comments only
 * where there is no other. Null where it names none.
 */
export function namedFeed(html: string, url: string): string | null {
  const feeds: { readonly href: string; readonly comments: boolean }[] = []
  let base: string | null = null
  const parser = new Parser({
    onopentag(name, { href, rel = '', type = '', title = '' }) {
      if (href === undefined) return
      if (name === 'base') base ??= absoluteUrl(href, url)
      if (name !== 'link') return
      const rels = rel.toLowerCase().split(/\s+/)
      const kind = type.split(';')[0]!.trim().toLowerCase()
      if (!rels.includes('feed') && !(rels.includes('alternate') && TYPES.has(kind))) return
      feeds.push({ href, comments: COMMENTS.test(title) || COMMENTS.test(href) })
    },
  })
  parser.end(html)
  const named = feeds.find(({ comments }) => !comments) ?? feeds[0]
  // As browsers once wrote what they handed to a reader: feed://host, feed:https://host.
  const href = named?.href.trim().replace(/^feed:(?=\/\/|https?:)/i, '')
  return href === undefined ? null : absoluteUrl(href, base ?? url)
}
