import type { Millis } from '#src/base/clock.ts'
import type { Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Reason } from './reasons.ts'

/** Notes that an article was looked at once more, and why it seems to be withdrawn; null where it stands. */
export async function markLooked(writer: Writer, article: string, at: Millis, gone: Reason | null): Promise<void> {
  await LOOKED.run(writer, { article, at, gone })
}

const LOOKED = prepare<{ readonly article: string; readonly at: Millis; readonly gone: string | null }>((db, blank) =>
  db
    .updateTable('article')
    .set({ looked: blank('at'), gone: blank('gone') })
    .where('id', '=', blank('article')),
)
