import type { Millis } from '#src/base/clock.ts'
import { randomId } from '#src/base/random.ts'
import { scrub } from '#src/base/secret.ts'
import type { Reader, Writer } from './open.ts'

export interface Notice {
  readonly id: string
  readonly at: Millis
  readonly text: string
}

/** Notes what staff must hear of, in the transaction that makes it true. */
export async function addNotice(writer: Writer, text: string, at: Millis): Promise<void> {
  await writer
    .insertInto('notice')
    .values({ id: randomId(), at, text: scrub(text), told: null })
    .execute()
}

/** What staff have not been told yet, oldest first. */
export async function untold(reader: Reader, limit: number): Promise<readonly Notice[]> {
  return reader
    .selectFrom('notice')
    .select(['id', 'at', 'text'])
    .where('told', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function markTold(writer: Writer, notices: readonly Notice[], at: Millis): Promise<void> {
  if (notices.length === 0) return
  const ids = notices.map((notice) => notice.id)
  await writer.updateTable('notice').set({ told: at }).where('id', 'in', ids).execute()
}
