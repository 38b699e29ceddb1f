/**
 * What an account is asked besides posts (looks, notices, pictures): only when no wait for it is in force that Crier knows
 * of.
 */
import type { Life } from './life.ts'
import { trueTime, wallTime } from './time.ts'
import { blame, prepared, world } from './world.ts'

interface Wait {
  readonly scope: string
  readonly life: Life
  readonly at: number
  readonly until: number
}

let waits: Wait[] = []

export function forgetWaits(): void {
  waits = []
}

/** What `scope` names, as the store does, was told to wait, and `life` has heard it. */
export function toldBesides(scope: string, life: Life, until: number): void {
  waits.push({ scope, life, at: trueTime(), until })
}

/** Blames for a call, started at `started`, before the end of a wait that its life has heard of or the store holds. */
export function judgeBesides(scope: string, life: Life, started: number): void {
  const heard = waits.some(
    (wait) => wait.scope === scope && wait.life === life && wait.at < started && trueTime() < wait.until,
  )
  // Times in the store are those of a clock that is right only where none is set.
  const timed = world.plan.troubles.every(({ kind }) => kind !== 'clock')
  if (heard || (timed && isHeld(scope, started))) {
    blame(`${life.name} asks for ${scope} before the time that was asked for`)
  }
}

function isHeld(scope: string, started: number): boolean {
  const row = prepared('select at, until from pause where scope = ? and firm = 1').get(scope)
  return row !== undefined && Number(row['at']) < started && Number(row['until']) > wallTime()
}
