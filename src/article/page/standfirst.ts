import { oneLine } from '#src/text/clean.ts'
import { plainTitle } from '#src/text/html.ts'
import { goesOn } from '#src/text/goes-on.ts'
import { bare } from '../same.ts'
import { isBeside, isNamedBeside, SMALL } from './beside.ts'
import { BLOCK } from './block.ts'
import { blocksOf } from './body.ts'
import { isElement, type PageDocument, type PageElement } from './dom.ts'
import { textOf, type LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'
import { nodesAfter } from './order.ts'

// What newsrooms' templates call the lines between headline and story: as a part of a class's name, or all of it.
const NAMED =
  /standfirst|sub-?title|sub-?head|sapo|[-_]dek|chapo|lede|[-_]lead|article(?:-|__)(?:intro|summary)|introduction|teaser-text|excerpt|deck|ingress|preamble|occhiello|sommario|copete|bajada|-spot|spot-|(?:^|\s)(?:dek|lead|intro|summary|spot)(?:\s|$)/i

const SHORTEST = 20
const LONGEST = 1_000
// Between headline and standfirst stand a byline, a date and a caption at most.
const NEAR = 400

/** A text that may be the article's standfirst. */
export interface Standfirst {
  readonly text: string
  /** True where readers see it under the headline: it is never cut off then. */
  readonly shown: boolean
  /** Where it stands, for staff. */
  readonly from: string
}

/**
 * What may be the article's standfirst. First what stands under the headline, as readers see it; then JSON-LD and the
 * meta tags, which are often the same cut off, or written for search engines.
 */
export function standfirstsOf(document: PageDocument, meta: MetaTags, node: LinkedNode | null): readonly Standfirst[] {
  const candidates = [
    { text: shown(document), shown: true, from: 'the standfirst on its page' },
    ...[
      { from: 'JSON-LD description', text: node === null ? null : textOf(node['description']) },
      { from: 'JSON-LD abstract', text: node === null ? null : textOf(node['abstract']) },
      { from: 'og:description', text: meta.first('og:description') },
      { from: 'meta description', text: meta.first('description', 'dc.description') },
      { from: 'twitter:description', text: meta.first('twitter:description') },
    ].map(({ text, from }) => ({ text: text === null ? null : plainTitle(text), shown: false, from })),
    // Last: it may as well be the first heading of the story.
    { text: subheading(document), shown: true, from: 'the first heading of its page' },
  ]
  const found = new Map<string, Standfirst>()
  for (const { text, shown, from } of candidates) {
    if (text === null || text === '' || text.length > LONGEST || found.has(bare(text))) continue
    found.set(bare(text), { text, shown, from })
  }
  return [...found.values()]
}

/** The first element behind the heading, and near it, that says by its name what it is; lines parted by a line feed. */
function shown(document: PageDocument): string | null {
  const headings = [...document.querySelectorAll('h1')]
  const heading = headings.find((each) => oneLine(each.textContent).length > 10)
  if (heading === undefined) return null
  let passed = 0
  for (const node of nodesAfter(heading)) {
    if (passed > NEAR) return null
    if (!isElement(node)) {
      passed += node.nodeType === 3 ? node.textContent.trim().length : 0
      continue
    }
    if (!isNamed(node)) continue
    if (node.querySelector('h1') !== null || node.closest(ELSEWHERE) !== null) continue
    const { length } = node.textContent
    const blocks = blocksOf(node, heading.textContent, (...each) => isApart(...each, length))
    const text = blocks.map((block) => block.text).join('\n')
    if (text.length < SHORTEST || text.length > LONGEST || blocks.some((block) => block.linked > 0.5)) continue
    return text
  }
  return null
}

/**
 * Whether an element in a standfirst of `length` characters is a label beside it, and none of its words: within a line
 * what its class calls related, or social, may be the subject of the sentence that follows.
 */
function isApart(element: PageElement, begins: boolean, length: number): boolean {
  const { localName } = element
  const named = element.getAttribute('class') ?? ''
  const isLabel = isBeside(localName, '') || (begins && localName !== 'a' && LABEL.test(named))
  const isBox = BLOCK.test(localName) && isNamedBeside(localName, named)
  if (!isLabel && !isBox) return false
  return element.textContent.length < length * SMALL && (isBox || !goesOn(element.nextSibling?.textContent ?? ''))
}

// What sites call what they say to machines, or of a button.
const LABEL = /(?:^|[\s_-])(?:share|comments?|sr|visually|screen|assistive)(?:$|[\s_-])/i

function isNamed(element: PageElement): boolean {
  const property = element.getAttribute('itemprop') ?? ''
  return property.split(/\s+/).includes('description') || NAMED.test(element.getAttribute('class') ?? '')
}

// Shorter ones are headings.
const SHORTEST_SUBHEADING = 60

function subheading(document: PageDocument): string | null {
  const next = document.querySelector('h1')?.nextElementSibling
  const text = next?.localName === 'h2' ? oneLine(next.textContent) : ''
  return text.length < SHORTEST_SUBHEADING ? null : text
}

const ELSEWHERE = 'figure, figcaption, aside, nav, footer, form, script, style, noscript'
