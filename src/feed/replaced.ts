import { HOUR, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { alikeBy, shownSince, type Shown } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy, type Said } from '#src/store/said.ts'
import { agreementOf, isLike } from './agree.ts'
import { hasOwnGuid, pathOf } from './names.ts'
import { sharingNumber } from './numbered.ts'
import { AT_LENGTH, TELLING, TELLING_HEADLINE } from './same-time.ts'
import { endOf } from './others.ts'
import { haveOneNumbers, once, runsIn, standingIn, toldBy } from './told.ts'

// What is edited is as a rule of the same day; what comes every morning and evening is no edit.
const WITHIN: Millis = 12 * HOUR
// A busy feed's articles of half a day, and how many of them an entry is compared with.
const RECENT = 100
const COMPARED = 8
// A number tells for as long as what bears it could stand there still: so many articles are looked at for it.
const MOST_NUMBERED = 500
// A feed that lets go of more than these, and of more than a fifth, shows what lasts: its alerts end, and are no edits
// but where they keep most of a text.
const FEW = 2

/** The document in which an entry stands. */
export interface Beside {
  readonly feed: string
  /** The articles that it shows. */
  readonly present: ReadonlySet<string>
  readonly entries: readonly Entry[]
  readonly now: Millis
}

/**
 * Finds the entries that read like an edit of an article that has gone from its feed, with a new address and date: where
 * no guid stays as it is, these may follow a new headline. One number in both addresses tells, however long ago, or
 * headline and text that agree in part, as those of nothing else of late do. What slid out at the document's end is not
 * gone. A new guid that is no address says that it is another story, unless more tells against it, as some are made of
 * the headline, or count versions: a number that nothing else of late has, or the text. Where a feed shows one entry
 * alone, all others are gone, and only the one before it is looked at: its text, however short.
 */
export function replacing(reader: Reader, beside: Beside): (entry: Entry) => Promise<boolean> {
  const { feed, present, entries, now } = beside
  const sharesNumber = once(() => sharingNumber(entries))
  const recent = once(async () => {
    const shown = await shownSince(reader, feed, now - WITHIN, RECENT)
    const all = goneFrom(shown, present)
    const gone = all.slice(0, COMPARED)
    if (gone.length === 0) return { shown, gone: [], others: [], isSeldom: true }
    const others = shown.filter((each) => !gone.includes(each)).slice(0, COMPARED)
    const said = await saidBy(
      reader,
      [...gone, ...others].map(({ article }) => article),
    )
    const of = (all: readonly Shown[]): readonly Said[] => all.flatMap(({ article }) => said.get(article) ?? [])
    return {
      shown,
      gone: of(gone),
      others: of(others),
      isSeldom: all.length <= Math.max(FEW, shown.filter(({ article }) => present.has(article)).length / 4),
    }
  })
  const ever = once(async () => {
    const all = (await shownSince(reader, feed, 0, MOST_NUMBERED)).filter(({ isCopy }) => !isCopy)
    return { all, gone: new Set(goneFrom(all, present)) }
  })
  /** Whether all that ever had the number is gone: the only one, or one that reads like it. A section's is on many. */
  const hasNumberOfGone = async (entry: Entry, isOwn: boolean): Promise<boolean> => {
    // Where all is new, it says nothing that the rest is gone.
    if (present.size === 0 || entry.link === null || !sharesNumber()(entry, entry.link)) return false
    const { all, gone } = await ever()
    const numbered = all.filter(({ url }) => sharesNumber()(entry, url))
    const [only, ...more] = numbered
    if (only === undefined || !numbered.every((each) => gone.has(each))) return false
    if (isOwn) return more.length === 0 && !hasPathOf(only, entry) && (await recent()).isSeldom
    if (more.length === 0) return true
    const said = await saidBy(
      reader,
      numbered.slice(0, COMPARED).map(({ article }) => article),
    )
    return said.values().some((each) => isLike(agreementOf(entry, each)))
  }
  return async (entry) => {
    const isOwn = hasOwnGuid(entry)
    if (await hasNumberOfGone(entry, isOwn)) return true
    const { shown, gone, others, isSeldom } = await recent()
    if (gone.length === 0) return false
    // As above.
    if (isOwn && present.size === 0) return false
    const hasNumber = ({ url }: Pick<Shown, 'url'>): boolean => sharesNumber()(entry, url)
    const numbered = gone.filter(hasNumber)
    if (numbered.length > 0 && !isOwn) return true
    if (numbered.length === 1 && isSeldom && !hasPathOf(numbered[0]!, entry)) {
      if (shown.filter((each) => !each.isCopy && hasNumber(each)).length === 1) return true
    }
    const told = toldBy(entry)
    if (!isOwn && entries.length === 1 && (await isOnlyOneOfText(reader, feed, entry, gone))) return true
    if (told.length() < TELLING && (!isSeldom || told.headline() < TELLING_HEADLINE)) return false
    const standing = once(() => standingIn(entries.filter((each) => each !== entry)))
    const reads = (said: Said): boolean => readsLike(entry, said, { standing, isOwn, isSeldom })
    const like = gone.filter(reads)
    // What staff took for another one over again is like nothing: it is no second story of these words.
    const rivals = [...like, ...others.filter(reads)].filter(({ likeness }) => likeness.length > 0)
    return like.some((one) => !rivals.some((other) => other !== one && hasItToo(entry, one, other)))
  }
}

