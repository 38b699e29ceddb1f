/**
 * What staff can do. Every action is one transaction, stands in the history with who did it, and is noticed by a
 * running Crier within a second. The command line calls these; a console and a staff chat will.
 */
import type { Clock } from '#src/base/clock.ts'
import { CallerMistake, unreachable } from '#src/base/errors.ts'
import type { PartState, Ref } from '#src/records.ts'
import { articleById, setOut } from '#src/store/articles.ts'
import { waitOf } from '#src/store/channels.ts'
import { deliveryById, dropBehind, movePart, partsOf, type Part } from '#src/store/deliveries.ts'
import { endGone } from '#src/store/feeds.ts'
import { note, type Change } from '#src/store/history.ts'
import { unknownCalls } from '#src/store/looks.ts'
import type { Reader, Store, Writer } from '#src/store/open.ts'
import { allPauses, pause, resume, type Pause } from '#src/store/pauses.ts'
import { ruleOf, type Reason } from '#src/store/reasons.ts'
import { concludeCall } from '#src/store/sends.ts'
import { takeBack } from '#src/store/waiting.ts'
import { noDelivery } from './call.ts'
import { rebind, type AccountOf } from './rebind.ts'

export interface Desk {
  readonly store: Store
  readonly clock: Clock
  /** The person who acts. */
  readonly who: string
}

/** Stops everything of `scope` (`all`, `account:<id>`, `channel:<id>`) until it is resumed. Answers what is in flight. */
export async function pauseScope({ store, clock, who }: Desk, scope: string): Promise<readonly Part[]> {
  const at = clock.now()
  return store.write(async (writer) => {
    const before = (await allPauses(writer, at)).filter((each) => each.scope === scope)
    await pause(writer, { scope, askedBy: 'staff', until: null, why: `paused by ${who}`, at })
    await noteAction(writer, {
      was: stateOf(scope, before),
      became: `${scope} paused`,
      why: 'pause: asked for',
      who,
      at,
    })
    const sending = await writer.selectFrom('part').selectAll().where('state', '=', 'sending').execute()
    return sending.filter(
      (part) => scope === 'all' || scope === `account:${part.account}` || scope === `channel:${part.channel}`,
    )
  })
}

/**
 * Ends the pause of `scope`. Waits that a platform timed are kept: answers one that is left, as words.
 * @throws CallerMistake where nothing there is paused.
 */
export async function resumeScope({ store, clock, who }: Desk, scope: string): Promise<string | null> {
  const at = clock.now()
  return store.write(async (writer) => {
    const before = (await allPauses(writer, at)).filter((each) => each.scope === scope)
    const ended = await resume(writer, [scope])
    const left = (await allPauses(writer, at)).find((pause) => pause.scope === scope)
    const waits =
      left?.until == null
        ? null
        : `waits until ${new Date(left.until).toISOString()}, because the platform asked for it: ${left.why}`
    if (ended.length === 0) throw new CallerMistake(waits ? `${scope} ${waits}` : await notPaused(writer, scope))
    const was = stateOf(scope, before)
    await noteAction(writer, { was, became: `${scope} resumed`, why: 'resume: asked for', who, at })
    return waits
  })
}

/** What keeps a channel may be paused elsewhere: its place, its account, everything. */
async function notPaused(reader: Reader, scope: string): Promise<string> {
  const wait = scope.startsWith('channel:') ? await waitOf(reader, scope.slice('channel:'.length)) : null
  if (wait === null) return `Nothing is paused at ${scope}. \`crier status\` lists what is.`
  const until = wait.until === null ? '' : ` until ${new Date(wait.until).toISOString()}`
  return `${scope} is not paused by itself. It waits${until}, ${wait.why}. \`crier status\` lists all pauses.`
}

/** Lets a feed be polled again whose server said that it is gone for good. Answers whether it was. */
export async function reviveFeed({ store, clock, who }: Desk, feed: string): Promise<boolean> {
  return store.write(async (writer) => {
    const revived = await endGone(writer, feed)
    const change = {
      was: `feed:${feed} gone for good`,
      became: `feed:${feed} resumed`,
      why: 'resume: asked for',
    } as const
    if (revived) await noteAction(writer, { ...change, who, at: clock.now() })
    return revived
  })
}

