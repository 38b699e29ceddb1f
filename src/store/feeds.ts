import type { Selectable } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'
import type { Schema } from './schema.ts'

/** What Crier remembers of a feed between polls. */
export interface FeedMemory {
  readonly url: string
  /** Validators, verbatim and from the same whole answer (RFC 9110, 13.1). */
  readonly etag: string | null
  readonly lastModified: string | null
  readonly bodyHash: string | null
  /** When its first sight was taken; null before. */
  readonly baseline: Millis | null
  /** How many answers in a row were cut off. */
  readonly cutOff: number
  /** No request before this time, restarts included. */
  readonly nextAt: Millis
  readonly failures: number
  readonly error: string | null
  readonly okAt: Millis | null
}

export async function recallFeed(reader: Reader, id: string): Promise<FeedMemory | undefined> {
  const row = await RECALL.first(reader, { id })
  return (
    row && {
      url: row.url,
      etag: row.etag,
      lastModified: row.last_modified,
      bodyHash: row.body_hash,
      baseline: row.baseline,
      cutOff: row.cut_off,
      nextAt: row.next_at,
      failures: row.failures,
      error: row.error,
      okAt: row.ok_at,
    }
  )
}

export async function rememberFeed(writer: Writer, id: string, memory: FeedMemory): Promise<void> {
  await REMEMBER.run(writer, { id, ...memory })
}

const RECALL = prepare<{ readonly id: string }, Selectable<Schema['feed']>>((db, blank) =>
  db.selectFrom('feed').selectAll().where('id', '=', blank('id')),
)

const REMEMBER = prepare<FeedMemory & { readonly id: string }>((db, blank) => {
  const row = {
    url: blank('url'),
    etag: blank('etag'),
    last_modified: blank('lastModified'),
    body_hash: blank('bodyHash'),
    baseline: blank('baseline'),
    cut_off: blank('cutOff'),
    next_at: blank('nextAt'),
    failures: blank('failures'),
    error: blank('error'),
    ok_at: blank('okAt'),
  }
  return db
    .insertInto('feed')
    .values({ id: blank('id'), ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
})
