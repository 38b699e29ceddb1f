import { CallerMistake } from '#src/base/errors.ts'
import { movePart, partsOf, type Part } from '#src/store/deliveries.ts'
import type { Reader, Writer } from '#src/store/open.ts'
import { moveParts, settling, type Desk } from './actions.ts'

/** What is left of a delivery that was given up. */
export interface Dropped {
  /** Whether its post stands, and only what follows that was given up. */
  readonly stands: boolean
}

/**
 * Gives up what of a post is not sent: all of it, or nothing.
 * @throws CallerMistake where part of it is being sent or of unknown fate: that would go on, without what follows it.
 */
export async function drop({ store, clock, who }: Desk, delivery: string): Promise<Dropped> {
  const by = { at: clock.now(), who }
  return store.write(async (writer) => {
    const parts = await partsOf(writer, delivery)
    refuseUnderWay(delivery, parts)
    await moveParts(writer, delivery, DROPPED, () => ({ to: 'dropped', why: 'drop: given up' }), by)
    return { stands: parts.some(({ state }) => state === 'sent') }
  })
}

const DROPPED = ['ready', 'held', 'refused'] as const

function refuseUnderWay(delivery: string, parts: readonly Part[]): void {
  for (const { state, reason } of parts) {
    if (state === 'sending') {
      throw new CallerMistake(
        `${delivery} is sending: nothing calls that back, and nothing of it is given up. Once the platform has answered: crier explain says how, and crier drop ${delivery} gives up what is left.`,
      )
    }
    if (state === 'unknown') {
      throw new CallerMistake(
        `${delivery} is unknown (${reason}): it may stand, or be sent once more, and nothing of it is given up. Look at the channel, then: ${settling(delivery)}`,
      )
    }
  }
}

/** What became of the posts of a channel that was given up. */
export interface ChannelDropped {
  /** How many posts were given up. */
  readonly dropped: number
  /** How many stay, as they are being sent or of unknown fate. */
  readonly left: number
}

/**
 * Gives up everything of some channels that has not been sent. What is under way or of unknown fate stays, with all that
 * follows it.
 * @throws CallerMistake where nothing waits in one of them: then nothing is given up in the others either.
 */
export async function dropChannels(
  { store, clock, who }: Desk,
  channels: readonly string[],
): Promise<ReadonlyMap<string, ChannelDropped>> {
  const by = { at: clock.now(), who }
  return store.write(async (writer) => {
    const dropped = new Map<string, ChannelDropped>()
    for (const channel of new Set(channels)) dropped.set(channel, await dropAllOf(writer, channel, by))
    return dropped
  })
}

async function dropAllOf(
  writer: Writer,
  channel: string,
  by: { readonly at: number; readonly who: string },
): Promise<ChannelDropped> {
  const left = await inDoubt(writer, channel)
  const waiting = await writer
    .selectFrom('part')
    .selectAll()
    .where('channel', '=', channel)
    .where('state', 'in', DROPPED)
    .orderBy('ordinal')
    .execute()
  const parts = waiting.filter(({ delivery }) => !left.has(delivery))
  if (parts.length === 0) throw new CallerMistake(`Nothing waits in ${channel}: nothing is given up.${stay(left.size)}`)
  for (const part of parts)
    await movePart(writer, part, { to: 'dropped', why: `drop: all of ${channel} given up`, ...by })
  return { dropped: new Set(parts.map(({ delivery }) => delivery)).size, left: left.size }
}

/** The deliveries of a channel that are being sent, or of unknown fate. */
async function inDoubt(reader: Reader, channel: string): Promise<ReadonlySet<string>> {
  const rows = await reader
    .selectFrom('part')
    .select('delivery')
    .where('channel', '=', channel)
    .where((is) =>
      is.or([
        is('state', 'in', ['sending', 'unknown']),
        is.and([is('state', '=', 'held'), is('reason', 'like', 'unknown:%')]),
      ]),
    )
    .execute()
  return new Set(rows.map(({ delivery }) => delivery))
}

/** Says what a channel keeps where everything that waited in it was given up. */
export function stay(left: number): string {
  return left === 0 ? '' : ` ${left} that are being sent or of unknown fate stay: see \`crier held\`.`
}
