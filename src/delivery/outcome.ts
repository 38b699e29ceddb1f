import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { unreachable } from '#src/base/errors.ts'
import type { Outcome } from '#src/records.ts'
import { movePart, type Part } from '#src/store/deliveries.ts'
import type { Writer } from '#src/store/open.ts'
import { pause, placeScope } from '#src/store/pauses.ts'
import { logOutcome } from '#src/store/sends.ts'

const FIRST_PAUSE: Millis = SECOND
const LONGEST_PAUSE: Millis = 5 * MINUTE

/** Writes down how a call ended: the part's next state, the log of calls, and what must wait because of it. */
export async function settle(
  writer: Writer,
  part: Part,
  call: string,
  place: string,
  outcome: Outcome,
  now: Millis,
): Promise<Part> {
  await logOutcome(writer, call, outcome, now)
  const attempts = part.attempts + 1
  switch (outcome.is) {
    case 'sent':
      return movePart(writer, part, {
        to: 'sent',
        why: 'sent: the platform took it',
        at: now,
        ref: outcome.ref,
        attempts,
      })
    case 'refused':
      return movePart(writer, part, { to: 'refused', why: `refused: ${outcome.why}`, at: now, attempts })
    case 'unknown':
      return holdUnknown(writer, part, outcome.why, now, attempts)
    case 'later': {
      const scope =
        outcome.at !== null && outcome.holds === 'place' ? placeScope(part.account, place) : scopeOf(outcome, part)
      await pause(writer, { scope, askedBy: 'platform', until: outcome.at, why: outcome.why, at: now })
      return movePart(writer, part, { to: 'ready', why: `later: ${outcome.why}`, at: now, attempts: 0 })
    }
    case 'not-sent': {
      // The account waits, not the part: what is behind it would fail alike, and the order is kept.
      const until = now + Math.min(FIRST_PAUSE * 2 ** Math.min(part.attempts, 20), LONGEST_PAUSE)
      await pause(writer, { scope: `account:${part.account}`, askedBy: 'platform', until, why: outcome.why, at: now })
      return movePart(writer, part, { to: 'ready', why: `not-sent: ${outcome.why}`, at: now, attempts })
    }
    default:
      return unreachable(outcome)
  }
}

/** A pause that staff must end is theirs to find by channel or account. */
function scopeOf(outcome: Extract<Outcome, { is: 'later' }>, part: Part): string {
  return outcome.holds === 'place' ? `channel:${part.channel}` : `account:${part.account}`
}

/** Nobody knows whether it stands: only a person decides, so that nothing is posted twice. */
export async function holdUnknown(
  writer: Writer,
  part: Part,
  why: string,
  at: Millis,
  attempts: number = part.attempts,
): Promise<Part> {
  const unknown = await movePart(writer, part, { to: 'unknown', why: `unknown: ${why}`, at, attempts })
  return movePart(writer, unknown, { to: 'held', why: `unknown: ${why}`, at })
}
