import { createHmac, timingSafeEqual } from 'node:crypto'
import { MINUTE, SECOND, type Clock, type Millis } from '#src/base/clock.ts'

/** The four secrets of an account, as OAuth 1.0a uses them. */
export interface Keys {
  readonly appKey: string
  readonly appSecret: string
  readonly accessToken: string
  readonly accessSecret: string
}

export interface SignedRequest {
  readonly method: string
  readonly path: string
  /** Without the question mark, as it came. */
  readonly query: string
  readonly authorization: string | undefined
}

export interface SignatureCheck {
  /** The keys that signed `request`, or null where X would answer 401. A nonce is good once. */
  (request: SignedRequest): Keys | null
}

type Pair = readonly [name: string, value: string]

const FRESH: Millis = 5 * MINUTE
const PARAMETERS = ['consumer_key', 'token', 'signature_method', 'timestamp', 'nonce', 'signature']

/**
 * Checks signatures as RFC 5849, sections 3.1 to 3.4 has them: HMAC-SHA1 over method, base URI and the parameters of
 * query and header (a JSON body is not signed), a timestamp within 5 minutes, a nonce never seen before.
 * @param keysOf the keys that an access token belongs to
 * @param origins the origins over which a signature may have been made
 */
export function openSignatureCheck(
  clock: Clock,
  keysOf: (accessToken: string) => Keys | undefined,
  origins: () => readonly string[],
): SignatureCheck {
  const nonces = new Map<string, Millis>()
  return (request) => {
    const header = parseHeader(request.authorization ?? '')
    const query = parseQuery(request.query)
    if (header === null || query === null) return null
    const oauth = new Map(header)
    const keys = keysOf(oauth.get('oauth_token') ?? '')
    if (keys === undefined || keys.appKey !== oauth.get('oauth_consumer_key')) return null
    if (oauth.get('oauth_signature_method') !== 'HMAC-SHA1' || (oauth.get('oauth_version') ?? '1.0') !== '1.0')
      return null
    const timestamp = oauth.get('oauth_timestamp') ?? ''
    const nonce = oauth.get('oauth_nonce') ?? ''
    if (!isFresh(clock, timestamp) || nonce === '') return null
    const parameters = [...header.filter(([name]) => name !== 'oauth_signature'), ...query]
    const given = oauth.get('oauth_signature') ?? ''
    const right = origins().some((origin) =>
      isSame(given, sign(keys, request.method, `${origin}${request.path}`, parameters)),
    )
    if (!right) return null
    const use = `${keys.accessToken} ${timestamp} ${nonce}`
    if (nonces.has(use)) return null
    forgetStale(nonces, clock.now())
    nonces.set(use, clock.now())
    return keys
  }
}

function isFresh(clock: Clock, timestamp: string): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false
  const at = Number(timestamp) * SECOND
  return Math.abs(clock.now() - at) <= FRESH
}

function forgetStale(nonces: Map<string, Millis>, now: Millis): void {
  for (const [use, seen] of nonces) {
    if (now - seen <= 4 * FRESH) return
    nonces.delete(use)
  }
}

function sign(keys: Keys, method: string, url: string, parameters: readonly Pair[]): string {
  const normal = parameters
    .map(([name, value]): Pair => [percentEncode(name), percentEncode(value)])
    .toSorted(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const base = [method.toUpperCase(), url, normal].map(percentEncode).join('&')
  return createHmac('sha1', `${percentEncode(keys.appSecret)}&${percentEncode(keys.accessSecret)}`)
    .update(base)
    .digest('base64')
}

// In ascending byte value order (3.4.1.3.2): the names are ASCII by then.
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** RFC 5849, section 3.6: everything but the unreserved characters of RFC 3986. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `OAuth name="value", …` (3.5.1); null where it is anything else, lacks a parameter or names one twice. */
function parseHeader(header: string): readonly Pair[] | null {
  const scheme = /^OAuth\s+/i.exec(header)
  if (scheme === null) return null
  const pairs: Pair[] = []
  for (const part of header.slice(scheme[0].length).split(',')) {
    const pair = /^\s*([^\s="]+)="([^"]*)"\s*$/.exec(part)
    const [name, value] = [decode(pair?.[1]), decode(pair?.[2])]
    if (name === null || value === null) return null
    if (name !== 'realm') pairs.push([name, value])
  }
  const names = new Set(pairs.map(([name]) => name))
  const known = PARAMETERS.every((name) => names.has(`oauth_${name}`))
  return known && names.size === pairs.length ? pairs : null
}

function parseQuery(query: string): readonly Pair[] | null {
  const pairs: Pair[] = []
  for (const part of query === '' ? [] : query.split('&')) {
    const [name = '', ...rest] = part.replaceAll('+', ' ').split('=')
    const [decodedName, decodedValue] = [decode(name), decode(rest.join('='))]
    if (decodedName === null || decodedValue === null) return null
    pairs.push([decodedName, decodedValue])
  }
  return pairs
}

function decode(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
