/**
 * True only where `error` proves that no byte of the request left: the name did not resolve, no connection came about,
 * or its TLS handshake failed. Knows the errors of undici, `fetch`, `node:http(s)`, node-fetch and twitter-api-v2, and
 * looks through their wrappers. Whatever is false may have been carried out by the other side. Holds for one attempt:
 * a client that has followed a redirect or tried again has sent something before.
 */
export function neverSent(error: unknown): boolean {
  return proves(error, 0)
}

// Deeper than any library wraps; ends cycles.
const DEEPEST = 8

function proves(error: unknown, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return false
  // Several addresses were tried: one of them that may have taken the request is enough. Node copies the code of the
  // first to the whole, so its own code proves nothing.
  if ('errors' in error && Array.isArray(error.errors)) {
    return error.errors.length > 0 && error.errors.every((each) => proves(each, depth + 1))
  }
  const code = text(error, 'code')
  const syscall = text(error, 'syscall')
  const message = text(error, 'message') ?? ''
  // node:https reports what OpenSSL says of a handshake as a failed write, though TLS lets nothing be written before it.
  if (code === 'EPROTO') return refusedHandshake(message)
  if (syscall !== undefined) return syscall === 'connect' || syscall === 'getaddrinfo'
  if (code !== undefined) return NEVER_CONNECTED.has(code) || failedHandshake(code, message)
  return proves(inner(error), depth + 1)
}

function inner(error: object): unknown {
  if ('cause' in error && error.cause !== undefined) return error.cause
  // twitter-api-v2's ApiRequestError: its public `requestError` is always undefined.
  if ('_options' in error && typeof error._options === 'object' && error._options !== null) {
    return 'error' in error._options ? error._options.error : undefined
  }
  return undefined
}

function text(error: object, key: 'code' | 'syscall' | 'message'): string | undefined {
  const value: unknown = (error as Record<string, unknown>)[key]
  return typeof value === 'string' ? value : undefined
}

/** Codes that nothing but resolving or connecting raises. A plain ETIMEDOUT or ECONNRESET may come from a read. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ERR_IP_BLOCKED',
  'UND_ERR_CONNECT_TIMEOUT',
])

function failedHandshake(code: string, message: string): boolean {
  if (HANDSHAKE.has(code)) return true
  // Node's own words, raised only before `secureConnect`; the code would fit a reset at any time.
  if (code === 'ECONNRESET') return message.startsWith('Client network socket disconnected before secure TLS')
  return code.startsWith('ERR_SSL_') && refusedHandshake(message)
}

/**
 * Reads OpenSSL's account of an error. It uses the method of `tlsany_meth.c` only until the version is agreed on (a
 * plain-text server on a TLS port); the same code may come in mid-stream, from another method. The alerts are those of
 * RFC 8446 section 6.2 that refuse a handshake: handshake_failure, protocol_version, insufficient_security,
 * unrecognized_name, no_application_protocol.
 */
function refusedHandshake(message: string): boolean {
  return /\btlsany_meth\.c\b|\bSSL alert number (?:40|70|71|112|120)\b/.test(message)
}

/**
 * Certificates are verified before anything is written (https://nodejs.org/api/tls.html#x509-certificate-error-codes);
 * the rest are OpenSSL's codes of a handshake that either side refused.
 */
const HANDSHAKE: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
  'ERR_SSL_NO_CIPHERS_AVAILABLE',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
  'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
])
