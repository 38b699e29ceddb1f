import tlds from 'tlds' with { type: 'json' }
import type { Entity } from './entity.ts'

const TLDS: ReadonlySet<string> = new Set(tlds)

const GENERAL = '\\u2000-\\u200b\\u200e\\u200f\\u2016-\\u206f'
const SCHEME = `(?:[a-z0-9+\\-]|[[\\u{80}-\\u{10ffff}]--\\p{Z}])`
const HOST = `(?:[a-z0-9._~\\-]|[[\\u{c0}-\\u{10ffff}]--[\\p{Z}${GENERAL}]])`
const USER = `[[^\\/\\[\\]\\{\\}\\(\\)'\`<>"@«»\\s]--[\\p{Z}${GENERAL}]]`
const PATH = `[[^\\n<>"«»]--[\\p{Z}${GENERAL}]]`
const URL_LIKE = new RegExp(
  `(?<scheme>${SCHEME}+:\\/\\/)?(?:${USER}{1,200}@)?(?<host>${HOST}+)(?<port>:[0-9]{1,5}(?![0-9]))?(?<path>[\\/?#]${PATH}*)?`,
  'giv',
)
const EMAIL =
  /^(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}$/i
const MENTION = /(?<![\p{L}\p{N}_])@(?:[a-z0-9_]{4,32}|gif|vid|pic)(?![\p{L}\p{N}_])/giu
const COMMAND = /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/giu
const HASHTAG =
  /(?<![\p{Nd}\p{L}_\u200c])#(?=[\p{Nd}_\u200c]*\p{L})[\p{Nd}\p{L}_\u200c]{1,256}(?![\p{Nd}\p{L}_\u200c]*#)/gu
const CASHTAG = /(?<![$\p{Nd}\p{L}_])\$(?:1INCH|[A-Z]{1,8})(?![$\p{Nd}\p{L}_])/gu

/**
 * What Telegram makes clickable by itself: addresses, e-mail, @names, #tags, $TAGS and /commands (TDLib,
 * `find_entities`).
 */
export function detect(text: string): Entity[] {
  const found = [
    ...addresses(text),
    ...matches(text, MENTION, 'mention'),
    ...matches(text, COMMAND, 'bot_command'),
    ...matches(text, HASHTAG, 'hashtag'),
    ...matches(text, CASHTAG, 'cashtag'),
  ].toSorted((a, b) => a.offset - b.offset || b.length - a.length)
  let end = 0
  return found.filter((entity) => {
    if (entity.offset < end) return false
    end = entity.offset + entity.length
    return true
  })
}

function matches(text: string, pattern: RegExp, type: 'mention' | 'bot_command' | 'hashtag' | 'cashtag'): Entity[] {
  return [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length }))
}

function addresses(text: string): Entity[] {
  return [...text.matchAll(URL_LIKE)].flatMap((match): Entity[] => {
    const [whole] = match
    if (EMAIL.test(whole)) return [{ type: 'email', offset: match.index, length: whole.length }]
    const { scheme = '', host = '', path = '' } = match.groups ?? {}
    const begin = schemeBegin(scheme, text.charAt(match.index - 1))
    if (begin === null) return []
    const bare = host.replace(/\.+$/, '')
    if (!isHost(bare, scheme !== '')) return []
    const beforePath = whole.length - path.length - (path === '' ? host.length - bare.length : 0)
    const end = beforePath + pathLength(path)
    return [{ type: 'url', offset: match.index + begin, length: end - begin }]
  })
}

/** Where in the match the address begins, or null where what stands before it forbids one. */
function schemeBegin(scheme: string, before: string): number | null {
  if (scheme === '') return /[\p{L}\p{N}_/#@]/u.test(before) ? null : 0
  const name = scheme.slice(0, -3).toLowerCase()
  const known = ['https', 'http', 'ftp'].find((ending) => name.endsWith(ending))
  return known === undefined || /^(?:shttp|tftp|sftp)$/.test(name) ? null : name.length - known.length
}

function isHost(host: string, hasScheme: boolean): boolean {
  const labels = host.split('.')
  const tld = labels.at(-1)!
  if (labels.length < 2 || labels.some((label) => label === '' || label.length > 63 || label.endsWith('-')))
    return false
  if (labels.every((label) => /^\d+$/.test(label))) {
    return labels.length === 4 && labels.every((label) => Number(label) < 256 && /^(?:0|[1-9]\d*)$/.test(label))
  }
  if (/^.?$/u.test(tld) || labels.at(-2)!.includes('_')) return false
  if (tld.startsWith('xn--')) return /^[a-z0-9]{2,}$/i.test(tld.slice(4))
  return !/[_-]/.test(tld) && (hasScheme || isCommonTld(tld))
}

/** `example.com` and `example.COM` are addresses, `example.cOM` is not. */
function isCommonTld(tld: string): boolean {
  const lower = tld.toLowerCase()
  return (lower === tld || lower.charAt(0) !== tld.charAt(0)) && TLDS.has(lower)
}

/** A path ends before a bracket that nothing opened, and before punctuation. */
function pathLength(path: string): number {
  const open: Record<string, number> = { ')': 0, ']': 0, '}': 0 }
  const closes: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
  let end = 0
  for (; end < path.length; end++) {
    const character = path.charAt(end)
    const closing = closes[character]
    if (closing !== undefined) open[closing]! += 1
    if (character in open && (open[character]! -= 1) < 0) break
  }
  const kept = path.slice(0, end).replace(/[.:;,('?!`]+$/, '')
  return kept === '' && path.startsWith('/') ? 1 : kept === '?' || kept === '#' ? 0 : kept.length
}
