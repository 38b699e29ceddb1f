import type { SendingAccount } from './account.ts'
import type { Proven } from './prove.ts'

/** What tells accounts of the config, and where each of them is reached, apart. */
type Reached = Pick<SendingAccount, 'id' | 'apiRoot' | 'label'>

/** Accounts of the config, in its order, whose credentials belong to one account of a platform. */
export interface Twins<Account> {
  /** The one that posts; null where the account in question is the only one that does. */
  readonly first: Account | null
  /** Those that must not: each would have the platform's limits, and the budget, for itself. */
  readonly others: readonly Account[]
}

/** The twins of an account that was proven as `remoteId`, itself among them, of those that are `inUse`. */
export function twinsOf<Account extends Reached>(
  { id, apiRoot, label }: Reached,
  remoteId: string,
  inUse: readonly Account[],
  proven: Proven,
): Twins<Account> {
  const [first, ...others] = inUse.filter(
    (other) =>
      other.id === id || (other.apiRoot === apiRoot && other.label === label && proven.get(other.id)?.id === remoteId),
  )
  return first === undefined || !inUse.some((other) => other.id === id) || others.length === 0
    ? { first: null, others: [] }
    : { first, others }
}

/** Why a twin does not post, and what to do, for staff. */
export function whyNotTwice(first: Pick<SendingAccount, 'id'>, name: string): string {
  return `it is the same account as ${first.id} (${name}), whose limits and budget hold for both: write "account: ${first.id}" in its channels in crier.yaml, and take it out of the file`
}
