/** The tables of what was asked of platforms, in the manner of `schema.ts`. */
import type { Millis } from '#src/base/clock.ts'

/** Every call that may have reached a platform: the truth about limits and money. */
export interface SendLogTable {
  id: string
  part: string
  /** That of the part. */
  channel: string
  account: string
  place: string
  at: Millis
  /** When it ended: windows count from here. `IN_FLIGHT` (store/sends) before. */
  counts_from: Millis
  outcome: string | null
  why: string | null
  usd: number
  /** The newest message that was known to stand in the place when the call was made: what the call made is newer. */
  after_ref: string | null
  /** The limit that the platform's answer said was reached, by its name. */
  reached: string | null
  /** Until when the platform, which counts itself, asked to wait (429). */
  wait_until: Millis | null
  /** How much of the time since its end nobody ran, while its message was of unknown fate, by the clock of the start. */
  untimed: Millis
}

/** Every look for a message of unknown fate: for that of a call. */
export interface LookTable {
  id: string
  call: string
  at: Millis
  found: 'present' | 'absent' | 'unclear'
  why: string
  /** Billed for it, in US dollars; the call's own sum holds it too. */
  usd: number
}
