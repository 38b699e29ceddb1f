import { namedFeed } from './named-feed.ts'

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

/** What may stand before a document's first element, but for its type. */
const BEFORE = /^(?:\s|<\?[^>]*>|<!--[\s\S]*?-->)+/
/** A page may leave out all of these (https://html.spec.whatwg.org/#optional-tags), and begin with what stands in them. */
const PAGE_START = /^<(?:!doctype\s+html|html|head|body)[\s>]/i
const IN_PAGE =
  /^<(?:title|meta|link|base|script|style|noscript|header|main|nav|div|section|p|h[1-6]|a|img|table|center)[\s>/]/i

function whatText(text: string, url: string): string | null {
  const head = text.slice(0, 100_000)
  const start = head.replace(BEFORE, '')
  const page = (): string => {
    const own = namedFeed(head, url)
    return own === null ? PAGE : `${PAGE}; its feed seems to be ${own}`
  }
  if (PAGE_START.test(start)) return page()
  if (/^<(?:\w+:)?opml[\s>]/i.test(start)) return 'this is an OPML list of feeds, not a feed'
  if (start.startsWith('{')) return 'this is JSON, but not a JSON Feed'
  if (/<(?:\w+:)?(?:rss|feed|rdf|channel|item|entry)[\s>]/i.test(text)) return null
  if (IN_PAGE.test(start)) return page()
  return start.startsWith('<') ? 'this is XML or HTML of another kind, not a feed' : 'this is plain text, not a feed'
}
