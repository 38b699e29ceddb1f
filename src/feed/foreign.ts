/**
 * `xml` with what feedsmith does not know written in words that it knows: the story's own address that FeedBurner and
 * Pheedo keep beside their counted one, the `dc:author` that many write for `dc:creator`, and Atom 0.3's
 * `mode="base64"` (draft-ietf-atompub-format-00, section 3.1.2).
 */
export function knownWords(xml: string): string {
  const link = /<(?:\w+:)?feed[\s>]/i.test(xml.slice(0, 5000)) ? 'link' : 'atom:link'
  return xml
    .replace(ORIGINAL, (_, prefix: string, url: string) => {
      return `<${link} rel="${ORIGINAL_REL}" href="${url
        .replace(/<!\[CDATA\[|\]\]>/g, '')
        .replaceAll('"', '&quot;')
        .trim()}"/>`
    })
    .replace(/<(\/?)dc:author(?=[\s>])/gi, '<$1dc:creator')
    .replace(BASE64, (whole, start: string, text: string) => {
      const decoded = fromBase64(text)
      return decoded === null ? whole : `${start}${decoded.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}`
    })
}

/** Relation of a link that {@link knownWords} made: the story's own address, before that of who counts readers. */
export const ORIGINAL_REL = 'original'

const ORIGINAL = /<(feedburner|pheedo):origLink(?:\s[^<>]*)?>([^<]{0,4000}|<!\[CDATA\[[^<]{0,4000})<\/\1:origLink\s*>/gi
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
