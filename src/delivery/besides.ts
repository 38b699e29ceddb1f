/**
 * What an account is asked besides posts: looks for what was lost, notices to staff. They fill no window of the posts,
 * and go only while the platform has not asked to wait.
 */
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { besidesScope, pauseAsTold, pausesOn, type ToldWait } from '#src/store/pauses.ts'
import type { SendingAccount } from './account.ts'

/**
 * Until when nothing goes besides posts; null where it may. What a post was told for the whole account counts too, unless
 * the platform counts posts apart.
 */
export async function waitBesides(
  reader: Reader,
  { id, postsWaitAlone }: Pick<SendingAccount, 'id' | 'postsWaitAlone'>,
  now: Millis,
): Promise<ToldWait | null> {
  const pauses = await pausesOn(reader, [besidesScope(id), ...(postsWaitAlone ? [] : [`account:${id}`])], now)
  const waits = pauses.flatMap(({ firm, until, why }) => (firm && until !== null ? [{ until, why }] : []))
  return waits.toSorted((one, other) => other.until - one.until)[0] ?? null
}

/** Takes note of a wait, so that it is kept over a restart. */
export async function noteWaitBesides(writer: Writer, account: string, wait: ToldWait, at: Millis): Promise<void> {
  await pauseAsTold(writer, besidesScope(account), wait, at)
}
