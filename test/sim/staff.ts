/** The people at the desk: they look at the platforms and answer truthfully, through the actions that staff have. */
import { CallerMistake } from '#src/base/errors.ts'
import { systemClock } from '#src/base/clock.ts'
import { pauseScope, resumeScope, retry, settle, type Desk } from '#src/desk/actions.ts'
import { drop } from '#src/desk/drop.ts'
import { answer } from '#src/desk/answer.ts'
import { approve } from '#src/desk/approve.ts'
import { partsIn, type Part } from '#src/store/deliveries.ts'
import { isStoreFault } from '#src/store/sqlite.ts'
import { openStore, type Store } from '#src/store/open.ts'
import { openQuestions } from '#src/store/questions.ts'
import { allPauses } from '#src/store/pauses.ts'
import { ruleOf } from '#src/store/reasons.ts'
import { botOwner, channelChats } from './bot.ts'
import { endBreath } from './leave.ts'
import { isKnown } from './moves.ts'
import { goOn, newLife, running } from './life.ts'
import { after, trueTime, watch } from './time.ts'
import { blame, count, followed, isQuiet, prepared, world } from './world.ts'
import { xOwner } from './x.ts'

export interface Staff {
  /** Stops `scope` for a while. */
  pause(scope: string, ms: number): void
}

/** Opens the desk; its people look in every now and then until the history ends. */
export async function openDesk(): Promise<Staff> {
  const life = newLife('desk', 2)
  world.lives.push(life)
  const store = await running.run(life, () => openStore({ file: ':memory:', use: 'live' }))
  const desk: Desk = { store, clock: systemClock, who: 'anna' }
  const wait = (): number => (isQuiet() ? world.chance.between(20_000, 40_000) : world.chance.between(20_000, 120_000))
  const look = (): void =>
    goOn(life, () => {
      void lookIn(desk).finally(() => watch(wait(), peek))
    })
  // Most of the time; asked without the store, as it would cost more than all else.
  const peek = (): void => (nothingWaits() ? watch(wait(), peek) : void after(1, look))
  watch(wait(), peek)
  return {
    pause: (scope, ms) => {
      goOn(life, () => void act(() => pauseScope(desk, scope), `pauses ${scope}`))
      after(ms, () => goOn(life, () => void act(() => resume(desk, scope), `resumes ${scope}`)))
    },
  }
}

async function resume(desk: Desk, scope: string): Promise<void> {
  endBreath(scope)
  await resumeScope(desk, scope)
}

/** What staff do may come too late, or meet a full disk: they try again later. */
async function act(work: () => Promise<unknown>, what: string): Promise<void> {
  try {
    await work()
    count(`staff: ${what.split(' ')[0]}`)
    world.say(`staff: ${what}`)
  } catch (error) {
    if (!(error instanceof CallerMistake) && !isStoreFault(error)) blame(`staff cannot work: ${String(error)}`)
  }
}

async function lookIn(desk: Desk): Promise<void> {
  const { read } = desk.store
  try {
    for (const { id } of await openQuestions(read)) await answerOne(desk, id)
    for (const part of [...(await partsIn(read, 'held')), ...(await partsIn(read, 'refused'))]) await decide(desk, part)
    if (!isQuiet() && world.chance.odds(0.15)) await meddle(desk, desk.store)
    for (const { scope, until } of await allPauses(read, systemClock.now())) {
      if (until === null && isMended(scope) && (isQuiet() || world.chance.odds(0.5))) {
        await act(() => resume(desk, scope), `resumes ${scope}`)
      }
    }
  } catch (error) {
    if (!isStoreFault(error)) blame(`staff cannot look: ${String(error)}`)
  }
}

function nothingWaits(): boolean {
  const waiting = prepared(
    `select exists (select 1 from part where state in ('held', 'refused') or (state in ('ready', 'unknown') and ?)) or
        exists (select 1 from pause where until is null) or exists (select 1 from question where answer is null) as waiting`,
  ).get(isQuiet() ? 0 : 1)
  return waiting?.['waiting'] === 0
}

/** The newsroom publishes no archive: whatever the gate kept is news. */
async function answerOne(desk: Desk, question: string): Promise<void> {
  if (!isQuiet() && world.chance.odds(0.3)) return
  await act(() => answer(desk, question, { is: 'post' }), `answers ${question}`)
}

async function decide(desk: Desk, part: Part): Promise<void> {
  const { chance } = world
  if (!isQuiet() && chance.odds(0.3)) return
  const { delivery } = part
  if (part.state === 'refused') {
    if (followed(part.id).flights.length > 3 || chance.odds(0.5))
      await act(() => drop(desk, delivery), `drops ${delivery}`)
    else await act(() => retry(desk, delivery), `retries ${delivery}`)
    return
  }
  switch (ruleOf(part.reason)) {
    case 'unknown':
      return settleUnknown(desk, part)
    case 'approve':
      if (chance.odds(0.9)) return act(() => approve(desk, delivery, 'as-it-is'), `approves ${delivery}`)
      return act(() => drop(desk, delivery), `drops ${delivery}`)
    default:
      return act(() => drop(desk, delivery), `drops ${delivery}`)
  }
}

/** They wait until the platform must have shown it, and say what they see. */
async function settleUnknown(desk: Desk, part: Part): Promise<void> {
  const { flights } = followed(part.id)
  if (flights.some((flight) => flight.arrived === null)) return
  // Of two posts with the same words, one that nobody has claimed yet.
  const post = world.posts.find(
    (one) =>
      one.part !== null &&
      !one.deleted &&
      JSON.stringify(one.body) === part.bytes &&
      one.account === part.account &&
      !isKnown(one),
  )
  if (post && post.shownAt > trueTime()) return
  const { delivery } = part
  if (post) {
    const url = post.account === 'bot' ? `https://t.me/c/1/${post.id}` : `https://x.com/i/status/${post.id}`
    return act(() => settle(desk, delivery, { is: 'there', ref: { id: post.id, url } }), `finds ${delivery}`)
  }
  // What X refuses as a repetition again and again is not worth another try.
  if (flights.length < 3 && world.chance.odds(0.6)) {
    world.sentAgainAt = trueTime()
    return act(() => settle(desk, delivery, { is: 'again' }), `again ${delivery}`)
  }
  return act(() => settle(desk, delivery, { is: 'drop' }), `drops ${delivery}`)
}

/** What nobody asked them to do. */
async function meddle(desk: Desk, { read }: Store): Promise<void> {
  const { chance } = world
  const [ready] = await partsIn(read, 'ready')
  const [unknown] = await partsIn(read, 'unknown')
  if (unknown && chance.odds(0.5)) await settleUnknown(desk, unknown)
  else if (ready && chance.odds(0.3)) await act(() => drop(desk, ready.delivery), `drops ${ready.delivery}`)
}

function isMended(scope: string): boolean {
  const [kind, id = ''] = scope.split(':')
  // What they stopped for a while they let go on, however often the store refused to hear of it.
  if (kind === 'all') return isQuiet()
  if (id.endsWith('-x')) return xOwner(id).trouble === null
  if (id === 'bot') return botOwner().trouble === null
  return channelChats().every((chat) => chat.trouble === null)
}
