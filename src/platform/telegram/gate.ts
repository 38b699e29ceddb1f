import { SECOND, withGrace, type Clock, type Millis } from '#src/base/clock.ts'
import type { BotAnswer, Method } from './call.ts'
import { asksToWait, waitOf } from './outcome.ts'

/** A call of the Bot API with everything but its account given. */
export type Call<Answer = BotAnswer> = (
  method: Method,
  payload: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<Answer>

/** An answer that may be the gate's own: nothing goes before `at`. */
export type GatedAnswer = BotAnswer | { readonly is: 'closed'; readonly at: Millis; readonly why: string }

// One chat takes 20 messages a minute.
const BETWEEN: Millis = 3 * SECOND
// Of a call that is cut as Crier stops nobody knows what it did: a forward would stay, a notice be told twice.
const MAY_END: Millis = 2 * SECOND

/**
 * Everything that a bot does besides posting goes through one gate: a call at a time, three seconds after the one before
 * ended, and none before the end of a wait that Telegram asked for. The first call of a process waits as long, as one
 * may have been made just before it started. A process that may no longer send when its turn comes (`maySend`) only takes
 * back what it forwarded. `signal` ends a wait for one's turn at once, and a call under way after a while.
 */
export function openGate(clock: Clock, call: Call, maySend: () => boolean): Call<GatedAnswer> {
  // By time that never steps: a clock that is set opens nothing early.
  let free = clock.monotonic() + BETWEEN
  let shut: { readonly until: Millis; readonly why: string } | null = null
  let last: Promise<unknown> = Promise.resolve()

  const closed = (): Extract<GatedAnswer, { is: 'closed' }> | null => {
    const left = shut === null ? 0 : shut.until - clock.monotonic()
    return shut === null || left <= 0 ? null : { is: 'closed', at: clock.now() + left, why: shut.why }
  }
  const turn: Call<GatedAnswer> = async (method, payload, signal) => {
    const wait = free - clock.monotonic()
    if (wait > 0 && closed() === null) await clock.sleep(wait, signal)
    const early = closed()
    if (early !== null) return early
    if (signal.aborted) return { is: 'never-sent', why: 'stopped before anything was sent' }
    // It may have been frozen and overtaken while this waited: the other process looks and tells by itself.
    if (method !== 'deleteMessage' && !maySend()) {
      return { is: 'never-sent', why: 'this process may no longer send' }
    }
    const answer = await withGrace(clock, MAY_END, signal, (late) => call(method, payload, late))
    free = clock.monotonic() + BETWEEN
    if (answer.is !== 'rejected' || !asksToWait(answer)) return answer
    shut = { until: clock.monotonic() + waitOf(answer), why: `Telegram asks the bot to wait (${answer.description})` }
    return closed() ?? answer
  }
  return (method, payload, signal) => {
    const mine = last.then(() => turn(method, payload, signal))
    last = mine
    return mine
  }
}
