import type { Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Said } from '#src/store/said.ts'
import { shareOf, withoutFooter } from '#src/text/overlap.ts'
import { isInstant } from './dated.ts'
import { compareHeadlines, type Headlines } from './headline.ts'
import { pathOf } from './names.ts'
import { toldBy } from './told.ts'

/** How what an entry says goes with what an article is known to have said; null where one of them does not say it. */
export interface Agreement {
  readonly title: 'same' | Headlines
  readonly text: 'same' | 'alike' | 'unlike' | null
  /** Whether most of the shorter text stands in the other, beside what other stories have too. */
  readonly ownText: boolean
  /** The same, but that what both texts end in counts, unless other stories have it too: it may be a footer of these two. */
  readonly mostText: boolean
  /** Whether the path is the same, on another host perhaps. */
  readonly path: boolean | null
  /** Whether both are of one instant. */
  readonly date: boolean | null
}

// Of all pairs of stories in real feeds one in a hundred has so much in common.
const ALIKE_TEXT = 0.2
// Under another headline a sentence in common is a footer, and a line that is the whole text stands under all.
const MOST_OF_IT = 0.5
const LINE = 50

const NOTHING: ReadonlySet<string> = new Set()

/**
 * Compares an entry with what an article has said, in any of its revisions that are known. `standing` are runs of words
 * that other stories have too: they are nobody's own.
 */
export function agreementOf(entry: Entry, said: Said, standing = (): ReadonlySet<string> => NOTHING): Agreement {
  const dated = isInstant(entry.published) && isInstant(said.published)
  const apart = dated ? Math.abs(entry.published - said.published) : null
  const title = hasTitle(entry, said) ? 'same' : likeTitle(entry, said, apart)
  return {
    title,
    date: apart === null ? null : apart === 0,
    // Only where it is asked for: texts, and long addresses, take time.
    get path() {
      const [path, other] = [entry.link === null ? '' : pathOf(entry.link), pathOf(said.url)]
      return path === '' || other === '' ? null : path === other
    },
    get text() {
      return hasText(entry, said) ? 'same' : likeText(entry, said, standing)
    },
    get ownText() {
      return hasOwnText(entry, said, standing, withoutFooter)
    },
    get mostText() {
      return hasOwnText(entry, said, standing, (...pair) => pair)
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

function likeTitle(entry: Entry, { words }: Said, apart: Millis | null): Headlines {
  const found = new Set(words.map((known) => compareHeadlines(toldBy(entry), toldBy(known), apart)))
  return (['alike', 'next'] as const).find((how) => found.has(how)) ?? 'unlike'
}

function likeText(entry: Entry, said: Said, standing: () => ReadonlySet<string>): 'alike' | 'unlike' | null {
  const pairs = textsOf(entry, said)
  if (pairs.length === 0) return null
  const isAlike = pairs.some(([one, other]) => {
    const [mine, theirs] = [one.difference(standing()), other.difference(standing())]
    // A text in which nothing is its own is compared as it is.
    const share = mine.size === 0 || theirs.size === 0 ? shareOf(one, other) : shareOf(mine, theirs)
    return share >= ALIKE_TEXT
  })
  return isAlike ? 'alike' : 'unlike'
}

type Runs = ReadonlySet<string>

function hasOwnText(
  entry: Entry,
  said: Said,
  standing: () => Runs,
  partOf: (one: Runs, other: Runs) => readonly [Runs, Runs],
): boolean {
  const pairs = textsOf(entry, said)
  // Texts are forgotten before their keys are.
  if (hasText(entry, said) && (pairs.length === 0 || toldBy(entry).length() < LINE)) return pairs.length === 0
  return pairs.some((pair) => {
    const [mine, theirs] = partOf(...pair)
    return (
      shareOf(mine, theirs) >= MOST_OF_IT &&
      shareOf(mine.difference(standing()), theirs.difference(standing())) >= MOST_OF_IT
    )
  })
}

/** Every text of one beside every text of the other, in runs of words. */
function textsOf(entry: Entry, { words }: Said): readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] {
  const others = words.flatMap((known) => toldBy(known).runs())
  return toldBy(entry)
    .runs()
    .flatMap((one) => others.map((other) => [one, other] as const))
}

/**
 * Whether something agrees: the headline at least partly, the path, the date, or under another headline most of the text.
 * What has the next number of a series has its words too.
 */
export function isLike(agreement: Agreement): boolean {
  const { title, path, date } = agreement
  if (title === 'same' || title === 'alike' || path === true || date === true) return true
  return title !== 'next' && agreement.ownText
}

/** Whether nothing agrees, and enough is there to tell: another number, text or date beside another headline. */
export function isUnlike(agreement: Agreement): boolean {
  return !isLike(agreement) && (agreement.title === 'next' || agreement.date === false || agreement.text === 'unlike')
}

/** Whether the words are the same, and nothing says that they are told of another day: no other text, and no other date. */
export function isSameTelling(agreement: Agreement): boolean {
  const { title, path, date } = agreement
  if (title !== 'same' || date === false) return false
  const { text } = agreement
  if (text === 'unlike') return false
  return text === 'same' || date === true || path === true || (text === null && path === null)
}
