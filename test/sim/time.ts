/**
 * Simulated time: it jumps from one timer to the next, and between two timers everything that can run has run.
 *
 * Two timers of Crier's own are beats that do nothing while nothing happens: the renewal of the lease and the look for
 * staff's doings. They are late, as those of a machine that naps are, but the one never so late that anything else finds
 * the lease run out, and the other not when there is something to see; or a simulated hour would cost 20,000 of them.
 * The look that a stage that waits for nothing takes every minute is late by another minute. Whoever waits says which it
 * is ({@link waitAs}): by its length alone a wait of anything else is taken for one of them.
 */
import type { Life } from './life.ts'

export interface Timer {
  due: number
  readonly order: number
  readonly kind: 'real' | 'look' | 'beat' | 'glance'
  readonly life: Life | null
  run: (() => void) | null
}

const GLANCE = 250
const LATE = 1_000
const LOOK_LATE = 60_000
const LONGEST_NAP = 60_000
const BEAT_BEFORE = 3
/** A history takes some thousand; a loop that spins takes all. */
const MOST_TIMERS = 200_000

type Heap = Timer[]

let now = 0
let started = 0
let offset = 0
let order = 0
let fired = 0
let restlessUntil = 0
const noTimers = (): Record<Timer['kind'], Heap> => ({ real: [], look: [], beat: [], glance: [] })
let heaps = noTimers()
let late: () => number = () => 0
let deliver: (timer: Timer) => void = () => {}

/** The true time, in milliseconds since the epoch. */
export const trueTime = (): number => now
/** What the machine's clock says, which may have been set wrong. */
export const wallTime = (): number => Math.floor(now + offset)
/** Milliseconds since the machine was started. */
export const monotonicTime = (): number => now - started
export const firedTimers = (): number => fired
export const clockIsOffBy = (): number => offset

/** Starts a new time at `epoch`. `fire` runs a timer in its life; `lateness` is how late the life's own timers are. */
export function startTime(epoch: number, fire: (timer: Timer) => void, lateness: () => number): void {
  ;[now, started, offset, order, restlessUntil] = [epoch, epoch - 60_000, 0, 0, 0]
  heaps = noTimers()
  ;[deliver, late] = [fire, lateness]
}

/** Sets the machine's clock forward or back by `ms`. */
export function stepClock(ms: number): void {
  offset += ms
  stir()
}

/** No beat and no glance is late for the next two seconds. */
export function stir(): void {
  restlessUntil = now + 2_000
  hurry(null)
}

/** There is something to see for `life`, or for all: its glance is not late. */
export function hurry(life: Life | null): void {
  for (const glance of heaps.glance) {
    if (life === null || glance.life === life) glance.due = Math.min(glance.due, now + GLANCE)
  }
}

export function after(ms: number, run: () => void, life: Life | null = null): Timer {
  const kind = life === null ? 'real' : waits
  const timer: Timer = {
    due: now + Math.max(1, ms) + napOf(kind) + (life === null ? 0 : late()),
    order: order++,
    kind,
    life,
    run,
  }
  push(heaps[kind], timer)
  return timer
}

let waits: Timer['kind'] = 'real'

/** The timer that `start` sets is of this kind. */
export function waitAs<A>(kind: Timer['kind'], start: () => A): A {
  waits = kind
  try {
    return start()
  } finally {
    waits = 'real'
  }
}

function napOf(kind: Timer['kind']): number {
  if (kind === 'look') return LOOK_LATE
  return kind === 'glance' && now >= restlessUntil ? LONGEST_NAP : 0
}

/** For who only looks on: nothing is renewed for that. */
export function watch(ms: number, run: () => void): void {
  push(heaps.look, { due: now + ms, order: order++, kind: 'look', life: null, run })
}

export function cancel(timer: Timer): void {
  timer.run = null
}

/** Fires timers in their order until `done`, letting everything run that can between two of them. */
export function passTime(done: () => boolean): Promise<void> {
  fired = 0
  return new Promise((resolve, reject) => {
    const step = (): void => {
      try {
        if (done()) return resolve()
        if (fired++ > MOST_TIMERS) return reject(new Error('a loop spins'))
        const timer = take()
        if (timer === null) return reject(new Error('nothing is left to wait for'))
        now = Math.max(now, timer.due)
        deliver(timer)
        // A tick that is queued by a microtask runs when all microtasks are done.
        queueMicrotask(() => process.nextTick(step))
      } catch (error) {
        reject(error)
      }
    }
    process.nextTick(step)
  })
}

function take(): Timer | null {
  const beat = top(heaps.beat)
  const next = first(first(top(heaps.real), top(heaps.look)), top(heaps.glance))
  if (beat === null) return next && pop(heaps[next.kind])
  if (Math.max(now, beat.due) < restlessUntil)
    return next !== null && earlier(next, beat) ? pop(heaps[next.kind]) : pop(heaps.beat)
  if (next === null || next.due > beat.due + LONGEST_NAP) return beatAt(beat.due + LONGEST_NAP)
  // Whatever may do something finds the lease renewed.
  if (next.kind === 'real' && next.due > beat.due + LATE) return beatAt(next.due - BEAT_BEFORE)
  return pop(heaps[next.kind])
}

function first(one: Timer | null, other: Timer | null): Timer | null {
  return other !== null && (one === null || earlier(other, one)) ? other : one
}

function beatAt(at: number): Timer {
  const beat = pop(heaps.beat)
  beat.due = Math.max(beat.due, at)
  return beat
}

function earlier(one: Timer, other: Timer): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order)
}

function top(heap: Heap): Timer | null {
  while (heap[0]?.run === null) pop(heap)
  return heap[0] ?? null
}

function push(heap: Heap, timer: Timer): void {
  let at = heap.length
  heap.push(timer)
  while (at > 0) {
    const above = (at - 1) >> 1
    if (!earlier(timer, heap[above]!)) break
    heap[at] = heap[above]!
    at = above
  }
  heap[at] = timer
}

function pop(heap: Heap): Timer {
  const first = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return first
  let at = 0
  for (;;) {
    let below = 2 * at + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && earlier(heap[below + 1]!, heap[below]!)) below += 1
    if (!earlier(heap[below]!, last)) break
    heap[at] = heap[below]!
    at = below
  }
  heap[at] = last
  return first
}
