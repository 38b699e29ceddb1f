import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * One process that works on the store: a life of Crier from its start to its crash or end, or the staff's command line.
 * Everything that it awaits passes through the simulator, which lets a dead one wait for ever and a frozen one until it
 * thaws.
 */
export interface Life {
  readonly name: string
  readonly pid: number
  dead: boolean
  /** While it is stopped (SIGSTOP, a closed lid): what it waits for is kept until it thaws. */
  frozen: PromiseWithResolvers<void> | null
  readonly kept: (() => void)[]
  /** For how long it was frozen so far, in milliseconds. */
  slept: number
  /** Whether it has the transaction that is open. */
  writing: boolean
  /** The commits of others that it has not seen. */
  foreign: number
  /** The fencing number with which it started; null before. */
  fence: number | null
  /** When it was sent SIGTERM (true time), while it has the store; null before, and once another has taken that over. */
  askedToEnd: number | null
}

/** Whose code runs: follows it over every await. */
export const running: AsyncLocalStorage<Life> = new AsyncLocalStorage<Life>()

export function newLife(name: string, pid: number): Life {
  return {
    name,
    pid,
    dead: false,
    frozen: null,
    kept: [],
    slept: 0,
    writing: false,
    foreign: 0,
    fence: null,
    askedToEnd: null,
  }
}

/** Lets `life` go on with `work`: never where it is dead, later where it is frozen. */
export function goOn(life: Life, work: () => void): void {
  if (life.dead) return
  if (life.frozen) life.kept.push(work)
  else running.run(life, work)
}

/** For what a dead life waits for. */
export const never: Promise<never> = new Promise(() => {})
