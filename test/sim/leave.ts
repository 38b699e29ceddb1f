/** Whether a post may go when it does: pauses, the breath after a failure, and its age. */
import { ruleOf } from '#src/store/reasons.ts'
import { maxAgeOf } from './config.ts'
import type { Move } from './moves.ts'
import { trueTime } from './time.ts'
import { blame, prepared, stamp, world, type Flight } from './world.ts'

/** Feeds tell the time of publication in whole seconds. */
const SLACK = 2_000
const BREATHS: Readonly<Record<string, number>> = { 'not-sent': 1_000, unknown: 5_000 }
const AT_A_CRASH = 'unknown: Crier ended'

/** A call came to nothing, or nobody knows: for a while nothing goes through its account. */
export function noteBreath({ account, reason }: Move, flight: Flight | undefined): void {
  const breath = BREATHS[ruleOf(reason)]
  if (breath === undefined || flight?.settled == null || reason.startsWith(AT_A_CRASH)) return
  const until = Math.max(world.breaths.get(account) ?? 0, flight.settled + breath)
  world.breaths.set(account, until)
}

/** Staff may end such a wait. */
export function endBreath(scope: string): void {
  const [kind, id = ''] = scope.split(':')
  if (kind === 'account') world.breaths.delete(id)
}

/** Judges what sets out now. */
export function judgeLeave({ part, channel, account, published }: Move): void {
  const stopped = prepared(`select scope from pause where until is null and scope in ('all', ?, ?)`).get(
    `account:${account}`,
    `channel:${channel}`,
  )
  if (stopped) blame(`${part} goes though ${String(stopped['scope'])} is paused`)
  const breath = world.breaths.get(account) ?? 0
  if (trueTime() < breath && !world.ranAhead)
    blame(`${part} goes through ${account}, which has to wait until ${stamp(breath)}`)
  const age = trueTime() - published
  if (world.plan.stale && age > maxAgeOf(channel) + SLACK) blame(`${part} goes, ${age} ms after its publication`)
}

/** Judges what Crier gives up by itself: only what is too old for its channel. */
export function judgeDropped({ part, channel, published, reason }: Move): void {
  if (ruleOf(reason) !== 'max-age') return blame(`${part} is dropped: ${reason}`)
  const age = trueTime() - published
  if (!world.plan.stale || age < maxAgeOf(channel) - SLACK) blame(`${part} is dropped ${age} ms after its publication`)
}
