import { goesOn } from '#src/text/goes-on.ts'
import { bare } from '../same.ts'
import { isElement, type PageDocument, type PageElement } from './dom.ts'

// Never the story, whatever they hold. Captions belong to their picture, and a post that is shown belongs to another site.
const NEVER = 'form button nav aside footer figure figcaption dialog svg'
const ELEMENTS = `script, style, noscript, template, iframe, ${NEVER.replaceAll(' ', ', ')}, blockquote[class*="tweet" i], blockquote[class*="instagram" i], [hidden], [aria-hidden="true"], [role="complementary"], [role="navigation"]`
// Some publishing systems set the whole page in a form, or hide it until a script has run.
export const LARGE = 0.3

// What templates call boxes that are not the story, as whole words. Of a paragraph only the first few are believed:
// publishing systems call the story's own paragraphs by what may be shown among them.
const LINES =
  'caption|captions|credit|credits|copyright|disclaimer|author bio|bio|sr only|visually hidden|screen reader text'
const BOXES = `${LINES}|newsletter|newsletters|sign up|signup|register|registration|login|subscribe|donate|donation|related|recommended|recommendations|read more|readmore|read also|most read|trending|promo|promotion|sponsored|advert|advertisement|advertising|adv|infobox|pullquote|pull quote|biography|author box|author card|author content|author info|about author|post author|feedback|correction|corrections|editors note|editor note|comments|postings|share|sharing|social|cookie|cookies|breadcrumb|breadcrumbs|key points|keypoints|key takeaways|takeaways|story highlights|ai summary`
const LINE = new RegExp(`\\b(?:${LINES})\\b`)
const BOX = new RegExp(`\\b(?:${BOXES})\\b`)
export const LARGEST_BOX = 1_500
export const SMALL = 0.25
export const PROSE = 80

/** Takes away what stands beside the story: by its element, by what its class calls it, and what is before the headline. */
export function removeBeside(document: PageDocument, headline: string | null): void {
  for (const element of document.querySelectorAll('script, style, noscript, template')) element.remove()
  const all = document.documentElement.textContent.length
  for (const element of document.querySelectorAll(ELEMENTS)) {
    const { length } = element.textContent
    // A figure that is never closed holds the story.
    const figure = element.localName.startsWith('fig') && length < LARGEST_BOX && proseIn(element) === 0
    if (length < all * LARGE || figure) takeAway(element)
  }
  const prose = proseIn(document)
  for (const element of document.querySelectorAll('[class]')) {
    if (!isNamedBeside(element.localName, element.getAttribute('class') ?? '')) continue
    if (element.textContent.length >= LARGEST_BOX || element.querySelector('h1') !== null) continue
    // Of a short story's own box too much would go.
    if (proseIn(element) <= prose * SMALL) takeAway(element)
  }
  removeBefore(document, headline)
}

/**
 * Takes `element` away, but for the large initial of a line. Where another stood whose words the line may have begun with,
 * a mark tells so: what is left of its first sentence would look whole.
 */
function takeAway(element: PageElement): void {
  const [next, before] = [element.nextSibling, element.previousSibling]
  const begins =
    before === null || (!isElement(before) && before.textContent.trim() === '' && before.previousSibling === null)
  const rest = begins && next?.nodeType === 3 && INLINE.test(element.localName) ? next.textContent : ''
  // Most are followed by no such words: their own are not asked for, which takes long where they are nested.
  const text = /^\s*\p{Ll}/u.test(rest) ? element.textContent.trim() : ''
  const within = rest.trimStart() === rest
  if (/^\p{Lu}$/u.test(text) && within) element.replaceWith(text)
  else if (goesOn(rest.trimStart()) && (/\p{L}/u.test(text) || (element.localName === 'svg' && within)))
    element.replaceWith(LEFT_OUT)
  else element.remove()
}

const INLINE = /^(?:svg|span|b|i|em|strong|font|big)$/

/** Stands where a line's beginning was left out. */
export const LEFT_OUT = '…'

/** Whether an element is beside the story by what it is. */
export function isBeside(name: string, named: string): boolean {
  return BESIDE.has(name) || (name === 'blockquote' && /tweet|instagram/i.test(named))
}

const BESIDE: ReadonlySet<string> = new Set(NEVER.split(' '))

/** Whether an element is beside the story by what its class calls it. */
export function isNamedBeside(name: string, named: string): boolean {
  return named !== '' && (name === 'p' ? LINE : BOX).test(wordsOf(named))
}

/** How long the paragraphs are that are no labels. */
function proseIn(element: Pick<PageElement, 'querySelectorAll'>): number {
  const lengths = Array.from(element.querySelectorAll('p'), (paragraph) => paragraph.textContent.trim().length)
  return lengths.reduce((sum, length) => (length < PROSE ? sum : sum + length), 0)
}

/** `authorBio__text-lg` as words: "author bio text lg". */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^a-z\d]+/gi, ' ')
    .toLowerCase()
}

/** Nothing of the story stands before its headline: players, teasers and labels do. */
function removeBefore(document: PageDocument, headline: string | null): void {
  const heading = [...document.querySelectorAll('h1')].find((each) => bare(each.textContent) === bare(headline ?? ''))
  for (let at: PageElement | null = heading ?? null; at !== null; at = at.parentElement) {
    for (const before of earlierSiblings(at)) if (before.textContent.length < LARGEST_BOX) before.remove()
  }
}

function earlierSiblings(element: PageElement): readonly PageElement[] {
  const siblings = [...(element.parentElement?.children ?? [])]
  return siblings.slice(0, siblings.indexOf(element)).filter((each) => each.localName !== 'head')
}
