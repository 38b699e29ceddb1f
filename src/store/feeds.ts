import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'

/** What Crier remembers of a feed between polls. */
export interface FeedMemory {
  readonly url: string
  /** Validators, verbatim and from the same answer (RFC 9110, 13.1). */
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodyHash: string | null
  /** When its first sight was taken; null before. */
  readonly baseline: Millis | null
  /** No request before this time, restarts included. */
  readonly nextAt: Millis
  readonly failures: number
  readonly error: string | null
  readonly okAt: Millis | null
}

export async function recallFeed(reader: Reader, id: string): Promise<FeedMemory | undefined> {
  const row = await reader.selectFrom('feed').selectAll().where('id', '=', id).executeTakeFirst()
  return (
    row && {
      url: row.url,
      etag: row.etag,
      lastModified: row.last_modified,
      bodyHash: row.body_hash,
      baseline: row.baseline,
      nextAt: row.next_at,
      failures: row.failures,
      error: row.error,
      okAt: row.ok_at,
    }
  )
}

export async function rememberFeed(writer: Writer, id: string, memory: FeedMemory): Promise<void> {
  const row = {
    url: memory.url,
    etag: memory.etag,
    last_modified: memory.lastModified,
    body_hash: memory.bodyHash,
    baseline: memory.baseline,
    next_at: memory.nextAt,
    failures: memory.failures,
    error: memory.error,
    ok_at: memory.okAt,
  }
  await writer
    .insertInto('feed')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}
