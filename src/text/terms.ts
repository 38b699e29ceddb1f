import { nfd, nfkc } from './normal-form.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

// What writes no spaces between words (UAX #29, 4.1), and Korean, which writes endings onto them.
const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u

/**
 * The first of `terms` (words or phrases) that stands in `text` as whole words, in any case; null where none does. A
 * `*` at the end of a term stands for any ending. In scripts without spaces a term may stand anywhere.
 */
export function termIn(text: string, terms: readonly string[]): string | null {
  if (terms.length === 0) return null
  const parts = plain(text).split(PARTING)
  const where = parts.join('')
  const starts = boundariesOf(where)
  let seam = 0
  for (const part of parts) starts.add((seam += part.length))
  return terms.find((term) => standsIn(where, starts, term)) ?? null
}

function standsIn(text: string, boundaries: ReadonlySet<number>, term: string): boolean {
  const spelt = plain(term).replace(PARTING, '').trim()
  const open = spelt.endsWith('*')
  const wanted = open ? spelt.slice(0, -1).trimEnd() : spelt
  if (wanted === '') return false
  const [first, last] = [wanted[0]!, wanted.at(-1)!]
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    const begins = boundaries.has(at) || UNSPACED.test(first)
    const ends = open || boundaries.has(end) || UNSPACED.test(last)
    if (begins && ends) return true
  }
  return false
}

// What nobody sees: marks of direction, of where a line may break, of how an emoji looks (UAX #44,
// Default_Ignorable_Code_Point); and of how letters are joined, which Indic scripts and Sinhala write or leave out.
const UNSEEN = /\p{Default_Ignorable_Code_Point}(?<!\u200b|\p{Script=Arabic}\p{M}*\u200c)/gu
// Unseen too, but a word may end here: before endings and within compounds of Persian, Urdu and Kurdish, which many a hand
// writes in one; and where Unicode parts words without a space.
const PARTING = /[\u200b\u200c]/g

// What is written for learners and for looks, and is no part of a word's spelling. Marks that make another letter (й, ї,
// é, أ) are one with it in NFKC, and stay.
const STRESS = /(?<=\p{Script=Cyrillic})[\u0300\u0301]/gu
const ARABIC_POINTS =
  /[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/gu
const HEBREW_POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu
// It draws a word out to fill its line.
const TATWEEL = /\u0640/gu

// Greek capitals stand without accents, and bring a diaeresis of their own (Μάιος, ΜΑΪΟΣ); a sigma at the end of a word
// has a small letter to itself.
const GREEK = /[\p{Script=Greek}\p{M}]+/gu

/** Letters that are written one for another: in capitals, at the end of a word, or by a sloppy hand. */
function oneLetter(lower: string): string {
  return (
    lower
      .replace(GREEK, (run) => (/\p{L}/u.test(run) ? nfd(run).replace(/\p{M}/gu, '').replaceAll('ς', 'σ') : run))
      // Turkish İ and I are the capitals of i and ı, and everywhere else I is that of i.
      .replaceAll('i\u0307', 'i')
      .replaceAll('ı', 'i')
      .replaceAll('ß', 'ss')
      .replaceAll('ё', 'е')
      // Persian keyboards write these for the Arabic letters, and Arabic ones the other way round.
      .replaceAll('ی', 'ي')
      .replaceAll('ک', 'ك')
  )
}

/**
 * One spelling: compatibility forms, case, points, stress, what nobody sees, kinds of dashes, quotes, apostrophes and
 * white space aside, and what capitals and hasty hands write alike; {@link PARTING} stays. A word too many that waits for
 * a person costs less than one that goes.
 */
function plain(text: string): string {
  return oneLetter(
    nfkc(
      text
        .replace(UNSEEN, '')
        .replace(/[‘’ʻʼ`´׳]/gu, "'")
        .replace(/[“”„‟״]/gu, '"'),
    ).toLowerCase(),
  )
    .replace(STRESS, '')
    .replace(ARABIC_POINTS, '')
    .replace(HEBREW_POINTS, '')
    .replace(TATWEEL, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/\s[\s\u200b\u200c]*/gu, ' ')
    .trim()
}

// UAX #29 (4.1, WB6 and WB7) joins letters over these; but possessives, elided articles, Turkish and Finnish endings hang
// on a word that is whole without them: Zelensky's, l'embargo, Ankara'nın, EU:n. A dot between letters is an address, or a
// full stop whose space was lost; words of a hashtag are joined by low lines. Hebrew writes prefixes onto what stands in
// quotes.
const JOINT = /["':_]|(?<=\p{L}\p{M}*)\.(?=\p{L})/gu

// Where an apostrophe is a letter of its word: before a vowel with a glide in Ukrainian and Belarusian (п'ять, об'єкт,
// аб'ект), in Hebrew after what it gives a foreign sound (ג'נין), and in English "n't", or a Don would stand in every
// "don't".
const LETTER =
  /(?<=\p{Script=Cyrillic})'(?=[яюєїеёі])|(?<=[גדזחטצת])'(?=\p{Script=Hebrew})|(?<=n)'(?=t(?![\p{L}\p{M}]))/gu

function boundariesOf(text: string): Set<number> {
  const found = new Set([0, text.length])
  for (const { index } of segmenter.segment(text)) found.add(index)
  const letters = new Set(Array.from(text.matchAll(LETTER), ({ index }) => index))
  for (const { index } of text.matchAll(JOINT)) {
    if (!letters.has(index)) found.add(index).add(index + 1)
  }
  return found
}
