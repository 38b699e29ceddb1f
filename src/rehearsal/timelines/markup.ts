const TOKEN = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+|</g
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i
const KEPT = new Set(['a', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'code', 'pre', 'blockquote'])
const SHOWN_OF_LINK = 31

/**
 * The marked-up text of a post, taken apart and put together again from what is known to be harmless: stress, quotes,
 * line breaks and http(s) links, which lead where `pageOf` says. Every other tag is left out, its text stays.
 * `shortLinks` shows a bare address as timelines of short messages do: without its scheme, and cut.
 */
export function harmless(html: string, pageOf: (url: string) => string, shortLinks: boolean): string {
  const open: string[] = []
  let out = ''
  let address: string | null = null
  for (const [token, slash, tag, attributes] of html.matchAll(TOKEN)) {
    const name = tag?.toLowerCase()
    if (name === undefined) {
      if (token === '<') out += '&lt;'
      else if (!token.startsWith('<')) out += shortLinks && address === decode(token) ? short(token) : token
    } else if (name === 'br') {
      out += '<br>'
    } else if (slash === '/') {
      if (!open.includes(name)) continue
      while (true) {
        const closed = open.pop()!
        out += `</${closed}>`
        if (closed === 'a') address = null
        if (closed === name) break
      }
    } else if (KEPT.has(name) && !(name === 'a' && address !== null)) {
      const url = name === 'a' ? decode(hrefIn(attributes ?? '')) : null
      if (url !== null && !isWeb(url)) continue
      if (url !== null) address = url
      out += url === null ? `<${name}>` : `<a href="${leads(url, pageOf)}" target="_blank" rel="noopener noreferrer">`
      open.push(name)
    }
  }
  return (
    out.replaceAll('<br>\n', '<br>') +
    open
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  )
}

/** `url` as the value of an href: where it really leads if that is a web address, nowhere otherwise. */
export function leads(url: string, pageOf: (url: string) => string): string {
  const page = isWeb(url) ? pageOf(url) : ''
  return isWeb(page) ? escape(new URL(page).href) : '#'
}

/** True for an absolute http(s) address. */
export function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}

/** Domain and path of `url`, cut where a timeline cuts them. */
export function short(url: string): string {
  const bare = url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '')
  return bare.length > SHOWN_OF_LINK ? `${bare.slice(0, SHOWN_OF_LINK - 1)}…` : bare
}

function hrefIn(attributes: string): string {
  const found = HREF.exec(attributes)
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? ''
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()]!
    const point = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return point <= 0x10_ffff ? String.fromCodePoint(point) : whole
  })
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
