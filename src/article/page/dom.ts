import { parseHTML } from 'linkedom'

/** What the readers of a page use of its elements. */
export interface PageElement {
  readonly localName: string
  readonly nodeType: number
  readonly textContent: string
  readonly childNodes: Iterable<PageNode>
  readonly children: Iterable<PageElement>
  readonly firstChild: PageNode | null
  readonly lastChild: PageNode | null
  readonly nextSibling: PageNode | null
  readonly previousSibling: PageNode | null
  readonly parentElement: PageElement | null
  readonly nextElementSibling: PageElement | null
  getAttribute(name: string): string | null
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  closest(selector: string): PageElement | null
  remove(): void
  replaceWith(text: string): void
}

/** A node within an element: another element (`nodeType` 1), or text (3). */
export interface PageNode {
  readonly nodeType: number
  readonly textContent: string
  readonly nextSibling: PageNode | null
  readonly previousSibling: PageNode | null
  readonly parentElement: PageElement | null
}

/** A page as a tree. */
export interface PageDocument {
  readonly documentElement: PageElement
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
}

/**
 * The tree of a page.
 * @throws where markup nests deeper than the stack.
 */
export function openDocument(html: string): PageDocument {
  // linkedom takes the first element for the root, and throws where there is none.
  const whole = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`
  return parseHTML(whole).document
}

export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === 1
}

const UNSEEN =
  /(?:^|[\s_-])(?:sr-only|screen-?reader(?:-text)?|visually-?hidden|visuallyhidden|assistive-text)(?:$|\s)/i

/** The text of an element without what only machines and screen readers are given, and without buttons. */
export function shownText(element: PageElement): string {
  let text = ''
  const walk = (node: PageNode): void => {
    if (node.nodeType === 3) text += node.textContent
    if (!isElement(node)) return
    if (/^(?:script|style|template|svg|noscript|button)$/.test(node.localName) || node.getAttribute('hidden') !== null)
      return
    if (UNSEEN.test(node.getAttribute('class') ?? '')) return
    if (node.localName === 'br') text += ' '
    for (const child of node.childNodes) walk(child)
  }
  walk(element)
  return text
}
