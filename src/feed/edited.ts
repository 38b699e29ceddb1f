import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import { onlyAlike, type Alike } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy } from '#src/store/said.ts'
import { agreementOf, type Agreement } from './agree.ts'
import { isInstant } from './dated.ts'
import type { Likeness } from './likeness.ts'
import { hasOwnGuid } from './names.ts'
import type { Surroundings } from './resemble.ts'
import { AT_LENGTH, isScheduled, TELLING, TELLING_HEADLINE } from './same-time.ts'

/** What comes every morning and every evening has the same headline half a day apart; edits come sooner. */
export const WITHIN: Millis = 12 * HOUR

/** The articles of an entry's feed that may be it before an edit. */
interface Before {
  /** Those that have its headline, and those kept back as such that show that it recurs. */
  readonly titled: readonly Alike[]
  /** Those that have its time. */
  readonly timed: readonly Alike[]
}

/**
 * Whether an entry with new names reads like an edit of the one article of its feed that has its headline, or its time.
 * That is reason to ask, and not to take it for the article: forecasts and exchange rates have as much in common. Where
 * several articles have the headline or the time, it recurs and says nothing.
 */
export async function readsLikeEdit(
  reader: Reader,
  entry: Entry,
  likeness: Pick<Likeness, 'length' | 'headline'>,
  { titled, timed }: Before,
  { others, present, days, now }: Omit<Surroundings, 'feed'>,
): Promise<boolean> {
  const [sameTitle, sameTime] = [onlyAlike(titled), onlyAlike(timed)]
  const agreementWith = async ({ article }: Alike): Promise<Agreement | null> => {
    const said = (await saidBy(reader, [article])).get(article)
    if (said === undefined) return null
    const standing = await others.standing(entry, [article])
    return agreementOf(entry, said, () => standing)
  }
  const isGone = ({ article }: Alike): boolean => !present.has(article)
  if (sameTime !== null && isGone(sameTime)) {
    const isOwn = hasOwnGuid(entry)
    const isUnscheduled = isInstant(entry.published) && !isScheduled(entry.published)
    if (isUnscheduled && !isOwn) return true
    // A new guid says that it is another story; beside known ones, at such a time, its words are asked: some guids are made
    // of these.
    const isAsked = !isOwn || (isUnscheduled && present.size > 0)
    const agreement = isAsked ? await agreementWith(sameTime) : null
    if (agreement !== null && (agreement.title !== 'unlike' || agreement.text === 'alike')) return true
  }
  if (sameTitle === null) return false
  const isTold = likeness.headline >= TELLING_HEADLINE && isGone(sameTitle)
  const isOfSameHours = Math.abs((entry.published ?? now) - sameTitle.published) < (days ? DAY : WITHIN)
  const isLong = likeness.length >= TELLING && isOfSameHours
  if (!isTold && !isLong) return false
  const text = (await agreementWith(sameTitle))?.text
  if (isTold && text !== 'unlike') return true
  // Word for word beside it: the notice that stands under every alert is shorter.
  return isLong && (text === 'alike' || (text === 'same' && likeness.length >= AT_LENGTH))
}
