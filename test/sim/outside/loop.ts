/** The stages' loops, whose looks for what is rarely there are glances and looks of simulated time. */
import type { Clock } from '#src/base/clock.ts'
import { startLoop as start, type Loop, type LoopParts } from '#src/base/loop.ts'
import { waitAs, type Timer } from '../time.ts'

export * from '#src/base/loop.ts'

const GLANCE = 250
const LOOKS: ReadonlySet<number> = new Set([60_000, 3_600_000])

export function startLoop(parts: LoopParts): Loop {
  const { name, clock } = parts
  const kindOf = (ms: number): Timer['kind'] => {
    if (name === 'staff') return ms === GLANCE ? 'glance' : 'real'
    return LOOKS.has(ms) ? 'look' : 'real'
  }
  const looking: Clock = { ...clock, sleep: (ms, signal) => waitAs(kindOf(ms), () => clock.sleep(ms, signal)) }
  return start({ ...parts, clock: looking })
}
