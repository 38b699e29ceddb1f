/** What a bot is asked besides posts: looks and notices go only when no wait is in force that Crier knows of. */
import type { Life } from './life.ts'
import { trueTime, wallTime } from './time.ts'
import { blame, prepared, world } from './world.ts'

interface Wait {
  readonly life: Life
  readonly at: number
  readonly until: number
}

let waits: Wait[] = []

export function forgetWaits(): void {
  waits = []
}

/** The bot was told to wait, and `life` has heard it. */
export function toldBesides(life: Life, until: number): void {
  waits.push({ life, at: trueTime(), until })
}

/** Blames for a call, started at `started`, before the end of a wait that its life has heard of or the store holds. */
export function judgeBesides(life: Life, started: number): void {
  const heard = waits.some((wait) => wait.life === life && wait.at < started && trueTime() < wait.until)
  // Times in the store are those of a clock that is right only where none is set.
  const timed = world.plan.troubles.every(({ kind }) => kind !== 'clock')
  if (heard || (timed && isHeld(started))) blame(`${life.name} looks or tells before the time that was asked for`)
}

function isHeld(started: number): boolean {
  const row = prepared(`select at, until from pause where scope = 'besides:bot' and firm = 1`).get()
  return row !== undefined && Number(row['at']) < started && Number(row['until']) > wallTime()
}