/**
 * Whether an entry that stands alone has, word for word, the text of what stood there last, which no other has had: not the
 * line that stands below all of the feed. A next number is told by the same words.
 */
async function isOnlyOneOfText(reader: Reader, feed: string, entry: Entry, gone: readonly Said[]): Promise<boolean> {
  const last = gone.find(({ likeness }) => likeness.length > 0)
  if (last === undefined) return false
  const { title, text } = agreementOf(entry, last)
  if (title === 'next' || text !== 'same') return false
  return isTextOfOne(reader, feed, entry)
}

/** Whether one article of the feed has a text of `entry`, and no other: where several have, it stands below all. */
export async function isTextOfOne(reader: Reader, feed: string, entry: Entry): Promise<boolean> {
  const alike = await alikeBy(reader, feed, toldBy(entry).textKeys(), 2)
  return alike.filter(({ inFeed, isCopy }) => inFeed && !isCopy).length === 1
}

/** Whether it is the same address, which goes from story to story. */
function hasPathOf({ url }: Pick<Said, 'url'>, { link }: Entry): boolean {
  return link !== null && pathOf(link) === pathOf(url)
}

/** What stood above the end of what the feed shows now. */
function goneFrom(shown: readonly Shown[], present: ReadonlySet<string>): readonly Shown[] {
  const gone = shown.filter(({ article, isCopy }) => !isCopy && !present.has(article))
  const end = endOf(shown.filter(({ article }) => present.has(article)).map(({ published }) => published))
  return end === null ? gone : gone.filter(({ published }) => published > end)
}

function readsLike(
  entry: Entry,
  said: Said,
  {
    standing,
    isOwn,
    isSeldom,
  }: { readonly standing: () => ReadonlySet<string>; readonly isOwn: boolean; readonly isSeldom: boolean },
): boolean {
  const agreement = agreementOf(entry, said, standing)
  const { title } = agreement
  if (title === 'next') return false
  const told = toldBy(entry)
  // Where alerts come and go, the template of one has other numbers in it.
  if (!isSeldom && !haveOneNumbers(runsIn([entry]), runsIn(said.words))) return false
  // The notice that stands under an alert stands under the next one, as short and below a label.
  if (isOwn) return agreement.mostText && (told.headline() >= TELLING_HEADLINE || told.length() >= AT_LENGTH)
  if (agreement.mostText) return true
  if (!isSeldom) return false
  // A headline alone, with no other number in it.
  return title !== 'unlike' && agreement.text === null && numbersIn(entry.title) === numbersIn(said.words.at(-1)!.title)
}

/**
 * Whether another article has half of what an entry has of one's text: a template. A line that is all that it says is none.
 * Headlines without a text in common are not told apart.
 */
function hasItToo(entry: Entry, one: Said, other: Said): boolean {
  const common = runsIn([entry]).intersection(runsIn(one.words))
  return 2 * common.intersection(runsIn(other.words)).size >= common.size
}

function numbersIn(title: string): string {
  return (title.match(/\p{N}+/gu) ?? []).join(' ')
}
