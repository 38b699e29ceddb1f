import type { Clock, Millis } from '#src/base/clock.ts'
import type { Log } from '#src/base/log.ts'
import type { Connection } from '#src/platform/platform.ts'
import type { Part } from '#src/store/deliveries.ts'
import type { Store } from '#src/store/open.ts'
import type { Window } from '#src/store/sends.ts'

/** An account with the channels that post through it. */
export interface SendingAccount {
  readonly id: string
  /** The name of its platform, for staff. */
  readonly label: string
  /** Where its platform is reached, as deliveries record it. */
  readonly apiRoot: string
  readonly connection: Connection<unknown>
  readonly windows: readonly Window[]
  /** US dollars, by UTC days and months. */
  readonly budget: { readonly usdPerDay: number; readonly usdPerMonth: number } | null
  readonly channels: readonly SendingChannel[]
}

export interface SendingChannel {
  readonly id: string
  readonly settings: unknown
  readonly maxAge: Millis
}

export interface DeliveryParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** False where this process may no longer send: its lease may have run out. */
  readonly maySend: () => boolean
  /** Told of every message that stands on its platform. */
  readonly onSent: (part: Part) => void
  /** Aborts when a call in flight may no longer be waited for. */
  readonly abandon: AbortSignal
}
