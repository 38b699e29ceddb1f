import tlds from 'tlds' with { type: 'json' }
import { cut, shorten } from '#src/text/graphemes.ts'

/** U+2060 WORD JOINER: invisible, no place to break a line, and to Telegram no part of a name or a domain. */
export const JOINER = '\u2060'

// Twice what any message can hold.
const LONGEST = 8_192
const isShort = (text: string): boolean => text.length <= LONGEST

const TLDS: ReadonlySet<string> = new Set(tlds)

// Combining rings and lines that no letter has in one character: Telegram takes them out of every text (TDLib,
// `clean_input_string`), and what stands must be what was sent, or it is not found again.
const DROPPED = /[\u030a\u0333\u033f]/g

/** `text` without what Telegram takes out of it. */
export function kept(text: string): string {
  return text.replace(DROPPED, '')
}

// Addresses with a scheme and e-mail addresses stay as they are; then what Telegram would link by itself
// (core.telegram.org/api/entities: mentions, cashtags, addresses without a scheme).
const LINKED =
  /https?:\/\/[^\s"<>«»]+|(?<![^\s("'<[])[\w.+-]{0,63}[\w+-]@[\w-]{1,63}(?:\.[\w-]{1,63})+(?=[.,;:!?)"'>\]]*(?:\s|$))|(?<!\w)@(?=\w{2})|\$(?=[A-Z]{1,8}\b)|(?<=[\p{L}\p{N}\p{M}_-])\.(?=(?<label>[\p{L}\p{N}\p{M}-]+))/giu

/**
 * `url` spelled so that Telegram takes all of it for one link, and as it is where it does so anyway: Telegram ends a
 * link at white space and quotation marks, before a bracket that nothing opened, and before closing punctuation
 * (TDLib, `find_urls`).
 */
export function linkable(url: string): string {
  const joined = url.replace(/["<>«»`\s\p{Z}\p{Cc}\u2000-\u200b\u200e\u200f\u2016-\u206f]/gu, encodeURIComponent)
  const closed = isBalanced(joined) ? joined : joined.replace(/[()[\]{}]/g, percent)
  return closed.replace(/[.:;,('?!]+$/, (end) => end.replace(/./g, percent))
}

function isBalanced(text: string): boolean {
  const open: string[] = []
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(bracket)) open.push(bracket)
    else if (open.pop() !== PAIRS[bracket]) return false
  }
  return open.length === 0
}

const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/**
 * Words of an article that Telegram shows as they are: a mention, a cashtag or a bare domain (ASP.NET, README.md) that
 * Telegram would make a link of is broken up invisibly. Addresses with a scheme stay: they were meant.
 */
export function harmless(text: string): string {
  const words = shorten(text, isShort) ?? cut(text, isShort) ?? ''
  return kept(words).replace(LINKED, (found, label: string | undefined) => {
    const stays = found.length > 1 || (found === '.' && !TLDS.has((label ?? '').toLowerCase()))
    return stays ? found : found + JOINER
  })
}
