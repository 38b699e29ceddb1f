import type { Millis } from '#src/base/clock.ts'
import type { Store } from '#src/store/open.ts'
import { checkScope, pause, pausesOn } from '#src/store/pauses.ts'

/** Until when a platform takes no check of an account, by its own word, and in which words it said so. */
export interface CheckWait {
  readonly until: Millis
  readonly why: string
}

/** What the check of `account` has to wait for; null where it may be asked for. */
export async function checkWait({ read }: Store, account: string, now: Millis): Promise<CheckWait | null> {
  const [told] = await pausesOn(read, [checkScope(account)], now)
  return told === undefined || told.until === null ? null : { until: told.until, why: told.why }
}

/** Takes note of such a wait, for a start, for staff's `check` and for the next process. */
export async function noteCheckWait(store: Store, account: string, wait: CheckWait, at: Millis): Promise<void> {
  const told = { scope: checkScope(account), askedBy: 'platform', ...wait, at, firm: true } as const
  await store.write((writer) => pause(writer, told))
}
