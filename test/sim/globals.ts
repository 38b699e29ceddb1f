/** Puts simulated time, timers and chance in the place of the machine's, for everything that is imported later. */
import os from 'node:os'
import type { Chance } from './chance.ts'
import { running } from './life.ts'
import { after, cancel, monotonicTime, wallTime, type Timer } from './time.ts'

let chance: Chance | null = null
let alive: (pid: number) => boolean = () => true

/** From now on ids and jitter come from `ids`, and the processes are those that `isAlive` knows. */
export function drawFrom(ids: Chance, isAlive: (pid: number) => boolean): void {
  chance = ids
  alive = isAlive
}

/** The machine's own clock, for measuring the simulator itself. */
export const realNow: () => number = performance.now.bind(performance)

const immediate = setImmediate

/** Lets the machine do what it does between two histories, such as collecting garbage. */
export function rest(): Promise<void> {
  return new Promise((resolve) => void immediate(resolve))
}

export function replaceGlobals(): void {
  const real = Date
  real.now = wallTime
  const simulated = new Proxy(real, {
    construct: (target, given: unknown[], made) =>
      Reflect.construct(target, given.length === 0 ? [wallTime()] : given, made) as object,
    apply: () => new real(wallTime()).toString(),
  })
  const set = (run: (...given: unknown[]) => void, ms = 1, ...given: unknown[]): object =>
    handle(after(Number.isFinite(ms) ? ms : 1, () => run(...given), running.getStore() ?? null))
  const clear = (timer: unknown): void => {
    if (typeof timer === 'object' && timer !== null && 'timer' in timer) cancel(timer.timer as Timer)
  }
  const repeat = (run: (...given: unknown[]) => void, ms = 1, ...given: unknown[]): object => {
    const life = running.getStore() ?? null
    const beat = (): Timer =>
      after(
        ms,
        () => {
          held.timer = beat()
          run(...given)
        },
        life,
      )
    const held = handle(beat())
    return held
  }
  const random = (): number => chance?.next() ?? 0.5
  const fill = <T extends ArrayBufferView | null>(into: T): T => {
    if (into === null) return into
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength)
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(random() * 256)
    return into
  }
  Object.assign(globalThis, {
    Date: simulated,
    setTimeout: set,
    setInterval: repeat,
    setImmediate: (run: (...given: unknown[]) => void, ...given: unknown[]) => set(run, 0, ...given),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  })
  Math.random = random
  const put = (on: object, name: string, value: unknown): void => {
    Object.defineProperty(on, name, { value, configurable: true, writable: true })
  }
  put(performance, 'now', monotonicTime)
  put(os, 'uptime', () => monotonicTime() / 1_000)
  put(crypto, 'getRandomValues', fill)
  put(process, 'kill', (pid: number) => {
    if (alive(pid)) return true
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
  })
  const own = process.pid
  Object.defineProperty(process, 'pid', { get: () => running.getStore()?.pid ?? own, configurable: true })
}

function handle(timer: Timer): { timer: Timer; ref(): object; unref(): object; hasRef(): boolean } {
  const held = { timer, ref: () => held, unref: () => held, hasRef: () => true }
  return held
}
