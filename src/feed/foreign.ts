import { besideQuoted } from './quoted.ts'

/**
 * `xml` with what feedsmith does not know written in words that it knows: the story's own address that FeedBurner and
 * Pheedo keep beside their counted one, the `dc:author` that many write for `dc:creator`, Atom 0.3's `mode="base64"`
 * (draft-ietf-atompub-format-00, section 3.1.2), an emoji that is referred to by the two halves that it has in UTF-16,
 * a single hour or day to skip, which it takes for no list, and the `xml:base` of a link or of RSS's channel. In RSS
 * also Atom's words without their prefix and a bare `date` and `creator`, which stand behind what has its namespace; an
 * item's `image`, which only channels have; the story that feeds for Yandex News give whole; and its own words where
 * the root puts them into the namespace of others: they have none (RSS 2.0, "Extending RSS").
 */
export function knownWords(xml: string): string {
  const isAtom = /<(?:\w+:)?(feed|rss|rdf)[\s>]/i.exec(xml.slice(0, 5000))?.[1]?.toLowerCase() === 'feed'
  const link = isAtom ? 'link' : 'atom:link'
  return (isAtom ? besideQuoted(xml, withOwnBase) : inRss(xml))
    .replace(ORIGINAL, (_, prefix: string, url: string) => {
      return `<${link} rel="${ORIGINAL_REL}" href="${url
        .replace(/<!\[CDATA\[|\]\]>/g, '')
        .replaceAll('"', '&quot;')
        .trim()}"/>`
    })
    .replace(/<(\/?)dc:author(?=[\s>])/gi, '<$1dc:creator')
    .replace(ONE_TO_SKIP, '$1$2$2')
    .replace(HALVES, (whole, amp: string, high: string, low: string) => {
      const [first, second] = [high, low].map((digits) => Number(digits.replace(/^x/i, '0x')))
      const isPair = first! >= 0xd800 && first! < 0xdc00 && second! >= 0xdc00 && second! < 0xe000
      return isPair ? `${amp}#${0x10000 + (first! - 0xd800) * 0x400 + (second! - 0xdc00)};` : whole
    })
    .replace(BASE64, (whole, start: string, text: string) => {
      const decoded = fromBase64(text)
      return decoded === null ? whole : `${start}${decoded.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}`
    })
}

function inRss(xml: string): string {
  const bare = xml
    .replace(DEFAULT_NAMESPACE, '$1')
    .replace(CHANNEL_BASE, (whole, root: string, between: string, base) => {
      return /\sxml:base\s*=/i.test(between) ? whole : `${root} ${base}${between}`
    })
  return besideQuoted(bare, withPrefixes)
    .replace(QUOTED_STORY, (whole, start: string, text: string, end: string) =>
      end === '' ? whole : start + inLines(text, '<br/>') + end,
    )
    .replace(STORY, (_, start: string, text: string) => start + inLines(text, '&lt;br/&gt;'))
    .replace(/<(\/?)yandex:full-text(?=[\s>])/gi, '<$1atom:content')
}

function withPrefixes(text: string): string {
  return text
    .replace(/<link(\s[^<>]{0,2000}?\bhref\s*=[^<>]{0,2000}?)(?:\/>|>\s*<\/link\s*>)/gi, '<atom:link$1/>')
    .replace(BARE_ATOM, (whole, slash?: string, name?: string) =>
      name === undefined ? whole : `<${slash}atom:${name}`,
    )
    .replace(/<(\/?)date(?=[\s>])/gi, '<$1dcterms:date')
    .replace(ITEM_IMAGE, (_, url: string) => `<itunes:image href="${url.replaceAll('"', '&quot;')}"/>`)
    .replace(/<creator(?:\s[^<>]*)?(?<!\/)>/gi, '<atom:author><atom:name>')
    .replace(/<\/creator\s*>/gi, '</atom:name></atom:author>')
}

