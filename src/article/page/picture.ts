import type { Picture } from '#src/records.ts'
import { plainTitle } from '#src/text/html.ts'
import { absoluteUrl } from '#src/text/urls.ts'
import type { PageDocument } from './dom.ts'
import type { LinkedNode } from './linked-data.ts'
import type { MetaTags } from './meta.ts'

// By its file's name: a stand-in for a picture, of which a site has one for all its articles.
const NO_PICTURE = /(?:^|[_.-])(?:logo|placeholder|default|fallback|no-?image|blank|spacer)s?(?:[_.-]|$)/i

interface Told {
  readonly url: string
  readonly width: number | null
  readonly height: number | null
  readonly alt: string | null
}

/** The lead picture: of JSON-LD, else of Open Graph, else of the cards; with its alternative text where the page has one. */
export function pictureOf(
  document: PageDocument,
  meta: MetaTags,
  node: LinkedNode | null,
  nodes: readonly LinkedNode[],
  base: string,
): Picture | null {
  const told = [...(node === null ? [] : linked(node['image'], nodes, 0)), ...fromMeta(meta)]
    .map((each) => ({ ...each, url: absoluteUrl(each.url, base) }))
    .filter((each): each is Told => each.url !== null)
  const found = told.find(({ url }) => !NO_PICTURE.test(fileOf(url))) ?? null
  if (found === null) return null
  const alt = found.alt ?? meta.first('og:image:alt', 'twitter:image:alt') ?? altOf(document, found.url)
  return { url: found.url, type: null, width: found.width, height: found.height, alt: plainTitle(alt ?? '') || null }
}

function linked(value: unknown, nodes: readonly LinkedNode[], depth: number): readonly Told[] {
  if (depth > 4) return []
  if (typeof value === 'string') return [{ url: value, width: null, height: null, alt: null }]
  if (Array.isArray(value)) return value.flatMap((each) => linked(each, nodes, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  const image = value as LinkedNode
  const url = image['url'] ?? image['contentUrl']
  if (typeof url === 'string') {
    const alt = image['caption'] ?? image['description']
    return [
      {
        url,
        width: pixels(image['width']),
        height: pixels(image['height']),
        alt: typeof alt === 'string' ? alt : null,
      },
    ]
  }
  const named = nodes.find((other) => other !== image && image['@id'] !== undefined && other['@id'] === image['@id'])
  return named === undefined ? linked(url, nodes, depth + 1) : linked(named, nodes, depth + 1)
}

function fromMeta(meta: MetaTags): readonly Told[] {
  const size = { width: pixels(meta.first('og:image:width')), height: pixels(meta.first('og:image:height')), alt: null }
  const [og, ...more] = meta.all('og:image', 'og:image:url', 'og:image:secure_url')
  const plain = { width: null, height: null, alt: null }
  const cards = meta.all('twitter:image', 'twitter:image:src', 'thumbnail', 'sailthru.image.full')
  return [...(og === undefined ? [] : [{ url: og, ...size }]), ...[...more, ...cards].map((url) => ({ url, ...plain }))]
}

/** Of the image in the page that shows the same file, whatever size it is cut to. */
function altOf(document: PageDocument, url: string): string | null {
  const file = fileOf(url)
  for (const image of document.querySelectorAll('img[alt]')) {
    const source = image.getAttribute('src') ?? image.getAttribute('data-src') ?? ''
    if (file.length > 4 && source.includes(file)) return image.getAttribute('alt')
  }
  return null
}

function fileOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? ''
}

function pixels(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : null
}
