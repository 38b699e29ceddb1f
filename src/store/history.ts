import { sql } from 'kysely'
import type { Millis } from '#src/base/clock.ts'
import { scrub } from '#src/base/secret.ts'
import { orderedId } from '#src/base/random.ts'
import type { Reader, Writer } from './open.ts'
import { prepare } from './prepared.ts'

export interface Change {
  readonly at: Millis
  readonly article: string | null
  readonly delivery: string | null
  readonly was: string | null
  readonly became: string
  readonly why: string
  /** `crier`, or the person who asked for it. */
  readonly who: string
  /** What stood there before, where that is more than a state: the text of a post. */
  readonly earlier?: string | null
}

/** Who changes states where no person does. */
export const CRIER = 'crier'

export async function note(writer: Writer, change: Change): Promise<void> {
  // Changes of one millisecond keep their order by their ids.
  await NOTE.run(writer, { earlier: null, ...change, id: orderedId(), why: scrub(change.why) })
}

const NOTE = prepare<Change & { readonly id: string }>((db, blank) =>
  db.insertInto('history').values({
    id: blank('id'),
    at: blank('at'),
    article: blank('article'),
    delivery: blank('delivery'),
    was: blank('was'),
    became: blank('became'),
    why: blank('why'),
    who: blank('who'),
    earlier: blank('earlier'),
  }),
)

/** Everything that was decided about an article and its deliveries, oldest first. */
export async function historyOf(reader: Reader, article: string): Promise<readonly Change[]> {
  return reader.selectFrom('history').selectAll().where('article', '=', article).orderBy('at').orderBy('id').execute()
}

/** What people did lately, the newest last. */
export async function lastActions(reader: Reader, most: number): Promise<readonly Change[]> {
  const rows = await reader
    .selectFrom('history')
    .selectAll()
    .where('who', '<>', CRIER)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.toReversed()
}

/** Whether a person has let a delivery go, or changed its text. */
export async function isDecided(reader: Reader, delivery: string): Promise<boolean> {
  return (await DECIDED.first(reader, { delivery })) !== undefined
}

// Written out, as in the index of what people did.
const BY_CRIER = sql.lit(CRIER)

const DECIDED = prepare<{ readonly delivery: string }, { readonly id: string }>((db, blank) =>
  db.selectFrom('history').select('id').where('delivery', '=', blank('delivery')).where('who', '<>', BY_CRIER).limit(1),
)
