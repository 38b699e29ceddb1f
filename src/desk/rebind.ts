import { CallerMistake } from '#src/base/errors.ts'
import { provenAccount } from '#src/store/channels.ts'
import { deliveryById, movePart, partsOf } from '#src/store/deliveries.ts'
import { isDecided } from '#src/store/history.ts'
import { rebindDelivery } from '#src/store/rebind.ts'
import { ruleOf } from '#src/store/reasons.ts'
import type { Desk } from './actions.ts'

/** The account that a channel posts with now, and where its platform is reached; null where there is no such channel. */
export type AccountOf = (channel: string) => { readonly id: string; readonly apiRoot: string } | null

/**
 * Lets a post that a person let go or wrote, and that a change of its account held, go with the account of now, as it
 * is: composed anew, it would say what nobody has approved. Answers whether it was such a post.
 * @throws CallerMistake where the account of now is on another platform: what goes onto the wire is the platform's own.
 */
export async function rebind({ store, clock, who }: Desk, id: string, accountOf: AccountOf): Promise<boolean> {
  const at = clock.now()
  return store.write(async (writer) => {
    const delivery = await deliveryById(writer, id)
    const [first] = await partsOf(writer, id)
    const held = first?.state === 'held' && ruleOf(first.reason) === 'other-account'
    if (!delivery || !held || !(await isDecided(writer, id))) return false
    const account = accountOf(delivery.channel)
    if (account?.apiRoot !== delivery.api_root) {
      throw new CallerMistake(
        `${id} has a text that a person let go or wrote (crier held), and ${delivery.channel} no longer posts at ${delivery.api_root}. Give it up: crier drop ${id} · then, as a new post: crier post-again ${id}`,
      )
    }
    const remoteId = (await provenAccount(writer, account.id, account.apiRoot))?.remoteId ?? null
    await rebindDelivery(writer, id, { account: account.id, remoteId })
    const [post] = await partsOf(writer, id)
    await movePart(writer, post!, { to: 'ready', why: 'retry: as it is, with the account of now', at, who })
    return true
  })
}
