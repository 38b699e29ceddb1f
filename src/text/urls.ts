import { fingerprint } from './fingerprint.ts'

// What browsers and search engines carry; the sitemaps protocol allows 2,048 (https://www.sitemaps.org/protocol.html).
const LONGEST = 2_000
const MOST_PARAMETERS = 100

/**
 * `url` read relative to `base`, as an absolute URL. Null where it is none, or not http(s); and where it is over 2,000
 * characters or 100 parameters long, as strangers' addresses are read by the thousand.
 */
export function absoluteUrl(url: string, base?: string): string | null {
  return parse(url, base)?.href ?? null
}

/**
 * The address of a page as it is worth posting: absolute, without credentials, without what only tracks where a reader
 * came from, and without a fragment unless a script finds the page by it (`#!`). Null where {@link absoluteUrl}
 * is.
 */
export function canonicalUrl(url: string, base?: string): string | null {
  return canonical(url, base)?.href ?? null
}

function canonical(url: string, base?: string): URL | null {
  const parsed = parse(url, base)
  if (parsed === null) return null
  parsed.username = ''
  parsed.password = ''
  if (!parsed.hash.startsWith('#!')) parsed.hash = ''
  const pairs = parsed.search.slice(1).split('&')
  const kept = pairs.filter((pair) => !TRACKING.test(nameOf(pair)))
  // Untouched otherwise: writing the query anew would spell it differently.
  if (kept.length < pairs.length) {
    // With its sign: the setter would take a question mark of the query itself for it.
    parsed.search = kept.length === 0 ? '' : `?${kept.join('&')}`
  }
  return parsed
}

/**
 * `url` with the parameters of `utm` (by their names without `utm_`) in the place of all such parameters that it has,
 * which told of another way that a reader came. The rest of its query, and its fragment, stay as they are spelled.
 */
