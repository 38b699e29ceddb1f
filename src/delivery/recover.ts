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
 * nothing can look for it. Runs before any lane starts; answers what is held.
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
      if (account?.afterUnknown !== 'verified') held.push(await hold(writer, part, whyHeld(part, account), now))
    }
    return held
  })
}

/** What is known of it stays: another process may have learnt more than that it ended. */
function whyHeld({ account, reason }: Part, configured: object | undefined): string {
  const why = wordsOf(reason)
  return configured === undefined ? `${why}; ${account} is not in crier.yaml, and nothing can look for it` : why
}
