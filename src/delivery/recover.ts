import type { Millis } from '#src/base/clock.ts'
import { movePart, partsIn, type Part } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import { wordsOf } from '#src/store/reasons.ts'
import { closeOpenCalls } from '#src/store/sends.ts'
import type { SendingAccount } from './account.ts'
import { hold } from './outcome.ts'

const WHY = 'Crier ended while this was being sent'

/**
 * What a dead process was sending may stand or not: its fate is unknown, and it is never simply sent again. Held, where
 * its account cannot look for it. Runs before any lane starts; answers what is held.
 */
export async function recover(
  store: Store,
  accounts: readonly Pick<SendingAccount, 'id' | 'afterUnknown'>[],
  now: Millis,
): Promise<readonly Part[]> {
  return store.write(async (writer) => {
    await closeOpenCalls(writer, WHY, now)
    for (const part of await partsIn(writer, 'sending')) {
      await movePart(writer, part, { to: 'unknown', why: `unknown: ${WHY}`, at: now })
    }
    const held: Part[] = []
    for (const part of await partsIn(writer, 'unknown')) {
      const account = accounts.find(({ id }) => id === part.account)
      // What is known of it stays: another process may have learnt more than that it ended.
      if (account?.afterUnknown === 'held') held.push(await hold(writer, part, wordsOf(part.reason), now))
    }
    return held
  })
}

/** Holds what is of unknown fate on none of `accounts`: nothing looks for it. Answers what is held. */
export async function holdForgotten(
  store: Store,
  accounts: readonly { readonly id: string }[],
  now: Millis,
): Promise<readonly Part[]> {
  const isForgotten = (part: Part): boolean => accounts.every(({ id }) => id !== part.account)
  if (!(await partsIn(store.read, 'unknown')).some(isForgotten)) return []
  return store.write(async (writer) => {
    const held: Part[] = []
    for (const part of (await partsIn(writer, 'unknown')).filter(isForgotten)) {
      const why = `${wordsOf(part.reason)}; ${part.account} is not in crier.yaml, and nothing can look for it`
      held.push(await hold(writer, part, why, now))
    }
    return held
  })
}
