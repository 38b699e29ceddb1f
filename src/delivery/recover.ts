import type { Millis } from '#src/base/clock.ts'
import { movePart, partsIn, type Part } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import { closeOpenCalls } from '#src/store/sends.ts'
import { holdUnknown } from './outcome.ts'

/** What a dead process was sending may stand or not: held, never sent again by itself. Runs before any lane starts. */
export async function recover(store: Store, now: Millis): Promise<readonly Part[]> {
  const why = 'Crier ended while this was being sent'
  return store.write(async (writer) => {
    const held: Part[] = []
    for (const part of await partsIn(writer, 'sending')) held.push(await holdUnknown(writer, part, why, now))
    for (const part of await partsIn(writer, 'unknown')) {
      held.push(await movePart(writer, part, { to: 'held', why: `unknown: ${why}`, at: now }))
    }
    await closeOpenCalls(writer, why, now)
    return held
  })
}
