/** One history: a seed, and what becomes of it. */
import type { DatabaseSync } from 'node:sqlite'
import type { Config } from '#src/config/config.ts'
import { forgetWaits } from './besides.ts'
import { BOT_TROUBLES, allChats, botOwner, channelChats, disturb, openBot } from './bot.ts'
import { openChance } from './chance.ts'
import type { Variant } from './config.ts'
import { drawFrom } from './globals.ts'
import { judgeEnd, nothingIsOpen } from './judge.ts'
import { goOn, newLife, running } from './life.ts'
import { watchMoves } from './moves.ts'
import { drawPlan, type Trouble } from './plan.ts'
import { openPictures } from './pictures.ts'
import { openPublisher, spoilFeed } from './publisher.ts'
import { openDesk, type Staff } from './staff.ts'
import { endLife, isSpared, openStrikes, spareFor, spoilDisk } from './strikes.ts'
import { openSupervisor, type Supervisor } from './supervisor.ts'
import { after, clockIsOffBy, firedTimers, passTime, startTime, stepClock, trueTime, watch } from './time.ts'
import { openTrace } from './trace.ts'
import { blame, clockIsRight, count, enterWorld, isQuiet, world } from './world.ts'
import { X_TROUBLES, openX, postByHand, postSameByHand, swapX, xOwner } from './x.ts'

const HOUR = 3_600_000
// Shortly before a day ends: budgets and spending caps begin anew within a history.
const START = Date.UTC(2026, 4, 20, 23, 40)

/** What a history came to. */
export interface Told {
  readonly seed: number
  readonly hash: string
  /** The promises that were broken; empty where all is well. */
  readonly broken: readonly string[]
  readonly tally: ReadonlyMap<string, number>
  readonly lines: readonly string[]
}

/** Runs the history of `seed` on an empty store. `keep`: the trace is kept, and not only its hash. */
export async function runHistory(
  seed: number,
  database: DatabaseSync,
  configOf: (variant: Variant) => Config,
  keep: boolean,
): Promise<Told> {
  const plan = drawPlan(openChance(seed, 0))
  const trace = openTrace(keep)
  const lateness = openChance(seed, 3)
  startTime(
    START,
    ({ life, run }) => (life === null ? run?.() : goOn(life, () => run?.())),
    () => (lateness.next() < 0.05 ? lateness.between(1, 25) : 0),
  )
  enterWorld({
    seed,
    plan,
    chance: openChance(seed, 1),
    database,
    lives: [],
    writer: null,
    released: Promise.withResolvers<void>(),
    followed: new Map(),
    posts: [],
    breaths: new Map(),
    quietFrom: trueTime() + plan.faultsFor,
    sentAgainAt: 0,
    ranAhead: false,
    tally: new Map(),
    broken: [],
    say: (line) => trace.say(`${(trueTime() - START).toFixed(0)} ${line}`),
  })
  drawFrom(
    openChance(seed, 2),
    (pid) => plan.pidsAreTakenAgain || world.lives.some((one) => one.pid === pid && !one.dead),
  )
  openX()
  openBot()
  forgetWaits()
  openPictures()
  openPublisher()
  const supervisor = openSupervisor(configOf({ ...plan.variant, lowBudget: plan.lowBudget, stale: plan.stale }))
  openStrikes({
    strikes: plan.strikes.map((strike) => ({ ...strike })),
    onEnd: (_, ms) => supervisor.startIn(ms),
    onFreeze: (_, ms) => {
      if (ms > 2_500 && world.chance.odds(0.75)) supervisor.replaceIn(world.chance.between(100, 30_000))
    },
  })
  const staff = await openDesk()
  for (const trouble of plan.troubles) after(trouble.at, () => cause(trouble, supervisor, staff))
  for (let at = 60_000; at < plan.faultsFor; at += world.chance.between(60_000, 400_000)) after(at, intrude)
  supervisor.startIn(1)

  let done = false
  const finish = async (): Promise<void> => {
    await supervisor.stop(null)
    done = true
  }
  const lookWhetherDone = (): void => {
    if (nothingIsOpen() || trueTime() > Math.max(world.quietFrom, world.sentAgainAt) + HOUR) void finish()
    else watch(20_000, lookWhetherDone)
  }
  after(plan.faultsFor, () => {
    calm(supervisor)
    after(120_000, lookWhetherDone)
  })
  try {
    await passTime(() => done)
  } catch (error) {
    blame(`the history breaks off: ${String(error)}`)
  }
  count('minutes', Math.round((trueTime() - START) / 60_000))
  count('timers', firedTimers())
  judgeEnd()
  for (const life of world.lives) endLife(life)
  const { broken, tally } = world
  return { seed, hash: trace.hash(), broken, tally, lines: trace.lines }
}

/** Prepares a store as Crier makes it, for one history after the other. */
export async function prepareStore(database: DatabaseSync, open: () => Promise<unknown>): Promise<() => void> {
  startTime(
    START,
    ({ run }) => run?.(),
    () => 0,
  )
  enterWorld({ ...world, database, lives: [], writer: null, released: Promise.withResolvers<void>(), say: () => {} })
  await running.run(newLife('desk', 1), open)
  const tables = database.prepare(`select name from sqlite_master where type = 'table' and name <> 'meta'`).all()
  watchMoves(database)
  const wipe = tables.map(({ name }) => database.prepare(`delete from ${String(name)}`))
  return () => {
    if (database.isTransaction) database.exec('rollback')
    for (const each of wipe) each.run()
  }
}

