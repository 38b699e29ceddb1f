import tlds from 'tlds' with { type: 'json' }
import twitterText from 'twitter-text'
import { cut, shorten } from '#src/text/graphemes.ts'
import { isOneUrl, urlsIn } from './length.ts'

/**
 * U+2060 WORD JOINER: invisible, no place to break a line, and no letter to X, so that what it stands in is neither
 * link nor mention (twitter-text's `validDomain`, `validMentionOrList`, `validCashtag`). X counts it 2.
 */
const JOINER = '\u2060'

// Without one of these nothing becomes a link: most sentences need no further look.
const LINKABLE = /[@＠$]|\.\S/

// More than any post can hold; keeps twitter-text fast on hostile input.
const LONGEST = 1_000
const isShort = (text: string): boolean => text.length <= LONGEST

/**
 * Words of an article that X shows as they are: what would become a link (ASP.NET, README.md), a mention or a cashtag
 * by accident is broken up invisibly. Addresses with a scheme stay: they were meant. X forbids unsolicited mentions
 * (developer guidelines), allows one cashtag a post, and a link makes a post thirteen times as dear.
 */
export function harmless(text: string): string {
  let words = shorten(text, isShort) ?? cut(text, isShort) ?? ''
  if (!LINKABLE.test(words)) return words
  const meant = words.includes('://') ? urlsIn(words).filter(({ bare }) => !bare) : []
  const places = [...signsIn(words), ...dotsOfNames(words)]
  words = joinedAfter(
    words,
    places.filter((place) => !meant.some(({ start, end }) => start <= place && place < end)),
  )
  // A domain that is broken up may show another one that it hid.
  for (let dots = dotsOfDomains(words); dots.length > 0; dots = dotsOfDomains(words)) words = joinedAfter(words, dots)
  return words
}

/** The dots of the bare domains that twitter-text finds. */
function dotsOfDomains(text: string): number[] {
  return urlsIn(text)
    .filter(({ bare }) => bare)
    .flatMap(({ url, start }) => {
      const domain = /^[^/?#:]*/.exec(url)![0]
      return Array.from(domain.matchAll(/\./g), ({ index }) => start + index)
    })
}

/** The signs of mentions and cashtags. */
function signsIn(text: string): number[] {
  const found = [
    ...twitterText.extractMentionsOrListsWithIndices(text),
    ...twitterText.extractCashtagsWithIndices(text),
  ]
  return found.map(({ indices: [start] }) => start)
}

/** The dots before every top-level domain: twitter-text gives up on odd letters before a domain, X may not. */
function dotsOfNames(text: string): number[] {
  return Array.from(text.matchAll(NAME))
    .filter(({ groups }) => groups?.['script'] !== undefined || TLDS.has((groups?.['latin'] ?? '').toLowerCase()))
    .map(({ index }) => index)
}

const TLDS: ReadonlySet<string> = new Set(tlds)
const IN_SCRIPTS = tlds.filter((tld) => /[^a-z0-9-]/.test(tld)).join('|')
const NAME = new RegExp(
  `(?<=[\\p{L}\\p{N}\\p{M}_-])\\.(?=(?<latin>[a-z0-9-]+)(?![a-z0-9@+-])|(?<script>${IN_SCRIPTS}))`,
  'giu',
)

function joinedAfter(text: string, places: readonly number[]): string {
  const after = new Set(places)
  return Array.from({ length: text.length }, (_, at) => text[at]! + (after.has(at) ? JOINER : '')).join('')
}

/**
 * `url` spelled so that X takes all of it for one link: X ends a link at letters of most scripts, and before a closing
 * mark. Unchanged where X would not link it whatever its spelling (a bare host, an address in numbers).
 */
export function linkable(url: string): string {
  // The full stop behind a host's name is the root's (RFC 1034, 3.1); X's link ends before it.
  const spelled = (URL.parse(url)?.href ?? url).replace(/^(https?:\/\/[^/?#]*[^/?#.])\.(?=[:/?#]|$)/, '$1')
  if (isOneUrl(spelled)) return spelled
  const escaped = spelled.replace(/(?<=^https?:\/\/[^/]*\/.*)[^\w/?#&=%.~+-]/g, percent)
  if (isOneUrl(escaped)) return escaped
  const ended = escaped.replace(/[^A-Za-z0-9/=_]+$/, (end) => end.replace(/[^%\w]|%(?![0-9a-f]{2})/gi, percent))
  return isOneUrl(ended) ? ended : spelled
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
