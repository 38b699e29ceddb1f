import { DAY, HOUR, showSpan, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Habit } from '#src/store/habit.ts'
import { ageFrom } from './dated.ts'
import { BELOW, embargoed, UNDATED, UNDATED_NEWS, type Reason } from '#src/store/reasons.ts'
import { AFTER, AT_LENGTH, isOneInSections, sameAtOneTime, TELLING, type AtOneTime } from './same-time.ts'

/** What the gate decides of an entry by itself. */
export interface Verdict {
  readonly state: 'seen' | 'old' | 'waiting'
  readonly reason: Reason
}

/** What the gate goes by beside the entry. */
export interface GateFacts {
  readonly feed: string
  /** The longest that any channel of the feed posts an article after its publication. */
  readonly maxAge: Millis
  /** Entries dated before all that the feed held at first sight, that stand where only older ones do. */
  readonly fromBelow: ReadonlySet<Pick<Entry, 'published'>>
  /** Whether an entry without a date passes without its page's: it came alone beside known ones, or staff say so. */
  readonly undatedPass: boolean
  /** Whether the feed gives days without a time. */
  readonly days: boolean
  readonly now: Millis
}

/** What a feed holds at first sight. */
export function atFirstSight(feed: string): Verdict {
  return { state: 'old', reason: `baseline: ${feed} held it at first sight` }
}

/** What stood below a document's end at first sight, and slid in as something above it was taken out. */
export function fromBelow(feed: string): Verdict {
  return { state: 'old', reason: `${BELOW}: dated before all that ${feed} held at first sight, and stands below it` }
}

/** Whether an entry that names an unknown article is news, as far as it tells itself. */
export function judge(entry: Pick<Entry, 'published'>, facts: GateFacts): Verdict {
  const { feed, maxAge, undatedPass, days, now } = facts
  const { published } = entry
  if (facts.fromBelow.has(entry)) return fromBelow(feed)
  if (published === null) {
    if (undatedPass) return { state: 'seen', reason: `${UNDATED_NEWS}: first seen in ${feed} without a date` }
    return { state: 'seen', reason: `${UNDATED}: first seen in ${feed} without a date; goes by its page's` }
  }
  if (now - ageFrom(published, days, now) > maxAge) {
    const age = `no channel of ${feed} posts what is older than ${showSpan(maxAge)}`
    return { state: 'old', reason: `age: published ${new Date(published).toISOString()}, and ${age}` }
  }
  const embargo = embargoed(published, now)
  if (embargo !== null) return { state: 'waiting', reason: embargo }
  return { state: 'seen', reason: `new: first seen in ${feed}` }
}

/**
 * How many new articles may come at once without a question. A `few` always; else twice what has often come and passed, as
 * many as staff have often let go, or three times what the time since the last look should have brought. Where a document
 * has nothing in common with what the feed held before, only the last of these: it may be another feed under the same
 * address.
 */
export function mostAtOnce(habit: Habit, few: number, sinceLastLook: Millis, overlaps: boolean): number {
  const due = Math.ceil((3 * habit.perHour * sinceLastLook) / HOUR)
  return overlaps ? Math.max(few, 2 * habit.often, habit.oftenLetGo, due) : Math.max(few, due)
}

/** So many pass without a look at the feed's habit; `burst` is what staff say, null where they do not. */
export function fewAtOnce(burst: number | 'never' | null, overlaps: boolean): number {
  if (burst === 'never') return Infinity
  return burst === null ? (overlaps ? FEW : FEW_WITHOUT_OVERLAP) : burst - 1
}

const FEW = 5
const FEW_WITHOUT_OVERLAP = 2

/** How an entry without a known name is like an article that is known. */
export interface Resemblance extends Pick<AtOneTime, 'published' | 'length' | 'headline' | 'standing'> {
  readonly sameFeed: boolean
  readonly sameTitle: boolean
  readonly sameText: boolean
  /** The same path and query, at another address: on another host. */
  readonly samePath: boolean
  /** Whether the site shows both at one time, by an address with the same last part. */
  readonly sameSlug: boolean
  /** Both have a date with a time of day; by how much these differ. Null where one has none. */
  readonly apart: Millis | null
  /** Whether the feed dates it itself; else {@link apart} goes by its first sight. */
  readonly dated: boolean
  /**
   * Whether what it says recurs: several articles of any feed have its headline or its text, or most of that stands in
   * others.
   */
  readonly recurring: boolean
  /** How the words go with the article's where {@link needsWords}; else null. */
  readonly agreement: AtOneTime['agreement'] | null
}

/** Whether headline, text and time leave open whether they are one article. */
export function needsWords(resemblance: Omit<Resemblance, 'agreement'>): boolean {
  const { sameFeed, sameTitle, sameText, sameSlug, apart } = resemblance
  return sameFeed ? apart === 0 && (sameTitle || sameText) : sameTitle && sameSlug
}

/**
 * Whether they are one article. Never by the headline alone, nor by headline and text: daily losses, air alerts and
 * weather have these in common, and are stories of their own. Two feeds show one story at nearly one time, as a rule;
 * what recurs has a time of its own, so that hours apart only a long text tells that is nobody else's.
 */
export function isSame(resemblance: Resemblance): boolean {
  const { sameFeed, sameTitle, sameText, samePath, agreement, apart, length, dated, recurring } = resemblance
  if (sameFeed) return (sameTitle && samePath) || atOneTime(resemblance) === 'same'
  if (agreement !== null && isOneInSections({ ...resemblance, agreement })) return true
  if (!sameTitle || !sameText || length < TELLING || apart === null || apart > DAY) return false
  return apart < AFTER || (!recurring && (!dated || length >= AT_LENGTH))
}

/** Whether time and words are reason to ask whether they are one article. */
export function isDoubtful(resemblance: Resemblance): boolean {
  return resemblance.sameFeed && atOneTime(resemblance) === 'doubtful'
}

function atOneTime(resemblance: Resemblance): ReturnType<typeof sameAtOneTime> {
  const { agreement } = resemblance
  return agreement === null ? 'other' : sameAtOneTime({ ...resemblance, agreement })
}

/**
 * Whether it alone is reason to ask: word for word an article of the same feed that is gone from there, be it under
 * another headline where the text is long, as after an edit in a feed without guids.
 */
export function isRepeat({ sameFeed, sameTitle, sameText, length, headline, standing }: Resemblance): boolean {
  if (!sameFeed || !sameText) return false
  return length >= AT_LENGTH || (sameTitle && !standing && headline + length >= TELLING)
}

/** Whether it has headline and text of one article of the same feed: no reason to ask, unless several such came of late. */
export function isToldBefore({ sameFeed, sameTitle, sameText, standing }: Resemblance): boolean {
  return sameFeed && sameTitle && sameText && !standing
}

/** Whether it is one of them over again even where several are: what recurs by right, as alerts do, says less. */
export function isRetold({ sameFeed, sameTitle, sameText, length }: Resemblance): boolean {
  return sameFeed && sameTitle && sameText && length >= AT_LENGTH
}

/** Whether so many entries of a document with the words of vanished articles are an archive that was issued again. */
export function isReissue(resembling: number, all: number): boolean {
  return resembling >= 3 || (resembling >= 2 && 2 * resembling >= all)
}
