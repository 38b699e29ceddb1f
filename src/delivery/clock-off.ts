import type { Millis } from '#src/base/clock.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Writer } from '#src/store/open.ts'
import { pauseOnceMore } from '#src/store/pauses.ts'

/** Lets an account wait `until` it is worth another try whether the machine's clock is right. Staff are told once. */
export async function waitForClock(
  writer: Writer,
  account: string,
  why: string,
  until: Millis,
  at: Millis,
): Promise<void> {
  const news = await pauseOnceMore(writer, { scope: `account:${account}`, askedBy: 'platform', until, why, at })
  if (news) await addNotice(writer, `${account} waits: ${why}`, at, { account })
}
