import type { Millis } from '#src/base/clock.ts'
import type { Reader } from './open.ts'
import { prepare } from './prepared.ts'
import { IN_FLIGHT } from './sends.ts'

// Found and absent: what was learnt later of calls whose answers said nothing.
const SAID_NOTHING: ReadonlySet<string | null> = new Set(['unknown', 'found', 'absent'])
const MOST_CALLS = 64

/**
 * How often in a row the calls of an account ended without an answer that says anything, up to now. Those that were
 * under way together met the same outage, and count once. What never left counts neither way.
 */
export async function unknownsInARow(reader: Reader, account: string): Promise<number> {
  const calls = await NEWEST.all(reader, { account })
  const answered = calls.findIndex(({ outcome }) => !SAID_NOTHING.has(outcome))
  const row = (answered < 0 ? calls : calls.slice(0, answered)).toReversed()
  let times = 0
  let ended = 0
  for (const { at, counts_from: end } of row) {
    if (at < ended) continue
    times += 1
    ended = end
  }
  return times
}

interface EndedCall {
  readonly at: Millis
  readonly counts_from: Millis
  readonly outcome: string | null
}

const NEWEST = prepare<{ readonly account: string }, EndedCall>((db, blank) =>
  db
    .selectFrom('send_log')
    .select(['at', 'counts_from', 'outcome'])
    .where('account', '=', blank('account'))
    .where('counts_from', '>', 0)
    .where('counts_from', '<', IN_FLIGHT)
    .orderBy('counts_from', 'desc')
    .limit(MOST_CALLS),
)
