import { DAY, HOUR, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Alike } from '#src/store/identity.ts'
import type { Reader } from '#src/store/open.ts'
import { saidBy } from '#src/store/said.ts'
import { agreementOf } from './agree.ts'
import { AT_LENGTH, TELLING } from './gate.ts'
import type { Likeness } from './likeness.ts'
import type { Surroundings } from './resemble.ts'

// What comes every morning and every evening has the same headline half a day apart.
const WITHIN: Millis = 12 * HOUR

/**
 * Whether an entry with new names reads like an edit of the one article of its feed that has its headline, which may
 * stand beside it: of the same hours, and with a long text in part. That is reason to ask, and not to take it for the
 * article: forecasts and exchange rates have as much in common. `titled` are the articles that have the headline; where
 * several have, it recurs and says nothing.
 */
export async function readsLikeEdit(
  reader: Reader,
  entry: Entry,
  { length }: Pick<Likeness, 'length'>,
  titled: readonly Alike[],
  { days, now }: Pick<Surroundings, 'days' | 'now'>,
): Promise<boolean> {
  const [one, ...more] = titled.filter(({ inFeed, isCopy }) => inFeed && !isCopy)
  if (one === undefined || more.length > 0 || length < TELLING) return false
  if (Math.abs((entry.published ?? now) - one.published) >= (days ? DAY : WITHIN)) return false
  const said = (await saidBy(reader, [one.article])).get(one.article)
  const text = said === undefined ? null : agreementOf(entry, said).text
  // Word for word beside it: the notice that stands under every alert is shorter.
  return text === 'alike' || (text === 'same' && length >= AT_LENGTH)
}
