import type { Picture } from '#src/records.ts'
import { writtenAlt } from '#src/text/alt.ts'
import { absoluteUrl } from '#src/text/urls.ts'
import { shownText, type PageDocument, type PageElement } from './dom.ts'
import type { LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'
import { isStandIn } from './stand-in-picture.ts'

interface Told {
  readonly url: string
  readonly type: string | null
  readonly width: number | null
  readonly height: number | null
  readonly alt: string | null
}

// Cards want 600 pixels and more; less than half of that is a thumbnail beside a larger one.
const SMALL = 300

/**
 * The lead picture: the one that the newsroom chose for cards (Open Graph), else JSON-LD's, the cards' own, or the first
 * in the story; no logo and no stand-in. Where the first is a thumbnail, one that is known to be larger goes before it.
 * With its alternative text where the page has one, else its caption.
 */
export function pictureOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  base: string,
): Picture | null {
  const logos = new Set(logosOf(nodes).map((url) => absoluteUrl(url, base)))
  const isTrue = ({ url, width }: Told): boolean =>
    !logos.has(url) && !isStandIn(url, base) && (width === null || width > SPACER)
  const absolute = (all: readonly Told[]): readonly Told[] =>
    all.flatMap((each) => {
      const url = absoluteUrl(each.url.replaceAll('&amp;', '&'), base)
      return url === null ? [] : [{ ...each, url }]
    })
  const told = [
    ...openGraph(meta),
    ...(node === null ? [] : linked(node['image'] ?? node['thumbnailUrl'], nodes, 0)),
    ...cards(meta),
  ]
  const candidates = absolute(told).filter(isTrue)
  const [first = absolute(inStory(document)).find(isTrue)] = candidates
  if (first === undefined) return null
  const larger = (first.width ?? SMALL) < SMALL ? candidates.find(({ width }) => (width ?? 0) >= SMALL) : undefined
  const found = larger ?? first
  const words = [meta.first('og:image:alt', 'twitter:image:alt'), altOf(document, found.url), found.alt]
  return { ...found, alt: words.map(writtenAlt).find((alt) => alt !== null) ?? null }
}

const SPACER = 50
const UNKNOWN = { type: null, width: null, height: null, alt: null }

function openGraph(meta: MetaTags): readonly Told[] {
  const [first, ...more] = meta.all('og:image', 'og:image:url', 'og:image:secure_url')
  if (first === undefined) return []
  const [type, width, height] = ['type', 'width', 'height'].map((name) => meta.first(`og:image:${name}`))
  const size = { type: type ?? null, width: pixels(width), height: pixels(height), alt: null }
  return [{ url: first, ...size }, ...more.map((url) => ({ url, ...UNKNOWN }))]
}

function cards(meta: MetaTags): readonly Told[] {
  const names = ['twitter:image', 'twitter:image:src', 'sailthru.image.full', 'parsely-image-url', 'image', 'thumbnail']
  return names.flatMap((name) => meta.all(name)).map((url) => ({ url, ...UNKNOWN }))
}

function linked(value: unknown, nodes: readonly LinkedNode[], depth: number): readonly Told[] {
  if (depth > 4) return []
  if (typeof value === 'string') return [{ url: value, ...UNKNOWN }]
  if (Array.isArray(value)) return value.flatMap((each) => linked(each, nodes, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  const image = value as LinkedNode
  const url = image['url'] ?? image['contentUrl']
  if (typeof url === 'string') {
    const alt = image['caption'] ?? image['description']
    const size = { width: pixels(image['width']), height: pixels(image['height']) }
    return [{ url, type: null, ...size, alt: typeof alt === 'string' ? alt : null }]
  }
  const named = nodes.find((other) => other !== image && image['@id'] !== undefined && other['@id'] === image['@id'])
  return named === undefined ? linked(url, nodes, depth + 1) : linked(named, nodes, depth + 1)
}

function logosOf(nodes: readonly LinkedNode[]): readonly string[] {
  const firms = nodes.flatMap((node) => [node, node['publisher']]) as readonly (LinkedNode | undefined)[]
  return firms.flatMap((firm) => linked(firm?.['logo'], nodes, 0)).map(({ url }) => url)
}

/** The images of the story, where the page tells of none: what its markup calls the article's, then its figures. */
function inStory(document: PageDocument): readonly Told[] {
  const selectors = [
    'link[rel~="image_src"]',
    '[itemprop~="image"]',
    'article figure img, main figure img',
    'figure img',
  ]
  return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].slice(0, 3).flatMap(sourcesOf))
}

function sourcesOf(element: PageElement): readonly Told[] {
  const widest = largest(element.getAttribute('srcset') ?? element.getAttribute('data-srcset') ?? '')
  const names = ['data-src', 'data-original', 'src', 'href', 'content']
  const plain = names.map((name) => element.getAttribute(name)).find((url) => url !== null && !/^(?:data:|$)/.test(url))
  const alt = writtenAlt(element.getAttribute('alt'))
  if (widest !== null) return [{ ...UNKNOWN, ...widest, alt }]
  return plain == null ? [] : [{ ...UNKNOWN, url: plain, width: pixels(element.getAttribute('width')), alt }]
}

// Wider ones are for screens of several thousand pixels; platforms take them for too large.
const WIDEST = 2_048

/** Of a list of sources by width (HTML, 4.8.4.2.1) the widest that platforms take. */
function largest(srcset: string): { readonly url: string; readonly width: number } | null {
  const sources = Array.from(srcset.matchAll(/(\S+)\s+(\d+)w\s*(?:,|$)/g), ([, url, width]) => ({
    url: url!.replace(/^,/, ''),
    width: Number(width),
  }))
  return sources.filter(({ width }) => width <= WIDEST).toSorted((a, b) => b.width - a.width)[0] ?? null
}

/** Of the image in the page that shows the same file, whatever size it is cut to; else its caption. */
function altOf(document: PageDocument, url: string): string | null {
  const file = fileOf(url)
  if (file.length <= 4) return null
  for (const image of document.querySelectorAll('img')) {
    const source = `${image.getAttribute('src')} ${image.getAttribute('data-src')}`
    if (!source.includes(file)) continue
    const caption = image.closest('figure')?.querySelector('figcaption')
    return writtenAlt(image.getAttribute('alt')) ?? (caption ? shownText(caption) : null)
  }
  return null
}

/** Whether two addresses name the same file, as sites name one picture in several sizes. */
export function isSameFile(one: string, other: string): boolean {
  const file = fileOf(one)
  return one === other || (file.length > 4 && file === fileOf(other))
}

function fileOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? ''
}

function pixels(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null
}
