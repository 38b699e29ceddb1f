import type { MediaNs } from 'feedsmith'
import { absoluteUrl } from '#src/text/urls.ts'
import { writtenAlt } from '#src/text/alt.ts'
import type { Picture } from '#src/records.ts'

/** A picture that an entry may have, as the feed gives it. */
export interface Candidate {
  readonly url?: string | undefined
  readonly type?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly alt?: string | undefined
}

const ENDING = /\.(?:jpe?g|png|webp|gif|avif)$/i
// Pixels that count readers, and emoticons.
const SMALLEST = 16

/** The pictures among `candidates`, each once; where there is none, those in the entry's `html`. */
export function picturesOf(base: string, candidates: readonly Candidate[], html: string | null): readonly Picture[] {
  const found = pick(base, candidates)
  return found.length > 0 || html === null ? found : pick(base, inHtml(html))
}

function pick(base: string, candidates: readonly Candidate[]): readonly Picture[] {
  const pictures = new Map<string, Picture>()
  for (const { url, type, width, height, alt } of candidates) {
    const absolute = url === undefined || url.trim() === '' ? null : absoluteUrl(url, base)
    if (absolute === null || pictures.has(absolute)) continue
    if ((width ?? SMALLEST) < SMALLEST || (height ?? SMALLEST) < SMALLEST) continue
    pictures.set(absolute, {
      url: absolute,
      type: type ?? null,
      width: width ?? null,
      height: height ?? null,
      alt: writtenAlt(alt),
    })
  }
  return [...pictures.values()]
}

/** Whether a file, by its type or else its name, is a picture. */
export function isPicture(type: string | undefined, url: string | undefined, medium?: string): boolean {
  if (type !== undefined && type.includes('/')) return type.trim().toLowerCase().startsWith('image/')
  return medium === undefined ? ENDING.test(url?.replace(/[?#].*$/s, '') ?? '') : medium === 'image'
}

/** The pictures of Media RSS (https://www.rssboard.org/media-rss), full ones before thumbnails. */
export function mediaPictures(media: MediaNs.ItemOrFeed | undefined): readonly Candidate[] {
  const groups = [...(media === undefined ? [] : [media]), ...(media?.groups ?? [])]
  const contents = groups.flatMap((group) => group.contents ?? [])
  return [
    ...contents
      .filter(({ type, url, medium }) => isPicture(type, url, medium))
      .map((content) => ({ ...content, alt: content.description?.value ?? content.title?.value })),
    ...[...groups, ...contents].flatMap((each) => each.thumbnails ?? []),
  ]
}

function inHtml(html: string): readonly Candidate[] {
  return Array.from(html.slice(0, 200_000).matchAll(/<img\s[^<>]{0,2000}>/gi), ([tag]) => ({
    url: attribute(tag, 'src'),
    width: numeric(attribute(tag, 'width')),
    height: numeric(attribute(tag, 'height')),
    alt: attribute(tag, 'alt'),
  }))
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag)
  return (match?.[1] ?? match?.[2] ?? match?.[3])?.replaceAll('&amp;', '&')
}

function numeric(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
