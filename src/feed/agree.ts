import { HOUR, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Said } from '#src/store/said.ts'
import { bareText } from '#src/text/fingerprint.ts'
import { plainText } from '#src/text/html.ts'
import { runsOf, sharedWords, shareOf } from '#src/text/overlap.ts'
import { isInstant } from './dated.ts'
import { likenessOf, SHORTEST_TEXT } from './likeness.ts'
import { pathOf } from './names.ts'

/** How what an entry says goes with what an article is known to have said; null where one of them does not say it. */
export interface Agreement {
  readonly title: 'same' | 'alike' | 'unlike'
  readonly text: 'same' | 'alike' | 'unlike' | null
  /** Whether the path is the same, on another host perhaps. */
  readonly path: boolean | null
  /** Whether both are of one instant. */
  readonly date: boolean | null
}

// Of all pairs of stories in real feeds one in a hundred has so much in common.
const ALIKE_TITLE = 0.5
const ALIKE_TEXT = 0.2
// A count in a headline rises within hours; what comes daily, or is dated otherwise, has the next number.
const COUNTING: Millis = 12 * HOUR

/** Compares an entry with what an article has said, in any of its revisions that are known. */
export function agreementOf(entry: Entry, said: Said): Agreement {
  const [path, other] = [entry.link === null ? '' : pathOf(entry.link), pathOf(said.url)]
  const dated = isInstant(entry.published) && isInstant(said.published)
  const apart = dated ? Math.abs(entry.published - said.published) : null
  return {
    title: hasTitle(entry, said) ? 'same' : isAlikeTitle(entry.title, said, apart) ? 'alike' : 'unlike',
    text: hasText(entry, said) ? 'same' : likeText(entry, said),
    path: path === '' || other === '' ? null : path === other,
    date: apart === null ? null : apart === 0,
  }
}

/** Whether an article is known under the headline of `entry`. */
export function hasTitle(entry: Entry, said: Said | undefined): boolean {
  if (said === undefined) return false
  const { likeness, words } = said
  const { title } = likenessOf({ ...entry, summary: null, content: null })
  const bare = bareText(entry.title)
  return title !== null && (likeness.includes(title) || words.some((known) => bareText(known.title) === bare))
}

function hasText(entry: Entry, { likeness }: Said): boolean {
  return likenessOf(entry).texts.some((key) => likeness.includes(key))
}

function isAlikeTitle(title: string, { words }: Said, apart: Millis | null): boolean {
  const counted = apart !== null && apart < COUNTING
  return words.some(
    (known) => (counted || haveSameNumbers(title, known.title)) && sharedWords(title, known.title) >= ALIKE_TITLE,
  )
}

function haveSameNumbers(one: string, other: string): boolean {
  const numbers = (title: string): ReadonlySet<string> => new Set(title.normalize('NFKC').match(/\p{N}+/gu))
  return numbers(one).symmetricDifference(numbers(other)).size === 0
}

function likeText(entry: Entry, { words }: Said): 'alike' | 'unlike' | null {
  const [own, known] = [textsOf(entry), words.flatMap(textsOf)]
  if (own.length === 0 || known.length === 0) return null
  const others = known.map(runsOf)
  return own.map(runsOf).some((one) => others.some((other) => shareOf(one, other) >= ALIKE_TEXT)) ? 'alike' : 'unlike'
}

const BEGINNING = 10_000

function textsOf({ summary, content }: Pick<Entry, 'summary' | 'content'>): readonly string[] {
  return [summary, content]
    .map((html) => plainText((html ?? '').slice(0, BEGINNING)))
    .filter((text) => bareText(text).length >= SHORTEST_TEXT)
}

/** Whether something agrees: the headline or the text at least partly, the path, or the date. */
export function isLike({ title, text, path, date }: Agreement): boolean {
  return title !== 'unlike' || text === 'same' || text === 'alike' || path === true || date === true
}

/** Whether nothing agrees, and enough is there to tell: another text or date beside another headline. */
export function isUnlike(agreement: Agreement): boolean {
  return !isLike(agreement) && (agreement.text === 'unlike' || agreement.date === false)
}

/** Whether the words are the same, and nothing says that they are told of another day: no other text, and no other date. */
export function isSameTelling({ title, text, path, date }: Agreement): boolean {
  if (title !== 'same' || text === 'unlike' || date === false) return false
  return text === 'same' || date === true || path === true || (text === null && path === null)
}
