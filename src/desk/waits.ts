import type { Millis } from '#src/base/clock.ts'
import { waitOf } from '#src/store/channels.ts'
import { nextReady, type Part } from '#src/store/deliveries.ts'
import type { Reader } from '#src/store/open.ts'
import { settlesUntil } from '#src/store/settling.ts'

/** What decides whose turn it is. */
export interface Turns {
  readonly channels: readonly {
    readonly id: string
    readonly first: 'oldest' | 'newest'
    readonly cooling: Millis
  }[]
  readonly now: Millis
}

/** Why something that is ready does not go now. */
export interface Wait {
  /** The delivery that goes before it; null where it is first itself. */
  readonly behind: string | null
  /** What keeps the first one, and until when; null: nothing, or nothing that is known beforehand. */
  readonly why: string | null
  readonly until: Millis | null
}

/** What a delivery of these parts waits for; null where none of them is ready, or where nothing keeps it. */
export async function waitFor(reader: Reader, parts: readonly Part[], { channels, now }: Turns): Promise<Wait | null> {
  const part = parts.find(({ state }) => state !== 'sent')
  const channel = channels.find(({ id }) => id === part?.channel)
  if (part?.state !== 'ready' || channel === undefined) return null
  const { id, first, cooling } = channel
  const next = await nextReady(reader, id, first, cooling === 0 ? undefined : now - cooling)
  if (next === undefined) return null
  const behind = next.delivery === part.delivery ? null : next.delivery
  const settling = settlesUntil(next, cooling, now)
  const noted = await waitOf(reader, id)
  const over = noted?.until != null && noted.until <= now
  const kept = settling !== null ? { why: settling.why, until: settling.at } : over ? null : noted
  return behind === null && kept === null ? null : { behind, why: kept?.why ?? null, until: kept?.until ?? null }
}

/** As a line for people. */
export function showWait({ behind, why, until }: Wait, time: (at: Millis) => string): string {
  const kept = why === null ? '' : `waits${until === null ? '' : ` until ${time(until)}`}, ${why}`
  if (behind === null) return kept
  return `waits behind another post, delivery ${behind}${kept === '' ? '' : `, which ${kept}`}`
}
