import { plainTitle } from '#src/text/html.ts'
import { oneLine } from '#src/text/clean.ts'
import { namesOf, textOf, type LinkedNode } from './linked-data.ts'
import type { PageDocument } from './dom.ts'
import type { MetaTags } from './meta.ts'
import { bare } from '../same.ts'

/**
 * The headline of a page. Its own tellings vote (JSON-LD, Open Graph, the heading, the title), since any one of them
 * may be written for search engines; without the site's name and section around it. The cards' title counts least: it
 * is a copy of Open Graph's.
 */
export function headlineOf(document: PageDocument, meta: MetaTags, node: LinkedNode | null): string | null {
  const sites = [
    meta.first('og:site_name', 'application-name'),
    ...(node === null ? [] : namesOf(node['publisher'], [])),
  ]
    .filter((site) => site !== null)
    .map(bare)
    .filter((site) => site !== '')
  const told: readonly (readonly [text: string | null, votes: number])[] = [
    [node === null ? null : textOf(node['headline']), 1],
    [meta.first('og:title'), 1],
    [headingOf(document), 1],
    [meta.first('twitter:title', 'dc.title', 'parsely-title'), 0.2],
    [document.querySelector('title')?.textContent ?? null, 0.4],
  ]
  const plain = told.map(([text, votes]) => ({ text: text === null ? '' : plainTitle(text), votes }))
  const tellings = plain.filter(({ text }) => text !== '')
  const texts = tellings.map(({ text }) => text)
  const short = tellings.map(({ text, votes }) => ({ text: withoutSite(text, sites, texts), votes }))
  const votesFor = (text: string): number =>
    short.reduce((sum, other) => (bare(other.text) === bare(text) ? sum + other.votes : sum), 0)
  // Of equals the first: the order above is the order of trust.
  return short.toSorted((a, b) => votesFor(b.text) - votesFor(a.text))[0]?.text ?? null
}

function headingOf(document: PageDocument): string | null {
  const headings = [...document.querySelectorAll('h1')].map((heading) => oneLine(heading.textContent))
  const [own] = headings.filter((text) => text.length > 10)
  return own ?? headings.find((text) => text !== '') ?? null
}

const BEFORE = /(?:^|[|–—·»›*ㅣ:-])\s*$/u
const BEHIND = /^\s*(?:$|[|–—·»›*ㅣ-])/u

/** `Section: Headline | Site` and its kin, where another telling is the headline alone or the site is known by name. */
function withoutSite(text: string, sites: readonly string[], tellings: readonly string[]): string {
  const alone = tellings.find((other) => {
    const at = text.indexOf(other)
    if (at === -1 || other.length === text.length || other.length < Math.max(15, text.length / 3)) return false
    return BEFORE.test(text.slice(0, at)) && BEHIND.test(text.slice(at + other.length))
  })
  if (alone !== undefined) return alone
  const parts = /^(.{10,})\s+[|–—·»›*-]\s+([^|–—·»›*]{2,60})$/u.exec(text)
  if (parts === null) return text
  const [, front = '', back = ''] = parts
  const named = sites.some((site) => site.includes(bare(back)) || bare(back).includes(site))
  return named ? withoutSite(front, sites, []) : text
}
