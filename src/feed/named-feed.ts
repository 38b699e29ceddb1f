import { Parser } from 'htmlparser2'
import { absoluteUrl } from '#src/text/urls.ts'

const TYPES: ReadonlySet<string> = new Set(['application/rss+xml', 'application/atom+xml', 'application/feed+json'])

/** Said of a feed of what readers write, in its title or its address; blogs name it beside their own, some before it. */
const COMMENTS = /comment|coment|kommentar|коментар|комментар|komentar|reacties|yorum|评论|コメント/i

/**
 * The feed that a page names by its links (https://html.spec.whatwg.org/#rel-alternate): the first, one of comments only
 * where there is no other. Null where it names none.
 */
export function namedFeed(html: string, url: string): string | null {
  const feeds: { readonly href: string; readonly comments: boolean }[] = []
  let base: string | null = null
  const parser = new Parser({
    onopentag(name, { href, rel = '', type = '', title = '' }) {
      if (href === undefined) return
      if (name === 'base') base ??= absoluteUrl(href, url)
      if (name !== 'link' || !rel.toLowerCase().split(/\s+/).includes('alternate')) return
      if (!TYPES.has(type.split(';')[0]!.trim().toLowerCase())) return
      feeds.push({ href, comments: COMMENTS.test(title) || COMMENTS.test(href) })
    },
  })
  parser.end(html)
  const named = feeds.find(({ comments }) => !comments) ?? feeds[0]
  return named === undefined ? null : absoluteUrl(named.href.trim(), base ?? url)
}
