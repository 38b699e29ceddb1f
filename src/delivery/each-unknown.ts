import { MINUTE, SECOND, type Millis } from '#src/base/clock.ts'
import { describeError } from '#src/base/errors.ts'
import { countTry, partById, unknownOf, type Part } from '#src/store/deliveries.ts'
import { LeaseLost } from '#src/store/lease.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import { aboutPart } from './about.ts'
import type { DeliveryParts } from './account.ts'
import { hold } from './outcome.ts'
import { MOST_TRIES } from './poison.ts'

/**
 * Does `work`, which answers when it is to be done again, for every message of unknown fate of `account`. One that breaks
 * it a second time is held, and the others go on. Answers how long to wait before the next round.
 * @throws the reason of `signal`, and what the store throws where it is not a message's fault.
 */
export async function eachUnknown(
  account: string,
  parts: DeliveryParts,
  signal: AbortSignal,
  work: (part: Part) => Promise<Millis>,
): Promise<Millis> {
  let wait = MINUTE
  for (const part of await unknownOf(parts.store.read, account)) {
    if (signal.aborted) return MINUTE
    const one = part.tries < MOST_TRIES ? await surely(part, parts, signal, () => work(part)) : null
    wait = Math.min(wait, one ?? (await surely(part, parts, signal, () => setAside(part, parts))) ?? MINUTE)
  }
  return wait
}

/** What `work` answers; null where the message breaks it. */
async function surely(
  part: Part,
  { log }: DeliveryParts,
  signal: AbortSignal,
  work: () => Promise<Millis>,
): Promise<Millis | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LeaseLost || isStoreFault(error) || signal.aborted) throw error
    log.error({ ...aboutPart(part), error: describeError(error) }, 'a post of unknown fate broke what settles it')
    return null
  }
}

async function setAside(part: Part, { store, clock, log }: DeliveryParts): Promise<Millis> {
  const failures = await store.write((writer) => countTry(writer, part.id))
  if (failures === undefined || failures < MOST_TRIES) return SECOND
  const held = await store.write(async (writer) => {
    const now = await partById(writer, part.id)
    return now?.state === 'unknown' ? hold(writer, now, 'what looks for it breaks (see the log)', clock.now()) : null
  })
  if (held) log.error({ ...aboutPart(held), why: held.reason }, 'held: see `crier held`')
  return MINUTE
}
