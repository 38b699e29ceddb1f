/**
 * Whether `tag` is a language tag of BCP 47. Names of languages are well-formed too: of five letters and more none is
 * registered (RFC 5646, 2.2.1), and of three only those that have none of two.
 */
export function isLanguageTag(tag: string): boolean {
  const locale = localeOf(tag)
  const [primary = ''] = tag.split('-')
  if (locale === null || primary.length > 3) return false
  return primary.length === 2 ? nameOf(primary, 'en') !== null : locale.language.length === 3
}

/** The tag that is likely meant by what is none: the name of a language, a country, a longer code. Null where none is. */
export function languageMeant(written: string): string | null {
  const named = CODES.find((code) =>
    [nameOf(code, 'en'), nameOf(code, code)].some((name) => name?.toLowerCase() === written.trim().toLowerCase()),
  )
  const dashed = localeOf(written.replaceAll('_', '-'))
  const spoken = isCountry(written) ? localeOf(`und-${written}`)?.maximize().language : undefined
  return [named, dashed?.baseName, spoken].find((tag) => tag !== undefined && isLanguageTag(tag)) ?? null
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('')
const CODES = LETTERS.flatMap((one) => LETTERS.map((two) => one + two))

function nameOf(code: string, reader: string): string | null {
  return new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' }).of(code) ?? null
}

function isCountry(code: string): boolean {
  if (!/^[a-z]{2}$/i.test(code)) return false
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  return names.of(code.toUpperCase()) !== undefined
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag)
  } catch {
    return null
  }
}
