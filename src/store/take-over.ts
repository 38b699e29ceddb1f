import { DAY, type Millis } from '#src/base/clock.ts'
import type { ProvenAccount } from './channels.ts'
import type { Writer } from './open.ts'

// No window and no budget looks back further than a month.
const COUNTS: Millis = 32 * DAY

/**
 * Hands what an account has sent under another id over to it: a new name in the config frees no limit and no budget.
 * Whoever is among `inUse` keeps its own.
 */
export async function takeOverSends(
  writer: Writer,
  { id, apiRoot, remoteId }: ProvenAccount,
  inUse: readonly string[],
  now: Millis,
): Promise<void> {
  const former = await writer
    .selectFrom('account')
    .select('id')
    .where('api_root', '=', apiRoot)
    .where('remote_id', '=', remoteId)
    .where('id', 'not in', [id, ...inUse])
    .execute()
  for (const { id: account } of former) {
    await writer
      .updateTable('send_log')
      .set({ account: id })
      .where('account', '=', account)
      .where('counts_from', '>', now - COUNTS)
      .execute()
  }
}
