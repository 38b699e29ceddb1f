import { clean, oneLine } from '#src/text/clean.ts'
import { bare } from '../same.ts'
import { BLOCK } from './block.ts'
import { isElement, type PageDocument, type PageElement, type PageNode } from './dom.ts'
import { nodesAfter, nodesBefore } from './order.ts'

/** A line beside the headline. */
export interface MastheadLine {
  readonly text: string
  readonly links: readonly { readonly text: string; readonly href: string }[]
}

// In characters of text: between headline and story stand a standfirst, a byline, a date, a caption.
const BEHIND = 1_000
const BEFORE = 300

/**
 * The lines around the page's headline, where readers are told who wrote the article and when: those behind it, in
 * order, then those before it, the nearest first. None where the page has no heading.
 */
export function mastheadOf(document: PageDocument, headline: string | null): readonly MastheadLine[] {
  const headings = [...document.querySelectorAll('h1')]
  const isOwn = (each: PageElement): boolean => headline !== null && bare(each.textContent).includes(bare(headline))
  const heading =
    headings.find(isOwn) ??
    headings.find((each) => oneLine(each.textContent).length > 10) ??
    [...document.querySelectorAll('h2, h3')].find(isOwn)
  if (heading === undefined) return []
  return [
    ...linesOf(nodesAfter(heading), BEHIND, (line, next) => line + next),
    ...linesOf(nodesBefore(heading), BEFORE, (line, next) => next + line),
  ]
}

function linesOf(
  nodes: Iterable<PageNode>,
  reach: number,
  join: (line: string, next: string) => string,
): readonly MastheadLine[] {
  const lines: MastheadLine[] = []
  let text = ''
  let links = new Map<PageElement, string>()
  let block: PageElement | null = null
  let parent: PageElement | null = null
  let passed = 0
  const flush = (): void => {
    const line = oneLine(clean(text))
    const told = Array.from(links, ([link, words]) => ({ text: oneLine(words), href: link.getAttribute('href') ?? '' }))
    if (line !== '') lines.push({ text: line, links: told })
    text = ''
    links = new Map()
  }
  for (const node of nodes) {
    if (passed > reach) break
    if (isElement(node)) {
      if (node.localName === 'br') flush()
      continue
    }
    if (node.nodeType !== 3 || node.textContent.trim() === '') {
      if (node.nodeType === 3) text = join(text, ' ')
      continue
    }
    if (node.parentElement !== null && UNREAD.test(node.parentElement.localName)) continue
    const around = blockOf(node)
    if (around !== block) flush()
    // Boxes side by side are often parted by nothing but their style.
    else if (node.parentElement !== parent) text = join(text, ' ')
    block = around
    parent = node.parentElement
    text = join(text, node.textContent)
    passed += node.textContent.trim().length
    const link = node.parentElement?.closest('a')
    if (link) links.set(link, join(links.get(link) ?? '', node.textContent))
  }
  flush()
  return lines
}

const UNREAD = /^(?:script|style|noscript|template|title)$/

function blockOf(node: PageNode): PageElement | null {
  let at = node.parentElement
  while (at !== null && !BLOCK.test(at.localName)) at = at.parentElement
  return at
}
