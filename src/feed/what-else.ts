import { absoluteUrl } from '#src/text/urls.ts'

/** What a body evidently is, if no feed; null where it may be one. The text of a page is asked with its URL. */
export function whatElse(body: Uint8Array): string | null
export function whatElse(body: string, url: string): string | null
export function whatElse(body: Uint8Array | string, url = ''): string | null {
  return typeof body === 'string' ? whatText(body, url) : whatBytes(body)
}

/** Said of a page that names no feed of its own. */
export const PAGE = 'this is an HTML page, not a feed'

const MAGIC: readonly (readonly [string, string])[] = [
  ['1f8b', 'a gzip file'],
  ['504b0304', 'a zip file'],
  ['25504446', 'a PDF file'],
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['494433', 'an MP3 file'],
]

function whatBytes(body: Uint8Array): string | null {
  if (body.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))) return 'the body is empty'
  const head = Buffer.from(body.subarray(0, 4096))
  const start = head.toString('hex', 0, 4)
  const known = MAGIC.find(([magic]) => start.startsWith(magic))
  if (known !== undefined) return `it is ${known[1]}`
  // UTF-16 is full of them, and says so at the start.
  const wide = /^(?:fffe|feff|3c00|003c|7b00|007b)/.test(start)
  const controls = head.reduce((count, byte) => count + (isControl(byte) ? 1 : 0), 0)
  return !wide && controls > head.length / 50 ? 'it is not text' : null
}

/** ISO-2022-JP writes escapes (0x1b). */
function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)
}

function whatText(text: string, url: string): string | null {
  const head = text.slice(0, 100_000)
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])/i.test(head)) {
    const own = feedOf(head, url)
    return own === null ? PAGE : `${PAGE}; its feed seems to be ${own}`
  }
  if (/^\s*<(?:\w+:)?opml[\s>]/i.test(head)) return 'this is an OPML list of feeds, not a feed'
  if (/^\s*\{/.test(head)) return 'this is JSON, but not a JSON Feed'
  if (!/<(?:\w+:)?(?:rss|feed|rdf|channel|item|entry)[\s>]/i.test(text)) {
    return /^\s*</.test(head) ? 'this is XML or HTML of another kind, not a feed' : 'this is plain text, not a feed'
  }
  return null
}

/** The feed that a page names (https://html.spec.whatwg.org/#link-type-alternate). */
function feedOf(html: string, url: string): string | null {
  for (const [tag] of html.matchAll(/<link\s[^<>]{0,1000}>/gi)) {
    if (!/type\s*=\s*["']?application\/(?:rss\+xml|atom\+xml|feed\+json)/i.test(tag)) continue
    const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
    const address = href?.[1] ?? href?.[2] ?? href?.[3]
    if (address !== undefined) return absoluteUrl(address.replaceAll('&amp;', '&'), url)
  }
  return null
}
