import { MINUTE, type Millis } from '#src/base/clock.ts'
import { partById, type Part } from '#src/store/deliveries.ts'
import { unknownCalls } from '#src/store/looks.ts'
import type { Reader } from '#src/store/open.ts'
import { aboutPart } from './about.ts'
import type { DeliveryParts, SendingAccount } from './account.ts'
import { eachUnknown } from './each-unknown.ts'
import { hold } from './outcome.ts'

/** How long after the end of its call a message of unknown fate is held, if it could not be looked for till then. */
export const GIVE_UP_AFTER: Millis = 30 * MINUTE
// A start proves its accounts at once where they can be proven: what is old then is looked for first.
const PROVING_TAKES: Millis = MINUTE

/**
 * Answers a turn that holds messages of `account` that cannot be looked for, for as long as the account is not proven.
 * It answers how long to wait before the next one.
 */
export function openGiveUp(account: SendingAccount, parts: DeliveryParts): (signal: AbortSignal) => Promise<Millis> {
  const { store, clock, log, maySend } = parts
  const since = clock.monotonic()
  const isOverdue = async (reader: Reader, part: Part): Promise<boolean> => {
    const last = (await unknownCalls(reader, part.id)).at(-1)
    return last === undefined || clock.now() - last.ended >= GIVE_UP_AFTER
  }
  return async (signal) => {
    if (clock.monotonic() - since < PROVING_TAKES || !maySend()) return MINUTE
    return eachUnknown(account.id, parts, signal, async (part) => {
      if (!(await isOverdue(store.read, part))) return MINUTE
      const held = await store.write(async (writer) => {
        // Staff may have settled it meanwhile, and the clock may have been set.
        const now = await partById(writer, part.id)
        if (now?.state !== 'unknown' || !(await isOverdue(writer, now))) return null
        const why = `it could not be looked for: ${account.id} is not proven (crier check says why)`
        return hold(writer, now, why, clock.now())
      })
      if (held !== null) log.error({ ...aboutPart(held), why: held.reason }, 'held: see `crier held`')
      return MINUTE
    })
  }
}
