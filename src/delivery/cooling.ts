import { MINUTE, type Millis } from '#src/base/clock.ts'
import type { ReadyPart } from '#src/store/deliveries.ts'
import { GONE, MISSING, ruleOf, type Reason } from '#src/store/reasons.ts'
import { settles, settlesUntil } from '#src/store/settling.ts'
import type { SendingChannel } from './account.ts'
import type { Leave } from './pace.ts'

// What waited longer since is looked at once more.
const FRESH: Millis = 10 * MINUTE

/** What a channel's time for settling, and the second look after it, say to a ready part; null: nothing. */
export function keptByCooling(part: ReadyPart, channel: SendingChannel, now: Millis): Leave | null {
  if (!settles(part, channel.cooling)) return null
  const settling = settlesUntil(part, channel.cooling, now)
  if (settling) return { is: 'wait', ...settling }
  if (part.gone === null) return null
  const why = part.gone as Reason
  if (ruleOf(why) === GONE) return { is: 'drop', why }
  // A person who lets it go then has looked; one who did so before has not.
  return ruleOf(why) === MISSING && !part.knowing ? { is: 'hold', why } : null
}

/** Whether the article of a part that may go is to be looked at before. */
export function lacksLook(part: ReadyPart, channel: SendingChannel, now: Millis): boolean {
  return settles(part, channel.cooling) && (part.looked === null || now - part.looked > FRESH)
}
