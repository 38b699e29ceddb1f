import type { Wording } from '#src/records.ts'
import { nfc } from '#src/text/normal-form.ts'
import { folded } from './names.ts'

/**
 * The hashtags that staff map an article's section, tags and categories to, in the article's order and each once. A
 * name is matched whole, in any case and width.
 */
export function hashtagsOf(
  categories: readonly string[],
  { hashtags, maxHashtags }: Pick<Wording, 'hashtags' | 'maxHashtags'>,
): readonly string[] {
  const byName = foldedOnce(hashtags)
  const found = new Map<string, string>()
  for (const category of categories) {
    const hashtag = byName.get(folded(category))
    if (hashtag !== undefined && !found.has(folded(hashtag))) found.set(folded(hashtag), hashtag)
  }
  return [...found.values()].slice(0, maxHashtags)
}

const known = new WeakMap<Wording['hashtags'], ReadonlyMap<string, string>>()

function foldedOnce(hashtags: Wording['hashtags']): ReadonlyMap<string, string> {
  const before = known.get(hashtags)
  if (before !== undefined) return before
  const byName = new Map(Object.entries(hashtags).map(([name, hashtag]) => [folded(name), hashtag]))
  known.set(hashtags, byName)
  return byName
}

/** The handle that staff map an author to, whose name is matched as {@link hashtagsOf} matches; null where none is. */
export function handleOf(author: string, handles: Wording['handles']): string | null {
  return Object.entries(handles).find(([name]) => folded(name) === folded(author))?.[1] ?? null
}

// Longer ones are nobody's topic.
const LONGEST = 100

/**
 * `text` as one hashtag: what no hashtag may hold is taken out, and where it held several words each begins with a
 * capital. Null where no letter is left (a hashtag of digits is none on any platform).
 */
export function hashtagFrom(text: string, locale: string): string | null {
  const words = nfc(text)
    .replace(/(?<=\p{L})['’ʼ`´](?=\p{L})/gu, '')
    .match(/[\p{L}\p{M}\p{N}_\u200c]+/gu)
  const parts = words?.length === 1 ? words : (words ?? []).map((word) => capital(word, locale))
  const joined = nfc(parts.join(''))
  return /\p{L}/u.test(joined) && joined.length <= LONGEST ? `#${joined}` : null
}

function capital(word: string, locale: string): string {
  return word.replace(/^./u, (first) => first.toLocaleUpperCase(locale))
}
