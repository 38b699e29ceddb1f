import { MINUTE, type Millis } from '#src/base/clock.ts'
import type { ReadyPart } from '#src/store/deliveries.ts'
import { GONE, MISSING, ruleOf, type Reason } from '#src/store/reasons.ts'
import type { SendingChannel } from './account.ts'
import type { Leave } from './pace.ts'

// What waited longer since is looked at once more.
const FRESH: Millis = 10 * MINUTE

/** Whether an article has time to settle: what is urgent, what a person asked for and what has begun to go has none. */
function settles(part: ReadyPart, { cooling }: Pick<SendingChannel, 'cooling'>): boolean {
  return cooling > 0 && part.rank > 0 && part.ordinal === 0 && part.attempts === 0 && ruleOf(part.reason) !== 'post'
}

/** What a channel's time for settling, and the second look after it, say to a ready part; null: nothing. */
export function keptByCooling(part: ReadyPart, channel: SendingChannel, now: Millis): Leave | null {
  if (!settles(part, channel)) return null
  const until = (part.seen ?? 0) + channel.cooling
  if (part.seen !== null && now < until && part.seen <= now) {
    return { is: 'wait', at: until, why: 'cooling: an article has time to settle before it is posted' }
  }
  if (part.gone === null) return null
  const why = part.gone as Reason
  if (ruleOf(why) === GONE) return { is: 'drop', why }
  // A person who lets it go has looked.
  return ruleOf(why) === MISSING && ruleOf(part.reason) !== 'approve' ? { is: 'hold', why } : null
}

/** Whether the article of a part that may go is to be looked at before. */
export function lacksLook(part: ReadyPart, channel: SendingChannel, now: Millis): boolean {
  return settles(part, channel) && (part.looked === null || now - part.looked > FRESH)
}
