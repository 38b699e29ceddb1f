import twitterText from 'twitter-text'
import tlds from 'tlds' with { type: 'json' }
import { nfc } from '#src/text/normal-form.ts'

/** What X allows a post of an account without Premium, in its weighted count (docs.x.com, "Counting characters"). */
export const ALLOWED = 280

// twitter-text takes seconds for 100 kB; nothing longer than this can weigh 280, but for links, which count 23.
const LONGEST = 2_000
const SHORT_URL = 'https://example.com/'

/**
 * The weighted length of `text` as X counts it, by twitter-text with what has changed since its last release: domains
 * that are newer than its list, emoji sequences that are newer than its parser. `link` is the post's own address,
 * which may be long. Infinity for what is too long to be counted.
 */
export function weightedLength(text: string, link: string = ''): number {
  const short = link.length > SHORT_URL.length && isOneUrl(link) ? text.replaceAll(link, SHORT_URL) : text
  if (short.length > LONGEST) return Infinity
  // Keycaps stay, which the parser knows: their digit may belong to a word before it. So does what has a selector that it
  // would not need, as phones write it: the selector alone would weigh as much again.
  const known = asKnownTlds(nfc(short)).replace(/(?![0-9#*])\p{RGI_Emoji}(?!\ufe0f)/gv, '😀')
  return twitterText.parseTweet(known).weightedLength
}

/** Where X will make a link of a part of `text`: whether it is a bare domain, and its UTF-16 range. */
export interface FoundUrl {
  readonly url: string
  readonly bare: boolean
  readonly start: number
  readonly end: number
}

/** What X will make links of in `text`, by its own rules and today's list of top-level domains. */
export function urlsIn(text: string): readonly FoundUrl[] {
  // A name is put in for another of the same length, so that positions stay.
  return twitterText.extractUrlsWithIndices(asKnownTlds(text)).map(({ indices: [start, end] }) => {
    const url = text.slice(start, end)
    return { url, bare: !/^https?:\/\//i.test(url), start, end }
  })
}

/** Whether `text` holds what X takes for a URL, bare domains included: such a post costs more. */
export function holdsUrl(text: string): boolean {
  return urlsIn(text).length > 0
}

/** Whether X takes the whole of `text` for one URL. */
export function isOneUrl(text: string): boolean {
  const [found] = urlsIn(text)
  return found !== undefined && found.start === 0 && found.end === text.length
}

let newTlds: RegExp | null = null
const knownByLength = new Map<number, string>()

function asKnownTlds(text: string): string {
  newTlds ??= findNewTlds()
  return text.replace(newTlds, (name) => `.${knownByLength.get(name.length - 1) ?? name.slice(1)}`)
}

function findNewTlds(): RegExp {
  const unknown = tlds.filter((tld) => {
    const known = twitterText.extractUrls(`https://example.${tld}/`)[0]?.endsWith('/') ?? false
    // Two letters are a country's, which X links by other rules.
    if (known && tld.length > 2 && /^[a-z]+$/.test(tld)) knownByLength.set(tld.length, tld)
    return !known
  })
  return new RegExp(`\\.(?:${unknown.join('|') || '(?!)'})(?![0-9a-z@+-])`, 'gi')
}
