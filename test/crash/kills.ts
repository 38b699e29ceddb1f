import { MINUTE } from '#src/base/clock.ts'
import type { StandIn } from '#src/platform/platform.ts'
import { openHouse, until, type Crier, type House } from '../fixtures/house.ts'
import { openChance, shuffled, wholeFrom, type Chance } from './chance.ts'
import { ended, patiently } from './ending.ts'
import { articlesAside, balance, countParts, damageOf, openParts, type Balance } from './ledger.ts'
import { openReports, type Reports } from './reports.ts'
import { STRUCK, strikeAt, type Point, type Step } from './steps.ts'

const FAST = 'test/fixtures/fast-crier.ts'
const CHANNELS = 3
const RANDOM = 3
/** Statements of a life from its start until its articles are posted, about; feeds and the lease ask for more. */
const STATEMENTS = 400
const LONGEST_LIFE = 1_500
/** Where starts are measured, they find nothing compiled; the shortest history only has to be short. */
const COLD = { NODE_DISABLE_COMPILE_CACHE: '1' }

/** What came of a history of kills. */
export interface Kills extends Balance {
  /** How often a process was killed at each point. */
  readonly at: ReadonlyMap<string, number>
  /** Parts that were being sent to the platform without a look, over all kills: only these may be held. */
  readonly openAtKill: readonly string[]
  /** The most calls that were open at one kill. */
  readonly mostOpen: number
  /** Channels that had two calls open at one kill: none, as each makes one after the other. */
  readonly crowded: readonly string[]
  /** What `integrity_check` found, after any kill. */
  readonly damage: readonly string[]
  /** Milliseconds from the start of a process until it was at work, one for each start that was let live so long. */
  readonly starts: readonly number[]
}

interface Life {
  readonly house: House
  readonly reports: Reports
  readonly chance: Chance
}

/** A way to end a process. */
interface Plan {
  readonly name: string
  /** Kills the process that `start` starts. */
  readonly kill: (life: Life, start: (point?: Point, program?: string) => Crier) => Promise<void>
}

/** The ways to end a process at one step. */
type Ways = readonly Plan[]

const when = ['before', 'after'] as const
const at = (step: Step, nth: (chance: Chance) => number = () => 1): Ways =>
  when.map((when) => ({
    name: `${when} ${step}`,
    kill: ({ chance }, start) => struck(start({ step, when, nth: nth(chance), signal: 'SIGKILL' })),
  }))
const anyOf =
  (most: number) =>
  (chance: Chance): number =>
    wholeFrom(chance, 1, most)

/** A new file, its schema and its first sight of the feed come once in a history. */
const FIRST_STEPS: readonly Ways[] = [at('opening'), at('schema'), at('baseline')]
const ON_THE_WIRE: readonly Ways[] = [onTheWire('taken', 'accept-then-timeout'), onTheWire('not taken', 'drip')]
const STOPPING_OPEN: Ways = [{ name: 'stopping with a call open', kill: killWithCallOpen }]
const STEPS: readonly Ways[] = [
  at('lease'),
  at('recovery'),
  at('news'),
  at('read'),
  at('routed'),
  at('sending', anyOf(CHANNELS)),
  at('answer', anyOf(CHANNELS)),
  ...ON_THE_WIRE,
  when.map(whileStopping),
  STOPPING_OPEN,
]
const LAST: Ways = when.map((when) => ({
  name: `${when} look`,
  kill: (_, start) => struck(start({ step: 'look', when, nth: 1, signal: 'SIGKILL' }, FAST)),
}))

const FIRST: readonly Plan[] = FIRST_STEPS.flat()
const NAMED: readonly Plan[] = STEPS.flat()
// With these the shortest history has thirty kills.
const MORE_OPEN = 12
const OPEN: readonly Plan[] = [...ON_THE_WIRE.flat(), ...STOPPING_OPEN]

/** One way of each step: the last, then the first, in turn. The last of the first sight lets the history begin. */
const onceEach = (steps: readonly Ways[]): readonly Plan[] => steps.map((ways, at) => ways.at((at % 2) - 1)!)

/** The points of the shortest history that meets every step. */
export const EVERY_STEP: readonly string[] = [...onceEach(FIRST_STEPS), ...onceEach(STEPS)].map(({ name }) => name)

/**
 * Lives through `kills` deaths in one house while articles flow, at every named point again and again and at random;
 * `once`: thirty times, at the points of {@link EVERY_STEP}, a few times at random, and with a request open. The last
 * life settles what is left. `tell` is told of every kill.
 */
