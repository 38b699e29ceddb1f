import type { Millis } from '#src/base/clock.ts'
import type { ReadyPart } from './deliveries.ts'
import type { Reason } from './reasons.ts'

type Settling = Pick<ReadyPart, 'rank' | 'ordinal' | 'attempts' | 'asked' | 'seen'>

/** Whether an article has time to settle: what is urgent, what a person asked for and what has begun to go has none. */
export function settles(part: Omit<Settling, 'seen'>, cooling: Millis): boolean {
  return cooling > 0 && part.rank > 0 && part.ordinal === 0 && part.attempts === 0 && !part.asked
}

/** Until when a ready part waits for its article to settle, in a channel that gives it `cooling`; null: it does not. */
export function settlesUntil(
  part: Settling,
  cooling: Millis,
  now: Millis,
): { readonly at: Millis; readonly why: Reason } | null {
  if (!settles(part, cooling) || part.seen === null) return null
  const at = part.seen + cooling
  if (now >= at || part.seen > now) return null
  return { at, why: 'cooling: an article has time to settle before it is posted' }
}
