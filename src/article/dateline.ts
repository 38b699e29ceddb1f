/**
 * `paragraph` without where and when it was written before it begins: "KYIV, July 12 (Agency) — ". A place in capitals,
 * or one with a day or an agency behind it, then a dash: a dash alone may be the sentence's own.
 */
export function withoutDateline(paragraph: string): string {
  for (const pattern of [CAPITALS, NAMED, COLON]) {
    const rest = paragraph.replace(pattern, '')
    if (rest !== paragraph && /^["'“«„»(]?\p{L}|^["'“«„]?\p{N}/u.test(rest)) return rest
  }
  return paragraph
}

const DASH = String.raw`\s*(?:[—–]|--?(?=\s))\s*`
const BEHIND = String.raw`(?:,\s*[^—–\n]{1,30}?)?(?:\s*\([^()]{2,40}\))?`
const CAPITALS = new RegExp(`^\\p{Lu}[\\p{Lu}\\p{M}\\s.'’-]{2,40}${BEHIND}${DASH}`, 'u')
/** "KYIV: The bridge…" */
const COLON = /^\p{Lu}{4,}(?:\s\p{Lu}{2,})?:\s+(?=\p{Lu})/u
const NAMED = new RegExp(
  `^\\p{Lu}[\\p{L}\\p{M}\\s.'’-]{1,40}(?:,\\s*[^—–\\n]{0,25}\\d[^—–\\n]{0,12}|,?\\s*\\(\\p{Lu}[^()]{1,40}\\)|,\\s*\\d[^—–\\n]{0,25}\\s*\\([^()]{2,40}\\))${DASH}`,
  'u',
)
