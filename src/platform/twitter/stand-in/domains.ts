import tlds from 'tlds' with { type: 'json' }

/** Where a domain ends in a text, and the labels of the {@link DomainMap} it runs over. */
export interface DomainMatch {
  readonly end: number
  readonly first: number
  readonly last: number
}

interface Label {
  readonly start: number
  /** The index of its dot, or of the first character that no domain holds. */
  readonly end: number
  readonly dotted: boolean
  readonly lastUnderscore: number
  /** End of the top-level domain that begins at `start`, behind a dot; or null. */
  readonly tldEnd: number | null
}

/** Every stretch of a text that could be a domain name, cut into labels once, so that any number of tries stays linear. */
export interface DomainMap {
  readonly text: string
  readonly labels: readonly Label[]
  /** By index in the text, the label that stands there, or -1. */
  readonly labelAt: Int32Array
  /** By label, the last label that can be the top-level domain of a domain beginning with it, or -1. */
  readonly reach: Int32Array
}

// What cannot stand in a domain by X's rules (twitter-text: punct, spaces, invalid and directional characters). Anything
// else can, emoji and quotation marks included; a dot parts labels, a dash or underscore stands inside them.
const OUTSIDE = /[!'#%&()*+,\\/:;<=>?@[\]^{|}~$\s\x85\u180E\uFFFE\uFFFF\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069]/
const TLDS = new Set(tlds.map((tld) => tld.normalize('NFC').toLowerCase()))
const LONGEST_TLD = Math.max(...Array.from(TLDS, (tld) => tld.length))
const PUNYCODE_TLD = /xn--[-0-9a-z]+/iy

export function mapDomains(text: string): DomainMap {
  const labels: Label[] = []
  const labelAt = new Int32Array(text.length).fill(-1)
  let start = 0
  let lastUnderscore = -1
  for (let at = 0; at <= text.length; at++) {
    const character = at < text.length ? text[at]! : ' '
    const dotted = character === '.'
    if (!dotted && !OUTSIDE.test(character)) {
      labelAt[at] = labels.length
      if (character === '_') lastUnderscore = at
      continue
    }
    const mayEnd = labels.at(-1)?.dotted === true
    labels.push({ start, end: at, dotted, lastUnderscore, tldEnd: mayEnd ? tldEnd(text, start, at) : null })
    start = at + 1
    lastUnderscore = -1
  }
  const reach = new Int32Array(labels.length).fill(-1)
  for (let label = labels.length - 2; label >= 0; label--) {
    if (isInner(text, labels[label]!.start)) reach[label] = reachFrom(text, labels, reach, label, labels[label]!.start)
  }
  return { text, labels, labelAt, reach }
}

/** The longest domain that begins exactly at `start`: valid labels, the last of them a top-level domain. */
export function domainAt(map: DomainMap, start: number): DomainMatch | null {
  const first = map.labelAt[start] ?? -1
  if (first === -1 || !isInner(map.text, start)) return null
  const last = reachFrom(map.text, map.labels, map.reach, first, start)
  return last === -1 ? null : { end: map.labels[last]!.tldEnd!, first, last }
}

function reachFrom(text: string, labels: readonly Label[], reach: Int32Array, index: number, start: number): number {
  const label = labels[index]!
  if (!label.dotted || !isInner(text, label.end - 1)) return -1
  const further = reach[index + 1] ?? -1
  if (further !== -1) return further
  // The name before the top-level domain holds no underscore; names further left may.
  return label.lastUnderscore < start && labels[index + 1]?.tldEnd != null ? index + 1 : -1
}

/** A label neither begins nor ends with a dash or an underscore. */
function isInner(text: string, at: number): boolean {
  const character = text[at]
  return character !== undefined && character !== '-' && character !== '_' && character !== '.'
}

/** The longest one wins; after it no letter, digit, `@`, `+` or `-` of ASCII may stand ("example.com-" is no domain). */
function tldEnd(text: string, start: number, end: number): number | null {
  for (let length = Math.min(LONGEST_TLD, end - start); length > 0; length--) {
    if (/[0-9a-z@+-]/i.test(text[start + length] ?? '')) continue
    if (TLDS.has(text.slice(start, start + length).toLowerCase())) return start + length
  }
  PUNYCODE_TLD.lastIndex = start
  return PUNYCODE_TLD.test(text) ? PUNYCODE_TLD.lastIndex : null
}
