import type { SendingAccount } from './account.ts'

/** Who can tell staff of what concerns `account`: its own staff chat first, then the others in their order. */
export function tellersOf(accounts: readonly SendingAccount[], account: string | null): readonly SendingAccount[] {
  const able = accounts.filter(({ connection }) => connection.tell !== undefined)
  return able.toSorted((one, other) => Number(other.id === account) - Number(one.id === account))
}
