/** The history that is being simulated: what everything in it shares. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Chance } from './chance.ts'
import { clockIsOffBy, trueTime } from './time.ts'
import { running, type Life } from './life.ts'
import type { Plan } from './plan.ts'

/** A part of a delivery as the simulator follows it. */
export interface Followed {
  readonly id: string
  /** Calls for it, in the order of their start. */
  readonly flights: Flight[]
  /** How many of them it had before it last set out: it may be struck before its call is made. */
  before: number
  /** How often its fate became unknown, and when its last call ended without an answer (true time). */
  unknowns: number
  lostAt: number
  /** Sends of its own accord after an unknown, since a person last said "again". */
  resends: number
  /** What was sent last and not refused, but for the picture's name at the platform. */
  sent: string | null
}

/** A call that posts. */
export interface Flight {
  readonly life: Life
  readonly started: number
  /** Whether its request has left the machine. */
  left: boolean
  arrived: number | null
  /** When the caller had an answer or gave up. */
  settled: number | null
  /** Whether the answer that the caller had says for certain what became of the post. */
  clear: boolean
  /** Until when the platform asked to wait; when the store took note of it. */
  told: number | null
  heeded: number | null
}

/** A message on a platform. */
export interface Posted {
  readonly id: string
  readonly account: string
  readonly place: string
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
  readonly at: number
  /** From when on the platform shows it. */
  readonly shownAt: number
  /** Null for what others posted. */
  readonly part: string | null
  deleted: boolean
}

export interface World {
  readonly seed: number
  readonly plan: Plan
  /** For whatever happens. */
  readonly chance: Chance
  readonly database: DatabaseSync
  readonly lives: Life[]
  /** Whose transaction is open. */
  writer: Life | null
  released: PromiseWithResolvers<void>
  readonly followed: Map<string, Followed>
  readonly posts: Posted[]
  /** Until when (true time) nothing may go through an account. */
  readonly breaths: Map<string, number>
  /** Until when (true time) things go wrong. */
  quietFrom: number
  /** When (true time) staff last had something sent once more: it may end in nobody knowing anew, and is looked for. */
  sentAgainAt: number
  /**
   * Whether the clock was set forward while nobody ran, which cannot be told from time that passed: limits and waits
   * may end early from then on. Nobody promises those; what is of unknown fate is promised all the same.
   */
  ranAhead: boolean
  /** How often what happened, by its name. */
  readonly tally: Map<string, number>
  readonly broken: string[]
  readonly say: (line: string) => void
}

export let world: World

export function enterWorld(next: World): void {
  world = next
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>()

/** A statement on the store, prepared once for all histories. */
export function prepared(sql: string): StatementSync {
  const known = statements.get(world.database) ?? new Map<string, StatementSync>()
  statements.set(world.database, known)
  const found = known.get(sql)
  if (found) return found
  const statement = world.database.prepare(sql)
  // Every life asks for them once, and they never change.
  const columns = statement.columns()
  statement.columns = () => columns
  known.set(sql, statement)
  return statement
}

export function count(what: string, times = 1): void {
  world.tally.set(what, (world.tally.get(what) ?? 0) + times)
}

/** A promise was broken. */
export function blame(what: string): void {
  if (world.broken.length < 20) world.broken.push(`${stamp()} ${what}`)
  world.say(`BROKEN ${what}`)
}

/** The life whose code runs; blames the simulator where it has lost track of that. */
export function whoRuns(): Life {
  const life = running.getStore()
  if (life !== undefined) return life
  blame('nobody knows whose code runs')
  throw new Error('nobody knows whose code runs')
}

export const isQuiet = (): boolean => trueTime() >= world.quietFrom
export const clockIsRight = (): boolean => clockIsOffBy() === 0

export function stamp(at: number = trueTime()): string {
  return new Date(at).toISOString().slice(11, 23)
}

export function followed(part: string): Followed {
  const known = world.followed.get(part)
  if (known) return known
  const fresh: Followed = { id: part, flights: [], before: 0, unknowns: 0, lostAt: 0, resends: 0, sent: null }
  world.followed.set(part, fresh)
  return fresh
}
