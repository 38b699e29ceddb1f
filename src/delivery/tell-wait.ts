import { SECOND, type Millis } from '#src/base/clock.ts'
import { noteWait, waitOf } from '#src/store/channels.ts'
import { addNotice } from '#src/store/notices.ts'
import type { Writer } from '#src/store/open.ts'
import { ruleOf, type Reason } from '#src/store/reasons.ts'
import type { DeliveryParts, SendingAccount, SendingChannel } from './account.ts'
import type { Leave } from './pace.ts'

export interface WaitingLane {
  readonly account: SendingAccount
  readonly channel: SendingChannel
  readonly parts: Pick<DeliveryParts, 'store' | 'clock' | 'log'>
  /** Why the lane waits, as it was last told; null where it does not, undefined where a life before may have told. */
  readonly waits: { why: string | null | undefined }
}

// Waits that end within this are the platforms' rhythm, and nothing that staff would ask about.
const WORTH_TELLING: Millis = 10 * SECOND

// The course of every post.
const TOO_USUAL: ReadonlySet<string> = new Set(['in-flight', 'cooling'])

/**
 * Says why a channel waits, once where it begins and where it ends: in the log, and in the store for `status`. `leave` is
 * null where nothing is ready.
 */
export async function tellWait(lane: WaitingLane, leave: Leave | null): Promise<void> {
  const { channel, waits, parts } = lane
  const { store, clock, log } = parts
  const long = leave?.is === 'wait' && (leave.at === null || leave.at - clock.now() > WORTH_TELLING)
  const why = long && !TOO_USUAL.has(ruleOf(leave.why)) ? leave.why : null
  if (why === waits.why) return
  const began = waits.why !== undefined
  waits.why = why
  if (!began && leave === null && (await waitOf(store.read, channel.id)) === null) return
  const until = leave?.is === 'wait' ? leave.at : null
  await store.write(async (writer) => {
    if (why !== null && ruleOf(why) === 'budget') await tellBudget(writer, lane, why, clock.now())
    await noteWait(writer, channel.id, why === null ? null : { why, until })
  })
  if (why === null) {
    if (began) log.info({ channel: channel.id }, 'the channel goes on')
  } else
    log.warn(
      { channel: channel.id, why, ...(until !== null && { until: new Date(until).toISOString() }) },
      'the channel waits',
    )
}

/** Staff hear once that the money is used up, not again by a restart: they may want to give more. */
async function tellBudget(writer: Writer, { account, channel }: WaitingLane, why: Reason, at: Millis): Promise<void> {
  if (ruleOf((await waitOf(writer, channel.id))?.why ?? '') === 'budget') return
  await addNotice(writer, `Posts of ${account.id} wait (${why}).`, at, {
    account: account.id,
    alike: `budget ${account.id}`,
  })
}
