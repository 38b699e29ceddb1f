import type { ReadyPart } from '#src/store/deliveries.ts'
import { isDecided } from '#src/store/history.ts'
import type { Reader } from '#src/store/open.ts'
import { FIRST_POSTS, firstWait, standingAt } from '#src/store/trust.ts'
import type { SendingChannel } from './account.ts'
import type { Leave } from './pace.ts'

/**
 * What keeps a ready post of a channel whose first ones wait for a person; null: nothing. It was made ready since those
 * had been let go; but what is let go may be refused, dropped or lost before it stands, and then this one is among the
 * first. None of those is ready any more: they come before it.
 */
export async function keptByTrial(
  reader: Reader,
  { delivery, ordinal, account, place, anew }: ReadyPart,
  { id, approve }: SendingChannel,
): Promise<Leave | null> {
  if (approve !== 'first' || ordinal > 0) return null
  const { stand, may } = await standingAt(reader, { channel: id, account, place, anew }, FIRST_POSTS)
  if (stand === FIRST_POSTS || (await isDecided(reader, delivery))) return null
  if (may < FIRST_POSTS) return { is: 'hold', why: firstWait(id) }
  return {
    is: 'wait',
    at: null,
    why: `approve: whether the first ${FIRST_POSTS} posts of ${id} stand is not known yet`,
  }
}
