import { MONTH_NAMES } from './month-names.ts'
import { nfd } from './normal-form.ts'

/** What is a month in one language and another in the next, by language. */
const BY_LANGUAGE: readonly (readonly [word: string, months: Readonly<Record<string, number>>])[] = [
  ['listopad', { pl: 11, cs: 11, hr: 10 }],
  ['listopada', { pl: 11, hr: 10 }],
  ['lis', { pl: 11, cs: 11, hr: 10 }],
  ['lip', { pl: 7, hr: 6 }],
  ['srp', { cs: 8, hr: 7 }],
]

const SHARED = new Map(BY_LANGUAGE)
const EXACT: ReadonlyMap<string, number> = new Map(
  MONTH_NAMES.flatMap((names, index) =>
    names.split(/\s+/).map((name): [string, number] => [folded(name.replaceAll('_', ' ')), index + 1]),
  ),
)
const SHORTEST = 3

/** The months by every beginning of their names; made when first asked for, as most dates need none. */
let beginnings: ReadonlyMap<string, readonly number[]> | null = null

function beginningsOf(): ReadonlyMap<string, readonly number[]> {
  const all = new Map<string, readonly number[]>()
  const add = (name: string, month: number): void => {
    for (let end = SHORTEST; end <= name.length; end += 1) {
      const months = all.get(name.slice(0, end)) ?? []
      if (!months.includes(month)) all.set(name.slice(0, end), [...months, month])
    }
  }
  for (const [name, month] of EXACT) add(name, month)
  for (const [name, months] of BY_LANGUAGE) for (const month of Object.values(months)) add(name, month)
  return all
}

/** Months that are also short for days of the week: "mar." is a Tuesday in Spanish, "Paz" a Sunday in Turkish. */
const DAYS_TOO: ReadonlySet<string> = new Set(['mar', 'paz', 'sen', 'sht'])

/** Letters without case and accents: newspapers leave accents out, and Turkish capitals have other small ones. */
function folded(word: string): string {
  if (/^[a-z]*$/i.test(word)) return word.toLowerCase()
  return nfd(word)
    .replace(/[\u0300-\u036f\u0653-\u0655]/g, '')
    .toLowerCase()
    .replaceAll('ı', 'i')
}

// Of a name that is cut off or has another ending.
const STEM = 4
const ENDING = 3

/** The months that `word` may name in `language`, 1 to 12: by a whole word, else by one that begins as it does. */
function monthsOf(word: string, language: string | null): readonly number[] {
  const name = folded(word)
  const shared = SHARED.get(name)
  if (shared !== undefined) {
    const own = language === null ? undefined : shared[base(language)]
    return own === undefined ? [...new Set(Object.values(shared))] : [own]
  }
  const exact = EXACT.get(name)
  if (exact !== undefined) return [exact]
  beginnings ??= beginningsOf()
  for (let end = name.length; end >= Math.max(SHORTEST, name.length - ENDING); end -= 1) {
    const months = end < name.length && end < STEM ? undefined : beginnings.get(name.slice(0, end))
    if (months !== undefined) return months
  }
  return []
}

/** Bosnian and Serbian newspapers that use such names use the Croatian ones. */
function base(language: string): string {
  const tag = language.slice(0, 2).toLowerCase()
  return tag === 'bs' || tag === 'sr' ? 'hr' : tag
}

/**
 * The month, 1 to 12, that `word` names in `language` in full or abbreviated; null where it names none, or one of
 * several.
 */
export function monthOf(word: string, language: string | null): number | null {
  const [month, ...others] = monthsOf(word, language)
  return month === undefined || others.length > 0 ? null : month
}

// Thai abbreviations have dots between their letters.
const WORDS = /(?:[\u0e01-\u0e4e]+\.){2}|\p{L}[\p{L}\p{M}]+/gu

/**
 * The months, 1 to 12, that the words of `text` may name: none, one, or several where the language does not tell which.
 * A whole name goes before a beginning, one between numbers before one beside them, a later word before an earlier one.
 */
export function monthsIn(text: string, language: string | null): readonly number[] {
  const words = Array.from(text.matchAll(WORDS), ([word]) => word)
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`)
  const named = [...words, ...pairs].filter(isWhole)
  const between = named.length < 2 ? named : named.filter((word) => isBetweenNumbers(text, word))
  const likely = between.length > 0 ? between : named
  const name = likely.findLast((word) => !DAYS_TOO.has(folded(word))) ?? likely.at(-1)
  if (name !== undefined) return monthsOf(name, language)
  return words.map((word) => monthsOf(word, language)).findLast((months) => months.length > 0) ?? []
}

function isBetweenNumbers(text: string, word: string): boolean {
  const at = text.indexOf(word)
  return /\d/.test(text.slice(0, at)) && /\d/.test(text.slice(at))
}

function isWhole(word: string): boolean {
  const name = folded(word)
  return EXACT.has(name) || SHARED.has(name)
}

/** Days of the week, Sunday first, in English and where months have names that another language shares. */
const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  [
    'sun sunday niedz nd niedziela ne nedele ned nedjelja nedelja',
    'mon monday pn pon poniedzialek po pondeli ponedjeljak ponedeljak',
    'tue tuesday wt wto wtorek ut utery uto utorak',
    'wed wednesday sr sro sroda st streda sri srijeda sreda',
    'thu thursday czw czwartek ct ctvrtek cet cetvrtak',
    'fri friday pt pia piatek pa patek pet petak',
    'sat saturday sb sob sobota so sub subota',
  ].flatMap((names, day) => names.split(' ').map((name): [string, number] => [name, day])),
)

/** The day of the week that `text` names, Sunday as 0; null where it names none. */
export function weekdayIn(text: string): number | null {
  for (const [word] of text.matchAll(WORDS)) {
    const day = WEEKDAYS.get(folded(word).replaceAll('ł', 'l'))
    if (day !== undefined) return day
  }
  return null
}