export function withUtm(url: string, utm: Readonly<Record<string, string>>): string {
  const given = Object.entries(utm)
  if (given.length === 0) return url
  const [, base = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? []
  const kept = query.split('&').filter((pair) => pair !== '' && !/^utm_/i.test(nameOf(pair)))
  const added = given.map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`)
  return `${base}?${[...kept, ...added].join('&')}${fragment}`
}

/**
 * What tells two addresses of a page apart: equal for URLs that differ only in scheme, default port, case of the host,
 * trailing slash, order of parameters, spelling of escapes, tracking parameters and fragment. A `www.` counts. What is
 * no http(s) URL is its own key, and a longer text than any URL has the key of its bytes.
 */
export function urlKey(url: string): string {
  const parsed = canonical(url)
  if (parsed === null) return url.length > LONGEST ? fingerprint(url) : url.trim()
  const { hostname, port, pathname, search, hash } = parsed
  const at = port === '' || port === '80' || port === '443' ? hostname : `${hostname}:${port}`
  const pairs = search.slice(1).split('&').filter(Boolean).map(sameEscapes)
  const query = pairs.length === 0 ? '' : `?${pairs.toSorted().join('&')}`
  return at.replace(/\.$/, '') + sameEscapes(pathname).replace(/\/+$/, '') + query + hash
}

// Above, only the address without any is looked at.
const MOST_LEFT_OUT = 5

/**
 * What is left of a {@link urlKey} where parameters are left out: each of them, all but each, and all. None where it has
 * none.
 */
export function withoutParameters(key: string): readonly string[] {
  const { path, pairs } = partsOf(key)
  const names = [...new Set(pairs.map(nameOf))]
  if (names.length === 0) return []
  const keep = (kept: (name: string) => boolean): string => {
    const left = pairs.filter((pair) => kept(nameOf(pair)))
    return left.length === 0 ? path : `${path}?${left.join('&')}`
  }
  const some = names.length > MOST_LEFT_OUT ? [] : names
  const all = [
    ...some.map((name) => keep((each) => each !== name)),
    ...some.map((name) => keep((each) => each === name)),
    path,
  ]
  return [...new Set(all)].filter((each) => each !== key)
}

/** The names of the parameters in which two {@link urlKey}s differ; null where they differ in more. */
export function differingParameters(key: string, other: string): ReadonlySet<string> | null {
  const [one, two] = [partsOf(key), partsOf(other)]
  if (one.path !== two.path) return null
  return new Set([...new Set(one.pairs).symmetricDifference(new Set(two.pairs))].map(nameOf))
}

function partsOf(key: string): { readonly path: string; readonly pairs: readonly string[] } {
  const [, path = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(key) ?? []
  return { path, pairs: query.split('&').filter(Boolean) }
}

/**
 * What two addresses of one page have in common that a site gives for other devices, and to other places that link to
 * it: as {@link urlKey}, without `www.`, `m.`, `mobile.` and `amp.` before the host, `amp` before and after the path,
 * `.amp` and `.html` at the end, and parameters that say in words from where a reader comes or ask for AMP
 * (`outputType=amp`). Another page may have all this in common too, so its words must tell. Null for a front page, and
 * for what is no address.
 */
export function pageKey(url: string): string | null {
  const parsed = parse(url)
  if (parsed === null) return null
  const bare = parsed.hostname.replace(DEVICE, '')
  if (bare.includes('.')) parsed.hostname = bare
  parsed.pathname = parsed.pathname.replace(/^\/amp(?=\/.)|\/amp\/?$/gi, '').replace(/(?:\.amp)?(?:\.html?)?\/?$/i, '')
  const kept = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isReferrer(pair))
  parsed.search = kept.length === 0 ? '' : `?${kept.join('&')}`
  const key = urlKey(parsed.href)
  return /[/?]/.test(key) ? key : null
}

/**
 * What addresses of one story have in common that a site shows in several sections: of {@link pageKey} the host and the
 * last part. Far more has this in common than one story, so headline and time must tell. Null where there is no such part.
 */
export function slugKey(url: string): string | null {
  const [path = '', query = ''] = pageKey(url)?.split('?') ?? []
  const parts = path.split('/')
  return parts.length < 2 || parts.at(-1) === 'index' ? null : `${parts[0]}/${parts.at(-1)}?${query}`
}

const DEVICE = /^(?:(?:www|m|mobile|amp)\.)+/i
const REFERRER = /^(?:ref|ref_src|referr?er|source|src|from|via|origin|feed|rss|partner|campaign|cmp|share|amp)$/i
const FLAG = /^(?:feed|rss|share)$/i
// `outputType` is what Arc XP calls it.
const AMP = /^(?:output(?:type)?|format|view|mode|version)=amp$/i

/** A name with a figure is what a site finds a page by; a 1 beside some says no more than that it is so. */
function isReferrer(pair: string): boolean {
  if (AMP.test(pair)) return true
  const name = nameOf(pair)
  if (!REFERRER.test(name)) return false
  const value = new URLSearchParams(pair).get(name) ?? ''
  return name.toLowerCase() === 'amp' || !/\p{N}/u.test(value) || (value === '1' && FLAG.test(name))
}

/**
 * Parameters by which mailers, advertisers and analytics follow a click: their own documentation, and the lists of
 * Firefox (query stripping) and ClearURLs. Names that sites also use to find a page (`id`, `ref`, `source`) are not
 * among them.
 */
const TRACKING = new RegExp(
  `^(?:${[
    'utm_\\w+', // Google Analytics
    '(?:mtm|pk|piwik|matomo)_\\w+', // Matomo
    'at_\\w+|xtor', // Piano, AT Internet
    'hsa_\\w+|_hsenc|_hsmi|__hs\\w+|hsctatracking', // HubSpot
    'mc_[ce]id|mkt_tok|ml_subscriber(?:_hash)?|vero_(?:id|conv)|_bta_[tc]id|oly_(?:anon|enc)_id|ck_subscriber_id', // mailers
    'fbclid|fb_(?:action_ids|action_types|ref|source)|igsh(?:id)?|twclid|ttclid|li_fat_id|epik|scclid|rdt_cid', // social
    'gclid|gclsrc|dclid|gbraid|wbraid|gad_(?:source|campaignid)|_gl|_ga|srsltid|msclkid', // Google, Microsoft
    'yclid|ysclid|ymclid|_openstat|yadclid|yadordid', // Yandex
    'wickedid|irclickid|rb_clickid|s_cid|wt_mc|ns_(?:campaign|mchannel|source|linkname|fee)|cmpid|ito|guce_\\w+|guccounter|__s|__twitter_impression',
  ].join('|')})$`,
  'i',
)

function parse(url: string, base?: string): URL | null {
  // Before it is read: a stranger's may be megabytes long.
  if (url.length > LONGEST) return null
  const parsed = URL.parse(url.trim(), base)
  if (parsed === null || parsed.href.length > LONGEST || parsed.search.split('&').length > MOST_PARAMETERS) return null
  return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed : null
}

function nameOf(pair: string): string {
  const [name = ''] = pair.split('=', 1)
  // Only where something is escaped: an address may have a thousand parameters.
  return /[%+]/.test(name) ? (new URLSearchParams(pair).keys().next().value ?? '') : name
}

// Above, the spelling of one address is not worth the time.
const LONGEST_RESPELLED = 1_000

/** Escapes of what needs none undone, the rest in capitals (RFC 3986 section 6.2.2). */
function sameEscapes(text: string): string {
  if (text.length > LONGEST_RESPELLED) return text
  // Only those that are spelled otherwise: addresses in Cyrillic or Arabic are made of escapes.
  return text.replace(ODD_ESCAPE, (escape) => SAME_ESCAPES.get(escape) ?? escape.toUpperCase())
}

const ODD_ESCAPE = /%(?:[a-f][\da-fA-F]|[\dA-F][a-f]|2[DE]|3\d|4[1-9A-F]|5[\dAF]|6[1-9A-F]|7[\dAE])/g
const SAME_ESCAPES: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
    .filter((character) => /[\w.~-]/.test(character))
    .flatMap((character) => {
      const escape = `%${character.charCodeAt(0).toString(16)}`
      return [
        [escape, character],
        [escape.toUpperCase(), character],
      ] as const
    }),
)
