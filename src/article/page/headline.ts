import { plainTitle } from '#src/text/html.ts'
import { oneLine } from '#src/text/clean.ts'
import { bare } from '../same.ts'
import { shownText, type PageDocument } from './dom.ts'
import { namesOf, textOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

/**
 * The headline of a page, without the site's name and section around it. What the newsroom wrote for timelines goes
 * first (Open Graph's): that is where posts go. Where it has none, or one that was cut off, the page's other tellings
 * vote (JSON-LD, the heading, the title), since any one of them may be written for search engines; the cards' title
 * counts least, as it is mostly a copy of Open Graph's.
 */
export function headlineOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  url: string,
): string | null {
  const sites = sitesOf(meta, node, url)
  const told: readonly (readonly [text: string | null, votes: number])[] = [
    [meta.first('og:title'), FOR_TIMELINES],
    [node === null ? null : textOf(node['headline']), 1],
    [headingOf(document, sites), 1],
    [meta.first('twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title'), 0.2],
    [document.querySelector('title')?.textContent ?? null, 0.4],
    [node === null ? null : textOf(node['name']), 0.1],
  ]
  const plain = told.map(([text, votes]) => ({ text: text === null ? '' : plainTitle(text), votes }))
  const tellings = plain.filter(({ text }) => bare(text) !== '' && !sites.includes(bare(text)))
  const texts = tellings.map(({ text }) => text)
  const short = tellings.map(({ text, votes }) => ({ text: withoutSite(text, sites, texts), votes }))
  const uncut = short.filter(({ text }) => !CUT.test(text))
  const among = uncut.length > 0 ? uncut : short
  const votesFor = (text: string): number =>
    among.reduce((sum, other) => (bare(other.text) === bare(text) ? sum + other.votes : sum), 0)
  // Of equals the first: the order above is the order of trust.
  return among.toSorted((a, b) => votesFor(b.text) - votesFor(a.text))[0]?.text ?? null
}

// More than all the others together.
const FOR_TIMELINES = 3
const CUT = /(?:…|\.\.\.)$/

/** The names of the site: as it says, as its publisher is called, and the name in its address. */
function sitesOf(meta: MetaTags, node: LinkedNode | null, url: string): readonly string[] {
  const labels = new URL(url).hostname.replace(/^www\d?\./, '').split('.')
  const host = labels.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const said = [
    meta.first('og:site_name'),
    meta.first('application-name', 'apple-mobile-web-app-title', 'al:ios:app_name'),
    ...(node === null ? [] : namesOf(node['publisher'], [])),
    host.length > 3 ? host : null,
  ]
  return said
    .filter((site) => site !== null)
    .map(bare)
    .filter((site) => site !== '')
}

/** The page's own heading; the name of the site is one on some pages too. */
function headingOf(document: PageDocument, sites: readonly string[]): string | null {
  const headings = [...document.querySelectorAll('h1')]
    .map((heading) => oneLine(shownText(heading)))
    .filter((text) => text !== '' && !sites.includes(bare(text)))
  return headings.find((text) => text.length > 10) ?? headings[0] ?? null
}

const BEFORE = /(?:^|[|–—·»›*ㅣ:-])\s*$/u
const BEHIND = /^\s*(?:$|[|–—·»›*ㅣ-])/u
const BACK = /^(.{10,})\s+[|–—·»›•*ㅣ:-]\s+([^|–—·»›•*ㅣ]{2,60})$/u
const FRONT = /^([^|–—·»›•*ㅣ:]{2,40})\s*[|–—·»›•*ㅣ:]\s+(.{10,})$/u

/** `Section: Headline | Site` and its kin, where another telling is the headline alone or the site is known by name. */
function withoutSite(text: string, sites: readonly string[], tellings: readonly string[]): string {
  const alone = tellings.find((other) => {
    const at = text.indexOf(other)
    if (at === -1 || other.length === text.length || other.length < Math.max(15, text.length / 3)) return false
    return BEFORE.test(text.slice(0, at)) && BEHIND.test(text.slice(at + other.length))
  })
  if (alone !== undefined) return alone
  const [, head = '', back = ''] = BACK.exec(text) ?? []
  if (isSite(back, sites)) return withoutSite(head, sites, [])
  const [, front = '', rest = ''] = FRONT.exec(text) ?? []
  return isSite(front, sites) ? withoutSite(rest, sites, []) : text
}

/** Whether it is a site's name, a part of it, or the name with a word or two more ("Daily Mail Online"). */
function isSite(text: string, sites: readonly string[]): boolean {
  const name = bare(text)
  const words = text.split(/\s+/).map(bare)
  const runs = words.flatMap((_, from) =>
    words.slice(from).map((_, length) => words.slice(from, from + length + 1).join('')),
  )
  return name.length > 1 && sites.some((site) => site.includes(name) || runs.includes(site))
}
