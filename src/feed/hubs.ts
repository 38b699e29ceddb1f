import { firstUrl } from './fields.ts'
import type { Feed } from './parsed.ts'

/** What a hub is asked to push (WebSub, https://www.w3.org/TR/websub/). */
export interface Topic {
  readonly hub: string
  /** The feed's own address, by its own word: hubs know it by no other. */
  readonly topic: string
}

interface Link {
  readonly rel?: string | undefined
  readonly href?: string | undefined
}

/** The hubs that the links of a feed name, and its own address; relative to `base`. */
export function hubsOf(links: readonly Link[] | undefined, base: string): Pick<Feed, 'hubs' | 'self'> {
  const named = (rel: string): readonly Link[] =>
    (links ?? []).filter((link) => link.rel?.toLowerCase().trim().split(/\s+/).includes(rel) === true)
  return {
    hubs: named('hub').flatMap(({ href }) => firstUrl(base, href) ?? []),
    self: named('self').flatMap(({ href }) => selfOf(base, href) ?? [])[0] ?? null,
  }
}

/**
 * The address by which a feed names itself, to the letter where it stands there whole: hubs compare it with what the
 * publisher tells them. Null where it is no http(s) URL.
 */
export function selfOf(base: string, href: string | undefined): string | null {
  const url = firstUrl(base, href)
  const written = href?.trim() ?? ''
  return url !== null && /^https?:\/\/[!-~]+$/i.test(written) ? written : url
}

/** Whether two addresses of feeds are one, be they spelled in two ways. */
export function isSameTopic(one: string, other: string): boolean {
  return one === other || firstUrl(one, one) === firstUrl(one, other)
}

/**
 * What is to be asked of which hub for a feed that came with `headers` from `url` (WebSub, 4: the header's links go before
 * the document's). A hub over TLS rather than another, and the one in `use` rather than its like: some feeds name theirs in
 * another order every time. Null where the feed names no hub, or not itself.
 */
export function topicOf(
  headers: Readonly<Record<string, string>>,
  { hubs, self }: Pick<Feed, 'hubs' | 'self'>,
  url: string,
  use: string | null,
): Topic | null {
  const header = hubsOf(headerLinks(headers['link'] ?? ''), url)
  const offered = header.hubs.length > 0 ? header.hubs : hubs
  const safe = offered.filter((each) => each.startsWith('https:'))
  const alike = safe.length > 0 ? safe : offered
  const hub = alike.find((each) => each === use) ?? alike[0]
  const topic = header.self ?? self
  if (hub === undefined || topic === null) return null
  return { hub, topic }
}

const LONGEST_HEADER = 16_000

/** The links of a header (RFC 8288, 3) that are of what came with it: one with an `anchor` is of something else. */
function headerLinks(header: string): readonly Link[] {
  // In one spelling of blanks: runs of them would cost a search more than they are worth.
  const text = header.slice(0, LONGEST_HEADER).replace(/\s+/g, ' ')
  return [...text.matchAll(/<([^<>]*)>((?: ?; ?[^\s=;,<>"]+(?:="[^"]*"|=[^\s;,<>"]*)?)*)/g)].flatMap(
    ([, href, parameters = '']): readonly Link[] => {
      const rel = /; ?rel=(?:"([^"]*)"|([^\s;,]*))/i.exec(parameters)
      if (rel === null || /; ?anchor=/i.test(parameters)) return []
      return [{ href, rel: rel[1] ?? rel[2] }]
    },
  )
}
