import { createHmac, timingSafeEqual } from 'node:crypto'

const METHODS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

/**
 * Whether `header` (`method=hex`) is the signature of `body` by `secret` (WebSub, 8). SHA-1 too: the largest hubs sign with
 * nothing else, and an HMAC does not rest on what is broken in it (RFC 6151 says so of MD5).
 */
export function isSigned(header: string | undefined, secret: string, body: Uint8Array): boolean {
  const [, method = '', hex = ''] = /^\s*(sha\d{1,3})=([\da-f]{40,128})\s*$/i.exec(header ?? '') ?? []
  if (!METHODS.has(method.toLowerCase())) return false
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest()
  const given = Buffer.from(hex, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
