import { CallerMistake } from '#src/base/errors.ts'
import { provenAccount } from '#src/store/channels.ts'
import { deliveryById, movePart, partsOf, type Delivery, type Part } from '#src/store/deliveries.ts'
import { isDecided } from '#src/store/history.ts'
import { rebindDelivery } from '#src/store/rebind.ts'
import { ruleOf } from '#src/store/reasons.ts'
import type { Desk } from './actions.ts'

/** The account that a channel posts with now, and where its platform is reached; null where there is no such channel. */
export type AccountOf = (channel: string) => { readonly id: string; readonly apiRoot: string } | null

/**
 * Lets what a change of its account held go with the account of now, as it is: a post that a person let go or wrote, as
 * it would say what nobody has approved if it were composed anew, and what follows a post that stands, if that account is
 * the same under another name. Answers whether it was such a part.
 * @throws CallerMistake where it cannot go with the account of now, with what is left to do.
 */
export async function rebind({ store, clock, who }: Desk, id: string, accountOf: AccountOf): Promise<boolean> {
  const at = clock.now()
  return store.write(async (writer) => {
    const delivery = await deliveryById(writer, id)
    const held = (await partsOf(writer, id)).find(isForAnother)
    if (!delivery || !held) return false
    if (held.ordinal === 0 && !(await isDecided(writer, id))) return false
    const account = accountOf(delivery.channel)
    const reached = account?.apiRoot === delivery.api_root ? account : null
    const remoteId = reached && ((await provenAccount(writer, reached.id, reached.apiRoot))?.remoteId ?? null)
    const to = held.ordinal > 0 ? sameAccount(delivery, reached, remoteId) : anyAccount(delivery, reached)
    await rebindDelivery(writer, id, { account: to.id, remoteId })
    const part = (await partsOf(writer, id)).find(isForAnother)!
    await movePart(writer, part, { to: 'ready', why: 'retry: as it is, with the account of now', at, who })
    return true
  })
}

function isForAnother({ state, reason }: Part): boolean {
  return state === 'held' && ruleOf(reason) === 'other-account'
}

type Reached = ReturnType<AccountOf>

/** What goes onto the wire is the platform's own. */
function anyAccount({ id, channel, api_root }: Delivery, account: Reached): NonNullable<Reached> {
  if (account !== null) return account
  throw new CallerMistake(
    `${id} has a text that a person let go or wrote (crier held), and ${channel} no longer posts at ${api_root}. Give it up: crier drop ${id} · then, as a new post: crier post-again ${id}`,
  )
}

/** Another account than the post's own would reply to a stranger. */
function sameAccount(delivery: Delivery, account: Reached, remoteId: string | null): NonNullable<Reached> {
  const { id, channel, remote_id } = delivery
  if (account !== null && remoteId === null) {
    throw new CallerMistake(
      `${id} follows a post of the account ${remote_id}, and nothing says yet which one ${account.id} is. Once Crier has proven it (crier check says why not): crier retry ${id}`,
    )
  }
  if (account !== null && remoteId === remote_id) return account
  throw new CallerMistake(
    `${id} follows a post of the account ${remote_id}, which stands, and ${channel} posts as another one now. Give up what follows it: crier drop ${id}`,
  )
}
