/** A URL that is to be fetched, read once: where it is said to be, and where a socket goes. */
export interface Target {
  /** Without credentials and fragment, as it may be shown and stored. */
  readonly url: string
  /** `url` without its query, which may hold a token: for messages. */
  readonly shown: string
  /** `host:port`, the port always given. */
  readonly hostPort: string
  /** What credentials and conditions belong to. */
  readonly origin: string
  /** Where the socket goes: `url`, or the same on the local origin that takes its place. */
  readonly reached: string
  /** True where a local origin takes its place. */
  readonly local: boolean
  /** The `authorization` that the URL's credentials ask for (RFC 7617). */
  readonly authorization: string | null
}

/** Local origins that take the place of public ones, by public origin. */
export type Origins = ReadonlyMap<string, string>

/** Reads `url`; where `from` redirects to it, relative to that. Null where it is no http(s) URL. */
export function readTarget(url: string, origins: Origins, from?: Target): Target | null {
  const parsed = URL.parse(url, from?.url)
  if (parsed === null || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null
  const authorization = credentials(parsed)
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  // A local server redirects to itself by the name it knows: its readers know the public one.
  const shown = from?.local === true ? publicUrl(parsed, origins) : parsed
  const local = origins.get(shown.origin)
  return {
    url: shown.href,
    shown: `${shown.origin}${shown.pathname}`,
    hostPort: `${shown.hostname}:${shown.port || (shown.protocol === 'https:' ? '443' : '80')}`,
    origin: shown.origin,
    reached: local === undefined ? shown.href : moved(shown, local).href,
    local: local !== undefined,
    authorization,
  }
}

/** The key by which `network.allow` is compared: lower case, as the URL parser spells the host. */
export function readHostPort(hostPort: string): string | null {
  return URL.canParse(`http://${hostPort}`) ? (readTarget(`http://${hostPort}`, new Map())?.hostPort ?? null) : null
}

function publicUrl(url: URL, origins: Origins): URL {
  for (const [origin, local] of origins) {
    if (new URL(local).origin === url.origin) return moved(url, origin)
  }
  return url
}

function moved(url: URL, origin: string): URL {
  const to = new URL(origin)
  to.pathname = url.pathname
  to.search = url.search
  return to
}

function credentials(url: URL): string | null {
  if (url.username === '' && url.password === '') return null
  const plain = `${decode(url.username)}:${decode(url.password)}`
  return `Basic ${Buffer.from(plain).toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
