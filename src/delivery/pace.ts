import Bottleneck from 'bottleneck'
import { MINUTE, SECOND, showSpan, systemClock, type Clock, type Millis } from '#src/base/clock.ts'
import type { ReadyPart } from '#src/store/deliveries.ts'
import { nextToGo } from '#src/store/next-ready.ts'
import type { Reader } from '#src/store/open.ts'
import { loweredWindows } from '#src/store/lowered.ts'
import { pausesOn, scopesOf } from '#src/store/pauses.ts'
import { tooOld, type Reason } from '#src/store/reasons.ts'
import { IN_FLIGHT, roomIn, type Window } from '#src/store/sends.ts'
import { urgentIn } from '#src/store/waiting.ts'
import type { SendingAccount, SendingChannel } from './account.ts'
import { withinBudget } from './budget.ts'
import { keptByCooling } from './cooling.ts'
import { keptByRhythm } from './rhythm.ts'
import { keptByTrial } from './trial.ts'

/** Whether a ready part may go now. Everything that decides it stands in the store. */
export type Leave =
  | { readonly is: 'go' }
  /** Not before `at`; null: not before something else changes. */
  | { readonly is: 'wait'; readonly at: Millis | null; readonly why: Reason }
  | { readonly is: 'drop'; readonly why: Reason }
  | { readonly is: 'hold'; readonly why: Reason }
  /** It may go without its link, where that can be taken from it; else it waits, or is held where `at` is null. */
  | { readonly is: 'without-link'; readonly at: Millis | null; readonly why: Reason }

export async function leaveFor(
  reader: Reader,
  part: ReadyPart,
  account: SendingAccount,
  channel: SendingChannel,
  /** The platform's own id of the account, as it is proven now. */
  remoteId: string,
  now: Millis,
): Promise<Leave> {
  const other = madeForAnother(part, { ...account, remoteId })
  if (other) return { is: 'hold', why: other }
  const old = tooOld(part.published, channel.maxAge, now)
  if (old) return { is: 'drop', why: old }
  const cooling = keptByCooling(part, channel, now)
  if (cooling) return cooling
  const [pause] = await pausesOn(reader, scopesOf(account.id, channel.id, part.place), now)
  if (pause) return { is: 'wait', at: pause.until, why: `paused: ${pause.why}` }
  const kept = await keptByRhythm(reader, part, channel.rhythm, now)
  if (kept) return { is: 'wait', ...kept }
  const windows = await loweredWindows(reader, account.id, account.windows, now)
  const { at, full } = await roomIn(reader, account.id, part.place, windows, now)
  if (at === IN_FLIGHT) return { is: 'wait', at: null, why: 'in-flight: a call under way must end first' }
  if (at > now && full) {
    const less = account.windows.some(({ name, max }) => name === full.name && max > full.max)
    return { is: 'wait', at, why: limitReached(full, account.id, less) }
  }
  // What could not go now anyway is no reason to ask a person yet.
  const trial = await keptByTrial(reader, part, channel)
  if (trial) return trial
  const leave = await withinBudget(reader, part, account, now)
  const first = leave.is === 'go' ? await urgentBeside(reader, part, account, remoteId, now) : null
  return first === null ? leave : { is: 'wait', at: null, why: `urgent: what ${first} has goes first` }
}

/**
 * Another channel of the account that has something urgent which may go: a post that is not leaves it the room, as both
 * may wait for the same. Null where there is none.
 */
async function urgentBeside(
  reader: Reader,
  part: ReadyPart,
  account: SendingAccount,
  remoteId: string,
  now: Millis,
): Promise<string | null> {
  if (part.rank === 0 || part.ordinal > 0 || account.channels.length < 2) return null
  const others = account.channels.filter(({ id }) => id !== part.channel)
  for (const id of await urgentIn(
    reader,
    others.map((channel) => channel.id),
  )) {
    const channel = others.find((other) => other.id === id)!
    const urgent = await nextToGo(reader, { ...channel, account: account.id }, channel.first)
    if (urgent?.rank !== 0) continue
    const leave = await leaveFor(reader, urgent, account, channel, remoteId, now)
    if (leave.is === 'go') return id
  }
  return null
}

/** Why a post must not go with an account: it was made for another one; null where it was not. */
export function madeForAnother(
  part: Pick<ReadyPart, 'account' | 'api_root' | 'remote_id' | 'channel'>,
  { id, apiRoot, remoteId }: { readonly id: string; readonly apiRoot: string; readonly remoteId: string },
): Reason | null {
  const made = part.remote_id ?? remoteId
  if (part.account === id && part.api_root === apiRoot && made === remoteId) return null
  return `other-account: made for ${made} of ${part.account} at ${part.api_root}, and ${part.channel} now posts with ${remoteId} of ${id} at ${apiRoot}`
}

function limitReached({ max, within, of, name }: Window, account: string, less: boolean): Reason {
  const where = of === 'place' ? ' in one place' : ''
  const from = less ? "lowered for a day by the platform's answer" : 'in crier.yaml'
  return `limit: ${max} within ${showSpan(within)}${where} are reached (limits.${name} of ${account} ${from})`
}

/** Spreads the calls of one token inside the process; what may go at all, the store decides. */
export interface Smoother {
  run<T>(work: () => Promise<T>): Promise<T>
}

const CALLS_AT_ONCE = 8
const TOLERATED_DRIFT: Millis = 200

/**
 * One bottleneck for a token, made anew when the wall clock steps: it would otherwise wait out the step. It reads the
 * machine's own clock, whatever clock the lanes go by, and so does this. `lanes`: how many ask it, each for one call at
 * a time.
 */
export function openSmoother(windows: readonly Window[], lanes: number, machine: Clock = systemClock): Smoother {
  const short = windows.filter((window) => window.of === 'account' && window.within <= SECOND)
  const minTime = Math.max(0, ...short.map((window) => Math.floor(window.within / window.max)))
  // Nothing to spread, and never more calls at once than may be.
  if (minTime === 0 && lanes <= CALLS_AT_ONCE) return { run: (work) => work() }
  const make = (): Bottleneck => new Bottleneck({ maxConcurrent: CALLS_AT_ONCE, minTime })
  const offset = (): Millis => machine.now() - machine.monotonic()
  let limiter = make()
  let made = offset()
  const current = (): Bottleneck => {
    if (Math.abs(offset() - made) > TOLERATED_DRIFT) {
      limiter = make()
      made = offset()
    }
    return limiter
  }
  /** Resolves to true where `waiting` did not abort before the clock stepped. */
  const steppedWhile = async (waiting: AbortSignal, mine: Bottleneck): Promise<boolean> => {
    while (!waiting.aborted) {
      await machine.sleep(SECOND, waiting)
      if (!waiting.aborted && current() !== mine) return true
    }
    return false
  }
  return {
    async run(work) {
      for (;;) {
        const mine = current()
        const started = new AbortController()
        let left = false
        const done = mine.schedule(async () => {
          if (left) return null
          started.abort(null)
          return { value: await work() }
        })
        // What was on its way into the old one when the clock stepped waits out the step there.
        const stepped = steppedWhile(started.signal, mine).then((yes) => {
          left = yes
          return yes ? null : done
        })
        const ended = await Promise.race([done, stepped])
        if (ended !== null) return ended.value
      }
    },
  }
}

/** How long to sleep before looking again. */
export function waitFor(leave: Extract<Leave, { is: 'wait' }>, now: Millis): Millis {
  return leave.at === null ? MINUTE : Math.min(Math.max(leave.at - now, 1), MINUTE)
}
