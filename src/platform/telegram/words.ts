import tlds from 'tlds' with { type: 'json' }
import { shorten } from '#src/text/graphemes.ts'

/** U+2060 WORD JOINER: invisible, no place to break a line, and to Telegram no part of a name or a domain. */
export const JOINER = '\u2060'

// Twice what any message can hold.
const LONGEST = 8_192

const TLDS: ReadonlySet<string> = new Set(tlds)

// Addresses with a scheme and e-mail addresses stay as they are; then what Telegram would link by itself
// (core.telegram.org/api/entities: mentions, cashtags, addresses without a scheme).
const LINKED =
  /https?:\/\/[^\s"<>«»]+|(?<![^\s("'<[])[\w.+-]{0,63}[\w+-]@[\w-]{1,63}(?:\.[\w-]{1,63})+(?=[.,;:!?)"'>\]]*(?:\s|$))|(?<!\w)@(?=\w{2})|\$(?=[A-Z]{1,8}\b)|(?<=[\p{L}\p{N}\p{M}_-])\.(?=(?<label>[\p{L}\p{N}\p{M}-]+))/giu

/**
 * Words of an article that Telegram shows as they are: a mention, a cashtag or a bare domain (ASP.NET, README.md) that
 * Telegram would make a link of is broken up invisibly. Addresses with a scheme stay: they were meant.
 */
export function harmless(text: string): string {
  const words = shorten(text, (candidate) => candidate.length <= LONGEST) ?? ''
  return words.replace(LINKED, (found, label: string | undefined) => {
    const stays = found.length > 1 || (found === '.' && !TLDS.has((label ?? '').toLowerCase()))
    return stays ? found : found + JOINER
  })
}
