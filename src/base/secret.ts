import { inspect } from 'node:util'

/** A value that may be used but never shown: it prints as `[secret]` however it is printed. */
export interface Secret {
  /** The value itself. Call it only where it goes onto the wire. */
  reveal(): string
  /** Whether another one holds the same value. */
  equals(other: Secret | undefined): boolean
}

const MASK = '[secret]'
const known = new Set<string>()

/** Wraps `value`, and remembers it so that {@link scrub} finds it in any text. */
export function secret(value: string): Secret {
  // Every spelling in which a library may put it into a URL, a JSON body or a header.
  for (const spelling of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
    if (spelling.length >= 4) known.add(spelling)
  }
  const show = () => MASK
  return Object.freeze({
    reveal: () => value,
    equals: (other: Secret | undefined) => other?.reveal() === value,
    toString: show,
    toJSON: show,
    [inspect.custom]: show,
  })
}

// Tokens that Crier was never told about but that have a known shape (PLATFORMS: telegraf puts the token into URLs).
const BOT_TOKEN = /\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/gi
const AUTHORIZATION = /\b(Bearer|OAuth)\s+[A-Za-z0-9._~+/=%-]{16,}/g

/** `text` with every known secret, and everything of a bot token's shape, replaced by `[secret]`. */
export function scrub(text: string): string {
  let clean = text
  for (const value of known) if (clean.includes(value)) clean = clean.replaceAll(value, MASK)
  return clean.replace(BOT_TOKEN, MASK).replace(AUTHORIZATION, `$1 ${MASK}`)
}
