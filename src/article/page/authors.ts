import { bare } from '../same.ts'
import type { PageDocument, PageElement } from './dom.ts'
import { namesOf as linkedNames, type LinkedNode } from './linked-data.ts'
import type { MastheadLine } from './masthead.ts'
import type { MetaTags } from './meta.ts'
import { bylineNames, isName, namesOf } from './names.ts'

const META = [
  'author',
  'article:author',
  'article:author_name',
  'og:article:author',
  'og:author',
  'byl',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dcterms.creator',
  'dc.contributor',
  'cxenseparse:author',
  'citation_author',
]
const BYLINES = [
  '[rel~="author"]',
  '[itemprop~="author"] [itemprop~="name"]',
  '[itemprop~="author"]',
  '[class*="author-name" i], [class*="author__name" i], [class*="authorname" i], [class*="author_name" i], [class*="byline-name" i], [class*="byline__name" i]',
  '[class*="byline" i] a, [class*="author" i] a',
  '[class*="byline" i], [class~="author" i], [class~="signature" i]',
  'header [class~="credit" i]',
]
const ELSEWHERE = 'aside, nav, footer, [class*="comment" i], [class*="related" i], [class*="recommend" i]'
// A page names few authors; what matches more often is a list of stories.
const MOST = 8
// A byline is short: what stands further apart belongs to other stories.
const BYLINE = 400
// What publishing systems write where nobody is named.
const NOBODY = /^(?:admin|administrator|editor|staff|newsroom|redaktion|redacción|redação|redazione|\p{L}+\d+)$/iu
/** Addresses of the pages that newsrooms have of their people. */
const PERSON =
  /\/(?:authors?|autor(?:en|es|as|a|i|zy)?|auteurs?|autor[ei]|people|persons?|profiles?|profil|reporters?|journalists?|journalistes?|staff|columnists?|contributors?|correspondents?|redakteur\w*|redaktion|skribent\w*|yazar(?:lar)?|writers?|by|bios?|firmas?|giornalist[ai]|dziennikarze?|bylines?|avtory?|author-[\w-]+)[/=][^/?#]/i

/**
 * Who wrote the article: by JSON-LD, else by meta tags, else by a byline's markup, else by the lines around the
 * headline, else by a signature below the story. The site's own name only where nobody else is named.
 */
export function authorsOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  masthead: readonly MastheadLine[],
  url: string,
): readonly string[] {
  const sources = [
    () => (node === null ? [] : linkedNames(node['author'] ?? node['creator'], nodes)),
    ...META.map((name) => () => meta.all(name)),
    () => labelled(meta),
    ...BYLINES.map((selector) => () => marked(document, selector)),
    () => masthead.map((line) => told(line)).find((names) => names.length > 0) ?? [],
    () => signature(document),
  ]
  const sites = [meta.first('og:site_name'), ...(node === null ? [] : linkedNames(node['publisher'], nodes))].map(
    (name) => bare(name ?? ''),
  )
  const host = bare(new URL(url).hostname)
  let firm: readonly string[] = []
  for (const source of sources) {
    const names = namesOf(source())
    const persons = names.filter(
      (name) => !sites.includes(bare(name)) && !host.includes(bare(name)) && !NOBODY.test(name),
    )
    if (persons.length > 0) return persons
    if (firm.length === 0) firm = names
  }
  return firm
}

/** What WordPress' Yoast tells cards: the author first, under a label in the page's language, then the time it takes. */
function labelled(meta: MetaTags): readonly string[] {
  const name = meta.first('twitter:data1')
  return name !== null && isName(name) && /\d/.test(meta.first('twitter:data2') ?? '0') ? [name] : []
}

/** The names in elements that say by their markup that they are a byline: the first, and those beside it. */
function marked(document: PageDocument, selector: string): readonly string[] {
  const all = [...document.querySelectorAll(selector)].filter((element) => element.closest(ELSEWHERE) === null)
  const [first] = all
  if (first === undefined) return []
  let around = first
  for (let up = first.parentElement; up !== null && up.textContent.length < BYLINE; up = up.parentElement) around = up
  const near = new Set<PageElement>([around, ...around.querySelectorAll('*')])
  const names = all.filter((element) => near.has(element)).flatMap(within)
  return new Set(names.map(bare)).size > MOST ? [] : names
}

/** One element may hold several names, each a link. */
function within(element: PageElement): readonly string[] {
  const links = Array.from(element.querySelectorAll('a'), (link) => link.textContent)
  const parts = Array.from(element.children, (child) => child.textContent.trim())
  if (links.length > 1) return links
  return parts.length > 1 && parts.every((part) => isName(part)) ? parts : [element.textContent]
}

/** Whom a line names by a word ("By …"), or by links to their pages. */
function told({ text, links }: MastheadLine): readonly string[] {
  const named = bylineNames(text)
  // A link ends where the name ends, whatever stands behind it.
  const linked = links.filter(
    (link) => named.some((name) => name.startsWith(link.text)) || (PERSON.test(link.href) && isName(link.text)),
  )
  return linked.length > 0 && named.length <= linked.length ? linked.map((link) => link.text) : named
}

/** A name alone on the last line, at the side where one signs. */
function signature(document: PageDocument): readonly string[] {
  const signed = [...document.querySelectorAll('p[style*="right" i], p[align="right" i], p[class*="signature" i]')]
  const text = signed.at(-1)?.textContent.trim() ?? ''
  return isName(text) ? [text] : []
}