function withOwnBase(text: string): string {
  return text.replace(BASED_LINK, (tag) => {
    const base = /\sxml:base\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1] ?? ''
    return tag.replace(/(\shref\s*=\s*["'])([^"']*)/i, (_, start: string, href: string) => start + below(base, href))
  })
}

/** A reference below one that may be relative itself (RFC 3986 section 5.2.3). */
function below(base: string, href: string): string {
  if (URL.canParse(base)) return URL.canParse(href, base) ? new URL(href, base).href : href
  return /^(?:[a-z][a-z\d+.-]*:|\/|$)/i.test(href) ? href : base.replace(/[^/]*$/, '') + href
}

const BASED_LINK = /<(?:atom:)?link\s(?=[^<>]{0,2000}\sxml:base\s*=|xml:base\s*=)[^<>]{0,4000}>/gi

/** Plain, a line for each paragraph; else its own markup. */
function inLines(text: string, end: string): string {
  return /(?:<|&lt;)\/?[a-z]/i.test(text) ? text : text.trim().replace(/\s*\n\s*/g, end)
}

const STORY = /(<yandex:full-text(?:\s[^<>]*)?>)([^<]*)/gi
// Up to the next one at most: thousands that never end would be read to the end each.
const QUOTED_STORY = /(<yandex:full-text(?:\s[^<>]*)?>\s*<!\[CDATA\[)([^]*?)(\]\]>|(?=<yandex:full-text[\s>]))/gi

/** Relation of a link that {@link knownWords} made: the story's own address, before that of who counts readers. */
export const ORIGINAL_REL = 'original'

// HTML has a summary of its own, which details begin with (https://html.spec.whatwg.org/#the-details-element).
const BARE_ATOM =
  /<details(?:\s[^<>]{0,500})?>\s{0,200}<summary[\s>](?:(?!<\/summary)[^]){0,2000}<\/summary\s{0,20}>|<(\/?)(published|updated|summary|content|id)(?=[\s>])/gi
const DEFAULT_NAMESPACE = /(<rss(?:\s[^<>]*?)?)\sxmlns\s*=\s*(?:"[^"<]*"|'[^'<]*')/i
const ITEM_IMAGE =
  /<image>\s*(?:<url>\s*)?(https?:\/\/[^<\s]{1,2000})\s*(?:<\/url>\s*(?:<(\w{1,20})>[^<]{0,2000}<\/\2>\s*){0,9})?<\/image>/gi
const CHANNEL_BASE = /(<rss)((?:\s[^<>]*)?>\s*<channel(?:\s[^<>]*?)?)\s(xml:base\s*=\s*(?:"[^"<]*"|'[^'<]*'))/i
const ORIGINAL = /<(feedburner|pheedo):origLink(?:\s[^<>]*)?>([^<]{0,4000}|<!\[CDATA\[[^<]{0,4000})<\/\1:origLink\s*>/gi
const ONE_TO_SKIP = /(<skip(?:hours|days)>\s*)(<(hour|day)>[^<]{0,40}<\/\3>)(?=\s*<\/skip)/gi
const HALVES = /(&(?:amp;)?)#(5\d{4}|xd[89ab][\da-f]{2});\1#(5\d{4}|xd[c-f][\da-f]{2});/gi
const BASE64 = /(<(?:\w+:)?(?:title|summary|content)\s[^<>]{0,500}\bmode\s*=\s*["']base64["'][^<>]{0,500}>)([^<]+)/gi

/** The text that `base64` holds; null where it holds none. */
export function fromBase64(base64: string): string | null {
  const bare = base64.replace(/\s+/g, '')
  if (bare === '' || !/^[a-z\d+/]+={0,2}$/i.test(bare)) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bare, 'base64'))
    // oxlint-disable-next-line no-control-regex -- what holds control characters is a picture or a sound, no text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text
  } catch {
    return null
  }
}