/**
 * Tries a post again: a refused one, or one that broke its lane, as it is; one that its template or a change of account
 * held is composed anew, for the account and the template of now. What a person let go or wrote, and what follows a post
 * that stands, keeps its text, and goes with the account of now.
 */
export async function retry(desk: Desk, delivery: string, accountOf: AccountOf = () => null): Promise<void> {
  if (await rebind(desk, delivery, accountOf)) return
  if (await composeAnew(desk, delivery)) return
  await move(desk, delivery, ['refused', 'held'], (part) => {
    if (part.state === 'refused' || AS_IT_IS.has(ruleOf(part.reason))) return { to: 'ready', why: 'retry: asked for' }
    throw new CallerMistake(`${delivery} cannot be tried again (${part.reason}). ${wayOut(delivery, part)}`)
  })
}

// What these rules held is tried again as it is: a fault may have passed, a budget been raised.
const AS_IT_IS: ReadonlySet<string> = new Set(['aside', 'budget'])

async function composeAnew({ store, clock, who }: Desk, id: string): Promise<boolean> {
  const at = clock.now()
  return store.write(async (writer) => {
    const delivery = await deliveryById(writer, id)
    const parts = await partsOf(writer, id)
    // The replies of a post that is held are ready behind it.
    const stale = parts.every((part) =>
      part.state === 'held' ? ANEW.has(ruleOf(part.reason)) : part.ordinal > 0 && part.state === 'ready',
    )
    const article = delivery && (await articleById(writer, delivery.article))
    if (!article || parts.length === 0 || !stale) return false
    const why: Reason = `retry: composed anew for ${delivery.channel}`
    await takeBack(writer, delivery, { why, at, who })
    // An article that is still on its way is routed anyway.
    if (article.state === 'routed' || article.state === 'waiting') await setOut(writer, article, { why, at, who })
    return true
  })
}

// What these rules held is mended in the config, and needs another text or another account.
const ANEW: ReadonlySet<string> = new Set(['format', 'other-account'])

/** What staff found out about a post of unknown fate. */
export type Settlement =
  | { readonly is: 'there'; readonly ref: Ref }
  | { readonly is: 'again' }
  | { readonly is: 'drop' }

/** Settles a post whose fate is unknown: it is there, it is to be sent again, or it is given up. */
export async function settle(desk: Desk, delivery: string, found: Settlement): Promise<void> {
  if (found.is === 'there') await refuseRecorded(desk, delivery, found.ref)
  const by = { at: desk.clock.now(), who: desk.who }
  await desk.store.write(async (writer) => {
    const lost: Part[] = []
    const settled = (part: Part): Step => {
      if (ruleOf(part.reason) !== 'unknown') {
        throw new CallerMistake(`The fate of ${delivery} is known (${part.reason}). ${wayOut(delivery, part)}`)
      }
      lost.push(part)
      return outOf(found)
    }
    await moveParts(writer, delivery, ['held', 'unknown'], settled, by)
    for (const { id } of lost) await concludeCalls(writer, id, found)
  })
}

function outOf(found: Settlement): Step {
  switch (found.is) {
    case 'there':
      return { to: 'sent', why: 'settle: it is there', ref: found.ref }
    case 'again':
      return { to: 'ready', why: 'settle: it is not there; to be sent again' }
    case 'drop':
      return { to: 'dropped', why: 'settle: given up' }
    default:
      return unreachable(found)
  }
}

/** What nobody has found may have been billed; what a person looked for and did not see was not. */
async function concludeCalls(writer: Writer, part: string, { is }: Settlement): Promise<void> {
  const calls = await unknownCalls(writer, part)
  if (is === 'there') for (const { call } of calls.slice(-1)) await concludeCall(writer, call, 'found')
  if (is === 'again') for (const { call } of calls) await concludeCall(writer, call, 'absent')
}

