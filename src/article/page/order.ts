import { isElement, type PageElement, type PageNode } from './dom.ts'

// What readers do not see, or not as a part of the text around it.
const ASIDE = /^(?:script|style|noscript|template|figure|svg|nav|aside)$/

/** The nodes behind `start` in the order of the document, each before what is in it. */
export function* nodesAfter(start: PageElement): Iterable<PageNode> {
  yield* nodesFrom(start, 'nextSibling', 'firstChild')
}

/** The nodes before `start`, the nearest first, each before what is in it. */
export function* nodesBefore(start: PageElement): Iterable<PageNode> {
  yield* nodesFrom(start, 'previousSibling', 'lastChild')
}

function* nodesFrom(
  start: PageElement,
  beside: 'nextSibling' | 'previousSibling',
  within: 'firstChild' | 'lastChild',
): Iterable<PageNode> {
  let at: PageNode = start
  let inside = false
  for (;;) {
    let next: PageNode | null = (inside && isElement(at) ? at[within] : null) ?? at[beside]
    for (let up: PageElement | null = at.parentElement; next === null && up !== null; up = up.parentElement) {
      next = up[beside]
    }
    if (next === null) return
    yield next
    at = next
    inside = isElement(next) && !ASIDE.test(next.localName)
  }
}
