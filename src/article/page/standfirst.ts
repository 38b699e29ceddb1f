import { oneLine } from '#src/text/clean.ts'
import { plainTitle } from '#src/text/html.ts'
import { bare } from '../same.ts'
import type { PageDocument } from './dom.ts'
import { textOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

// What newsrooms' templates call the lines between headline and story.
const SHOWN =
  '[itemprop~="description"], [class*="standfirst" i], [class*="subtitle" i], [class*="sub-title" i], [class*="subhead" i], [class*="sub-head" i], [class*="sapo" i], [class~="dek" i], [class*="-dek" i], [class*="__dek" i], [class*="_dek" i], [class*="chapo" i], [class*="lede" i], [class~="lead" i], [class*="-lead" i], [class*="__lead" i], [class*="_lead" i], [class*="article-intro" i], [class*="article__intro" i], [class~="intro" i], [class*="introduction" i], [class*="teaser-text" i], [class*="article-summary" i], [class*="article__summary" i], [class~="summary" i], [class*="excerpt" i], [class*="deck" i], [class*="description" i], [class*="ingress" i], [class*="preamble" i], [class*="occhiello" i], [class*="sommario" i], [class*="copete" i], [class*="bajada" i], [class*="spot" i]'

const SHORTEST = 20
const LONGEST = 1_000

/**
 * What may be the article's standfirst. First what stands under the headline, as readers see it; then JSON-LD and the
 * meta tags, which are often the same cut off, or written for search engines.
 */
export function standfirstsOf(document: PageDocument, meta: MetaTags, node: LinkedNode | null): readonly string[] {
  const candidates = [
    ...shown(document),
    node === null ? null : textOf(node['description']),
    node === null ? null : textOf(node['abstract']),
    meta.first('og:description'),
    meta.first('description', 'dc.description'),
    meta.first('twitter:description'),
  ]
  const found = new Map<string, string>()
  for (const candidate of candidates) {
    const text = candidate === null ? '' : plainTitle(candidate)
    if (text !== '' && text.length <= LONGEST && !found.has(bare(text))) found.set(bare(text), text)
  }
  return [...found.values()]
}

/** Between the headline and what follows it: elements beside the heading that say by name what they are. */
function shown(document: PageDocument): readonly string[] {
  const [heading] = [...document.querySelectorAll('h1')].filter((each) => oneLine(each.textContent) !== '')
  if (heading === undefined) return []
  const texts: string[] = []
  for (let around = heading.parentElement, up = 0; around !== null && up < 4; around = around.parentElement, up++) {
    if (around.localName === 'body' || around.localName === 'html') break
    for (const element of around.querySelectorAll(SHOWN)) {
      const inside = element.querySelector('p, div, h2, li') !== null && element.querySelector('h1') !== null
      const text = oneLine(element.textContent)
      if (inside || text.length < SHORTEST || text.length > LONGEST) continue
      if (element.closest('figure, figcaption, aside, nav, footer, form') !== null || isLink(element)) continue
      texts.push(text)
    }
    if (texts.length > 0) return texts.slice(0, 1)
  }
  const next = heading.nextElementSibling
  return next?.localName === 'h2' ? [oneLine(next.textContent)].filter((text) => text.length >= SHORTEST) : []
}

function isLink(element: {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>
  readonly textContent: string
}): boolean {
  const linked = Array.from(element.querySelectorAll('a'), (link) => link.textContent).join('')
  return linked.length * 2 > element.textContent.length
}
