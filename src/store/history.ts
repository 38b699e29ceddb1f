import type { Millis } from '#src/base/clock.ts'
import { scrub } from '#src/base/secret.ts'
import { randomId } from '#src/base/random.ts'
import type { Reader, Writer } from './open.ts'

export interface Change {
  readonly at: Millis
  readonly article: string | null
  readonly delivery: string | null
  readonly was: string | null
  readonly became: string
  readonly why: string
  /** `crier`, or the person who asked for it. */
  readonly who: string
}

/** Who changes states where no person does. */
export const CRIER = 'crier'

export async function note(writer: Writer, change: Change): Promise<void> {
  const before = await countAt(writer, change)
  await writer
    .insertInto('history')
    // Ids begin with a number, so that changes of one millisecond keep their order.
    .values({ ...change, id: `${String(before).padStart(6, '0')}-${randomId()}`, why: scrub(change.why) })
    .execute()
}

/** How many changes of the same article stand at the same time. */
async function countAt(reader: Reader, { article, at }: Change): Promise<number> {
  if (article === null) return 0
  const row = await reader
    .selectFrom('history')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('article', '=', article)
    .where('at', '=', at)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Everything that was decided about an article and its deliveries, oldest first. */
export async function historyOf(reader: Reader, article: string): Promise<readonly Change[]> {
  return reader.selectFrom('history').selectAll().where('article', '=', article).orderBy('at').orderBy('id').execute()
}
