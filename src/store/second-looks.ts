import type { Millis } from '#src/base/clock.ts'
import type { Writer } from './open.ts'
import type { Reason } from './reasons.ts'

/** Notes that an article was looked at once more, and why it seems to be withdrawn; null where it stands. */
export async function markLooked(writer: Writer, article: string, at: Millis, gone: Reason | null): Promise<void> {
  await writer.updateTable('article').set({ looked: at, gone }).where('id', '=', article).execute()
}
