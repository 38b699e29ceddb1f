import { domainAt, mapDomains, type DomainMap, type DomainMatch } from './domains.ts'
import { dnsLength } from './punycode.ts'

/** A stretch of a text that X turns into a link of 23 characters, in UTF-16 units. */
export interface Link {
  readonly start: number
  readonly end: number
  readonly url: string
}

const ACCENTED =
  '\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\xFF\\u0100-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF'
// A path holds Latin and Cyrillic letters only, and ends where Han, kana, Hangul or Arabic begin.
const PATH = new RegExp(`[a-z\\u0400-\\u04FF0-9!*';:=+,.$/%#[\\]\\-\\u2013_~@|&${ACCENTED}]`, 'i')
const PATH_END = new RegExp(`[+\\-a-z\\u0400-\\u04FF0-9=_#/${ACCENTED}]`, 'i')
const QUERY = /[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]/i
const QUERY_END = /[a-z0-9\-_&=#/]/i
const BARE = new RegExp(`[-a-z0-9${ACCENTED}]`, 'i')
const BARE_LABEL = new RegExp(`[-a-z0-9${ACCENTED}]\\.`, 'i')
const NOT_BEFORE = /[A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF]/
const SCHEME = /https?:\/\//iy
const PORT = /:[0-9]+/y
const SHORTENED = /^https?:\/\/t\.co\/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/])?/i
const LONGEST_URL = 4096
const LONGEST_DNS_LABEL = 63
const LONGEST_SHORTENED_PATH = 40

/**
 * The links in `text` as X finds them, with and without a scheme, in order; linear in the length of the text.
 * The rules are those published as twitter-text 3 (conformance/extract.yml), on today's list of top-level domains.
 */
export function findLinks(text: string): readonly Link[] {
  if (!text.includes('.')) return []
  const map = mapDomains(text)
  const links: Link[] = []
  let at = 0
  while (at < text.length) {
    const found =
      (NOT_BEFORE.test(text[at]!) ? null : linkAt(map, at + 1, text[at]!)) ?? (at === 0 ? linkAt(map, 0, '') : null)
    if (found === null) at += 1
    else {
      links.push(...found.links)
      at = found.end
    }
  }
  return links
}

/** What begins at `start`, if anything does: where to go on, and the links in it (none where X sees through it). */
function linkAt(map: DomainMap, start: number, before: string): { end: number; links: readonly Link[] } | null {
  const { text } = map
  SCHEME.lastIndex = start
  const hasScheme = SCHEME.test(text)
  const host = hasScheme ? SCHEME.lastIndex : start
  const domain = domainAt(map, host)
  if (domain === null) return null
  PORT.lastIndex = domain.end
  const authorityEnd = PORT.test(text) ? PORT.lastIndex : domain.end
  const pathEnd = endOfPath(text, authorityEnd)
  const end = endOfQuery(text, pathEnd)
  const schemeLength = hasScheme ? host - start : 'https://'.length
  if (schemeLength + end - start > LONGEST_URL || !isResolvable(text.slice(host, domain.end))) return { end, links: [] }
  if (!hasScheme) {
    return {
      end,
      links: /[-_./]/.test(before) ? [] : bareLinks(map, start, domain, pathEnd > authorityEnd ? end : null),
    }
  }
  const url = text.slice(start, end)
  const shortened = SHORTENED.exec(url)
  if (shortened === null) return { end, links: [{ start, end, url }] }
  if (shortened[1]!.length > LONGEST_SHORTENED_PATH) return { end, links: [] }
  return { end, links: [{ start, end: start + shortened[0].length, url: shortened[0] }] }
}

/** Without a scheme only Latin letters make a name, each stretch of them a link; a path belongs to the last. */
function bareLinks(map: DomainMap, start: number, domain: DomainMatch, pathEnd: number | null): readonly Link[] {
  const { text, labels } = map
  const spans: { start: number; end: number }[] = []
  let floor = start
  let index = domain.first
  while (index < domain.last) {
    const from = bareFrom(text, floor, labels[index]!.end)
    let last = -1
    let next = index + 1
    for (; from < labels[index]!.end && next <= domain.last; next++) {
      if (labels[next]!.tldEnd !== null) last = next
      if (bareFrom(text, labels[next]!.start, labels[next]!.end) > labels[next]!.start) break
    }
    if (last === -1) {
      index = Math.max(next - 1, index + 1)
      floor = labels[index]!.start
      continue
    }
    floor = labels[last]!.tldEnd!
    index = last
    spans.push({ start: from, end: floor })
  }
  const tail = spans.at(-1)
  if (tail !== undefined && pathEnd !== null) tail.end = pathEnd
  return spans.map((span) => ({ ...span, url: text.slice(span.start, span.end) }))
}

function bareFrom(text: string, floor: number, end: number): number {
  let from = end
  while (from > floor && BARE.test(text[from - 1]!)) from -= 1
  return from
}

function isResolvable(domain: string): boolean {
  // Punycode beside letters that Punycode is there to avoid.
  if (domain.startsWith('xn--') && !BARE_LABEL.test(domain)) return false
  return domain.split('.').every((label) => {
    const length = dnsLength(label)
    return length > 0 && length <= LONGEST_DNS_LABEL
  })
}

function endOfPath(text: string, start: number): number {
  if (text[start] !== '/') return start
  let end = start + 1
  let at = end
  while (at < text.length) {
    if (PATH.test(text[at]!)) {
      at += 1
      if (PATH_END.test(text[at - 1]!)) end = at
      continue
    }
    const closed = endOfParentheses(text, at)
    if (closed === null) break
    at = closed
    end = closed
  }
  return end
}

/** Parentheses belong to a path where they close, one more pair inside included. */
function endOfParentheses(text: string, start: number): number | null {
  if (text[start] !== '(') return null
  let at = skipPath(text, start + 1)
  if (text[at] === '(') {
    const inner = skipPath(text, at + 1)
    if (inner === at + 1 || text[inner] !== ')') return null
    at = skipPath(text, inner + 1)
  } else if (at === start + 1) return null
  return text[at] === ')' ? at + 1 : null
}

function skipPath(text: string, start: number): number {
  let at = start
  while (at < text.length && PATH.test(text[at]!)) at += 1
  return at
}

function endOfQuery(text: string, start: number): number {
  if (text[start] !== '?') return start
  let end = start
  for (let at = start + 1; at < text.length && QUERY.test(text[at]!); at++) {
    if (QUERY_END.test(text[at]!)) end = at + 1
  }
  return end
}
