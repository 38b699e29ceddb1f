import { plainTitle } from '#src/text/html.ts'
import { oneLine } from '#src/text/clean.ts'
import { textOf, type LinkedNode } from './linked-data.ts'
import type { PageDocument } from './dom.ts'
import type { MetaTags } from './meta.ts'
import { bare } from '../same.ts'

/**
 * The headline of a page: what most of its own tellings agree on (JSON-LD, Open Graph, the heading), since one of them
 * is often written for search engines; without the site's name behind it.
 */
export function headlineOf(document: PageDocument, meta: MetaTags, node: LinkedNode | null): string | null {
  const site = meta.first('og:site_name', 'application-name')
  const tellings = [
    node === null ? null : textOf(node['headline']),
    meta.first('og:title'),
    headingOf(document),
    meta.first('twitter:title', 'dc.title', 'parsely-title'),
    document.querySelector('title')?.textContent ?? null,
  ]
    .map((text) => (text === null ? '' : plainTitle(text)))
    .filter((text) => text !== '')
  const shortened = tellings.map((text) => withoutSite(text, site, tellings))
  const votes = (text: string): number => shortened.filter((other) => bare(other) === bare(text)).length
  // Of equals the first: the order above is the order of trust.
  return shortened.toSorted((a, b) => votes(b) - votes(a))[0] ?? null
}

function headingOf(document: PageDocument): string | null {
  const headings = [...document.querySelectorAll('h1')].map((heading) => oneLine(heading.textContent))
  const [own] = headings.filter((text) => text.length > 10)
  return own ?? headings.find((text) => text !== '') ?? null
}

/** `Headline | Site` and its kin, where the site is known by name or another telling is the headline alone. */
function withoutSite(text: string, site: string | null, tellings: readonly string[]): string {
  const alone = tellings.find(
    (other) =>
      other.length < text.length && text.startsWith(other) && /^\s*[|–—:·»›-]\s/u.test(text.slice(other.length)),
  )
  if (alone !== undefined && alone.length >= 15) return alone
  const parts = /^(.{10,})\s+[|–—·»›-]\s+([^|–—·»›]{2,60})$/u.exec(text)
  if (parts === null) return text
  const [, front = '', back = ''] = parts
  return site !== null && (bare(site).includes(bare(back)) || bare(back).includes(bare(site))) ? front : text
}
