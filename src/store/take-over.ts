import { DAY, type Millis } from '#src/base/clock.ts'
import type { ProvenAccount } from './channels.ts'
import type { Writer } from './open.ts'
import { allPauses, pause, scopeFor } from './pauses.ts'
import { membersOf, prepare } from './prepared.ts'

// No window and no budget looks back further than a month.
const COUNTS: Millis = 32 * DAY

/** Which ids of accounts keep what is theirs. */
interface Keeping {
  /** Those that post: they keep what they have sent, and what they wait for. */
  readonly posting: readonly string[]
  /** Those of the config: they keep what staff said of them. */
  readonly configured: readonly string[]
}

/**
 * Hands what an account has sent and waits for under another id over to it: a new name in the config frees no limit and
 * no budget, ends no wait that the platform counts, and lets nothing go that staff paused.
 */
export async function takeOver(
  writer: Writer,
  { id, apiRoot, remoteId }: ProvenAccount,
  { posting, configured }: Keeping,
  now: Millis,
): Promise<void> {
  const former = await FORMER.all(writer, { apiRoot, remoteId, posting: JSON.stringify([id, ...posting]) })
  for (const { id: account } of former) {
    await writer
      .updateTable('send_log')
      .set({ account: id })
      .where('account', '=', account)
      .where('counts_from', '>', now - COUNTS)
      .execute()
    await takeOverPauses(writer, { from: account, to: id }, configured.includes(account), now)
  }
}

const FORMER = prepare<
  Pick<ProvenAccount, 'apiRoot' | 'remoteId'> & { readonly posting: string },
  { readonly id: string }
>((db, blank) =>
  db
    .selectFrom('account')
    .select('id')
    .where('api_root', '=', blank('apiRoot'))
    .where('remote_id', '=', blank('remoteId'))
    .where('id', 'not in', membersOf(blank('posting'))),
)

/** What the platform paused until staff act is not handed over: it was asked just now, and has nothing against it. */
async function takeOverPauses(
  writer: Writer,
  { from, to }: { readonly from: string; readonly to: string },
  isConfigured: boolean,
  now: Millis,
): Promise<void> {
  for (const each of await allPauses(writer, now)) {
    const scope = scopeFor(each.scope, from, to)
    if (scope === null || (each.askedBy === 'staff' ? isConfigured : each.until === null)) continue
    await pause(writer, { ...each, scope })
    await writer
      .deleteFrom('pause')
      .where('scope', '=', each.scope)
      .where('asked_by', '=', each.askedBy)
      .where('firm', '=', each.firm ? 1 : 0)
      .execute()
  }
}
