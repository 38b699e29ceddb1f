// Codes of countries that are none of languages (ISO 639), and often stand in their place.
const MEANT: Readonly<Record<string, string>> = { ua: 'uk', jp: 'ja', cn: 'zh', cz: 'cs', gr: 'el', dk: 'da' }

/** So few letters tell no script. */
const ENOUGH = 12
const LONGEST = 2_000

/**
 * The language of `text`, which `told` says; null where nothing is said. English told of another script is what software
 * says where nobody set it: then the language that the letters tell, null where several languages have them.
 */
export function languageIn(told: string | null, text: string): string | null {
  if (told === null) return null
  const tag = told.replace(/^[a-z]+/i, (base) => MEANT[base.toLowerCase()] ?? base)
  if (!/^en\b/i.test(tag)) return tag
  const letters = text.slice(0, LONGEST).match(/\p{L}/gu) ?? []
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length
  return letters.length < ENOUGH || latin * 2 >= letters.length ? tag : languageOfLetters(letters.join(''))
}

// Of letters that one language alone has; Cyrillic by those that tell Ukrainian from Russian.
const LETTERS: readonly (readonly [language: string, has: RegExp, hasNot: RegExp | null])[] = [
  ['uk', /[їєґ]/iu, /[ыэёўјљњ]/iu],
  ['ru', /[ыэё]/iu, /[іїєґўқғңұәөүһҷҳӣӯ]/iu],
  ['el', /\p{Script=Greek}/u, null],
  ['he', /\p{Script=Hebrew}/u, null],
  ['ko', /\p{Script=Hangul}/u, null],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u, null],
  ['zh', /\p{Script=Han}/u, null],
  ['th', /\p{Script=Thai}/u, null],
  ['ka', /\p{Script=Georgian}/u, null],
  ['hy', /\p{Script=Armenian}/u, null],
  ['ar', /[ةى]/u, /[پچژگیکٹڈڑںےہھۆێڵ]/u],
]

function languageOfLetters(letters: string): string | null {
  return LETTERS.find(([, has, hasNot]) => has.test(letters) && hasNot?.test(letters) !== true)?.[0] ?? null
}
