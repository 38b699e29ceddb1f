const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789' // no i, l, o, 0, 1: staff read ids aloud

/** A new id of 12 letters and digits (about 59 bits), easy to read aloud and to copy. */
export function randomId(): string {
  let id = ''
  for (const byte of crypto.getRandomValues(new Uint8Array(12))) id += ALPHABET[byte % ALPHABET.length]
  return id
}

let made = 0

/** A new id that sorts, as text, behind those that this process has made before it (RFC 9562, 6.2: a counter first). */
export function orderedId(): string {
  made += 1
  return `${made.toString(36).padStart(8, '0')}-${randomId()}`
}

/** `bytes` random bytes as lower-case hex, for secrets and nonces. */
export function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')
}

/** `value` moved at random by at most `share` of itself, so that many timers do not fire together. */
export function jitter(value: number, share = 0.1): number {
  const fraction = crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32
  return value * (1 + share * (2 * fraction - 1))
}
