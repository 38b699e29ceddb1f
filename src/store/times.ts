import { sql } from 'kysely'
import { DAY, type Millis } from '#src/base/clock.ts'
import { leaveUntimed } from './looks.ts'
import type { Writer } from './open.ts'
import { IN_FLIGHT } from './sends.ts'

// What is older fills no window any more; a store of years is not rewritten.
const LONGEST_WINDOW: Millis = 2 * DAY
// A channel that posts where it always has.
const NEVER: Millis = 0

/**
 * Moves what the store knows of times by as much as the machine's clock was set, so that every window, wait and look
 * is as far away as it was. `now` is the time before the step. A clock set forward frees no limit early, and one set
 * back blocks none for as long.
 */
export async function shiftTimes(writer: Writer, by: Millis, now: Millis): Promise<void> {
  // Set back far, what is old by the clock before would stand in the windows, or the future, of the clock after. Set
  // right again, the same moves back: a machine that boots in 1970 forgets neither a window nor the month's money.
  const since = now - Math.abs(by) - LONGEST_WINDOW
  // What stays where it is, and may still be looked for, is no older by the step. First: by the times before it.
  await leaveUntimed(writer, by, since)
  await writer
    .updateTable('send_log')
    // The start too: it places a message of unknown fate among those that stand.
    .set({
      at: sql<number>`at + ${by}`,
      counts_from: sql<number>`counts_from + ${by}`,
      wait_until: sql<number | null>`wait_until + ${by}`,
    })
    .where('counts_from', '>', since)
    .where('counts_from', '<', IN_FLIGHT)
    .execute()
  await writer
    .updateTable('send_log')
    .set({ at: sql<number>`at + ${by}` })
    .where('counts_from', '=', IN_FLIGHT)
    .execute()
  // By this the first posts of a channel are told from those before: with the calls, and with what was composed.
  await writer
    .updateTable('channel')
    .set({ anew: sql<number>`anew + ${by}` })
    .where('anew', '>', since)
    .where('anew', '<>', NEVER)
    .execute()
  await writer
    .updateTable('delivery')
    .set({ created: sql<number>`created + ${by}` })
    .where('created', '>', since)
    .execute()
  await writer
    .updateTable('pause')
    .set({ until: sql<number>`until + ${by}` })
    .where('until', 'is not', null)
    .where('asked_by', '=', 'platform')
    .execute()
  await writer
    .updateTable('look')
    .set({ at: sql<number>`at + ${by}` })
    .execute()
  await writer
    .updateTable('feed')
    .set({ next_at: sql<number>`next_at + ${by}` })
    .where('next_at', '>', 0)
    .execute()
  await writer
    .updateTable('subscription')
    .set({
      asked: sql<number | null>`asked + ${by}`,
      next_at: sql<number>`next_at + ${by}`,
      until: sql<number | null>`until + ${by}`,
    })
    .execute()
  // With the end of an absence, or what came during it would pass for what comes now.
  await writer
    .updateTable('feed')
    .set({ ok_at: sql<number>`ok_at + ${by}` })
    .where('ok_at', 'is not', null)
    .execute()
  await writer
    .updateTable('part')
    .set({ media_until: sql<number>`media_until + ${by}` })
    .where('media', 'is not', null)
    .where('media_until', 'is not', null)
    .execute()
  // Together, or what is first seen after a clock was set back would count as older than every channel, and be lost.
  await writer
    .updateTable('channel')
    .set({ first_seen: sql<number>`first_seen + ${by}` })
    .execute()
  await writer
    .updateTable('article')
    .set({ seen: sql<number>`seen + ${by}`, looked: sql<number | null>`looked + ${by}` })
    .execute()
  // Or the next holder would take the same step for one that nobody has absorbed.
  await writer
    .updateTable('lease')
    .set({
      seen: sql<number>`seen + ${by}`,
      until: sql<number>`until + ${by}`,
      back_at: sql<number | null>`back_at + ${by}`,
    })
    .execute()
}
