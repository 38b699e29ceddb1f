import { plainTitle } from '#src/text/html.ts'
import { bare } from '../same.ts'
import type { PageDocument } from './dom.ts'
import { namesOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

const BYLINES = [
  '[rel~="author"]',
  '[itemprop~="author"] [itemprop~="name"]',
  '[itemprop~="author"]',
  '[class*="author-name" i], [class*="author__name" i], [class*="authorname" i], [class*="byline-name" i]',
  '[class*="byline" i] a, [class*="author" i] a',
  '[class*="byline" i], [class~="author" i]',
]
// A page names few authors; what matches more often is a list of stories.
const MOST = 8
const LONGEST_NAME = 70
// What publishing systems write where nobody is named.
const NOBODY = /^(?:admin|no author|editor|redaktion|redacción|\p{L}+\d+)$/iu

/**
 * Who wrote the article: by JSON-LD, else by meta tags, else by a byline's markup. The site's own name only where
 * nobody else is named.
 */
export function authorsOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  url: string,
): readonly string[] {
  const told = node === null ? [] : namesOf(node['author'] ?? node['creator'], nodes)
  const sources = [
    () => told,
    () =>
      meta.all(
        'author',
        'article:author',
        'byl',
        'parsely-author',
        'sailthru.author',
        'dc.creator',
        'cxenseparse:author',
      ),
    ...BYLINES.map((selector) => () => visible(document, selector)),
  ]
  const sites = [meta.first('og:site_name'), ...(node === null ? [] : namesOf(node['publisher'], nodes))].map((name) =>
    bare(name ?? ''),
  )
  const host = bare(new URL(url).hostname)
  let firm: readonly string[] = []
  for (const source of sources) {
    const names = tidy(source())
    const persons = names.filter(
      (name) => !sites.includes(bare(name)) && !host.includes(bare(name)) && !NOBODY.test(name),
    )
    if (persons.length > 0) return persons
    if (firm.length === 0) firm = names
  }
  return firm
}

function visible(document: PageDocument, selector: string): readonly string[] {
  // One element may hold several names, each a link.
  const names = Array.from(document.querySelectorAll(selector), (element) => {
    const links = Array.from(element.querySelectorAll('a'), (link) => link.textContent)
    const parts = Array.from(element.children, (child) => child.textContent.trim())
    if (links.length > 1) return links
    return parts.length > 1 && parts.every((part) => isName(part)) ? parts : [element.textContent]
  }).flat()
  return new Set(names.map(bare)).size > MOST ? [] : names
}

function tidy(names: readonly string[]): readonly string[] {
  const found = new Map<string, string>()
  for (const written of names.flatMap((name) => namesIn(plainTitle(name)))) {
    const name = written.replace(BY, '').replace(/[\s,;|·]+$/u, '')
    if (!/\p{L}{2}/u.test(name) || name.length > LONGEST_NAME || /^https?:|\.(?:com|org|net)\/|[@[\]]/i.test(name))
      continue
    if (!found.has(bare(name))) found.set(bare(name), name)
  }
  return [...found.values()]
}

const BY =
  /^(?:(?:written |story |text )?by|von|de la rédaction de|par|por|di|av|door|od|автор|текст)[\s:]+(?=\p{Lu})/iu

/** "A and B", "A, B": only where every part is a name of two words or more. */
function namesIn(text: string): readonly string[] {
  const split = text.split(/\s*(?:,|;|\||\/|\s(?:and|und|et|y|e|i|og|och|en|та|и|ve|&)\s)\s*/u).filter(Boolean)
  return split.every((part) => isName(part.replace(BY, ''))) ? split : [text]
}

/** Two to four words without numbers. */
function isName(text: string): boolean {
  return /^\p{L}[\p{L}.'’-]*(?:\s+\p{L}[\p{L}.'’-]*){1,3}$/u.test(text)
}
