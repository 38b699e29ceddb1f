/** The lease, whose renewals are beats of simulated time. */
import type { Clock } from '#src/base/clock.ts'
import type { Store } from '#src/store/open.ts'
import { takeLease as take, type Lease } from '#src/store/lease.ts'
import { waitAs } from '../time.ts'

export * from '#src/store/lease.ts'

const RENEWAL = 500

export function takeLease(
  store: Store,
  clock: Clock,
  ...more: readonly [holder: string, isDead: (holder: string) => boolean, longAway?: number]
): Promise<Lease> {
  const beating: Clock = {
    ...clock,
    sleep: (ms, signal) => waitAs(ms === RENEWAL ? 'beat' : 'real', () => clock.sleep(ms, signal)),
  }
  return take(store, beating, ...more)
}
