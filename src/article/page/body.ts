import { Readability } from '@mozilla/readability'
import { clean, oneLine } from '#src/text/clean.ts'
import { removeBeside } from './beside.ts'
import { beginsSentence, BLOCK, BOLD, isLabelBefore, withoutHardBreaks, type Block } from './block.ts'
import { isElement, type PageDocument, type PageElement, type PageNode } from './dom.ts'

/** The lines of the page's main text, found by Readability. Changes `document`: nothing can be read of it afterwards. */
export function bodyOf(document: PageDocument, headline: string | null): readonly Block[] {
  removeBeside(document, headline)
  const reader = new Readability<PageElement>(document, {
    serializer: (node: PageElement) => node,
    disableJSONLD: true,
    keepClasses: true,
    charThreshold: 250,
  })
  const column = columnOf(document, headline ?? '')
  const content = reader.parse()?.content
  const found = content === null || content === undefined ? [] : blocksOf(content, headline ?? '')
  // Readability drops what publishing systems set each in a box of its own, and whole pages that it scores too low.
  return lengthOf(found) < column.length * MISSED ? column.blocks : found
}

const MISSED = 0.75
const PROSE = 80

interface Column {
  readonly blocks: readonly Block[]
  /** Of its prose alone. */
  readonly length: number
}

/** The lines of the element that holds the page's largest set of alike paragraphs: in boxes of the same two classes. */
function columnOf(document: PageDocument, headline: string): Column {
  const sets = new Map<string, { length: number; paragraphs: PageElement[] }>()
  for (const paragraph of document.querySelectorAll('p')) {
    const { length } = paragraph.textContent.trim()
    if (length < PROSE || paragraph.closest('li, blockquote') !== null) continue
    const box = paragraph.parentElement
    const key = [box, box?.parentElement].map(nameOf).join(' < ')
    const set = sets.get(key) ?? { length: 0, paragraphs: [] }
    set.length += length
    set.paragraphs.push(paragraph)
    sets.set(key, set)
  }
  const [largest] = [...sets.values()].toSorted((a, b) => b.length - a.length)
  const [first, last] = [largest?.paragraphs[0], largest?.paragraphs.at(-1)]
  if (largest === undefined || first === undefined || last === undefined) return { blocks: [], length: 0 }
  const around = new Set(ancestors(first))
  const shared = ancestors(last).find((element) => around.has(element))
  const blocks = shared === undefined ? [] : blocksOf(shared, headline)
  // Teasers of many stories are alike too, but among headlines, links and dates.
  return largest.length < lengthOf(blocks) * MISSED ? { blocks: [], length: 0 } : { blocks, length: largest.length }
}

function ancestors(element: PageElement): readonly PageElement[] {
  const all: PageElement[] = []
  for (let at = element.parentElement; at !== null; at = at.parentElement) all.push(at)
  return all
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0)
}

/**
 * The text of an element as lines, by its block elements, without those within it that `isApart`: asked with whether no
 * words stand before it on its line.
 */
export function blocksOf(
  root: PageElement,
  headline: string,
  isApart: (element: PageElement, begins: boolean) => boolean = () => false,
): readonly Block[] {
  const blocks: Block[] = []
  let text = ''
  let begins = true
  let label = false
  let linked = 0
  let breaks: Block['breaks'] = null
  const flush = (element: PageElement): void => {
    const line = oneLine(clean(text))
    if (line !== '') {
      const share = Math.min(1, linked / text.length)
      blocks.push({ text: line, linked: share, is: kindOf(element), box: boxOf(element), breaks })
      breaks = 0
    }
    text = ''
    begins = true
    linked = 0
    label = false
  }
  const walk = (node: PageNode, inside: PageElement, link: boolean): void => {
    if (node.nodeType === 3) {
      if (label && node.textContent.trim() !== '') {
        if (beginsSentence(node.textContent.trimStart())) flush(inside)
        label = false
      }
      text += node.textContent
      begins &&= node.textContent.trim() === ''
      if (link) linked += node.textContent.length
    }
    if (!isElement(node) || (node !== root && isApart(node, begins))) return
    // A line's large initial.
    if (node.localName === 'img' && text.trim() === '' && /^\p{Ll}/u.test(node.nextSibling?.textContent ?? ''))
      text += /^\s*(\p{Lu})\s*$/u.exec(node.getAttribute('alt') ?? '')?.[1] ?? ''
    const block = BLOCK.test(node.localName)
    const bold = begins && BOLD.test(node.localName)
    if (block) {
      flush(inside)
      breaks = node.localName === 'br' && breaks !== null ? breaks + 1 : null
    }
    for (const child of node.childNodes) walk(child, block ? node : inside, link || node.localName === 'a')
    if (bold) label = isLabelBefore(oneLine(clean(text)), headline)
    if (block && node.localName !== 'br') {
      flush(node)
      breaks = null
    }
  }
  walk(root, root, false)
  flush(root)
  return withoutHardBreaks(blocks, headline)
}

function kindOf(element: PageElement): Block['is'] {
  if (/^h[1-6]$/.test(element.localName)) return 'heading'
  return element.closest('li, td, th, dt, dd') === null ? 'paragraph' : 'item'
}

function boxOf(element: PageElement): string {
  return `${nameOf(element)} < ${nameOf(element.parentElement)}`
}

function nameOf(element: PageElement | null | undefined): string {
  return `${element?.localName} ${element?.getAttribute('class') ?? ''}`
}
