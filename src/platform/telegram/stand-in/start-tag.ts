import { decodeReference } from './character-reference.ts'
import { byteOffset, unparsable } from './failure.ts'

/** A start tag that Telegram knows. */
export interface StartTag {
  readonly name: string
  /** What its one meaningful attribute says; empty where there is none. */
  readonly argument: string
  /** Just behind the `>`. */
  readonly end: number
}

interface Attribute {
  readonly name: string
  /** Null where it has no value. */
  readonly value: string | null
  readonly end: number
}

const KNOWN = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
)
const SPACE = new Set([' ', '\t', '\r', '\n', '\v'])

/**
 * Reads the start tag whose `<` is at `begin`, as strictly as Telegram (TDLib, `parse_html`).
 * @throws Failure (400) with the byte offset of the tag
 */
export function readStartTag(html: string, begin: number): StartTag {
  let at = begin + 1
  while (at < html.length && html[at] !== '>' && html[at] !== '\0' && !SPACE.has(html.charAt(at))) at++
  if (at >= html.length || html[at] === '\0') throw unparsable(`Unclosed start tag ${byteOffset(html, begin)}`)
  const name = lowerAscii(html.slice(begin + 1, at))
  if (!KNOWN.has(name)) throw unparsable(`Unsupported start tag "${name}" ${byteOffset(html, begin)}`)

  let argument = ''
  while (html[at] !== '>') {
    at = skipSpace(html, at)
    if (html[at] === '>') break
    const attribute = readAttribute(html, at, name, begin)
    at = attribute.end
    argument = meaningOf(name, attribute) ?? argument
  }
  if (name === 'span' && argument !== 'spoiler') {
    throw unparsable(`Tag "span" must have class "tg-spoiler" ${byteOffset(html, begin)}`)
  }
  return { name, argument, end: at + 1 }
}

function readAttribute(html: string, from: number, tag: string, begin: number): Attribute {
  const name = /^[^ \t\r\n\v\0=>/"']*/.exec(html.slice(from))?.[0] ?? ''
  if (name === '') throw unparsable(`Empty attribute name in the tag "${tag}" ${byteOffset(html, begin)}`)
  let at = skipSpace(html, from + name.length)
  if (html[at] !== '=') {
    if (at >= html.length) throw unparsable(`Unclosed start tag "${tag}" ${byteOffset(html, begin)}`)
    return { name, value: null, end: at }
  }
  at = skipSpace(html, at + 1)
  if (at >= html.length) throw unparsable(`Unclosed start tag "${tag}" ${byteOffset(html, begin)}`)
  const value = html[at] === '"' || html[at] === "'" ? readQuoted(html, at) : readToken(html, at)
  if (value.end >= html.length) throw unparsable(`Unclosed start tag ${byteOffset(html, begin)}`)
  return { name, ...value }
}

/** Without quotes only letters, digits, dots and hyphens are taken, and they become small. */
function readToken(html: string, from: number): { value: string; end: number } {
  const token = /^[A-Za-z0-9.-]*/.exec(html.slice(from))?.[0] ?? ''
  const end = from + token.length
  if (end < html.length && html[end] !== '>' && !SPACE.has(html.charAt(end))) {
    throw unparsable(`Unexpected end of name token ${byteOffset(html, from)}`)
  }
  return { value: lowerAscii(token), end }
}

function readQuoted(html: string, from: number): { value: string; end: number } {
  const quote = html[from]
  let value = ''
  let at = from + 1
  while (at < html.length && html[at] !== quote) {
    const reference = html[at] === '&' ? decodeReference(html, at) : null
    if (reference === null) {
      value += html.charAt(at++)
    } else {
      value += String.fromCodePoint(reference.code)
      at = reference.end
    }
  }
  return { value, end: at < html.length ? at + 1 : at }
}

/** Only one attribute of each tag means anything; its name is matched exactly as written. */
function meaningOf(tag: string, { name, value }: Attribute): string | null {
  if (tag === 'blockquote' && name === 'expandable') return '1'
  if (value === null) return null
  if (tag === 'a' && name === 'href') return value
  if (tag === 'tg-emoji' && name === 'emoji-id') return value
  if (tag === 'tg-time' && name === 'unix') return value
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice(9)
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice(3)
  return null
}

function skipSpace(html: string, from: number): number {
  let at = from
  while (SPACE.has(html.charAt(at))) at++
  return at
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
