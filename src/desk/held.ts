import { partsIn, type Part } from '#src/store/deliveries.ts'
import type { Reader } from '#src/store/open.ts'
import { wayOut } from './actions.ts'
import { showPost, showTime } from './show.ts'

/** A post that waits for a person, with the way out. */
export interface Waiting {
  readonly delivery: string
  readonly channel: string
  readonly account: string
  readonly state: string
  readonly reason: string
  readonly since: number
  readonly text: string
  readonly used: number
  readonly allowed: number
  readonly wayOut: string
}

/** Everything that waits for a person, the longest waiting first. */
export async function held(reader: Reader): Promise<readonly Waiting[]> {
  const parts = [...(await partsIn(reader, 'held')), ...(await partsIn(reader, 'refused'))]
  return parts.map(toWaiting)
}

export function showHeld(
  waiting: readonly Waiting[],
  platformOf: (account: string) => string,
  timezone: string,
): string {
  if (waiting.length === 0) return 'Nothing waits for you.'
  return waiting
    .map((post) => {
      const note = `since ${showTime(post.since, timezone)}`
      const frame = showPost({ ...post, platform: platformOf(post.account), note })
      return `${post.delivery}  ${post.state}: ${post.reason}\n${frame}\n${post.wayOut}`
    })
    .join('\n\n')
}

function toWaiting(part: Part): Waiting {
  const { delivery, channel, account, state, reason, text, used, allowed } = part
  return {
    delivery,
    channel,
    account,
    state,
    reason,
    since: part.changed,
    text,
    used,
    allowed,
    wayOut: wayOut(delivery, part),
  }
}
