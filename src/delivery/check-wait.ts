import type { Millis } from '#src/base/clock.ts'
import type { Store } from '#src/store/open.ts'
import { checkScope, pauseAsTold, pausesOn, type ToldWait } from '#src/store/pauses.ts'

/** What the check of `account` has to wait for; null where it may be asked for. */
export async function checkWait({ read }: Store, account: string, now: Millis): Promise<ToldWait | null> {
  const [told] = await pausesOn(read, [checkScope(account)], now)
  return told === undefined || told.until === null ? null : { until: told.until, why: told.why }
}

/** Takes note of such a wait, for a start, for staff's `check` and for the next process. */
export async function noteCheckWait(store: Store, account: string, wait: ToldWait, at: Millis): Promise<void> {
  await store.write((writer) => pauseAsTold(writer, checkScope(account), wait, at))
}
