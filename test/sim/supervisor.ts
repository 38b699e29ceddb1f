/** Starts Crier, and starts it again when it has ended: what systemd, Docker or a person does. */
import { systemClock } from '#src/base/clock.ts'
import { CallerMistake, describeError } from '#src/base/errors.ts'
import type { About, Log } from '#src/base/log.ts'
import type { Config } from '#src/config/config.ts'
import { openApp, type App } from '#src/app.ts'
import { newLife, running, type Life } from './life.ts'
import { endLife } from './strikes.ts'
import { after, stir, trueTime } from './time.ts'
import { blame, clockIsRight, count, isQuiet, world } from './world.ts'

// The ten seconds that are promised, and what timers are late.
const LONGEST_STOP = 10_500

interface Run {
  readonly life: Life
  app: App | null
  stopping: boolean
}

export interface Supervisor {
  /** Starts a life after `ms`, unless one is there then. */
  startIn(ms: number): void
  /** The orchestrator takes a frozen life for dead. */
  replaceIn(ms: number): void
  /** A second process beside one that is well: it has to refuse. */
  startBeside(): void
  /** SIGTERM. Answers when the life has ended. */
  stop(thenStartIn: number | null): Promise<void>
  readonly current: () => Life | null
  /** Whether a life is there that has not ended, be it frozen. */
  readonly isThere: () => boolean
}

export function openSupervisor(config: Config): Supervisor {
  const runs: Run[] = []
  const alive = (): readonly Run[] => runs.filter(({ life }) => !life.dead)
  const isThere = (): boolean => alive().length > 0

  const begin = (): Run => {
    const life = newLife(`life-${runs.length + 1}`, 1_000 + runs.length)
    const run: Run = { life, app: null, stopping: false }
    runs.push(run)
    world.lives.push(life)
    count('lives')
    world.say(`${life.name} starts`)
    void running.run(life, () => live(run))
    return run
  }

  const live = async (run: Run): Promise<void> => {
    const { life } = run
    try {
      const app = await openApp({
        config,
        clock: systemClock,
        log: logOf(life),
        print: () => {},
        userAgent: 'Crier/simulated',
      })
      if (life.dead) return
      run.app = app
      world.say(`${life.name} runs`)
      app.lost.addEventListener('abort', () => {
        count('lease lost')
        life.askedToEnd = null
        void end(run, 2_000)
      })
    } catch (error) {
      if (life.dead) return
      world.say(`${life.name} cannot start: ${describeError(error)}`)
      count(error instanceof CallerMistake ? 'start refused' : 'start failed')
      endLife(life)
      startIn(world.chance.between(1_000, 8_000))
    }
  }

  const end = async (run: Run, thenStartIn: number | null): Promise<void> => {
    const { life, app } = run
    if (life.dead || run.stopping || app === null) return
    run.stopping = true
    const asked = trueTime() - life.slept
    world.say(`${life.name} is asked to end`)
    try {
      await running.run(life, async () => app[Symbol.asyncDispose]())
    } catch (error) {
      world.say(`${life.name} ends badly: ${describeError(error)}`)
    }
    if (life.dead) return
    const took = trueTime() - life.slept - asked
    if (took > LONGEST_STOP) blame(`${life.name} takes ${took} ms to end`)
    world.say(`${life.name} has ended`)
    endLife(life)
    if (thenStartIn !== null) startIn(thenStartIn)
  }

  const startIn = (ms: number): void =>
    void after(ms, () => {
      if (!isThere()) begin()
    })

  return {
    startIn,
    replaceIn: (ms) =>
      void after(ms, () => {
        if (alive().every(({ life }) => life.frozen !== null)) begin()
      }),
    startBeside() {
      const [first] = alive()
      if (!first?.app || first.life.frozen || alive().length > 1 || !clockIsRight()) return
      stir()
      after(700, () => {
        if (first.life.dead || first.life.frozen || first.stopping) return
        const second = begin()
        after(3_000, () => {
          if (
            second.app &&
            !second.life.dead &&
            !first.life.dead &&
            !first.life.frozen &&
            !first.stopping &&
            !isQuiet()
          ) {
            blame(`${second.life.name} runs beside ${first.life.name}`)
          }
        })
      })
    },
    async stop(thenStartIn) {
      const run = alive().find(({ app, life }) => app !== null && life.frozen === null)
      if (run === undefined) return
      run.life.askedToEnd ??= trueTime()
      await end(run, thenStartIn)
    },
    isThere,
    current: () => alive().find(({ app, life }) => app !== null && life.frozen === null)?.life ?? null,
  }
}

function logOf(life: Life): Log {
  const write = (level: string) => (about: About, event: string) => {
    const { channel = '', delivery = '', why = '', error = '' } = about
    world.say(`${life.name} ${level} ${event} ${channel} ${delivery} ${String(why)} ${String(error)}`)
    if (level === 'error') count(`log: ${event}`)
  }
  return { debug() {}, info: write('info'), warn: write('warn'), error: write('error') }
}