function calm(supervisor: Supervisor): void {
  world.say('faults stop')
  spoilDisk(null)
  for (const account of ['first-x', 'second-x']) xOwner(account).trouble = null
  botOwner().trouble = null
  for (const chat of channelChats()) chat.trouble = null
  const mendClock = (): void => {
    if (clockIsRight()) return
    // A clock that is set forward while nobody runs cannot be told from time that passed.
    if (clockIsOffBy() < 0 && supervisor.current() === null) return void after(3_000, mendClock)
    stepClock(-clockIsOffBy())
  }
  after(1, mendClock)
  supervisor.startIn(1_000)
  // A life may end once more by what went wrong before.
  const restart = (): void => {
    if (!supervisor.isThere()) supervisor.startIn(1)
    watch(30_000, restart)
  }
  watch(30_000, restart)
}

function cause({ kind, ms, draw }: Trouble, supervisor: Supervisor, staff: Staff): void {
  if (isQuiet()) return
  world.say(`trouble: ${kind} ${ms}`)
  count(`trouble: ${kind}`)
  const { chance } = world
  switch (kind) {
    case 'disk':
      spoilDisk({
        until: trueTime() + ms,
        kind: (['full', 'io', 'busy', 'readonly'] as const)[draw % 4]!,
        share: [1, 0.5, 0.1][(draw >> 4) % 3]!,
      })
      break
    case 'clock':
      step(draw, supervisor)
      break
    case 'stop':
      after(isSpared() ? 3_000 : 1, () => void supervisor.stop(chance.between(100, 20_000)))
      break
    case 'second start':
      supervisor.startBeside()
      break
    case 'x refuses': {
      const owner = xOwner(draw % 2 === 0 ? 'first-x' : 'second-x')
      owner.trouble = X_TROUBLES[(draw >> 3) % X_TROUBLES.length]!
      after(Math.max(ms, LONG_ENOUGH) * 2, () => (owner.trouble = null))
      break
    }
    case 'x storm':
      xOwner(draw % 2 === 0 ? 'first-x' : 'second-x').bannedUntil = trueTime() + ms * 2
      break
    case 'bot refuses': {
      const chat = channelChats()[draw % 3]!
      if (draw % 8 === 0) botOwner().trouble = BOT_TROUBLES.token[(draw >> 3) % BOT_TROUBLES.token.length]!
      else chat.trouble = BOT_TROUBLES.chat[(draw >> 3) % BOT_TROUBLES.chat.length]!
      after(Math.max(ms, LONG_ENOUGH) * 2, () => {
        botOwner().trouble = null
        chat.trouble = null
      })
      break
    }
    case 'chat storm':
      allChats()[draw % 4]!.bannedUntil = trueTime() + ms
      break
    case 'token storm':
      botOwner().bannedUntil = trueTime() + ms
      botOwner().renewedBy = (draw % 5) * 3_000
      // Some chats have to wait longer than the token: not every answer names the same time, and the first ones too little.
      botOwner().understates = (draw >> 12) % 4
      for (const [at, chat] of channelChats().entries()) {
        if ((draw >> (8 + at)) % 3 > 0) chat.bannedUntil = trueTime() + ms + (at + 1) * 20_000
      }
      break
    case 'feed':
      spoilFeed(draw, Math.max(ms, 60_000) * 2)
      break
    case 'pause':
      staff.pause(['all', 'account:bot', 'account:first-x', 'channel:all-news', 'channel:x-two'][draw % 5]!, ms * 2)
      break
    case 'swap':
      swapX('first-x', '199')
      after(isSpared() ? 3_000 : 1, () => void supervisor.stop(chance.between(100, 5_000)))
      break
  }
}

/** For a post to meet a platform's refusal. */
const LONG_ENOUGH = 60_000
const STEPS = [HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 5 * 60_000, -5 * 60_000]

function step(draw: number, supervisor: Supervisor): void {
  const ms = clockIsRight() ? STEPS[draw % STEPS.length]! : -clockIsOffBy()
  if (ms > 0 && world.plan.troubles.some(({ kind }) => kind === 'disk')) return
  if (ms < 0 || (draw >> 8) % 3 > 0 || isSpared()) return set(ms, supervisor)
  void setWhileOff(ms, supervisor)
}

async function setWhileOff(ms: number, supervisor: Supervisor): Promise<void> {
  await supervisor.stop(null)
  set(ms, supervisor)
  supervisor.startIn(world.chance.between(100, 60_000))
}

function set(ms: number, supervisor: Supervisor): void {
  if (ms > 0 && supervisor.current() === null) {
    world.ranAhead = true
    count('clock: set forward while nobody ran')
  }
  stepClock(ms)
  world.say(`the clock is set by ${ms}`)
  if (ms > 0) spareFor(2_500)
}

/** What others do on the platforms. */
function intrude(): void {
  const { chance } = world
  if (isQuiet()) return
  if (chance.odds(0.15)) postSameByHand(chance.pick(['first-x', 'second-x']))
  else if (chance.odds(0.4))
    postByHand(chance.pick(['first-x', 'second-x']), `A word by hand ${chance.between(1, 1_000)}`)
  else disturb(chance.pick(['all_news', 'city_news', 'world_news']), chance.pick(['colleague', 'service', 'gap']))
}
