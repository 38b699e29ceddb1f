import { HOUR, MINUTE, type Millis } from '#src/base/clock.ts'
import type { Entry } from '#src/records.ts'
import type { Said } from '#src/store/said.ts'
import { agreementOf, type Agreement } from './agree.ts'
import { likenessKeys, likenessOf, type Likeness } from './likeness.ts'
import { toldBy } from './told.ts'

/** Texts of alerts and listings are shorter, by their measure: letters and digits of an alphabet. */
export const TELLING = 100
/** Headlines of alerts, briefings and forecasts are shorter by their measure: labels, which recur by right. */
export const TELLING_HEADLINE = 30
/** Some forty words, by their measure: no standing notice under every alert or forecast. */
export const AT_LENGTH = 200

/** What recurs does so an hour later or more; what is corrected, or shown in another feed, is so at once. */
export const AFTER: Millis = HOUR

// What is scheduled is dated so, and so are days without a time, in any zone.
const QUARTER: Millis = 15 * MINUTE

/** Whether a time is one at which things are set to begin: kick-off, the evening's forecast. */
export function isScheduled(time: Millis): boolean {
  return time % QUARTER === 0
}

/** Two stories of one time, and how much the one that is looked at says. */
export interface AtOneTime extends Pick<Likeness, 'length' | 'headline'> {
  /** How its words go with the other's. */
  readonly agreement: Pick<Agreement, 'title' | 'text' | 'ownText'>
  readonly published: Millis
  /** Whether several articles of the feed have its text. */
  readonly standing: boolean
}

/**
 * Whether stories of one headline and time, at addresses that end alike, are one in two sections of a site. Forecasts and
 * alerts for two places have as much in common, so texts must agree; a label needs as much text, or a time to the second,
 * beside it.
 */
export function isOneInSections(two: Pick<AtOneTime, 'agreement' | 'length' | 'headline' | 'published'>): boolean {
  const { agreement, length, headline, published } = two
  const { text } = agreement
  if (text === 'unlike') return false
  if (text === 'alike') return isOwnTelling(two)
  return headline >= TELLING_HEADLINE || length >= TELLING || published % MINUTE !== 0
}

/**
 * Whether what a feed dates to the same time as an article that is gone from there, with its headline or its text, is
 * that article under other names: `doubtful` where staff must tell.
 */
export function sameAtOneTime(two: AtOneTime): 'same' | 'doubtful' | 'other' {
  const { agreement, length, published, standing } = two
  const { title } = agreement
  if (title === 'same') {
    const { text } = agreement
    return text === null || text === 'same' || (text === 'alike' && isOwnTelling(two)) ? 'same' : 'doubtful'
  }
  if (standing) return 'other'
  // All that begins together may stand over one line.
  if (!isScheduled(published)) {
    return title === 'alike' || length >= TELLING || published % MINUTE !== 0 ? 'same' : 'doubtful'
  }
  if (length < TELLING) return title === 'alike' ? 'doubtful' : 'other'
  return title === 'unlike' ? 'doubtful' : 'same'
}

/** Whether words that are alike are more than the template of an alert or a forecast with another place in it. */
function isOwnTelling({ agreement, length, headline }: Pick<AtOneTime, 'agreement' | 'length' | 'headline'>): boolean {
  return (headline >= TELLING_HEADLINE || length >= AT_LENGTH) && agreement.ownText
}

/** Whether entries of one headline and time are one story in two sections of a site. */
export function areOneInSections(one: Entry, other: Entry): boolean {
  const isSameText = one.summary === other.summary && one.content === other.content
  const agreement = isSameText ? SAME_TEXT : agreementOf(one, saidOf(other))
  const published = one.published ?? 0
  return isOneInSections({ agreement, published, length: toldBy(one).length(), headline: toldBy(one).headline() })
}

const SAME_TEXT = { title: 'same', text: 'same', ownText: true } as const

function saidOf(entry: Entry): Said {
  const { link, published } = entry
  return { article: '', url: link ?? '', published, words: [entry], likeness: likenessKeys(likenessOf(entry)) }
}
