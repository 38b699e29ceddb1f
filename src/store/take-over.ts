import { DAY, type Millis } from '#src/base/clock.ts'
import { accountById, rememberAccount, type ProvenAccount } from './channels.ts'
import type { Writer } from './open.ts'
import { allPauses, pause, scopeFor } from './pauses.ts'
import { membersOf, prepare } from './prepared.ts'

// No window and no budget looks back further than a month.
const COUNTS: Millis = 32 * DAY

/** Which ids of accounts keep what is theirs. */
interface Keeping {
  /** Those that post as this account of the platform: they keep what they have sent, and what they wait for. */
  readonly same: readonly string[]
  /** Those of the config: they keep what staff said of them. */
  readonly configured: readonly string[]
}

/**
 * Hands what an account of the platform has sent and waits for under other ids over to the one that it has now: a new
 * name in the config frees no limit and no budget, ends no wait that the platform counts, and lets nothing go that staff
 * paused. An id that posts, but is not proven in this process yet, gives it up too: by its row it was sent as this very
 * account, whatever the id turns out to be.
 */
export async function takeOver(
  writer: Writer,
  { id, apiRoot, remoteId }: ProvenAccount,
  { same, configured }: Keeping,
  now: Millis,
): Promise<void> {
  const former = await FORMER.all(writer, { apiRoot, remoteId, same: JSON.stringify([id, ...same]) })
  for (const { id: from } of former) await move(writer, { from, to: id }, configured, now)
}

const FORMER = prepare<
  Pick<ProvenAccount, 'apiRoot' | 'remoteId'> & { readonly same: string },
  { readonly id: string }
>((db, blank) =>
  db
    .selectFrom('account')
    .select('id')
    .where('api_root', '=', blank('apiRoot'))
    .where('remote_id', '=', blank('remoteId'))
    .where('id', 'not in', membersOf(blank('same'))),
)

/**
 * Where an id is another account of the platform by now, puts what it has sent and waits for as the one before under an
 * id that no config can have: {@link takeOver} finds it there once somebody proves to be that account again. One that is
 * only reached another way is the same.
 */
export async function leaveBehind(
  writer: Writer,
  { id, remoteId }: ProvenAccount,
  configured: readonly string[],
  now: Millis,
): Promise<void> {
  const before = await accountById(writer, id)
  if (before === undefined || before.remote_id === remoteId) return
  // A scope ends an account's id at a slash.
  const left = `${before.remote_id} at ${encodeURIComponent(before.api_root)}`
  const then = { id: left, apiRoot: before.api_root, remoteId: before.remote_id, name: before.name }
  await rememberAccount(writer, then, before.proven)
  await move(writer, { from: id, to: left }, configured, now)
}

interface Move {
  readonly from: string
  readonly to: string
}

async function move(writer: Writer, ids: Move, configured: readonly string[], now: Millis): Promise<void> {
  await writer
    .updateTable('send_log')
    .set({ account: ids.to })
    .where('account', '=', ids.from)
    .where('counts_from', '>', now - COUNTS)
    .execute()
  await movePauses(writer, ids, configured.includes(ids.from), now)
}

/** What the platform paused until staff act is not handed over: it was asked just now, and has nothing against it. */
async function movePauses(writer: Writer, { from, to }: Move, isConfigured: boolean, now: Millis): Promise<void> {
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
