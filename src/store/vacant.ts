import type { DatabaseSync } from 'node:sqlite'
import { SECOND, systemClock, type Millis } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import { LEASE } from './lease.ts'

/** Who holds the lease of a store, until when. These columns are a contract with every Crier, older and newer. */
interface Held {
  readonly holder: string
  readonly until: Millis
}

// The lease of one that says nothing, and a breath.
const VACANT_AFTER: Millis = LEASE + SECOND / 2
const LOOK_EVERY: Millis = 100

/**
 * Waits for the lease of an older Crier that has died; one that is at work would write on into tables it does not know.
 * Answers what it left of the lease.
 * @throws CallerMistake where one is at work.
 */
export async function untilVacant(database: DatabaseSync, file: string): Promise<Held | undefined> {
  const started = systemClock.monotonic()
  const found = heldBy(database)
  for (;;) {
    const now = refuseHolder(database, file, found)
    if (now === undefined || now.until <= systemClock.now()) return now
    // By the time waited too: a clock that was set back must not keep a dead one alive.
    if (systemClock.monotonic() - started > VACANT_AFTER) return now
    await systemClock.sleep(LOOK_EVERY)
  }
}

/**
 * Looks whether somebody has begun to work since `before`; one that ends gives its lease back. Answers who holds it now.
 * @throws CallerMistake where somebody has.
 */
export function refuseHolder(database: DatabaseSync, file: string, before: Held | undefined): Held | undefined {
  const now = heldBy(database)
  const isRenewed = now !== undefined && (now.until !== before?.until || now.holder !== before.holder)
  if (!isRenewed || now.until === 0) return now
  throw new CallerMistake(
    `An older Crier is at work on ${file} (${now.holder}), and this one would change how the store is kept. Stop that one, then call this one again.`,
  )
}

function heldBy(database: DatabaseSync): Held | undefined {
  return database.prepare('select holder, until from lease').get() as Held | undefined
}
