import type { Clock, Millis } from '#src/base/clock.ts'
import type { Store } from './open.ts'
import { shiftTimes } from './times.ts'

/** A clock that steps only when {@link absorb} has moved the times in the store along. */
export interface SteadyClock extends Clock {
  /** Takes over what the machine's clock was set by, if it was: in one transaction with the times in the store. */
  absorb(store: Store): Promise<Millis>
}

// Less than this is a clock that is being slewed, which harms no window.
const TOLERATED: Millis = 500

/**
 * The machine's time, without its steps. Between a step and its absorption time goes on as before, so that no window
 * ever sees the one without the other.
 */
export function openSteadyClock(clock: Clock): SteadyClock {
  let offset = clock.now() - clock.monotonic()
  return {
    // Whole milliseconds, as the machine's own: these times are stored.
    now: () => Math.round(clock.monotonic() + offset),
    monotonic: () => clock.monotonic(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    async absorb(store) {
      const before = offset
      const by = Math.round(clock.now() - clock.monotonic() - offset)
      if (Math.abs(by) < TOLERATED) return 0
      try {
        await store.write(async (writer) => {
          await shiftTimes(writer, by, Math.round(clock.monotonic() + before))
          // Before the commit: whoever writes next sees the new times with the new clock.
          offset += by
        })
        return by
      } catch (error) {
        offset = before
        throw error
      }
    },
  }
}
