/** Crashes, freezes and disk errors, at every place where the real code waits. */
import { goOn, type Life } from './life.ts'
import { forgetMoves } from './moves.ts'
import type { Point, Strike } from './plan.ts'
import { after, trueTime } from './time.ts'
import { count, isQuiet, world } from './world.ts'

/** A time in which the disk refuses writes. */
export interface BadDisk {
  readonly until: number
  readonly kind: 'full' | 'io' | 'busy' | 'readonly'
  readonly share: number
}

interface Struck {
  readonly strikes: Strike[]
  disk: BadDisk | null
  /** No crash before this time: a clock that was set forward while nobody ran cannot be told from time that passed. */
  spareUntil: number
  readonly onEnd: (life: Life, ms: number) => void
  /** Something else must start while `life` is frozen. */
  readonly onFreeze: (life: Life, ms: number) => void
}

let struck: Struck = { strikes: [], disk: null, spareUntil: 0, onEnd() {}, onFreeze() {} }

export function openStrikes(parts: Pick<Struck, 'strikes' | 'onEnd' | 'onFreeze'>): void {
  struck = { ...parts, disk: null, spareUntil: 0 }
}

export function spoilDisk(disk: BadDisk | null): void {
  struck.disk = disk
}

export function spareFor(ms: number): void {
  struck.spareUntil = trueTime() + ms
}

export const isSpared = (): boolean => trueTime() < struck.spareUntil

/** `life` comes to `point`: it may end or freeze there. */
export function pass(life: Life, point: Point): void {
  if (life.name === 'desk' || life.dead || life.frozen || isQuiet()) return
  const next = struck.strikes[0]
  if (next === undefined || next.point !== point) return
  next.nth -= 1
  if (next.nth > 0 || isSpared()) return
  // A frozen process would hold the lock of the store.
  if (next.what === 'freeze' && life.writing) return
  struck.strikes.shift()
  count(`fault: ${next.what} at ${point}`)
  if (next.what === 'crash') crash(life, next.ms)
  else freeze(life, next.ms)
}

/** Ends `life` as kill -9 does: nothing of it goes on, and its open transaction is undone. */
export function crash(life: Life, ms: number): void {
  world.say(`${life.name} crashes`)
  endLife(life)
  struck.onEnd(life, ms)
}

/** Nothing of `life` goes on any more. */
export function endLife(life: Life): void {
  life.dead = true
  life.kept.length = 0
  if (life.frozen) life.frozen.resolve()
  if (world.writer === life) {
    if (world.database.isTransaction) world.database.exec('rollback')
    forgetMoves()
    giveUpWriting(life)
  }
}

export function giveUpWriting(life: Life): void {
  life.writing = false
  if (world.writer !== life) return
  world.writer = null
  const { resolve } = world.released
  world.released = Promise.withResolvers<void>()
  resolve()
}

export function freeze(life: Life, ms: number): void {
  if (life.frozen || life.dead) return
  world.say(`${life.name} freezes for ${ms} ms`)
  life.frozen = Promise.withResolvers<void>()
  life.slept += ms
  struck.onFreeze(life, ms)
  after(ms, () => thaw(life))
}

function thaw(life: Life): void {
  if (life.dead || life.frozen === null) return
  world.say(`${life.name} thaws`)
  const { resolve } = life.frozen
  life.frozen = null
  // What it missed comes one after the other, timers and answers in the order in which they were due.
  for (const work of life.kept.splice(0)) after(1, () => goOn(life, work), null)
  resolve()
}

/** @throws as node:sqlite does where the disk refuses. */
export function troubleDisk(life: Life, at: 'begin' | 'statement' | 'commit'): void {
  const { disk } = struck
  if (disk === null || trueTime() > disk.until || isQuiet()) return
  if (disk.kind === 'busy' ? at !== 'begin' : at === 'begin') return
  if (!world.chance.odds(disk.share)) return
  count(`fault: disk ${disk.kind} at ${at}`)
  // A full or broken disk makes SQLite undo the transaction by itself, most of the time.
  const undone = disk.kind !== 'busy' && disk.kind !== 'readonly' && world.chance.odds(0.7)
  if (undone && life.writing && world.database.isTransaction) world.database.exec('rollback')
  const [errcode, errstr] = ERRORS[disk.kind]
  throw Object.assign(new Error(errstr), { code: 'ERR_SQLITE_ERROR', errcode, errstr })
}

const ERRORS: Readonly<Record<BadDisk['kind'], readonly [number, string]>> = {
  full: [13, 'database or disk is full'],
  io: [10, 'disk I/O error'],
  busy: [5, 'database is locked'],
  readonly: [8, 'attempt to write a readonly database'],
}
