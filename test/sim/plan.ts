/** What goes wrong in a history, and when: drawn from its seed alone. */
import type { Chance } from './chance.ts'

/** Where a process can be cut off: at every await of the real code, by what it waits for. */
export type Point = 'begin' | 'statement' | 'commit' | 'committed' | 'call' | 'called' | 'answer' | 'poll'

/** Strikes the process at the `nth` time that it comes to `point`, once the strike before has happened. */
export interface Strike {
  readonly point: Point
  nth: number
  readonly what: 'crash' | 'freeze'
  /** Until the next life starts, or this one thaws. */
  readonly ms: number
}

export interface Trouble {
  readonly at: number
  readonly kind:
    | 'disk'
    | 'clock'
    | 'stop'
    | 'second start'
    | 'x refuses'
    | 'x storm'
    | 'bot refuses'
    | 'chat storm'
    | 'token storm'
    | 'feed'
    | 'pause'
    | 'swap'
  readonly ms: number
  readonly draw: number
}

export interface Plan {
  readonly variant: { readonly verified: boolean; readonly reply: boolean }
  /** How long things go wrong, in milliseconds. */
  readonly faultsFor: number
  readonly articles: number
  readonly strikes: readonly Strike[]
  readonly troubles: readonly Trouble[]
  /** Of all calls, which do not go there and back. */
  readonly calls: Readonly<Record<Way, number>>
  /** Of posts on X, how many are visible late. */
  readonly lateShown: number
  /** X refuses the same text within half an hour. */
  readonly guard: boolean
  readonly pidsAreTakenAgain: boolean
  readonly lowBudget: boolean
  /** Some articles are old when they are published, or soon after; not where the clock is set: age goes by it. */
  readonly stale: boolean
}

/** What becomes of a call. */
export type Way =
  | 'there and back'
  | 'slow'
  | 'never sent'
  | 'lost'
  | 'answer lost'
  | 'late arrival'
  | 'gateway'
  | 'gateway after'
  | 'broken answer'
  | 'refused'

const MINUTE = 60_000
const KINDS: Readonly<Record<Trouble['kind'], number>> = {
  disk: 3,
  clock: 3,
  stop: 3,
  'second start': 1,
  'x refuses': 8,
  'x storm': 2,
  'bot refuses': 7,
  'chat storm': 2,
  'token storm': 3,
  feed: 3,
  pause: 2,
  swap: 0.25,
}
const POINTS: Readonly<Record<Point, number>> = {
  begin: 1,
  statement: 3,
  commit: 3,
  committed: 5,
  call: 2,
  called: 5,
  answer: 4,
  poll: 1,
}
const FAR: Readonly<Record<Point, number>> = {
  begin: 60,
  statement: 400,
  commit: 60,
  committed: 60,
  call: 12,
  called: 12,
  answer: 12,
  poll: 8,
}

export function drawPlan(chance: Chance): Plan {
  const faultsFor = chance.between(8, 12) * MINUTE
  // A history has few kinds of faults, but those often: all of them at once hide each other.
  const kinds = Object.fromEntries(
    Object.entries(KINDS).map(([kind, weight]) => [kind, chance.odds(0.45) ? weight : 0]),
  ) as Record<Trouble['kind'], number>
  const some = Object.values(kinds).some((weight) => weight > 0)
  const rough = chance.pick([0, 0.3, 1, 1, 2])
  const share = (most: number): number => (chance.odds(0.6) ? rough * most * chance.next() : 0)
  const troubles = some
    ? Array.from({ length: chance.between(0, 6) }, () => ({
        at: chance.between(1, faultsFor / 1000 - 120) * 1_000,
        kind: chance.weighted(kinds),
        ms: chance.pick([400, 3_000, 20_000, 60_000, 150_000]),
        draw: chance.between(0, 2 ** 30),
      }))
        .flatMap((trouble) => (trouble.kind === 'clock' ? [trouble, ...stormsAfter(trouble, chance)] : [trouble]))
        .toSorted((one, other) => one.at - other.at)
    : []
  return {
    variant: { verified: chance.odds(0.5), reply: chance.odds(0.6) },
    faultsFor,
    articles: chance.between(12, 15),
    strikes: Array.from({ length: chance.pick([0, 1, 1, 2, 2, 3, 4]) }, () => drawStrike(chance)),
    troubles,
    calls: {
      'there and back': 1,
      slow: share(0.1),
      'never sent': share(0.08),
      lost: share(0.06),
      'answer lost': share(0.1),
      'late arrival': share(0.04),
      gateway: share(0.06),
      'gateway after': share(0.08),
      'broken answer': share(0.04),
      refused: share(0.2),
    },
    lateShown: chance.pick([0, 0.05, 0.3, 0.8]),
    guard: chance.odds(0.5),
    pidsAreTakenAgain: chance.odds(0.2),
    lowBudget: chance.odds(0.08),
    stale: !troubles.some(({ kind }) => kind === 'clock'),
  }
}

/** X's own limits tell their end as a time, which a clock that was set reads wrong: they seldom meet by chance. */
function stormsAfter({ at }: Trouble, chance: Chance): readonly Trouble[] {
  if (chance.odds(0.6)) return []
  return [0, 1].map((draw) => ({ at: at + 5_000, kind: 'x storm', ms: 150_000, draw }))
}

function drawStrike(chance: Chance): Strike {
  const point = chance.weighted(POINTS)
  const what = chance.odds(0.75) ? 'crash' : 'freeze'
  const ms =
    what === 'crash'
      ? chance.pick([50, 300, 2_500, 20_000, 120_000])
      : chance.pick([1_000, 3_000, 8_000, 40_000, 660_000])
  return { point, nth: chance.between(1, FAR[point]), what, ms }
}