export async function killAgainAndAgain(
  kills: number | 'once',
  seed: number,
  tell: (line: string) => void,
): Promise<Kills> {
  const chance = openChance(seed)
  await using house = await openHouse()
  const reports = openReports(house)
  const points = new Map<string, number>()
  const open = new Map<string, string>()
  const damage: string[] = []
  const starts: Promise<number>[] = []
  const crowded: string[] = []
  let mostOpen = 0

  const lives = kills === 'once' ? oneOfEach(chance) : plansFor(kills, chance)
  const beginnings = lives.findIndex((plan) => !FIRST.includes(plan))
  for (const [index, plan] of lives.entries()) {
    // Every life has work to be killed in; not before the first sight of the feed, which takes what it finds for old.
    if (index >= beginnings) reports.publish(index % 3 === 0 ? 1 : 2)
    await plan.kill({ house, reports, chance }, (point, program) => {
      const began = performance.now()
      const crier = point
        ? house.start(STRUCK, strikeAt(point, program))
        : house.start(undefined, kills === 'once' ? {} : COLD)
      if (!point) starts.push(crier.logged('Crier runs').then(() => performance.now() - began))
      return crier
    })
    points.set(plan.name, (points.get(plan.name) ?? 0) + 1)
    damage.push(...damageOf(house.store))
    const now = index < beginnings ? [] : openParts(house)
    mostOpen = Math.max(mostOpen, now.filter(({ id }) => !open.has(id)).length)
    for (const [channel, calls] of Map.groupBy(now, ({ channel }) => channel)) {
      if (calls.length > 1) crowded.push(`${channel} at kill ${index + 1}`)
    }
    for (const { id, account } of now) open.set(id, account)
    tell(`kill ${index + 1} of ${lives.length} (${plan.name}): ${now.length} open`)
  }

  // What was open on X is looked for, and sent once more where it is absent. Ten minutes of absence are proof: the last
  // life starts after them.
  const last = house.start(FAST, { CLOCK_AHEAD: String(11 * MINUTE) })
  // An article that was being read or routed at two kills passes for one that ends the process: it is told, and a person
  // posts it.
  const postAside = async (): Promise<void> => {
    for (const url of articlesAside(house)) await house.asked('post', url)
  }
  await postAside()
  const told = last.logged('an article is set aside').then(postAside)
  told.catch(() => {})
  const rest = () => countParts(house, `state in ('ready', 'sending', 'unknown')`)
  const whole = () => rest() === 0 && countParts(house, '1 = 1') === reports.paths.length * CHANNELS
  await patiently(last, 'settling', until(house, last, whole), 90_000)
  await last.end()
  damage.push(...damageOf(house.store))
  return {
    ...balance(house, reports.paths),
    at: points,
    openAtKill: [...open].filter(([, account]) => account === 'news-telegram').map(([id]) => id),
    mostOpen,
    crowded,
    damage,
    starts: await Promise.all(starts),
  }
}

/** Half of all kills strike while a request is open. */
function plansFor(kills: number, chance: Chance): readonly Plan[] {
  const wanted = kills - FIRST.length - LAST.length
  const open = openOnes(Math.ceil(kills / 2))
  const others: Plan[] = []
  while (others.length < wanted) {
    others.push(...shuffled(chance, [...NAMED.filter((plan) => !OPEN.includes(plan)), ...someAtRandom(chance)]))
  }
  const middle = shuffled(chance, [...open, ...others.slice(0, Math.max(wanted - open.length, 0))])
  return [...FIRST, ...middle, ...LAST]
}

const oneOfEach = (chance: Chance): readonly Plan[] => [
  ...onceEach(FIRST_STEPS),
  ...shuffled(chance, [...onceEach(STEPS), ...someAtRandom(chance), ...openOnes(MORE_OPEN)]),
  LAST.at(-1)!,
]

const openOnes = (count: number): readonly Plan[] => Array.from({ length: count }, (_, at) => OPEN[at % OPEN.length]!)

const someAtRandom = (chance: Chance): readonly Plan[] => Array.from({ length: RANDOM }, () => atRandom(chance))

function atRandom(chance: Chance): Plan {
  const moment = chance() < 0.3
  const point: Point = {
    step: moment ? 'moment' : 'any',
    when: chance() < 0.5 ? 'before' : 'after',
    nth: wholeFrom(chance, 1, moment ? LONGEST_LIFE : STATEMENTS),
    signal: 'SIGKILL',
  }
  return { name: moment ? 'a random moment' : 'a random statement', kill: (_, start) => struck(start(point)) }
}

async function struck(crier: Crier): Promise<void> {
  const { signal } = await ended(crier)
  if (signal !== 'SIGKILL') throw new Error(`the process ended before its point was reached:\n${crier.said.err}`)
}

/** The platform has the request, and took it or not; its answer never comes. */
function onTheWire(name: string, fault: string): readonly Plan[] {
  return (['x', 'telegram'] as const).map((platform) => ({
    name: `on the wire of ${platform}, ${name}`,
    async kill({ house }, start) {
      const crier = start()
      await callOpen(house, crier, house[platform], fault)
      await crier.end('SIGKILL')
    },
  }))
}

async function callOpen(house: House, crier: Crier, standIn: StandIn<unknown>, fault: string): Promise<void> {
  const faults = () => standIn.requests().filter((request) => request.fault !== null).length
  const before = faults()
  standIn.play(fault)
  await patiently(
    crier,
    'a call on the wire',
    until(house, crier, () => faults() > before && openParts(house).length > 0),
  )
}

function whileStopping(when: Point['when']): Plan {
  return {
    name: `${when} stopping`,
    async kill(_, start) {
      const crier = start({ step: 'stopping', when, nth: 1, signal: 'SIGKILL' })
      await patiently(crier, 'its start', crier.logged('Crier runs'))
      crier.child.kill('SIGTERM')
      await struck(crier)
    },
  }
}

async function killWithCallOpen({ house }: Life, start: () => Crier): Promise<void> {
  const crier = start()
  await callOpen(house, crier, house.telegram, 'accept-then-timeout')
  crier.child.kill('SIGTERM')
  await crier.end('SIGKILL')
}
