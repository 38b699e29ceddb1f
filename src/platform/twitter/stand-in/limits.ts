import { DAY } from '#src/base/clock.ts'

// X, "Rate limits", per user; 50 original posts a day is what an unverified account has since 2026-05-18.
const DEFAULTS = {
  /** Calls of `POST /2/tweets`, refused ones too. */
  per15Minutes: 100,
  /** Posts taken in any half-hour: X does not tell how many it takes. */
  perHalfHour: 10,
  /** Posts taken in any 24 hours. */
  perDay: 50,
  deletesPer15Minutes: 50,
  readsPer15Minutes: 900,
  selfPer15Minutes: 75,
  uploadsPer15Minutes: 500,
  metadataPer15Minutes: 500,
  /** Weighted length. */
  length: 280,
  /** How long the same text counts as duplicate content. */
  duplicateWithinMs: DAY,
  /** How late a post shows up in the timeline. */
  visibleAfterMs: 0,
  /** How long an upload may be posted. */
  mediaForMs: DAY,
}

/** The numbers in force. */
export type Limits = Readonly<Record<keyof typeof DEFAULTS, number>>

/** X's own limits with those of `given` in their place. @throws RangeError for a name or number that means nothing. */
export function limitsWith(given: Readonly<Record<string, number>> = {}): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new RangeError(`the stand-in has no limit named ${name}`)
    if (!Number.isInteger(value) || value < 0)
      throw new RangeError(`the limit ${name} must be a whole number, not ${value}`)
  }
  return { ...DEFAULTS, ...given }
}
