import { SECOND } from '#src/base/clock.ts'
import { CallerMistake } from '#src/base/errors.ts'
import type { ChannelConfig } from '#src/config/config.ts'
import { articleById } from '#src/store/articles.ts'
import { deliveriesOf, partsOf } from '#src/store/deliveries.ts'
import { refusalOf, type Placement } from '#src/store/placements.ts'
import { wayOut, type Desk } from './actions.ts'
import { needed, type Call, type CommandParts } from './call.ts'
import { AT_ITS_END, post, postAgain, type Wished } from './post.ts'

/** `crier post URL`. Answers the exit code: 1 where nothing of it is posted. */
export async function postUrl({ words, options }: Call, desk: Desk, parts: CommandParts): Promise<number> {
  const url = needed(words[0], 'the URL of an article')
  const channels = chosen(options.channel, parts.config.channels)
  return tell(await post(desk, url, channels, options.anyway ?? false), desk, parts)
}

/** `crier post-again DELIVERY`. Answers the exit code. */
export async function postOnceMore({ words, options }: Call, desk: Desk, parts: CommandParts): Promise<number> {
  const id = needed(words[0], 'a delivery')
  const { yes: again = false, anyway = false } = options
  return tell(await postAgain(desk, id, parts.config.channels, { again, anyway }), desk, parts)
}

function chosen(names: readonly string[] | undefined, channels: readonly ChannelConfig[]): readonly ChannelConfig[] {
  if (names === undefined) return channels
  const unknown = names.find((name) => !channels.some(({ id }) => id === name))
  if (unknown === undefined) return channels.filter(({ id }) => names.includes(id))
  throw new CallerMistake(`There is no channel ${unknown}. There are: ${channels.map(({ id }) => id).join(', ')}.`)
}

async function tell({ article, placements, already }: Wished, desk: Desk, { print }: CommandParts): Promise<number> {
  for (const { delivery, part } of already) {
    const where = part.ref_url === null ? '' : ` at ${part.ref_url}`
    const yes = part.state === 'dropped' ? '' : ' --yes'
    const way = AT_ITS_END.has(part.state) ? ` Once more: crier post-again ${delivery.id}${yes}` : ''
    print(`${delivery.channel}: has it already, ${part.state}${where} (delivery ${delivery.id}).${way}`)
  }
  if (placements.length === 0) return 1
  if (!(await isRouted(desk, article))) {
    print(`It goes when Crier has read and routed it: see crier explain ${await nameOf(desk, article)}`)
    return 0
  }
  const told = await Promise.all(placements.map((placement) => became(desk, placement)))
  for (const { text } of told) print(text)
  return told.some(({ goes }) => goes) ? 0 : 1
}

// Reading a page takes ten seconds at most.
const PATIENCE = 15 * SECOND
const LOOK = SECOND / 4

/** Waits for a running Crier to route an article; false where none runs, or where it takes too long. */
async function isRouted({ store, clock }: Desk, article: string): Promise<boolean> {
  const until = clock.monotonic() + PATIENCE
  for (;;) {
    const now = await articleById(store.read, article)
    if (now?.state !== 'seen' && now?.state !== 'read') return true
    const lease = await store.read.selectFrom('lease').select('until').executeTakeFirst()
    if (lease === undefined || lease.until <= clock.now() || clock.monotonic() >= until) return false
    await clock.sleep(LOOK)
  }
}

async function became(
  { store }: Desk,
  placement: Placement,
): Promise<{ readonly goes: boolean; readonly text: string }> {
  const { article, channel, round } = placement
  const made = (await deliveriesOf(store.read, article)).find(
    (each) => each.channel === channel && each.round === round,
  )
  const [part] = made ? await partsOf(store.read, made.id) : []
  if (part === undefined) {
    const state = await articleById(store.read, article)
    const refusal = await refusalOf(store.read, placement)
    const why = refusal ?? state?.reason ?? 'see `crier explain`'
    // What a rule refuses goes past it; what cannot be read does not.
    const way = refusal === null ? '' : ' Past what a channel chooses, and past its age: --anyway'
    return { goes: false, text: `${channel}: not posted (${why}).${way}` }
  }
  const { state, reason, delivery } = part
  const way = state === 'held' ? ` ${wayOut(delivery, part)}` : ''
  return { goes: state !== 'dropped', text: `${channel}: ${state}, ${reason} (delivery ${delivery}).${way}` }
}

async function nameOf({ store }: Desk, article: string): Promise<string> {
  return (await articleById(store.read, article))?.url || article
}
