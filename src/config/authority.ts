export interface Authority {
  /** Without the brackets of an IPv6 address; in small letters. */
  readonly host: string
  readonly port: number
}

/** `127.0.0.1:4480`, `localhost:80`, `[::1]:4480` in two parts; null for anything else. */
export function parseAuthority(text: string): Authority | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)):(\d{1,5})$/i.exec(text)
  if (match === null) return null
  const port = Number(match[3])
  const host = (match[1] ?? match[2])!.toLowerCase()
  if (port > 65_535 || !URL.canParse(`http://${bracketed(host)}:${port}`)) return null
  return { host, port }
}

/** The two parts as they stand in a URL, the port always told. */
export function showAuthority({ host, port }: Authority): string {
  return `${bracketed(host)}:${port}`
}

/** Where `url` leads, the scheme's port told. */
export function authorityOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
}

/** Whether `host` is this machine (RFC 6761 6.3, RFC 1122 3.2.1.3, RFC 4291 2.5.3). */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host)
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
