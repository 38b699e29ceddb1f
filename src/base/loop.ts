import { MINUTE, SECOND, type Clock, type Millis } from './clock.ts'
import { describeError } from './errors.ts'
import type { Log } from './log.ts'

/** A stage at work: it takes turns until it is disposed. */
export interface Loop extends AsyncDisposable {
  /** Says that there may be work: the next turn starts now, or right after the one under way. */
  nudge(): void
}

export interface LoopParts {
  readonly name: string
  readonly clock: Clock
  readonly log: Log
  /** One turn. Answers how long to wait for the next one at most. The signal aborts when the loop is disposed. */
  readonly turn: (signal: AbortSignal) => Promise<Millis>
}

/**
 * Runs `turn` again and again. A turn that throws is logged and tried again after a growing pause (1 s to 1 min):
 * a full disk or a locked store ends a turn, never a stage. Disposing waits for the turn under way.
 */
export function startLoop({ name, clock, log, turn }: LoopParts): Loop {
  const stop = new AbortController()
  let nudged = false
  // Only while it sleeps: most nudges come in the middle of a turn, and are remembered.
  let asleep: AbortController | null = null
  let failures = 0

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      nudged = false
      let wait: Millis
      try {
        wait = await turn(stop.signal)
        failures = 0
      } catch (error) {
        if (stop.signal.aborted) return
        failures += 1
        wait = Math.min(SECOND * 2 ** (failures - 1), MINUTE)
        log.error({ stage: name, retryInMs: wait, error: describeError(error) }, 'a turn of this stage failed')
        // After a fault a nudge must not turn the pause into a hot loop.
        await clock.sleep(wait, stop.signal)
        continue
      }
      if (nudged || stop.signal.aborted) continue
      asleep = new AbortController()
      await clock.sleep(wait, asleep.signal)
      asleep = null
    }
  }
  const done = run()

  return {
    nudge() {
      nudged = true
      asleep?.abort(null)
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error(`${name} is stopping`))
      asleep?.abort(null)
      await done
    },
  }
}
