import type { Millis } from '#src/base/clock.ts'
import { waitOf } from '#src/store/channels.ts'
import type { Part } from '#src/store/deliveries.ts'
import { nextReady, nextToGo } from '#src/store/next-ready.ts'
import type { Reader } from '#src/store/open.ts'
import type { Reason } from '#src/store/reasons.ts'
import { settlesUntil } from '#src/store/settling.ts'
import { letGoFirst } from '#src/store/trust.ts'

/** What decides whose turn it is. */
export interface Turns {
  readonly channels: readonly {
    readonly id: string
    readonly account: string
    readonly approve: 'never' | 'first' | 'always'
    readonly first: 'oldest' | 'newest'
    readonly cooling: Millis
  }[]
  readonly now: Millis
}

/** Why something that is ready does not go now. */
export interface Wait {
  /** The delivery that goes before it; null where it is first itself. */
  readonly behind: string | null
  /** By which rule that one goes before, where it is not its turn by its time; null where it is, or there is none. */
  readonly by: Reason | null
  /** What keeps the first one, and until when; null: nothing, or nothing that is known beforehand. */
  readonly why: string | null
  readonly until: Millis | null
}

/** What a delivery of these parts waits for; null where none of them is ready, or where nothing keeps it. */
export async function waitFor(reader: Reader, parts: readonly Part[], { channels, now }: Turns): Promise<Wait | null> {
  const part = parts.find(({ state }) => state !== 'sent')
  const channel = channels.find(({ id }) => id === part?.channel)
  if (part?.state !== 'ready') return null
  if (channel === undefined) return { behind: null, by: null, why: keptFromGone(part.channel), until: null }
  const { id, first, cooling } = channel
  const seenBy = cooling === 0 ? undefined : now - cooling
  const next = await nextToGo(reader, channel, first, seenBy)
  if (next === undefined) return null
  const behind = next.delivery === part.delivery ? null : next.delivery
  const byTime = behind === null ? next : await nextReady(reader, id, first, seenBy)
  const by = byTime?.id === next.id ? null : letGoFirst(id)
  const settling = settlesUntil(next, cooling, now)
  const noted = await waitOf(reader, id)
  const over = noted?.until != null && noted.until <= now
  const kept = settling !== null ? { why: settling.why, until: settling.at } : over ? null : noted
  return behind === null && kept === null ? null : { behind, by, why: kept?.why ?? null, until: kept?.until ?? null }
}

function keptFromGone(channel: string): Reason {
  return `removed: ${channel} is not in crier.yaml; what is ready for it is dropped once Crier has run for a minute without it`
}

/** As a line for people. */
export function showWait({ behind, by, why, until }: Wait, time: (at: Millis) => string): string {
  const kept = why === null ? '' : `waits${until === null ? '' : ` until ${time(until)}`}, ${why}`
  if (behind === null) return kept
  return `waits behind another post, delivery ${behind}${by === null ? '' : ` (${by})`}${kept === '' ? '' : `, which ${kept}`}`
}
