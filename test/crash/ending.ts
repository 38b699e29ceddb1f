import { once } from 'node:events'
import { SECOND, systemClock, withDeadline, type Millis } from '#src/base/clock.ts'
import type { Crier } from '../fixtures/house.ts'

// Only what hangs takes so long, on a busy machine too.
const PATIENCE: Millis = 100 * SECOND

/** How a process ended: its exit code, or the signal. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Waits until a process has ended by itself or by the strike that was planned for it. */
export async function ended(crier: Crier): Promise<Ending> {
  const { child } = crier
  if (child.exitCode === null && child.signalCode === null) await patiently(crier, 'its end', once(child, 'exit'))
  return { code: child.exitCode, signal: child.signalCode }
}

/** Waits for `event`, but no longer than a test may; what the process has said by then goes into the error. */
export async function patiently<T>(crier: Crier, what: string, event: Promise<T>, ms = PATIENCE): Promise<T> {
  try {
    return await withDeadline(systemClock, what, ms, undefined, () => event)
  } catch (error) {
    throw new Error(`${crier.said.err.slice(-3_000)}\n${crier.said.out.slice(-300)}`, { cause: error })
  }
}
