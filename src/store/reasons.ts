import { MINUTE, showSpan, type Millis } from '#src/base/clock.ts'

/** A reason as it stands in the store: the name of the rule, then words for staff. */
export type Reason = `${string}: ${string}`

/** The name of the rule in a reason. */
export function ruleOf(reason: string): string {
  return reason.slice(0, Math.max(reason.indexOf(':'), 0))
}

/** What a reason says to staff, without the name of its rule. */
export function wordsOf(reason: string): string {
  return reason.slice(ruleOf(reason).length).replace(/^:\s*/, '')
}

/** The rule by which an article waits for the time that it is dated. */
export const EMBARGO = 'embargo'
/** The rule by which an article goes only if its page says when it was published. */
export const UNDATED = 'undated'
/** The rule by which an article without a date is news unless its page says otherwise. */
export const UNDATED_NEWS = 'undated-news'

/** The rule by which an article goes on, or is old, as staff have answered. */
export const ANSWER = 'answer'
/** The rule by which an article is old that slid into a feed from below. */
export const BELOW = 'below'
/** The rule by which an article waits that looks like one of its feed over again. */
export const REISSUE = 'reissue'
/** How the reason begins of one that came after all that it looks like: those stood beside it, or had slid out. */
export const REISSUE_AFTER = `${REISSUE}: after those before it` as const
/** The rule by which an article is old that goes on with what staff dropped. */
export const UPDATE = 'update'

/** Whether staff have dropped an article, or what it goes on with: it is news in no other feed either. */
export function isDropped({ state, reason }: { readonly state: string; readonly reason: string }): boolean {
  return state === 'old' && [ANSWER, UPDATE].includes(ruleOf(reason))
}

/** The rule by which a post is dropped whose article is withdrawn. */
export const GONE = 'gone'
/** The rule by which a post is held whose article seems not to be there. */
export const MISSING = 'missing'

// Clocks of publishers run ahead by a little; by more than this, a date in the future is meant.
const CLOCK_SKEW: Millis = 10 * MINUTE

/** Why an article must wait for the time that it is dated; null where that is not in the future. */
export function embargoed(published: Millis, now: Millis): Reason | null {
  if (published <= now + CLOCK_SKEW) return null
  return `${EMBARGO}: dated ${new Date(published).toISOString()}, in the future`
}

/** Why an article is too old for a channel; null where it is not. Tested when it is routed, and again at sending. */
export function tooOld(published: Millis, maxAge: Millis, now: Millis): Reason | null {
  if (now - published <= maxAge) return null
  return `max-age: published ${new Date(published).toISOString()}, and the channel posts nothing older than ${showSpan(maxAge)}`
}

// Below this Open Graph images are not shown with links (developers.facebook.com, "Sharing images").
const SMALLEST_SIDE = 200

/** Whether a picture is a thumbnail. Tested by what feeds and pages say of it, and again by its file. */
export function isThumbnail({
  width,
  height,
}: {
  readonly width: number | null
  readonly height: number | null
}): boolean {
  return (width ?? SMALLEST_SIDE) < SMALLEST_SIDE || (height ?? SMALLEST_SIDE) < SMALLEST_SIDE
}
