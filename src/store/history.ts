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
  await writer
    .insertInto('history')
    .values({ ...change, id: randomId(), why: scrub(change.why) })
    .execute()
}

/** Everything that was decided about an article and its deliveries, oldest first. */
export async function historyOf(reader: Reader, article: string): Promise<readonly Change[]> {
  return reader.selectFrom('history').selectAll().where('article', '=', article).orderBy('at').orderBy('id').execute()
}