/** The command that settles a post of unknown fate. */
export function settling(delivery: string): string {
  return `crier settle ${delivery} --there URL | --again | --drop`
}

/** The command that gets a part out of where it waits. */
export function wayOut(delivery: string, part: Pick<Part, 'state' | 'reason'>): string {
  if (part.state === 'refused') {
    return `Try again as it is: crier retry ${delivery} · change it first: crier edit ${delivery} · give up: crier drop ${delivery} (crier post-again ${delivery} then composes it anew)`
  }
  switch (ruleOf(part.reason)) {
    case 'unknown':
      return `Look at the channel, then: ${settling(delivery)}`
    case 'approve':
    case 'hold-words':
    case 'missing':
    case 'embargo':
    case 'page-words':
      return `Let it go: crier approve ${delivery} · change it: crier edit ${delivery} · give up: crier drop ${delivery}`
    case 'format':
      return `Mend the template, then: crier retry ${delivery} · give up: crier drop ${delivery}`
    case 'other-account':
      return `Post it with the account of now: crier retry ${delivery} · give up: crier drop ${delivery}`
    case 'budget':
      return `Raise the budget, then: crier retry ${delivery} · give up: crier drop ${delivery}`
    case 'aside':
      return `Try again: crier retry ${delivery} · give up: crier drop ${delivery}`
    default:
      return `Give up: crier drop ${delivery}`
  }
}

/** The link of a neighbour is copied easily: the lost one would pass for sent. */
async function refuseRecorded({ store }: Desk, delivery: string, { id, url }: Ref): Promise<void> {
  const other = await store.read
    .selectFrom('part')
    .innerJoin('part as lost', 'lost.channel', 'part.channel')
    .select('part.delivery')
    .where('lost.delivery', '=', delivery)
    .where('part.delivery', '<>', delivery)
    .where('part.ref_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (other) throw new CallerMistake(`${url} is the post of ${other.delivery}: look for another one, of ${delivery}.`)
}

interface Step {
  readonly to: PartState
  readonly why: Reason
  readonly ref?: Ref
}

async function move(
  { store, clock, who }: Desk,
  id: string,
  from: readonly PartState[],
  next: (part: Part) => Step,
): Promise<void> {
  const at = clock.now()
  await store.write((writer) => moveParts(writer, id, from, next, { at, who }))
}

/**
 * Takes the next step with every part of a delivery that is in one of the states `from`.
 * @throws CallerMistake where there is no such delivery, or no such part.
 */
export async function moveParts(
  writer: Writer,
  id: string,
  from: readonly PartState[],
  next: (part: Part) => Step,
  by: { readonly at: number; readonly who: string },
): Promise<void> {
  const delivery = await deliveryById(writer, id)
  if (!delivery) throw new CallerMistake(noDelivery(id))
  const parts = await partsOf(writer, id)
  const movable = parts.filter((part) => from.includes(part.state))
  if (movable.length === 0) {
    throw new CallerMistake(`${id} is ${parts[0]?.state}: this can be done only to what is ${from.join(' or ')}.`)
  }
  const steps = movable.map((part) => ({ part, step: next(part) }))
  for (const { part, step } of steps) await movePart(writer, part, { ...step, ...by })
  const dropped = steps.find(({ step }) => step.to === 'dropped')
  if (dropped) await dropBehind(writer, dropped.part, { why: dropped.step.why, ...by })
}

/** The command that ends a pause of `scope`. */
export function resumeCommand(scope: string): string {
  return scope === 'all' ? 'crier resume' : `crier resume ${scope.slice(scope.indexOf(':') + 1)}`
}

function stateOf(scope: string, pauses: readonly Pause[]): string {
  return pauses.length === 0 ? `${scope} runs` : `${scope} paused (${pauses.map(({ why }) => why).join('; ')})`
}

/** What a person does to neither an article nor a delivery. */
export async function noteAction(
  writer: Writer,
  action: Pick<Change, 'was' | 'became' | 'who' | 'at'> & { readonly why: Reason },
): Promise<void> {
  await note(writer, { article: null, delivery: null, ...action })
}
