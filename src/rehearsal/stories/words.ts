/** The entry of `list` for this turn; `offset` keeps two picks of one story from moving in step. */
export function of<T>(list: readonly T[], turn: number, offset = 0): T {
  return list[(turn + offset) % list.length]!
}

const rules = { uk: new Intl.PluralRules('uk'), pl: new Intl.PluralRules('pl') }
const englishOrdinals = new Intl.PluralRules('en', { type: 'ordinal' })
const formats = {
  en: new Intl.NumberFormat('en'),
  uk: new Intl.NumberFormat('uk'),
  pl: new Intl.NumberFormat('pl'),
  pt: new Intl.NumberFormat('pt-PT'),
}
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }

/** For example `1st`, `112th`, `2,043rd`. */
export function ordinal(value: number): string {
  return grouped('en', value) + ENDINGS[englishOrdinals.select(value)]
}

/** `value` with the thousands set apart as `language` does it. */
export function grouped(language: 'en' | 'uk' | 'pl' | 'pt', value: number): string {
  return formats[language].format(value)
}

/** `value` and the noun in its form after that number: for 1, for 2 to 4, for 5 and more. */
export function counted(language: 'uk' | 'pl', value: number, one: string, few: string, many: string): string {
  const form = rules[language].select(value)
  return `${grouped(language, value)} ${form === 'one' ? one : form === 'few' ? few : many}`
}
