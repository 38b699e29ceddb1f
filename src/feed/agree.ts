import { HOUR, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Said } from '#src/store/said.ts'
import { sharedLetters, shareOf } from '#src/text/overlap.ts'
import { isInstant } from './dated.ts'
import { pathOf } from './names.ts'
import { toldBy } from './told.ts'

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
    title: hasTitle(entry, said) ? 'same' : isAlikeTitle(entry, said, apart) ? 'alike' : 'unlike',
    path: path === '' || other === '' ? null : path === other,
    date: apart === null ? null : apart === 0,
    // Only where it is asked for: this alone takes time.
    get text() {
      return hasText(entry, said) ? 'same' : likeText(entry, said)
    },
  }
}

/** Whether an article is known under the headline of `entry`. */
export function hasTitle(entry: Entry, said: Said | undefined): boolean {
  if (said === undefined) return false
  const { likeness, words } = said
  const told = toldBy(entry)
  const title = told.titleKey()
  return (
    title !== null &&
    (likeness.includes(title) || words.some((known) => toldBy(known).bareTitle() === told.bareTitle()))
  )
}

function hasText(entry: Entry, { likeness }: Said): boolean {
  return toldBy(entry)
    .textKeys()
    .some((key) => likeness.includes(key))
}

function isAlikeTitle(entry: Entry, { words }: Said, apart: Millis | null): boolean {
  const counted = apart !== null && apart < COUNTING
  const letters = toldBy(entry).titleLetters()
  return words.some(
    (known) =>
      (counted || haveSameNumbers(entry.title, known.title)) &&
      sharedLetters(letters, toldBy(known).titleLetters()) >= ALIKE_TITLE,
  )
}

function haveSameNumbers(one: string, other: string): boolean {
  const numbers = (title: string): ReadonlySet<string> => new Set(title.normalize('NFKC').match(/\p{N}+/gu))
  return numbers(one).symmetricDifference(numbers(other)).size === 0
}

function likeText(entry: Entry, { words }: Said): 'alike' | 'unlike' | null {
  const [own, others] = [toldBy(entry).runs(), words.flatMap((known) => toldBy(known).runs())]
  if (own.length === 0 || others.length === 0) return null
  return own.some((one) => others.some((other) => shareOf(one, other) >= ALIKE_TEXT)) ? 'alike' : 'unlike'
}

/** Whether something agrees: the headline or the text at least partly, the path, or the date. */
export function isLike(agreement: Agreement): boolean {
  const { title, path, date } = agreement
  if (title !== 'unlike' || path === true || date === true) return true
  return agreement.text === 'same' || agreement.text === 'alike'
}

/** Whether nothing agrees, and enough is there to tell: another text or date beside another headline. */
export function isUnlike(agreement: Agreement): boolean {
  return !isLike(agreement) && (agreement.date === false || agreement.text === 'unlike')
}

/** Whether the words are the same, and nothing says that they are told of another day: no other text, and no other date. */
export function isSameTelling(agreement: Agreement): boolean {
  const { title, path, date } = agreement
  if (title !== 'same' || date === false) return false
  const { text } = agreement
  if (text === 'unlike') return false
  return text === 'same' || date === true || path === true || (text === null && path === null)
}
